"""The help that each group had: households concerned, and events a year."""

from __future__ import annotations

from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.french import MISSING, number, percent
from pipeline.report.records import Record, records
from pipeline.report.results import EditionResults
from pipeline.report.tables.pipe import Head, PipeTable


def help_table(results: EditionResults) -> PipeTable | None:
    """Return one row a kind of help; None when none is known."""
    rows = records(results.aides)
    if not rows:
        return None
    kinds = list(dict.fromkeys(r["aide"] for r in rows))
    by = {(r["aide"], r["groupe"]): r for r in rows}
    lines = []
    for kind in kinds:
        treated, control = by[kind, ACCOMPAGNE], by[kind, TEMOIN]
        lines.append([control["libelle"], _share(treated), _share(control), _rate(treated), _rate(control)])
    return PipeTable(
        "aides",
        "Aides reçues depuis l’inclusion, par groupe",
        (
            Head("Aide"),
            Head("Accompagnés : ménages", right=True),
            Head("Témoins : ménages", right=True),
            Head("Accompagnés : par an", right=True),
            Head("Témoins : par an", right=True),
        ),
        lines,
        (
            "Part des ménages concernés au moins une fois. « par an » : événements par année observée ; « – » pour ce "
            "qui se lit dans le suivi locatif, mois par mois.",
        ),
    )


def _share(r: Record) -> str:
    return (
        "masqué" if r["part"] is None else f"{number(int(r['menages']))} / {number(int(r['n']))} ({percent(r['part'])})"
    )


def _rate(r: Record) -> str:
    if r["part"] is None:
        return "masqué"
    return MISSING if r["taux_annuel"] is None else number(r["taux_annuel"], 2)
