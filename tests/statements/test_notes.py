"""No note of a produced table is a sentence: each is codes of `contract.remarks`, which the report puts in words."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from pipeline.contract.produced.catalogue import PRODUCED
from pipeline.contract.produced.entry import ColumnRole
from pipeline.contract.remarks import CODES, codes_of
from pipeline.report.remarks import sentences

NOTED = [(t.name, c.name) for t in PRODUCED.values() for c in t.columns if c.role is ColumnRole.NOTE]
RUNS = {"propre_run": "processed", "watched_run": "out/processed"}


@pytest.mark.parametrize("run", RUNS)
def test_every_note_of_a_run_is_codes(run: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(run) / RUNS[run]
    seen = set()
    for name, column in NOTED:
        for path in folder.rglob(f"{name}.parquet"):
            notes = {note for note in pd.read_parquet(path, columns=[column])[column].dropna() if note}
            assert {code for note in notes for code, _ in codes_of(note)} <= set(CODES), (name, notes)
            assert all(sentences(note) != note for note in notes), name
            seen |= {name} if notes else set()
    assert {"estimations", "sensibilite", "mois_par_etat", "couts_ratios", "couverture", "mise_en_oeuvre"} <= seen
