"""Stage « validate »: tables → findings; rejections, a page per sender; the run stops here when one is blocking."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.contract.findings import ACCEPTED, Gravity
from pipeline.contract.produced.delivery import CONSTATS
from pipeline.errors import UnfitDataError
from pipeline.ingest.rules import RULES
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.shipped import reference_folder
from pipeline.stages.archived import earlier_findings, latest_archive
from pipeline.stages.clean import remove
from pipeline.stages.declared import accepted_files, in_repository
from pipeline.stages.delivery_tables import read_provenance, read_tables
from pipeline.stages.produced import write_entry
from pipeline.stages.rejections import write_rejections
from pipeline.stages.runner import stage
from pipeline.storage import keep_private, make_folder, read_table
from pipeline.synthetic.marker import is_synthetic
from pipeline.validate.accepted import accept, read_accepted
from pipeline.validate.apart import SuitesApart
from pipeline.validate.checks import RULES as CHECK_RULES
from pipeline.validate.checks import check_delivery
from pipeline.validate.earlier import EarlierFindings
from pipeline.validate.expectations import SuiteRun, run_suites
from pipeline.validate.printed import printed
from pipeline.validate.reference import load_reference
from pipeline.validate.rejections import to_rejections
from pipeline.validate.summary import summarise

READS = ("donnees", "editions", "controles", "rapport.archives_precedentes")


def run(
    params: Params,
    layout: Layout,
    *,
    with_pages: bool = True,
    asked: Collection[str] | None = None,
    accepted: Sequence[Path] | None = None,
    shown: Layout | None = None,
    advance: Callable[[int, int], None] | None = None,
    apart: SuitesApart | None = None,
    meanwhile: Callable[[Callable[[], bool]], None] | None = None,
) -> None:
    """Check what `ingest` wrote, write what is wrong with it; raise `UnfitDataError` when a finding is blocking.

    `asked`: the editions to be made, those of `params` when it is not said. `accepted`: the files of accepted warnings,
    the repository's when it is not said. `shown`, `apart`, `meanwhile`: as for `check`.
    """
    files = json.loads(layout.files.read_text(encoding="utf-8"))
    check(
        read_tables(layout), read_provenance(layout), read_table(layout.reading), files, params, layout,
        with_pages=with_pages, asked=params.editions if asked is None else asked,
        accepted=accepted_files(Path(params.donnees.source), in_repository(Path())) if accepted is None else accepted,
        shown=shown, advance=advance, apart=apart, meanwhile=meanwhile,
    )  # fmt: skip


def check(
    tables: Mapping[str, pd.DataFrame],
    provenance: Mapping[str, pd.DataFrame],
    reading: pd.DataFrame,
    files: Sequence[Mapping[str, Any]],
    params: Params,
    layout: Layout | None,
    *,
    with_pages: bool,
    asked: Collection[str] | None,
    accepted: Sequence[Path],
    reading_told: bool = False,
    shown: Layout | None = None,
    advance: Callable[[int, int], None] | None = None,
    apart: SuitesApart | None = None,
    meanwhile: Callable[[Callable[[], bool]], None] | None = None,
) -> None:
    """Check tables in memory, print the findings sender by sender, and write them unless `layout` is None.

    `asked`: the editions to be made, None when there is none: the delivery is only verified. `accepted`: files
    of the warnings that the evaluator has accepted; those that do not exist accept nothing. `reading_told`:
    `tell_reading` has printed those of the reading. `shown`: where what is written below `layout` will be in the end,
    for what is printed. `advance`: as for `run_suites`. `apart`: where the suites are run, here when it is None; it is
    left to write the pages too, which its `finish` waits for, unless a finding is blocking. `meanwhile`: done while the
    suites are judged apart, as for `SuitesApart.run`.
    """
    known = read_accepted(accepted, {**CHECK_RULES, **RULES})
    run = run_suites if apart is None else partial(apart.run, meanwhile=meanwhile)
    for_docs = layout is not None and with_pages
    suites = cache(partial(run, tables, params.controles, for_data_docs=for_docs, advance=advance))
    findings = check_delivery(
        tables, provenance, reading, params, load_reference(reference_folder()), suites, asked=asked
    )
    told = accept(findings, known, params.donnees.expediteurs)
    summary = summarise(told, params.donnees.expediteurs, RULES)
    if layout is not None:
        remove([layout.findings, layout.validation_pages])
        write_rejections(to_rejections(findings), layout)
        write_entry(CONSTATS, summary, layout.findings)
        if with_pages:
            pages = (told[told["gravite"] != ACCEPTED], files, params, layout.validation_pages)

            def here() -> None:
                run = suites()
                if run.context is None:  # it was judged there, and there it could not be written
                    run = run_suites(tables, params.controles, for_data_docs=True)
                _write_pages(run, *pages)

            if apart is None:
                here()
            else:
                apart.leave(_write_pages, *pages, otherwise=here)
    left = summary[~summary["regle"].isin(RULES)] if reading_told else summary
    if len(left) or not reading_told or summary.empty:
        print(printed(left))
    blocking = int((findings["gravite"] == Gravity.BLOCKING).sum())
    if blocking:
        if apart is not None:
            apart.finish()
        raise UnfitDataError(_stop(blocking, shown or layout, with_pages))


def tell_reading(reading: pd.DataFrame, params: Params) -> None:
    """Print what reading alone found, sender by sender; nothing when it found nothing."""
    if len(reading):
        print(printed(summarise(reading, params.donnees.expediteurs, RULES)), flush=True)


def _write_pages(
    suites: SuiteRun, findings: pd.DataFrame, files: Sequence[Mapping[str, Any]], params: Params, folder: Path
) -> None:
    from pipeline.validate.data_docs import write_data_docs
    from pipeline.validate.pages import write_pages

    make_folder(folder.parent)
    make_folder(folder, private=True)
    problem = write_data_docs(folder / "data_docs", suites)
    notice = (
        "Données entièrement synthétiques : aucun ménage réel." if is_synthetic(Path(params.donnees.source)) else ""
    )
    write_pages(
        folder, findings, files, params.donnees.expediteurs, RULES, notice=notice, data_docs_problem=problem,
        earlier=_earlier(params),
    )  # fmt: skip
    keep_private(folder)


def _earlier(params: Params) -> EarlierFindings | None:
    """The findings of the latest archive that the parameters name, None without any."""
    archive = latest_archive(params)
    constats = earlier_findings(archive) if archive is not None else None
    return EarlierFindings(archive.day, constats) if archive is not None and constats is not None else None


def _stop(blocking: int, layout: Layout | None, with_pages: bool) -> str:
    plural = "s" if blocking > 1 else ""
    where = ""
    if layout is not None:
        where = f" Tout est dans {os.path.relpath(layout.rejections_csv)}"
        if with_pages:
            where += f", et les pages à renvoyer dans {os.path.relpath(layout.validation_pages)}{os.sep}"
        where += "."
    return f"Arrêt avant toute estimation : {blocking} constat{plural} bloquant{plural}.{where}"


if __name__ == "__main__":
    stage(run, READS)
