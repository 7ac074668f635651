"""How the measures of the two populations are written: a share, an amount, months, a χ²."""

from __future__ import annotations

from pipeline.contract.methods import AVERAGES, MEAN_DURATION, SHARES
from pipeline.contract.populations import MEASURES, PopulationMeasure
from pipeline.french import MISSING, NARROW, NBSP, interval, number
from pipeline.report.records import Record
from pipeline.report.units import Unit
from pipeline.statements.difference import EXPLORATORY, Difference
from pipeline.statements.few import row_of_a_few
from pipeline.statements.statement import direction_of
from pipeline.traced import stated

_UNITS = {
    "part": Unit(1, 100.0, f"{NARROW}%", "point", "points"),
    "euros": Unit(0, suffix=f"{NBSP}€", one="€", many="€"),
    "mois": Unit(1, suffix=f"{NBSP}mois", one="mois", many="mois"),
    "chi2": Unit(2),
}
_BY_KIND = {  # the method and the measure of a difference
    "part": ("difference_brute", SHARES.name),
    "euros": ("difference_brute", AVERAGES.name),
    "mois": ("rmst", MEAN_DURATION.name),
}
MEASURE_OF: dict[str, PopulationMeasure] = {m.name: m for measures in MEASURES.values() for m in measures}


def unit_of_measure(row: Record) -> Unit:
    """Return how the values of this row of `populations` are written."""
    return _UNITS[MEASURE_OF[row["mesure"]].kind]


def as_printed(row: Record) -> Record:
    """Return the row of `populations` as it is printed: with few households, a mean has no interval."""
    return row if MEASURE_OF[row["mesure"]].kind in ("part", "chi2") else row_of_a_few(row)


def stating(row: Record, words: str) -> str:
    """Return `words`, which print the difference of this row of `populations`, if it has one."""
    if row["ecart"] is None:
        return words
    row = as_printed(row)
    measure = MEASURE_OF[row["mesure"]]
    side = direction_of(row["ecart"], 0.0, measure.favourable, unit_of_measure(row))
    numbers = (row["ecart"], row["ic_bas"], row["ic_haut"])
    source = f"populations/{row['population']}"
    names = (source, measure.name, row["vague"], *_BY_KIND[measure.kind], EXPLORATORY)
    return stated(words, Difference(*names, *numbers, side))


def nothing_happened(row: Record) -> bool:
    """Whether the row is a mean time to what nobody has met: the horizon, also where nobody was followed so far."""
    events = [row["effectif_accompagnes"], row["effectif_temoins"]]
    return MEASURE_OF[row["mesure"]].kind == "mois" and not any(events)


def gap_text(row: Record) -> str:
    """« écart de +44,4 points [+6,7 ; +73,3] »: of a row that has one; with few households, a mean has no interval."""
    row = as_printed(row)
    unit = unit_of_measure(row)
    gap = f"écart de {unit.difference(row['ecart'], sign=True)}"
    if row["ic_bas"] is None:
        return gap
    return f"{gap} {interval(*(unit.plain(row[c], sign=True) for c in ('ic_bas', 'ic_haut')))}"


def group_cell(row: Record, group: str) -> str:
    """« 30,8 % (4/13) », « 1 817 € (8) », « 16,8 mois (14) », « – (0) »."""
    value, size, counted = (row[f"{part}_{group}"] for part in ("valeur", "n", "effectif"))
    if MEASURE_OF[row["mesure"]].kind == "chi2":
        return ""
    if value is None or nothing_happened(row):
        return f"{MISSING} ({number(size)})"
    whole = f"{number(counted)}/{number(size)}" if MEASURE_OF[row["mesure"]].kind == "part" else number(size)
    return f"{unit_of_measure(row).value(value)} ({whole})"
