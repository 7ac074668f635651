"""Reads the committed output of the reference scripts, and their data sets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

HERE = Path(__file__).parent

# R prints 15 significant digits; sums of a few hundred terms in another order move the last ones.
R_PRINTED = 1e-11


def results_of(topic: str) -> dict[str, Any]:
    content = json.loads((HERE / "output" / f"{topic}.json").read_text(encoding="utf-8"))
    assert content["packages"], "the output names the versions of its packages"
    results: dict[str, Any] = content["results"]
    return results


def data_of(name: str) -> pd.DataFrame:
    return pd.read_csv(HERE / "data" / f"{name}.csv")
