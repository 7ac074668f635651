"""The rejections table (`rejets`): every finding, in cells that no spreadsheet will run."""

from __future__ import annotations

import re

import pandas as pd

from pipeline.contract.produced.delivery import REJETS

# What makes a spreadsheet compute a cell, full-width forms and leading blanks included.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
# How a household is written that another may stand for: « EH003 ? ».
_HINT = " ?"
# A number with its sign is no formula: « -250.00 » stays as it was written.
_NUMBER = re.compile(r"\s*[+\-]?[0-9][0-9 .,\u00a0\u202f]*€?\s*")
# Where a program that reads the file with another separator, or that splits a cell, would begin a new one.
_CUT = re.compile(r"([;,\t\r\n])")
# Most cells hold none of this, and are left as they are without being cut.
_SUSPECT = r"[=+\-@＝＋－＠\t\r\n]"


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

    Also after a separator or a line break inside the cell, where another program would begin a cell.

    >>> neutralise(pd.Series(["=1+1", "-250.00", "zzz;=1+41;x", "Evry, 12,-5"])).tolist()
    ["'=1+1", '-250.00', "zzz;'=1+41;x", 'Evry, 12,-5']
    """
    texts = cells.astype("str")
    suspect = texts.str.contains(_SUSPECT, regex=True, na=False)
    return texts.mask(suspect, texts[suspect].map(_without_formulas))


def _without_formulas(text: str) -> str:
    if _NUMBER.fullmatch(text):
        return text
    parts = _CUT.split(text)
    parts[0::2] = [f"'{p}" if _FORMULA.match(p) and not _NUMBER.fullmatch(p) else p for p in parts[0::2]]
    # A cell that begins with a tab or a line break is itself one that a spreadsheet may run.
    return "".join(["'", *parts] if text[:1] in "\t\r\n" else parts)
