"""The stages one after the other in one process, on any delivery, outside the repository and without DVC."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.commands.holdings import record_parameters
from pipeline.commands.verify import make_folders, with_source
from pipeline.errors import UsageError
from pipeline.layout import Layout
from pipeline.params import Params, load_params
from pipeline.progress import step
from pipeline.stages import estimate, indicators, ingest, pathways, plan, scheme, sensitivity, validate
from pipeline.stages.clean import remove
from pipeline.stages.declared import accepted_files, beside
from pipeline.stages.left_over import editions_left


def execute(
    source: Path,
    output: Path,
    editions: Sequence[str],
    params_file: Path | None,
    *,
    with_report: bool,
    lock_file: Path | None = None,
    key_file: Path | None = None,
) -> None:
    """Run the whole chain on `source` below `output`; what an earlier run wrote there is replaced.

    `editions`: names to make, all when empty. `lock_file`: the locked plan, None for the one beside `params_file`.
    `key_file`: the key of the blind mode, None for the one beside `params_file`.
    Raises `UnfitDataError` after the findings are written.
    """
    params = with_source(load_params(params_file), source)
    chosen = _only(params, editions)
    declared = beside(params_file, lock_file)
    layout = Layout.output(output)
    make_folders(layout)
    _remove_earlier_run(params, layout)
    plan.run(params, layout, declared)
    record_parameters(params.model_dump(mode="json"), layout)
    if params.aveugle and params_file is not None:
        from pipeline.commands import blind, blind_key

        seal = blind_key.open_for(output, params_file, key_file, declared.lock)
        blind.run_blind(
            params, chosen, layout, seal, params_file,
            with_report=with_report, accepted=accepted_files(source, declared),
        )  # fmt: skip
        return
    with step("Lecture des fichiers") as advance:
        ingest.run(params, layout, advance)
    with step("Contrôles") as advance:
        validate.run(
            params,
            layout,
            with_pages=with_report,
            asked=chosen.editions,
            accepted=accepted_files(source, declared),
            advance=advance,
        )
    with step("Indicateurs"):
        indicators.run(chosen, layout)
    with step("Estimations"):
        estimate.run(chosen, layout)
    with step("Mise en œuvre, coûts, couverture"):
        scheme.run(chosen, layout)
    with step("Parcours"):
        pathways.run(chosen, layout)
    with step("Analyses de sensibilité"):
        sensitivity.run(chosen, layout)
    if not with_report:
        return
    from pipeline.stages import elements, render  # figures and renderers are slow to import

    with step("Figures, tableaux, phrases"):
        elements.run(chosen, layout)
    with step("Documents"):
        render.run(chosen, layout, params_file=params_file)


def _only(params: Params, editions: Sequence[str]) -> Params:
    for name in editions:
        if name not in params.editions:
            raise UsageError(f"Édition inconnue : « {name} ». Possibles : {', '.join(params.editions)}.")
    kept = {n: e for n, e in params.editions.items() if not editions or n in editions}
    return params.model_copy(update={"editions": kept})


def _remove_earlier_run(params: Params, layout: Layout) -> None:
    # An earlier run may have had other parameters, and so other editions: they are known by what they left.
    names = {*params.editions, *Params().editions}
    names.update(editions_left(layout, names))
    remove(
        [
            *(layout.processed / name for name in sorted(names)),
            *(layout.report(name) for name in sorted(names)),
            layout.rejections,
            layout.rejections_csv,
            layout.rejections_xlsx,
            layout.findings,
            layout.validation_pages,
        ]
    )
