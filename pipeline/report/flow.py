"""The counts of `flux`, asked for by step, group, wave and reason; an unknown count is None, never 0."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.flow import Step
from pipeline.traced import Cell, traced

_COLUMNS = ("etape", "groupe", "vague", "motif", "effectif")


def count_of(
    flux: pd.DataFrame, step: Step, group: str, wave: str | None = None, reason: str | None = None
) -> int | None:
    """Return the number of households; a step split by reasons is summed when `reason` is None.

    None where the table has no such row: what it needs was not delivered.
    """
    counts = [
        n
        for s, g, w, m, n in zip(*(flux[c].tolist() for c in _COLUMNS), strict=True)
        if (s, g) == (step.name, group) and (not step.by_wave or w == wave) and reason in (None, m)
    ]
    if not counts or any(pd.isna(n) for n in counts):
        return None
    named = {"groupe": group, "vague": wave if step.by_wave else None, "etape": step.name, "motif": reason}
    key = ";".join(f"{column}={value}" for column, value in named.items() if value is not None)
    counted: int = traced(int(sum(counts)), Cell("flux", key, "effectif"))
    return counted
