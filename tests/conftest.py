"""Fixtures that several folders of tests use: the clean delivery's tables, typed as the reader delivers them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

from pipeline.contract.schema import Kind, Table
from pipeline.contract.tables import TABLES

# A property holds however busy the machine is: how long an example takes proves nothing.
settings.register_profile("without_deadline", deadline=None)
settings.load_profile("without_deadline")

DELIVERIES = Path(__file__).parent / "deliveries"
CLEAN_TRUTH = DELIVERIES / "propre" / "attendu"


def type_table(raw: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return `raw` (texts, or values Python understands) with all the contract's columns, in its types."""
    return pd.DataFrame({c.name: _typed(raw, c.name, c.kind, c.fill) for c in table}, columns=table.names)


def _typed(raw: pd.DataFrame, name: str, kind: Kind, fill: object) -> pd.Series:
    values = raw[name] if name in raw else pd.Series(fill, index=raw.index, dtype=object)
    if kind is Kind.DATE:
        return pd.to_datetime(values).astype("datetime64[us]")
    if kind in (Kind.AMOUNT, Kind.DECIMAL):
        return pd.to_numeric(values).astype(float)
    if kind is Kind.INTEGER:
        return pd.to_numeric(values).astype("Int64")
    if kind is Kind.BOOLEAN:
        return pd.to_numeric(values).astype("boolean")
    return values.astype("str")


@pytest.fixture(scope="session")
def _propre() -> dict[str, pd.DataFrame]:
    return {
        name: type_table(pd.read_csv(CLEAN_TRUTH / "tables" / f"{name}.csv", dtype=str), table)
        for name, table in TABLES.items()
    }


@pytest.fixture
def propre_tables(_propre: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The six clean tables, one copy a test."""
    return {name: frame.copy() for name, frame in _propre.items()}


@pytest.fixture(scope="session")
def typed() -> Callable[[pd.DataFrame, Table], pd.DataFrame]:
    """The function that gives a tiny hand-written table the contract's columns and types."""
    return type_table
