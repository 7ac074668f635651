"""Reading and checking a delivery, without the rest of the chain; what reading finds is said at once."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from pipeline.commands.corrections import prepare_corrections
from pipeline.commands.in_force import params_in_force
from pipeline.commands.output import open_output
from pipeline.errors import UnfitDataError, UsageError
from pipeline.params import Params
from pipeline.progress import step
from pipeline.stages.declared import accepted_files, beside
from pipeline.validate.apart import SuitesApart, ended_with


def verify(
    source: Path,
    output: Path | None,
    params_file: Path | None,
    *,
    with_corrections: bool = False,
    apart: SuitesApart | None = None,
) -> None:
    """Read and validate a delivery and print the findings; write them only below `output`.

    `with_corrections`: the rejected cells are put in the delivery's `corrections.csv`, to be filled in.
    `apart`: as for `validate.check`.

    What reading alone finds is printed before the checks, whose library is slow to import. Raises `UnfitDataError`
    when a finding is blocking.
    """
    params = with_source(params_in_force(params_file), source)
    with open_output(output) if output is not None else nullcontext() as place, ended_with(apart):
        from pipeline.stages import ingest

        with step("Lecture des fichiers") as advance:
            delivery = ingest.read(params, advance)
        from pipeline.stages import validate

        if with_corrections:
            print(prepare_corrections(source, delivery.findings))
        validate.tell_reading(delivery.findings, params)
        try:
            with step("Contrôles") as advance:
                files = ingest.as_rows(delivery.files)
                validate.check(
                    delivery.tables, delivery.provenance, delivery.findings, files, params,
                    place.staged if place is not None else None, shown=place.layout if place is not None else None,
                    with_pages=True, asked=None, accepted=accepted_files(source, beside(params_file, None)),
                    reading_told=True, advance=advance, apart=apart,
                )  # fmt: skip
                if apart is not None:
                    apart.finish()
        except UnfitDataError:
            if place is not None:
                place.replace(is_finding)
            raise
        if place is not None:
            place.replace(is_finding)
            print(f"Fait : {place.layout.rejections_xlsx.resolve()}")
            print(f"Fait : {(place.layout.validation_pages / 'index.html').resolve()}")


def is_finding(path: str) -> bool:
    """Whether a path below an output is of what says what is wrong with a delivery: findings, senders' pages."""
    return path.startswith(("processed/rejets.", "processed/constats.", "reports/validation/"))


def with_source(params: Params, source: Path) -> Params:
    """Return the parameters, reading `source`. Raises `UsageError` when it is no folder."""
    if not source.is_dir():
        raise UsageError(f"{source} : ce dossier n’existe pas, ou n’est pas un dossier.")
    return params.model_copy(update={"donnees": params.donnees.model_copy(update={"source": str(source)})})
