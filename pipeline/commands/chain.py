"""The stages one after the other in one process, on any delivery, outside the repository and without DVC."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from pipeline.commands.ahead import Ahead
from pipeline.commands.alongside import Work, alongside
from pipeline.commands.holdings import record_parameters
from pipeline.commands.in_force import params_in_force
from pipeline.commands.manifest import edition_of
from pipeline.commands.output import Output, open_output
from pipeline.commands.stage_by_name import run_stage
from pipeline.commands.verify import is_finding, with_source
from pipeline.errors import UnfitDataError, UsageError
from pipeline.params import Params
from pipeline.progress import TITLES, step
from pipeline.stages import ingest, plan, validate
from pipeline.stages.declared import FOLDER, DeclaredFiles, accepted_files, beside
from pipeline.validate.apart import SuitesApart, ended_with

_RESULTS = ("indicators", "estimate", "scheme", "pathways", "sensitivity")


def execute(
    source: Path,
    output: Path,
    editions: Sequence[str],
    params_file: Path | None,
    *,
    with_report: bool,
    lock_file: Path | None = None,
    key_file: Path | None = None,
    apart: SuitesApart | None = None,
) -> None:
    """Run the whole chain on `source` below `output`; what it makes replaces, at its end, what an earlier run made.

    `editions`: names to make, all when empty; the others that lie there stay. `lock_file`: the locked plan, None for
    the one beside `params_file`. `key_file`: the key of the blind mode, None for the one beside `params_file`.
    `apart`: as for `validate.check`.
    Raises `UnfitDataError` after the findings are written: results of an earlier run, and its tables, stay then.
    """
    params = with_source(params_in_force(params_file), source)
    chosen = _only(params, editions)
    declared = beside(params_file, lock_file)
    with open_output(output) as place, ended_with(apart):

        def concerned(path: str) -> bool:
            of_report = path.startswith("reports/")
            return edition_of(path) in ("", *chosen.editions) and (with_report or params.aveugle or not of_report)

        def of_no_edition(path: str) -> bool:  # some results were made before the verdict
            return not edition_of(path) and concerned(path)

        try:
            if params.aveugle and params_file is not None:
                from pipeline.commands import blind, blind_key

                blind.refuse_beside_open_results(place, chosen)
                seal = blind_key.open_for(output, params_file, key_file, declared.lock)
                plan.run(params, place.staged, declared)
                blind.run_blind(
                    params, chosen, place, seal, params_file,
                    with_report=with_report, accepted=accepted_files(source, declared),
                )  # fmt: skip
            else:
                _run(params, chosen, place, source, declared, params_file, apart, with_report=with_report)
        except UnfitDataError:
            place.replace(is_finding if place.has_results() else of_no_edition)
            raise
        place.replace(concerned)
        _tell_made(place, chosen, with_report=with_report)


def _run(
    params: Params,
    chosen: Params,
    place: Output,
    source: Path,
    declared: DeclaredFiles,
    params_file: Path | None,
    apart: SuitesApart | None,
    *,
    with_report: bool,
) -> None:
    layout = place.staged
    plan.run(params, layout, declared)
    record_parameters(params.model_dump(mode="json"), layout)
    with step(TITLES["ingest"]) as advance:
        ingest.run(params, layout, advance)
    with alongside() if with_report else nullcontext() as begun:
        results = Ahead(
            [(TITLES[name], partial(run_stage, name, chosen, layout)) for name in _RESULTS], [*chosen.editions], begun
        )
        with step(TITLES["validate"]) as advance:
            validate.run(
                params, layout, with_pages=with_report, asked=chosen.editions,
                accepted=accepted_files(source, declared), shown=place.layout, advance=advance,
                apart=apart, meanwhile=results.begin,
            )  # fmt: skip
        results.finish()
        if begun is not None:
            _document(params, chosen, place, params_file, begun)
        if apart is not None:
            apart.finish()


def _document(
    params: Params, chosen: Params, place: Output, params_file: Path | None, begun: Callable[[Work], Work]
) -> None:
    """Make the documents, and by `begun`, another process, what is published of them."""
    from pipeline.stages import elements, render  # figures and renderers are slow to import

    layout, editions = place.staged, list(chosen.editions)
    records = params_file.parent / FOLDER if params_file is not None else None
    published = begun(partial(run_stage, "publish", params, layout, editions, records=records, work=place.work))
    with step(TITLES["elements"]):
        elements.run(params, layout, editions)  # all editions are looks at the same households
    with step(TITLES["render"]):
        render.run(chosen, layout, params_file=params_file, told=False)
    with step(TITLES["publish"]):
        published()


def _tell_made(place: Output, chosen: Params, *, with_report: bool) -> None:
    made = [place.layout.processed]
    if with_report:
        from pipeline.publication.files import PAGE, PUBLIC
        from pipeline.report.rendering.render import DOCUMENTS

        made = [place.layout.report(name) / d for name in chosen.editions for d in DOCUMENTS]
        pages = (place.layout.report(name) / PUBLIC / PAGE for name in chosen.editions)
        made += [page for page in pages if page.is_file()]  # nothing is published of masked groups
        made.append(place.layout.validation_pages / "index.html")
    for path in made:
        print(f"Fait : {path.resolve()}")


def _only(params: Params, editions: Sequence[str]) -> Params:
    for name in editions:
        if name not in params.editions:
            raise UsageError(f"Édition inconnue : « {name} ». Possibles : {', '.join(params.editions)}.")
    kept = {n: e for n, e in params.editions.items() if not editions or n in editions}
    return params.model_copy(update={"editions": kept})
