"""The committed results of the simulated studies, as the report reads them."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from pipeline.contract.calibration import CALIBRATION
from pipeline.shipped import calibration_folder


def calibration_results() -> tuple[pd.DataFrame, dict[str, Any]]:
    """Return the table and its settings; an empty table and no setting where the calibration was not made."""
    results, settings = (calibration_folder() / name for name in ("resultats.csv", "reglages.json"))
    if not (results.is_file() and settings.is_file()):
        return pd.DataFrame(columns=list(CALIBRATION)), {}
    table = pd.read_csv(results)
    table["menaces"] = table["menaces"].fillna("").astype(str)
    return table, json.loads(settings.read_text(encoding="utf-8"))
