"""Stage « elements »: results → the figures, tables and sentences of each edition's report, its metrics and curves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from pipeline.contract.declared import Declarations, LockReading, Prose, RiskOfBias
from pipeline.contract.tables import TABLES as CONTRACT_TABLES
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.progress import tell
from pipeline.report.context import ReportContext
from pipeline.report.earlier import EarlierEdition
from pipeline.report.elements import write_elements
from pipeline.report.fingerprint import data_fingerprint
from pipeline.report.processes import warm_up
from pipeline.report.results import EditionResults, texts_by_the_cell
from pipeline.report.versions import versions
from pipeline.shipped import reference_folder
from pipeline.stages.archived import earlier_findings, read_archive, read_said
from pipeline.stages.calibration_results import calibration_results
from pipeline.stages.clean import remove
from pipeline.stages.produced import read_produced
from pipeline.stages.runner import edition_stage
from pipeline.storage import read_table
from pipeline.synthetic.marker import is_synthetic
from pipeline.validate.reference import load_reference

READS = (
    "donnees", "editions", "controles", "seuils", "plan", "confidentialite", "couts", "dispositif", "parcours",
    "rapport.archives_precedentes", "rapport.titre", "rapport.auteur", "rapport.financeur", "rapport.date",
)  # fmt: skip
WRITTEN = (
    "figures", "tableaux", "textes", "courbes", "_variables.yml", "metriques.json", "affirmations.csv", "chiffres.csv",
)  # fmt: skip


@texts_by_the_cell()
def run(params: Params, layout: Layout, only: Sequence[str] = ()) -> None:
    """Write the elements of every edition, or of those of `only`; what an earlier run wrote is replaced."""
    warm_up()
    source = Path(params.donnees.source)
    files = tuple(json.loads(layout.files.read_text(encoding="utf-8")))
    findings = read_table(layout.findings)
    delivered = {f["table"] for f in files}
    fingerprint = data_fingerprint(source, [str(f["fichier"]) for f in files])
    schedule = load_reference(reference_folder()).schedule
    simulated, settings = calibration_results()
    prose = json.loads(layout.prose.read_text(encoding="utf-8"))
    for name in only or params.editions:
        folder = layout.report(name)
        remove(folder / written for written in WRITTEN)
        results = EditionResults(
            **read_produced("elements", layout, name),
            echeancier=schedule,
            calibration=simulated,
            calibration_reglages=settings,
            plan=params.plan,
            constats=findings,
            fichiers=files,
            tables_absentes=tuple(t for t in CONTRACT_TABLES if t not in delivered),
        )
        context = ReportContext(
            name,
            params,
            synthetique=is_synthetic(source),
            empreinte_donnees=fingerprint,
            versions=versions(),
            verrou=LockReading.from_json(json.loads(layout.lock_reading.read_text(encoding="utf-8"))),
            declarations=Declarations.from_json(json.loads(layout.declarations.read_text(encoding="utf-8"))),
            redaction=Prose(**prose[name]),
            precedente=_earlier(params, name),
            robins=RiskOfBias.from_json(json.loads(layout.risk_of_bias.read_text(encoding="utf-8"))),
        )
        write_elements(folder, results, context, partial(_tell_figure, name))


def _tell_figure(edition: str, done: int, total: int) -> None:
    tell(done, total, f"{edition}, figure")


def _earlier(params: Params, edition: str) -> EarlierEdition | None:
    """What the report of `edition` compares itself with: the archive that the parameters name for it, if any."""
    named = params.rapport.archives_precedentes.get(edition)
    if named is None:
        return None
    found = read_archive(Path(named))
    _, statements = read_said(found.layout.report(found.edition))
    return EarlierEdition(
        nom=found.edition,
        jour=found.day,
        gel=found.gel,
        horizon=found.horizon,
        menages=found.menages,
        livraison=found.data,
        empreinte=found.digest,
        affirmations=statements,
        constats=earlier_findings(found),
    )


if __name__ == "__main__":
    edition_stage(run, READS)
