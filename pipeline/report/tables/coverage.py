"""Targets and reached, one criterion after the other."""

from __future__ import annotations

from pipeline.french import MISSING, number
from pipeline.report.markdown import escape
from pipeline.report.records import Record, records
from pipeline.report.results import EditionResults
from pipeline.report.tables.pipe import Head, PipeTable

# What stands beside what: households of the study by region or landlord, and the dwellings that the note lists there.
_SECTIONS = {
    "panel": "Panels",
    "dispositif": "Publics, tout le dispositif",
    "public": "Publics, panel accompagné",
    "profil": "Profils, panel accompagné",
    "region": "Régions, ménages de l’étude",
    "bailleur": "Bailleurs, ménages de l’étude",
    "departement": "Départements, ménages logés dans une commune pilote",
    "communes": "Communes pilotes",
}
_OFFER = {"region": "logements_region", "bailleur": "logements_bailleur", "departement": "logements_departement"}


def coverage_table(results: EditionResults) -> PipeTable | None:
    """Return one row a level: target, reached, and the dwellings that the note lists there; None without rows."""
    rows = records(results.couverture)
    if not rows:
        return None
    offer = {(r["dimension"], r["modalite"]): r["cible"] for r in rows}
    lines = []
    for dimension, title in _SECTIONS.items():
        for rank, r in enumerate(r for r in rows if r["dimension"] == dimension):
            dwellings = offer.get((_OFFER.get(dimension, ""), r["modalite"]))
            lines.append(
                ["" if rank else title, escape(r["libelle"]), _number(r["cible"]), _reached(r), _number(dwellings)]
            )
    return PipeTable(
        "couverture",
        "Cibles de la note et ce qui est atteint",
        (
            Head("Critère"),
            Head("Modalité"),
            Head("Cible", right=True),
            Head("Atteint", right=True),
            Head("Logements listés", right=True),
        ),
        lines,
        (
            "Logements listés : sites pilotes du tableau 2 de la note. La cible des femmes victimes de violences est "
            "celle de tout le dispositif.",
        ),
    )


def _reached(r: Record) -> str:
    if r["atteint"] is None:
        return "non renseigné" if r["dimension"] == "dispositif" else MISSING
    return number(r["atteint"])


def _number(value: float | None) -> str:
    return MISSING if value is None else number(value)
