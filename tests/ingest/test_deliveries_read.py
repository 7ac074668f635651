"""The two readable deliveries give the same tables, which are those that R started from."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from pipeline.contract.schema import Kind
from pipeline.contract.tables import TABLES
from pipeline.ingest.delivery import Delivery, read_delivery
from pipeline.params import Donnees

DELIVERIES = Path(__file__).parents[1] / "deliveries"
REFERENCE = Path(__file__).parents[2] / "data" / "raw" / "reference" / "sites_pilotes.csv"


@pytest.fixture(scope="module", params=["propre", "desordonnee"])
def delivery(request: pytest.FixtureRequest) -> Delivery:
    communes = list(pd.read_csv(REFERENCE)["commune"])
    folder = DELIVERIES / request.param / "livraison"
    return read_delivery(folder, Donnees(), communes=communes, last_freeze=dt.date(2017, 3, 31))


def _expected(name: str) -> pd.DataFrame:
    raw = pd.read_csv(DELIVERIES / "propre" / "attendu" / "tables" / f"{name}.csv", dtype=str, keep_default_na=False)
    table = TABLES[name]
    assert list(raw) == table.names
    numeric = (Kind.AMOUNT, Kind.DECIMAL, Kind.INTEGER, Kind.BOOLEAN)
    return raw.assign(**{c.name: pd.to_numeric(raw[c.name].replace("", None)) for c in table if c.kind in numeric})


def _comparable(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    out = {}
    for column in TABLES[name]:
        values = frame[column.name]
        if column.kind is Kind.DATE:
            values = values.dt.strftime("%Y-%m-%d")
        if column.kind in (Kind.AMOUNT, Kind.DECIMAL, Kind.INTEGER, Kind.BOOLEAN):
            out[column.name] = values.astype("Float64").astype(float)
        else:
            out[column.name] = values.fillna("").astype(object)
    return pd.DataFrame(out).sort_values(TABLES[name].names).reset_index(drop=True)


@pytest.mark.parametrize("name", TABLES)
def test_every_value_is_the_truth(delivery: Delivery, name: str) -> None:
    expected = _expected(name)
    expected = pd.DataFrame(
        {
            c: expected[c].astype(float) if pd.api.types.is_numeric_dtype(expected[c]) else expected[c].astype(object)
            for c in expected
        }
    )
    expected = expected.sort_values(TABLES[name].names).reset_index(drop=True)
    pd.testing.assert_frame_equal(_comparable(delivery.tables[name], name), expected, check_exact=True)


@pytest.mark.parametrize("name", TABLES)
def test_the_columns_have_the_contracts_types(delivery: Delivery, name: str) -> None:
    frame = delivery.tables[name]
    assert list(frame) == TABLES[name].names
    dtypes = {
        Kind.DATE: "datetime64[ms]",
        Kind.AMOUNT: "float64",
        Kind.DECIMAL: "float64",
        Kind.INTEGER: "Int64",
        Kind.BOOLEAN: "boolean",
    }
    for column in TABLES[name]:
        assert str(frame[column.name].dtype) == dtypes.get(column.kind, "str"), column.name


def test_nothing_is_rejected_nor_blocking(delivery: Delivery) -> None:
    assert set(delivery.findings["gravite"]) <= {"avertissement"}


@pytest.mark.parametrize("name", TABLES)
def test_each_row_knows_where_it_comes_from(delivery: Delivery, name: str) -> None:
    provenance = delivery.provenance[name]
    assert list(provenance) == ["fichier", "feuille", "ligne"]
    assert len(provenance) == len(delivery.tables[name])
    assert not provenance.duplicated().any()
    assert provenance["ligne"].min() >= 2
