"""The random deliveries that sentences are read on: the same from a seed, unlike one another, written whole."""

from __future__ import annotations

import pandas as pd
import pytest
from support.random_delivery import OPTIONAL, random_delivery, random_kind
from support.written_texts import random_edition

from pipeline.contract.tables import TABLES
from pipeline.report.elements import TABLES as SHOWN
from pipeline.report.elements import TEXTS
from pipeline.report.sentences.headings import TITLES

SEEDS = range(6)


def test_the_same_seed_gives_the_same_delivery() -> None:
    for name, frame in random_delivery(3).items():
        pd.testing.assert_frame_equal(frame, random_delivery(3)[name])


@pytest.mark.parametrize("seed", SEEDS)
def test_tables_are_the_contracts(seed: int) -> None:
    tables = random_delivery(seed)
    assert {*TABLES} - {*OPTIONAL} <= {*tables}
    for name, frame in tables.items():
        assert list(frame.columns) == TABLES[name].names
        assert not TABLES[name].key or not frame.duplicated(list(TABLES[name].key)).any()


def test_kinds_are_unlike_one_another() -> None:
    kinds = [random_kind(seed) for seed in range(300)]
    sizes = [n for kind in kinds for n in kind.sizes]
    assert (min(sizes), max(sizes)) == (2, 200)
    assert {kind.profiles for kind in kinds} == {"mixed", "one", "disjoint"}
    assert {name for kind in kinds for name in kind.absent} == {*OPTIONAL}
    assert any(kind.constant for kind in kinds)
    assert any(kind.ties for kind in kinds)
    for trait in ("exits", "scores", "debts", "slopes", "gains"):
        gaps = [getattr(kind, trait)[0] - getattr(kind, trait)[1] for kind in kinds]
        assert min(gaps) < 0 < max(gaps)
        assert 0 in gaps


@pytest.mark.parametrize("seed", [s if s == 0 else pytest.param(s, marks=pytest.mark.slow) for s in SEEDS])
def test_every_text_and_table_is_written(seed: int) -> None:
    written = random_edition(seed)
    assert written.texts.keys() == {*TEXTS, TITLES}
    assert written.tables.keys() == SHOWN.keys()
    assert written.statements
