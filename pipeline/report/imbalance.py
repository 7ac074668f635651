"""Which characteristics at inclusion tell the panels apart: further apart than chance puts one of as many."""

from __future__ import annotations

import pandas as pd

from pipeline.report.baseline_rows import same_for_all, shares_nothing
from pipeline.report.chance import chance_of_as_far
from pipeline.report.power import levels_of

_SELDOM = 0.05  # times: what chance does so seldom, among all that is compared, is not put down to it


def compared(comparability: pd.DataFrame) -> pd.Series:
    """Return variable → standardised difference without its sign, of those that have one that can be read.

    `comparability`: rows of `comparabilite`. Left out: what is the same for every household, and what has no value in
    common between the panels, which no standardised difference measures.
    """
    if comparability.empty:
        return pd.Series(dtype=float)
    smd = pd.to_numeric(comparability["smd"], errors="coerce").groupby(comparability["variable"], sort=False).first()
    parts = comparability.groupby("variable", sort=False)
    unread = [v for v, rows in parts if same_for_all(rows) or shares_nothing(rows)]
    return smd.abs().drop(index=unread).dropna()


def far_apart(known: pd.Series, comparability: pd.DataFrame) -> list[str]:
    """Return those of `known` (as `compared` gives them) where chance would hardly put one of so many, widest first."""
    levels = levels_of(comparability)
    sizes = comparability.groupby("variable", sort=False)[["n_accompagnes", "n_temoins"]].first().T.to_dict("list")

    def _chance(variable: str) -> float:
        accompanied, controls = (int(n) for n in sizes[variable])
        return chance_of_as_far(float(known[variable]), accompanied, controls, int(levels[variable]))

    widest_first = [str(v) for v in known.sort_values(ascending=False, kind="stable").index]
    return [v for v in widest_first if len(known) * _chance(v) < _SELDOM]
