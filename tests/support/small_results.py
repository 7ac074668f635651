"""A folder of results such as `executer` leaves, in a few lines and without running anything."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from pipeline.commands.holdings import record_parameters
from pipeline.contract.produced.delivery import CONSTATS
from pipeline.contract.produced.indicators import FLUX, INDICATEURS
from pipeline.contract.said import AFFIRMATIONS, CHIFFRES
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.spreadsheet import csv_text
from pipeline.stages.produced import write_entry
from pipeline.storage import write_table

FINDING = {
    "regle": "cellule_illisible", "gravite": "rejet", "table": "menages", "fichier": "menages/toit_et_joie.csv",
    "expediteur": "Toit et Joie", "colonne": "date_bail", "effectif": 2, "lignes": "3, 5",
    "titre": "Cellule illisible", "motif": "Date illisible.", "action": "Corriger.",
}  # fmt: skip
STATEMENT = {
    "document": "rapport", "section": "reponse", "indicateur": "maintien", "vague": "M24",
    "methode": "difference_brute", "mesure": "difference_risques", "famille": "principal", "sens": "favorable",
    "estimation": "0,2", "ic_bas": "-0,01", "ic_haut": "0,41", "phrase": "L’écart est de +20 points.",
}  # fmt: skip
_KEY = "indicateur=maintien;vague=M24;methode=difference_brute;mesure=difference_risques"


def number_row(text: str, value: str, column: str, unit: str = "points", section: str = "reponse") -> dict[str, str]:
    return {
        "code": "reponse-01", "document": "rapport", "section": section, "texte": text, "valeur": value,
        "unite": unit, "table": "estimations", "cle": _KEY, "colonne": column,
    }  # fmt: skip


NUMBERS = (
    number_row("+20", "0,2", "estimation"), number_row("−1", "-0,01", "ic_bas"), number_row("+41", "0,41", "ic_haut"),
)  # fmt: skip


def write_results(
    folder: Path,
    *,
    edition: str = "finale",
    numbers: tuple[dict[str, str], ...] = NUMBERS,
    statements: tuple[dict[str, str], ...] = (STATEMENT,),
    findings: tuple[dict[str, object], ...] = (FINDING,),
    files: tuple[tuple[str, str], ...] = (("menages/toit_et_joie.csv", "a" * 64),),
    params: Params | None = None,
    households: tuple[str, ...] = ("TJ001", "TJ002"),
) -> Path:
    """Write the results below `folder` and return it."""
    layout = Layout.output(folder)
    tables = layout.processed / "tables"
    tables.mkdir(parents=True)
    write_table(pd.DataFrame({"menage_id": list(households)}), tables / "menages.parquet")
    read = [{"fichier": name, "feuille": None, "table": "menages", "lignes": 2, "sha256": sha} for name, sha in files]
    layout.files.write_text(json.dumps(read), encoding="utf-8")
    write_entry(CONSTATS, CONSTATS.frame(list(findings)), layout.findings)
    values = [{"menage_id": h, "groupe": "temoin", "indicateur": "maintien", "vague": "M24"} for h in households]
    write_entry(INDICATEURS, INDICATEURS.frame(values), layout.produced(INDICATEURS, edition))
    flow = [{"groupe": g, "etape": "inclus", "effectif": n} for g, n in (("accompagne", 24), ("temoin", 23))]
    write_entry(FLUX, FLUX.frame(flow), layout.produced(FLUX, edition))
    record_parameters((params or Params()).model_dump(mode="json"), layout)
    report = layout.report(edition)
    report.mkdir(parents=True)
    (report / "rapport.html").write_text("<p>Rapport</p>", encoding="utf-8")
    for name, columns, rows in (
        ("chiffres.csv", CHIFFRES, numbers), ("affirmations.csv", AFFIRMATIONS, statements),
    ):  # fmt: skip
        text = csv_text([list(columns), *([row[c] for c in columns] for row in rows)])
        (report / name).write_text("\ufeff" + text, encoding="utf-8", newline="")
    return folder
