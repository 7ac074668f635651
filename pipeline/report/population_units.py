"""How the measures of the two populations are written: a share, an amount, months, a χ²."""

from __future__ import annotations

from pipeline.contract.populations import MEASURES, PopulationMeasure
from pipeline.french import MISSING, NARROW, NBSP, number
from pipeline.report.records import Record
from pipeline.report.units import Unit

_UNITS = {
    "part": Unit(1, 100.0, f"{NARROW}%", "point", "points"),
    "euros": Unit(0, suffix=f"{NBSP}€", one="€", many="€"),
    "mois": Unit(1, suffix=f"{NBSP}mois", one="mois", many="mois"),
    "chi2": Unit(2),
}
MEASURE_OF: dict[str, PopulationMeasure] = {m.name: m for measures in MEASURES.values() for m in measures}


def unit_of_measure(row: Record) -> Unit:
    """Return how the values of this row of `populations` are written."""
    return _UNITS[MEASURE_OF[row["mesure"]].kind]


def group_cell(row: Record, group: str) -> str:
    """« 30,8 % (4/13) », « 1 817 € (8) », « 16,8 mois (14) », « – (0) »."""
    value, size, counted = (row[f"{part}_{group}"] for part in ("valeur", "n", "effectif"))
    if MEASURE_OF[row["mesure"]].kind == "chi2":
        return ""
    if value is None:
        return f"{MISSING} ({number(size)})"
    whole = f"{number(counted)}/{number(size)}" if MEASURE_OF[row["mesure"]].kind == "part" else number(size)
    return f"{unit_of_measure(row).value(value)} ({whole})"
