"""What was planned and spent, by budget line and half-year, in the half-years that had ended at the freeze."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from pipeline.contract.codes import POSTES
from pipeline.contract.produced.scheme import COUTS, COUTS_SEMESTRES
from pipeline.scheme.note import Note

SUPPORT = ("I", "II")  # the parts of the budget that the note divides by the households
EVALUATION = "IV"
# The two years of the scheme; the note's costs are « sur 2 ans », 2015 and 2016.
HALF_YEARS = ("2015-S1", "2015-S2", "2016-S1", "2016-S2")


def half_year_end(half_year: str) -> dt.date:
    """Return the last day of a half-year: `2015-S1` → 2015-06-30."""
    year, half = int(half_year[:4]), half_year[-1]
    return dt.date(year, 6, 30) if half == "1" else dt.date(year, 12, 31)


def read_spending(couts: pd.DataFrame, freeze: dt.date) -> pd.DataFrame:
    """Return the rows of `couts` (`poste`, `semestre`, `montant`) whose half-year ended on or before the freeze.

    An amount of a half-year is dated by its last day: an edition that is frozen in March does not read the half-year
    that is running. Rows with a missing line, half-year or amount are not read.
    """
    known = couts.dropna(subset=["poste", "semestre", "montant"])
    ended = known["semestre"].map(lambda s: half_year_end(str(s)) <= freeze).astype(bool)
    kept = known[ended].astype({"montant": float})
    return kept[["poste", "semestre", "montant"]].reset_index(drop=True)


def budget_lines(spending: pd.DataFrame | None, note: Note) -> pd.DataFrame:
    """Return `couts`: one row a budget line, planned, spent and planned funding; `spending` None: not delivered.

    A line without any amount in the delivery has a missing `depense`, never 0.
    """
    lines = note.lines.set_index("poste")
    labels = {code.value: code.label for code in POSTES}
    spent = pd.Series(dtype=float) if spending is None else spending.groupby("poste")["montant"].sum()
    table = pd.DataFrame({"poste": list(labels), "libelle": list(labels.values())})
    table["volet"] = [part_of(line) for line in table["poste"]]
    for column in ("prevu", "associes", "autres_partenaires", "aide_sollicitee"):
        table[column] = table["poste"].map(lines[column]).astype(float)
    table["depense"] = table["poste"].map(spent).astype(float)
    return COUTS.frame(table)


def half_years_table(spending: pd.DataFrame | None, note: Note) -> pd.DataFrame:
    """Return `couts_semestres`: one row a line and half-year read.

    `prevu`: the line's cost spread evenly over the scheme's four half-years, an assumption of ours (the note plans by
    year at most); missing for the evaluation, which has its own schedule, and outside those half-years.
    """
    if spending is None or spending.empty:
        return COUTS_SEMESTRES.frame()
    planned = note.lines.set_index("poste")["prevu"]
    table = spending.groupby(["poste", "semestre"])["montant"].sum().rename("depense").reset_index()
    table["volet"] = [part_of(line) for line in table["poste"]]
    spread = table["semestre"].isin(HALF_YEARS) & (table["volet"] != EVALUATION)
    table["prevu"] = np.where(spread, table["poste"].map(planned).astype(float) / len(HALF_YEARS), np.nan)
    order = {code.value: i for i, code in enumerate(POSTES)}
    table["rang"] = table["poste"].map(order)
    return COUTS_SEMESTRES.frame(table.sort_values(["rang", "semestre"], ignore_index=True))


def support_spent(spending: pd.DataFrame) -> dict[str, float]:
    """Return what was spent on each of the parts I and II, € ."""
    part = spending["poste"].map(part_of)
    return {p: float(spending.loc[part == p, "montant"].sum()) for p in SUPPORT}


def part_of(line: str) -> str:
    """Return the budget part of a line: `II-1` → `II`."""
    return line.split("-")[0]
