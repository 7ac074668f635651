"""The eviction procedure, stage by stage: who reached it, who is still housed, who came back."""

from __future__ import annotations

from pipeline.contract.produced.funders import EVERYONE
from pipeline.french import MISSING, NBSP, number, percent
from pipeline.report.records import Record, records, shown
from pipeline.report.results import EditionResults
from pipeline.report.small_counts import MASKED
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.wording import GROUP_TITLES, at_wave

_TITLES = {EVERYONE: "Ensemble"} | GROUP_TITLES
_DATA = (
    "population",
    "etape",
    "vague",
    "n",
    "atteint",
    "part",
    "maintenus",
    "part_maintenus",
    "revenus",
    "part_revenus",
)
READING = (
    "Arrivés : cette étape ou une étape plus grave, depuis l’inclusion, parmi les ménages dont le stade est connu. "
    "Maintenus : de ceux-là, encore dans leur logement ou relogés par mutation. Revenus : de ces maintenus, ceux qui "
    "doivent moins de deux mois de quittance, si leur dette est connue."
)
_HIDDEN = " « masqué » : la dette de trop peu de ménages maintenus, ou ce qui la ferait retrouver."


def procedure_stages_table(results: EditionResults) -> PipeTable | None:
    """Return both groups together, then each, one row a stage; None without events."""
    rows = records(results.entonnoir)
    if not rows:
        return None
    lines, last = [], ""
    for r in rows:
        title = "" if r["population"] == last else f"**{_TITLES[r['population']]}** ({number(r['n'])})"
        last = r["population"]
        lines.append([title, r["libelle"], _count(r, "atteint", r["n"]), *(_count(r, c, r["atteint"]) for c in _OF)])
    return PipeTable(
        "entonnoir",
        f"Procédure d’expulsion, étape par étape, {at_wave(rows[0]['vague'])}",
        (
            Head("Groupe (ménages)"),
            Head("Étape"),
            Head("Arrivés", right=True),
            Head("Maintenus", right=True),
            Head("Revenus", right=True),
        ),
        lines,
        (READING + (_HIDDEN if any(r["note"] == MASKED for r in rows) else ""),),
        (_DATA, shown(rows, _DATA)),
    )


_OF = ("maintenus", "revenus")
_SHARES = {"atteint": "part", "maintenus": "part_maintenus", "revenus": "part_revenus"}


def _count(r: Record, column: str, of: int | None) -> str:
    if r[column] is None:
        return MASKED
    if not of:
        return MISSING
    return f"{number(r[column])}{NBSP}({percent(r[_SHARES[column]])})"
