"""Fixtures that several folders of tests use: the clean delivery's tables as the reader delivers them, and its run."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the stages do, whose package comes too late here

import pandas as pd
import pytest
from hypothesis import settings
from pandas.api.extensions import ExtensionArray
from support.command import run_quietly
from support.once import Once, shared_folder
from support.suites_once import remember_suites
from support.watch import run_watched

from pipeline.contract.schema import Kind, Table
from pipeline.contract.tables import TABLES

# A property holds however busy the machine is: how long an example takes proves nothing.
settings.register_profile("without_deadline", deadline=None)
settings.load_profile("without_deadline")
gc.set_threshold(100_000, 20, 20)  # as the command line does

DELIVERIES = Path(__file__).parent / "deliveries"
CLEAN = DELIVERIES / "propre" / "livraison"
CLEAN_TRUTH = DELIVERIES / "propre" / "attendu"


def pytest_collection_finish() -> None:
    """The imports and the thousands of tests stay to the end: no cycle is looked for among them."""
    gc.freeze()


def type_table(raw: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return `raw` (texts, or values Python understands) with all the contract's columns, in its types."""
    columns = {
        c.name: _typed(raw[c.name], c.kind).array if c.name in raw else _filled(c.kind, c.fill, len(raw)) for c in table
    }
    return pd.DataFrame(columns, index=raw.index, columns=table.names)


@cache
def _filled(kind: Kind, fill: object, rows: int) -> ExtensionArray:
    return _typed(pd.Series(fill, index=range(rows), dtype=object), kind).array


def _typed(values: pd.Series, kind: Kind) -> pd.Series:
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


@pytest.fixture(scope="session")
def _between_workers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this run in which the workers' own folders stand side by side."""
    mine = tmp_path_factory.getbasetemp()
    return mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine


@pytest.fixture(scope="session", autouse=True)
def _computed_once(_between_workers: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(Once, "folder", shared_folder(_between_workers, "once", lambda _: None))
        remember_suites(monkeypatch)
        yield


@pytest.fixture(scope="session")
def shared(_between_workers: Path) -> Callable[[str, Callable[[Path], object]], Path]:
    """The function that gives a folder made once for all the workers of this run, to be read only."""
    return lambda name, make: shared_folder(_between_workers, name, make)


@pytest.fixture(scope="session")
def propre_run(shared: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """What `evaluation executer --sans-rapport` writes on the clean delivery: three editions.

    The permutations are as many as the plan has, for R has theirs; what is drawn again for other ends, few times.
    """

    def make(folder: Path) -> None:
        params = folder.with_suffix(".yaml")
        params.write_text("plan: {reechantillonnages: 99}\nparcours: {reechantillonnages: 20}\n", encoding="utf-8")
        out = run_quietly("executer", "--source", CLEAN, "--sortie", folder, "--sans-rapport", "--params", params)
        assert out.status == 0, out.printed

    return shared("propre_run", make)


@pytest.fixture(scope="session")
def watched_run(shared: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """The folder of the one whole run with reports, watched; see `support.watch.run_watched`."""
    return shared("watched_run", run_watched)
