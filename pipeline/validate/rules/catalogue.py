"""All the rules, in the order in which they are checked."""

from __future__ import annotations

from pipeline.validate.rules import (
    costs,
    coverage,
    events,
    households,
    interviews,
    keys,
    ledger,
    orphans,
    panels,
    sites,
    support,
    withdrawal,
)
from pipeline.validate.rules.check import Check

CHECKS: tuple[Check, ...] = (
    *keys.CHECKS,
    *orphans.CHECKS,
    *panels.CHECKS,
    *households.CHECKS,
    *sites.CHECKS,
    *ledger.CHECKS,
    *events.CHECKS,
    *withdrawal.CHECKS,
    *interviews.CHECKS,
    *support.CHECKS,
    *costs.CHECKS,
    *coverage.CHECKS,
)
