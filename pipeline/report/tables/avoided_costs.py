"""What an avoided exit would spare, and the break-even: one row an amount, its range and its source."""

from __future__ import annotations

from pipeline.french import MISSING, euros, interval, number
from pipeline.report.markdown import escape
from pipeline.report.records import Record, records, shown
from pipeline.report.results import EditionResults
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.wording import NOT_DECLARED

_DATA = ("mesure", "libelle", "valeur", "bas", "haut", "unite", "source", "note")


def break_even_table(results: EditionResults) -> PipeTable | None:
    """Return the amounts, their sum and the break-even; None where the edition has none of them."""
    rows = records(results.couts_evites)
    if not rows:
        return None
    return PipeTable(
        "couts_evites",
        "Coûts évités par une sortie évitée, et point d’équilibre",
        (Head("Mesure"), Head("Valeur", right=True), Head("Fourchette", right=True), Head("Source")),
        [[escape(r["libelle"]), *_amounts(r), escape(r["source"] or "", None) or MISSING] for r in rows],
        (),
        (_DATA, shown(rows, _DATA)),
    )


def _amounts(r: Record) -> tuple[str, str]:
    if r["valeur"] is None:
        return NOT_DECLARED, MISSING
    write = euros if r["unite"].startswith("€") else lambda x: number(x, 1)
    low = write(r["bas"]) if r["bas"] is not None else MISSING
    high = write(r["haut"]) if r["haut"] is not None else MISSING
    return write(r["valeur"]), interval(low, high)
