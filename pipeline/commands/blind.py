"""The whole chain in blind mode: masked as soon as read, run in a private folder, and only what may be shown comes out.

Between the reading and the outputs the ordinary stages run on masked tables, in a private folder that is removed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.blind.findings import mask_files, mask_findings, mask_rules
from pipeline.blind.labels import blind_codes, blind_frame, blind_words
from pipeline.blind.mask import HIDDEN_TABLES, mask_tables
from pipeline.blind.results import SHOWN_TABLES, shown_results
from pipeline.blind.seal import Seal
from pipeline.commands.manifest import edition_of, read_manifest
from pipeline.commands.output import Output
from pipeline.contract.declared import LockReading
from pipeline.contract.findings import ACCEPTED, Gravity
from pipeline.contract.produced.catalogue import PRODUCED
from pipeline.contract.produced.estimates import ESTIMATIONS
from pipeline.contract.tables import TABLES
from pipeline.errors import UnfitDataError, UsageError
from pipeline.ingest.rules import RULES as READING_RULES
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.progress import step
from pipeline.shipped import package_folder, reference_folder, report_sources
from pipeline.spreadsheet import write_csv
from pipeline.stages import estimate, indicators, ingest
from pipeline.stages.clean import remove
from pipeline.stages.rejections import write_rejections
from pipeline.storage import ESTIMATE_DIGITS, keep_private, make_folder, read_table, replacing, write_table
from pipeline.synthetic.marker import is_synthetic
from pipeline.validate.accepted import REASON, accept, read_accepted
from pipeline.validate.checks import RULES, check_delivery
from pipeline.validate.expectations import run_suites
from pipeline.validate.printed import printed
from pipeline.validate.reference import load_reference
from pipeline.validate.rejections import to_rejections
from pipeline.validate.summary import summarise

NOTICE = (
    "Examen en aveugle : les groupes s’appellent A et B. Fichiers, lignes, valeurs et ménages ne sont pas montrés ; "
    "« evaluation verifier » donne le détail à qui prépare les données."
)

_ACCEPTED = "Accepté par l’évaluateur ; le motif n’est pas montré en aveugle."


def run_blind(
    params: Params,
    chosen: Params,
    place: Output,
    seal: Seal,
    params_file: Path | None,
    *,
    with_report: bool,
    accepted: Sequence[Path] = (),
) -> None:
    """Run the chain on the delivery of `params` and write, where `place` stages it, what may be shown of it.

    `chosen`: the same parameters with the editions to make. `accepted`: the files of accepted warnings; what they
    accept is no longer open, and why is not shown: the evaluator's words may name a household. Raises `UnfitDataError`
    after the findings are written.
    """
    layout = place.staged
    remove([layout.risk_of_bias, layout.declarations, layout.prose])  # they name the groups, were it in general
    with step("Lecture des fichiers, groupes masqués") as advance:
        delivery = ingest.read(params, advance)
        tables, provenance = mask_tables(delivery.tables, delivery.provenance, seal)
        files = mask_files(ingest.as_rows(delivery.files))
    with step("Contrôles") as advance:
        reference = load_reference(reference_folder())
        known = read_accepted(accepted, {**RULES, **READING_RULES})
        suites = run_suites(tables, params.controles, advance=advance)
        found = check_delivery(tables, provenance, delivery.findings, params, reference, suites, asked=chosen.editions)
        findings = accept(found, known, params.donnees.expediteurs)
        summary = _write_findings(findings, files, layout, with_pages=with_report)
    results = _results(tables, chosen, Layout.output(place.private))
    remove([place.private])
    for name, frames in results.items():
        for table, frame in frames.items():
            entry = PRODUCED[table]
            write_table(blind_frame(frame), layout.produced(entry, name), digits=entry.digits or ESTIMATE_DIGITS)
        estimations = layout.produced(ESTIMATIONS, name)
        with replacing(estimations.with_suffix(".csv")) as path:
            write_csv(read_table(estimations), path)
    if with_report:
        _report(results, summary, files, chosen, layout, params_file)


def refuse_beside_open_results(place: Output, chosen: Params) -> None:
    """Raise `UsageError` when results that name the groups would stay beside those that do not."""
    if not place.layout.table("").parent.is_dir():
        return
    known = read_manifest(place.folder)
    others = {edition_of(path) for path in known} - {"", *chosen.editions}
    tables = {p.relative_to(place.folder).as_posix() for p in place.layout.table("").parent.glob("*.parquet")}
    if others or tables - set(known):
        raise UsageError(
            f"{place.folder} : ce dossier contient des résultats où les groupes sont nommés ; ceux de l’examen en "
            "aveugle n’ont pas leur place à côté. Donner une autre « --sortie »."
        )


def _write_findings(
    findings: pd.DataFrame, files: list[dict[str, object]], layout: Layout, *, with_pages: bool
) -> pd.DataFrame:
    from pipeline.validate.pages import write_pages

    rules = mask_rules({**RULES, **READING_RULES})
    masked = mask_findings(findings, rules)
    masked[REASON] = pd.Series(_ACCEPTED, index=masked.index, dtype="str")
    summary = summarise(masked, {}, rules)
    masked = masked.drop(columns=REASON)
    write_rejections(to_rejections(masked), layout)
    write_table(summary, layout.findings)
    with replacing(layout.files) as path:
        path.write_text(json.dumps(files, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    if with_pages:
        make_folder(layout.reports)
        make_folder(layout.validation_pages, private=True)
        written = write_pages(
            layout.validation_pages, masked[masked["gravite"] != ACCEPTED], files, {}, rules, notice=NOTICE
        )
        for page in written:
            page.write_text(blind_words(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
        keep_private(layout.validation_pages)
    print(printed(summary))
    blocking = int((masked["gravite"] == Gravity.BLOCKING).sum())
    if blocking:
        plural = "s" if blocking > 1 else ""
        raise UnfitDataError(f"Arrêt avant toute estimation : {blocking} constat{plural} bloquant{plural}. {NOTICE}")
    return summary


def _results(tables: Mapping[str, pd.DataFrame], chosen: Params, private: Layout) -> dict[str, dict[str, pd.DataFrame]]:
    """The results of each edition that may be shown, still under the contract's codes (A is the first)."""
    for name, frame in tables.items():
        write_table(frame, private.table(name), rounded=False)
    with step("Indicateurs"):
        indicators.run(chosen, private)
    with step("Estimations"):
        estimate.run(chosen, private)
    return {
        name: shown_results({e.name: read_table(private.produced(e, name)) for e in SHOWN_TABLES})
        for name in chosen.editions
    }


