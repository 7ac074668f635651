"""The suites of Great Expectations, run once a session for a table of the same content.

Most deliveries of these tests are the clean one with a fault in one table: the five others were judged already. What a
whole run leaves behind (files, connections, words on the screen) is tested on `run_suites` itself.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

import pandas as pd
import pytest
from support.once import Once

from pipeline.contract.tables import TABLES
from pipeline.params import Controles
from pipeline.validate import expectations
from pipeline.validate.expectations import Failure, SuiteRun, run_suites


def remember_suites(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the function that remembers wherever the package holds `run_suites`."""
    for name, module in list(sys.modules.items()):
        if name.startswith("pipeline.") and getattr(module, "run_suites", None) is run_suites:
            monkeypatch.setattr(module, "run_suites", run_once)
    # Nor is there anything to wait for.
    monkeypatch.setattr("pipeline.cli.application.suites_apart", lambda *_: nullcontext())
    assert expectations.run_suites is run_once


def _failures(name: str, table: pd.DataFrame, controls: Controles) -> tuple[Failure, ...]:
    return run_suites({name: table}, controls).failures[name]


_once = Once(_failures)


def run_once(tables: Mapping[str, pd.DataFrame], controls: Controles, **_: Any) -> SuiteRun:
    """Return what `run_suites` returns, each table judged the first time that its content is seen."""
    failures = {name: _once(name, tables[name].reset_index(drop=True), controls) for name in TABLES if name in tables}
    return SuiteRun(_Context(tables, controls), failures)


class _Context:
    """The context of a real run of all the tables, which only Data Docs need: made when it is asked for."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], controls: Controles) -> None:
        self._tables, self._controls = tables, controls
        self._context: Any = None

    def __getattr__(self, name: str) -> Any:
        if self._context is None:
            self._context = run_suites(self._tables, self._controls, for_data_docs=True).context
        return getattr(self._context, name)
