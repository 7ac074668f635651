"""The counts of `flux`, asked for by step, group, wave and reason; an unknown count is None, never 0."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.flow import Step
from pipeline.traced import Cell, traced


def count_of(
    flux: pd.DataFrame, step: Step, group: str, wave: str | None = None, reason: str | None = None
) -> int | None:
    """Return the number of households; a step split by reasons is summed when `reason` is None.

    None where the table has no such row: what it needs was not delivered.
    """
    rows = flux[(flux["etape"] == step.name) & (flux["groupe"] == group)]
    if step.by_wave:
        rows = rows[rows["vague"] == wave]
    if reason is not None:
        rows = rows[rows["motif"] == reason]
    counts = pd.to_numeric(rows["effectif"], errors="coerce")
    if rows.empty or counts.isna().any():
        return None
    named = {"groupe": group, "vague": wave if step.by_wave else None, "etape": step.name, "motif": reason}
    key = ";".join(f"{column}={value}" for column, value in named.items() if value is not None)
    counted: int = traced(int(counts.sum()), Cell("flux", key, "effectif"))
    return counted
