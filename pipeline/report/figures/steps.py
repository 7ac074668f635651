"""Step functions read at whole months: what a curve is worth at a date, and the corners that draw it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.report.records import Record, records


def at_months(curves: pd.DataFrame, months: Sequence[int], by: Sequence[str], start: dict[str, float]) -> pd.DataFrame:
    """Return each curve's values at `months`: those of its last row dated on or before the month.

    `curves`: columns `by`, `mois` and those of `start`, which holds their values before the first row.
    """
    values = list(start)
    parts = []
    for key, curve in curves.groupby(list(by), sort=True, observed=True):
        curve = curve.sort_values("mois", kind="stable")
        known = curve[values].astype(float).to_numpy()
        table = np.vstack([np.array([[start[v] for v in values]]), known])
        # A month is a whole number; a duration computed from days may miss it by the last bits.
        position = np.searchsorted(curve["mois"].astype(float).to_numpy(), np.asarray(months) + 1e-9, side="right")
        part = pd.DataFrame(table[position], columns=values)
        part.insert(0, "mois", list(months))
        for name, code in zip(by, key, strict=True):
            part.insert(0, name, str(code))
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def as_steps(monthly: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return the corners of the step curves whose values at whole months are `monthly`.

    The value of month m is drawn from m − ½ to m + ½: an exit between two months makes its step halfway, and the
    curve is exact at each whole month.
    """
    ends = monthly["mois"].min(), monthly["mois"].max()
    left = monthly.assign(mois=(monthly["mois"] - 0.5).clip(*ends), ordre=0)
    right = monthly.assign(mois=(monthly["mois"] + 0.5).clip(*ends), ordre=1)
    corners = pd.concat([left.assign(rang=monthly["mois"]), right.assign(rang=monthly["mois"])], ignore_index=True)
    return corners.sort_values([*by, "rang", "ordre"], kind="stable", ignore_index=True).drop(columns=["ordre", "rang"])


def last_rows(curves: pd.DataFrame, by: Sequence[str], month: float) -> list[Record]:
    """Return the row that each curve's value at `month` is read from, in the order of `by`: its numbers know it."""
    known = curves[curves["mois"].astype(float) <= month + 1e-9].sort_values([*by, "mois"], kind="stable")
    return records(known.drop_duplicates(list(by), keep="last"))