def _report(
    results: Mapping[str, Mapping[str, pd.DataFrame]],
    summary: pd.DataFrame,
    files: list[dict[str, object]],
    chosen: Params,
    layout: Layout,
    params_file: Path | None,
) -> None:
    from pipeline.report.blind_elements import write_blind_elements
    from pipeline.report.context import ReportContext
    from pipeline.report.fingerprint import code_fingerprint
    from pipeline.report.rendering.render import render_documents
    from pipeline.report.results import EditionResults
    from pipeline.report.versions import versions

    lock = LockReading.from_json(json.loads(layout.lock_reading.read_text(encoding="utf-8")))
    delivered = {str(f["table"]) for f in files}
    absent = tuple(t for t in TABLES if t not in delivered and t not in HIDDEN_TABLES)
    synthetic = is_synthetic(Path(chosen.donnees.source))
    with step("Figures, tableaux"):
        for name, frames in results.items():
            tables: dict[str, Any] = {e.name: frames[e.name] for e in SHOWN_TABLES if "elements" in e.read_by}
            found = EditionResults(
                **tables, constats=summary, fichiers=tuple(files), tables_absentes=absent, plan=chosen.plan
            )
            context = ReportContext(name, chosen, synthetique=synthetic, versions=versions(), verrou=lock)
            write_blind_elements(layout.report(name), found, context, blind_words, blind_codes)
    sources = report_sources() / "sections" / "aveugle"
    with step("Documents"):
        for name in results:
            made_from = code_fingerprint(package_folder(), sources, params_file)
            render_documents(sources, layout.report(name), chosen.rapport.moteur, _say, made_from)


def _say(line: str) -> None:
    print(line, file=sys.stderr)
