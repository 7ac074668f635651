"""Random studies as tables."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.contract.tables import TABLES


@pytest.fixture
def as_tables(typed):
    """Return a function: lists of dictionaries → the tables of a delivery, in the contract's types."""

    def build(study: dict[str, list[dict]]) -> dict[str, pd.DataFrame]:
        frames = {name: pd.DataFrame(rows, columns=None if rows else ["menage_id"]) for name, rows in study.items()}
        return {name: typed(frame, TABLES[name]) for name, frame in frames.items()}

    return build
