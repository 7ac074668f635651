"""What a rule is here: what can be wrong, the tables it needs, and the function that finds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from pipeline.contract.findings import Gravity, Rule
from pipeline.validate.records import Records


@dataclass(frozen=True)
class Check:
    """`find` returns findings (none when all is well); it is called when all tables of `needs` are there."""

    rule: Rule
    needs: tuple[str, ...]
    find: Callable[[Records, Rule], pd.DataFrame]


def blocking(name: str, title: str, action: str) -> Rule:
    """Return a rule that stops the run before any estimate."""
    return Rule(name, Gravity.BLOCKING, title, action)


def warning(name: str, title: str, action: str) -> Rule:
    """Return a rule that is listed in the report and stops nothing."""
    return Rule(name, Gravity.WARNING, title, action)
