"""Reading and checking a delivery, without the rest of the chain; what reading finds is said at once."""

from __future__ import annotations

from pathlib import Path

from pipeline.commands.corrections import prepare_corrections
from pipeline.errors import UsageError, reason
from pipeline.layout import Layout
from pipeline.params import Params, load_params
from pipeline.progress import step
from pipeline.stages.declared import accepted_files, beside


def verify(source: Path, output: Path | None, params_file: Path | None, *, with_corrections: bool = False) -> None:
    """Read and validate a delivery and print the findings; write them only below `output`.

    `with_corrections`: the rejected cells are put in the delivery's `corrections.csv`, to be filled in.

    What reading alone finds is printed before the checks, whose library is slow to import. Raises `UnfitDataError`
    when a finding is blocking.
    """
    params = with_source(load_params(params_file), source)
    layout = Layout.output(output) if output is not None else None
    if layout is not None:
        make_folders(layout)
    from pipeline.stages import ingest

    with step("Lecture des fichiers") as advance:
        delivery = ingest.read(params, advance)
    from pipeline.stages import validate

    if with_corrections:
        print(prepare_corrections(source, delivery.findings))
    validate.tell_reading(delivery.findings, params)
    with step("Contrôles") as advance:
        files = ingest.as_rows(delivery.files)
        validate.check(
            delivery.tables, delivery.provenance, delivery.findings, files, params, layout,
            with_pages=True, asked=None, accepted=accepted_files(source, beside(params_file, None)),
            reading_told=True, advance=advance,
        )  # fmt: skip


def with_source(params: Params, source: Path) -> Params:
    """Return the parameters, reading `source`. Raises `UsageError` when it is no folder."""
    if not source.is_dir():
        raise UsageError(f"{source} : ce dossier n’existe pas, ou n’est pas un dossier.")
    return params.model_copy(update={"donnees": params.donnees.model_copy(update={"source": str(source)})})


def make_folders(layout: Layout) -> None:
    """Make the folders of an output. Raises `UsageError` when it cannot."""
    for folder in (layout.processed, layout.reports):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{folder} : impossible de créer ce dossier ({reason(error)}).") from None
