"""The rejections table (`rejets.parquet`, `rejets.csv`): every finding, in cells that no spreadsheet will run."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipeline.contract.produced.delivery import REJETS

# What makes a spreadsheet compute a cell, full-width forms and leading blanks included.
_FORMULA = r"^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])"
# How a household is written that another may stand for: « EH003 ? ».
_HINT = " ?"
# A number with its sign is no formula: « -250.00 » stays as it was written.
_NUMBER = r"^\s*[+\-]?[0-9][0-9 .,\u00a0\u202f]*€?\s*$"


def to_rejections(findings: pd.DataFrame) -> pd.DataFrame:
    """Return the findings restricted to the columns of `rejets`, formulas neutralised; one row a finding."""
    kept = REJETS.frame(findings.reset_index(drop=True))
    hint = findings["menage_id"].reset_index(drop=True)
    near = hint.str.endswith(_HINT, na=False)
    kept["motif"] = kept["motif"].mask(near, kept["motif"] + " Identifiant proche : " + hint)
    texts = [column for column in REJETS.names if column != "ligne"]
    return kept.assign(**{c: neutralise(kept[c]) for c in texts})


def neutralise(cells: pd.Series) -> pd.Series:
    """Return texts with an apostrophe before what a spreadsheet would run; numbers and other texts stay as they are.

    >>> neutralise(pd.Series(["=1+1", "-250.00", "@SUM(A1)", "Evry"])).tolist()
    ["'=1+1", '-250.00', "'@SUM(A1)", 'Evry']
    """
    texts = cells.astype("str")
    live = texts.str.contains(_FORMULA, regex=True, na=False) & ~texts.str.contains(_NUMBER, regex=True, na=False)
    return texts.mask(live, "'" + texts)


def write_rejections_csv(rejections: pd.DataFrame, path: Path) -> None:
    """Write what `to_rejections` returned: UTF-8, comma, one header line even when there is no row."""
    rejections.to_csv(path, index=False, encoding="utf-8", lineterminator="\n", errors="replace")
