"""Which wave of an edition speaks for an indicator, and why there may be none."""

from __future__ import annotations

from pipeline.contract.indicators import WAVE_MONTHS, Indicator
from pipeline.contract.tables import TABLES
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults


def last_wave(indicator: Indicator, context: ReportContext) -> str:
    """Return the latest wave after inclusion at which `indicator` is measured, up to the horizon (M12 at the least)."""
    reached = [w for w in indicator.waves if 0 < WAVE_MONTHS[w] <= context.horizon]
    return max(reached, key=WAVE_MONTHS.__getitem__, default="M12")


def earlier_waves(indicator: Indicator, context: ReportContext) -> tuple[str, ...]:
    """Return the waves after inclusion and before `last_wave`."""
    last = WAVE_MONTHS[last_wave(indicator, context)]
    return tuple(w for w in indicator.waves if 0 < WAVE_MONTHS[w] < last)


def absent_table(indicator: Indicator, results: EditionResults) -> str:
    """Return « La table « Entretiens » n’a pas été livrée », empty when it was."""
    if indicator.table not in results.tables_absentes:
        return ""
    return f"la table «\u00a0{TABLES[indicator.table].label}\u00a0» n’a pas été livrée"
