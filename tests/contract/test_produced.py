"""Produced tables: an entry says enough to make its frame, and nothing that would let a household out."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.contract.produced.catalogue import PRODUCED, read_by, written_by
from pipeline.contract.produced.columns import GROUPE, IC_BAS, MENAGE_ID, code, count, flag, share
from pipeline.contract.produced.entry import ColumnRole, Produced

TABLE = Produced(
    "essai", "Une ligne par groupe.", (GROUPE, count("n", "Ménages."), flag("oui", "Vrai."), IC_BAS),
    key=("groupe",), stage="estimate",
)  # fmt: skip
TYPES = {"groupe": "str", "n": "Int64", "oui": "boolean", "ic_bas": "float64"}


def test_rows_become_the_table_in_its_order_and_types() -> None:
    frame = TABLE.frame([{"ic_bas": 1, "n": 3, "oui": None, "groupe": "temoin"}, {"groupe": "accompagne"}])
    assert list(frame.columns) == ["groupe", "n", "oui", "ic_bas"]
    assert frame.dtypes.astype(str).to_dict() == TYPES
    assert frame["n"].tolist() == [3, pd.NA]
    assert frame["oui"].isna().all()


def test_whole_columns_must_all_be_there_and_others_are_left_out() -> None:
    columns = {"oui": [True], "n": [3], "groupe": ["temoin"], "ic_bas": [0.5], "rang": [1]}
    assert list(TABLE.frame(columns).columns) == TABLE.names
    del columns["n"]
    with pytest.raises(KeyError, match="n"):
        TABLE.frame(columns)


def test_without_rows_the_table_has_its_types() -> None:
    for frame in (TABLE.frame(), TABLE.stacked([])):
        assert frame.empty
        assert frame.dtypes.astype(str).to_dict() == TYPES


def test_parts_are_stacked() -> None:
    part = TABLE.frame([("temoin", 1, True, 0.5)])
    assert TABLE.stacked([part, part]).index.tolist() == [0, 1]


@pytest.mark.parametrize("entry", PRODUCED.values(), ids=lambda e: e.name)
def test_an_entry_holds_together(entry: Produced) -> None:
    assert len(set(entry.names)) == len(entry.names)
    assert set(entry.key) <= set(entry.names)
    assert all(column.words.endswith((".", "…")) for column in entry.columns)
    assert entry.description.endswith(".")
    assert dict(entry.frame().dtypes.astype(str)) == {column.name: column.type for column in entry.columns}


@pytest.mark.parametrize("entry", PRODUCED.values(), ids=lambda e: e.name)
def test_rows_of_households_stay_among_those_who_may_see_them(entry: Produced) -> None:
    if entry.of(ColumnRole.KEY):
        assert not entry.public
        assert "elements" not in entry.read_by, "no report reads a row a household"


def test_columns_shared_by_many_tables_are_the_same_object() -> None:
    by_name = {c.name: c for c in (MENAGE_ID, GROUPE)}
    for entry in PRODUCED.values():
        for column in entry.columns:
            assert by_name.get(column.name, column) is column, entry.name


def test_tables_are_found_by_stage_and_by_reader() -> None:
    assert [e.name for e in written_by("sensitivity")] == [
        "sensibilite", "manquants_motifs", "causes_cachees", "densites", "ecarts_mensuels",
    ]  # fmt: skip
    assert [e.name for e in read_by("sensitivity")] == ["indicateurs", "durees", "inclusions"]


def test_a_household_is_written_at_ten_digits_and_an_estimate_at_eight() -> None:
    digits = {name: PRODUCED[name].digits for name in ("constats", "indicateurs", "couts_menages", "estimations")}
    assert digits == {"constats": None, "indicateurs": 10, "couts_menages": 10, "estimations": 8}


def test_the_type_follows_the_role() -> None:
    assert [f("x", "X.").type for f in (code, count, flag, share)] == ["str", "Int64", "boolean", "float64"]
