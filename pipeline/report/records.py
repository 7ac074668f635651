"""The rows of a processed table as a sentence or a table reads them: what is missing is None."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

Record = Mapping[str, Any]


def records(frame: pd.DataFrame, **chosen: str) -> list[Record]:
    """Return the rows whose columns hold `chosen`, in their order; a missing value is None, an empty text stays."""
    for column, value in chosen.items():
        frame = frame[frame[column] == value]
    return [{str(k): None if pd.isna(v) else v for k, v in row.items()} for row in frame.to_dict("records")]


def first(frame: pd.DataFrame, **chosen: str) -> Record:
    """Return the first of these rows; a row that is not there has every column missing."""
    found = records(frame, **chosen)
    return found[0] if found else dict.fromkeys(map(str, frame.columns))
