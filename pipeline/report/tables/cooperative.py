"""The cooperative in numbers: members, and the scores of members and others."""

from __future__ import annotations

from pipeline.contract.indicators import INDICATORS
from pipeline.french import MISSING, number, percent
from pipeline.report.records import Record, records
from pipeline.report.results import EditionResults
from pipeline.report.small_counts import MASKED
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.units import unit_of
from pipeline.report.wording import wave_title

_WHO = {
    "orleans": "ménages de l’étude, région Centre",
    "tous": "tous les ménages de l’étude",
    "membres": "membres, région Centre",
    "autres": "non-membres, région Centre",
    "demarrage": "coopérative, au démarrage",
    "terme": "coopérative, à terme",
}


def cooperative_table(results: EditionResults) -> PipeTable | None:
    """Return one row a measure, population and wave; None when nothing is known."""
    rows = [r for r in records(results.cooperative) if r["note"] != MASKED or r["mesure"] == "membres"]
    if not rows:
        return None
    return PipeTable(
        "cooperative",
        f"La coopérative d’habitants : {_told(rows)}",
        (
            Head("Mesure"),
            Head("Population"),
            Head("Échéance"),
            Head("Ménages", right=True),
            Head("Valeur", right=True),
            Head("Cible", right=True),
        ),
        [["" if i and rows[i - 1]["libelle"] == r["libelle"] else r["libelle"], *_line(r)] for i, r in enumerate(rows)],
        (
            "La région Centre, celle d’Orléans, tient lieu ici du quartier de la coopérative. « masqué » : moins "
            "de ménages que le seuil de confidentialité y ont répondu. L’isolement et la solitude des membres et des "
            "autres n’ont de ligne que s’ils peuvent être montrés.",
        ),
    )


def _told(rows: list[Record]) -> str:
    """What the rows are of: the scores of members and others stand there only where they can be shown."""
    scores = any(r["mesure"] not in ("membres", "membres_total") for r in rows)
    return "membres, isolement et solitude" if scores else "ses membres"


def _line(r: Record) -> list[str]:
    wave = wave_title(r["vague"]) if r["vague"] else ""
    n = MISSING if r["n"] is None else number(int(r["n"]))
    target = MISSING if r["cible"] is None else number(r["cible"])
    if r["note"] == MASKED:
        return [_WHO[r["population"]], wave, "masqué", "masqué", target]
    return [_WHO[r["population"]], wave, n, _value(r), target]


def _value(r: Record) -> str:
    if r["valeur"] is None:
        return "non renseigné" if r["mesure"] == "membres_total" else MISSING
    if r["mesure"] == "membres_total":
        return number(r["valeur"])
    return percent(r["valeur"]) if r["mesure"] == "membres" else unit_of(INDICATORS[r["mesure"]]).value(r["valeur"])
