"""The setting of a study given as tables, for the sensitivity analyses; tables of the contract from a few columns."""

from __future__ import annotations

from typing import Any

import pandas as pd
from support.once import Once

from pipeline.contract.schema import Kind
from pipeline.contract.tables import TABLES
from pipeline.estimate.edition import estimate_edition
from pipeline.indicators.edition import compute_edition
from pipeline.params import Params
from pipeline.sensitivity.setting import Setting, read_setting

QUICK = Params().model_copy(update={"plan": Params().plan.model_copy(update={"tirages": 99})})
TYPES = dict.fromkeys(Kind, "str") | {
    Kind.DATE: "datetime64[us]",
    Kind.BOOLEAN: "boolean",
    Kind.INTEGER: "Int64",
    Kind.AMOUNT: "float64",
    Kind.DECIMAL: "float64",
}

estimate_once = Once(estimate_edition)  # the plan's own, for those that compare with it


def setting_of(tables: dict[str, pd.DataFrame], edition: str = "finale", params: Params = QUICK) -> Setting:
    computed = compute_edition(tables, params.editions[edition], params.seuils, params.controles)
    return read_setting(edition, params, tables, computed)


def typed(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """A table of the contract from the columns given; the others are missing, as for a sender that has none."""
    frame = pd.DataFrame(rows, columns=[c.name for c in TABLES[name]])
    return frame.astype({c.name: TYPES[c.kind] for c in TABLES[name]})
