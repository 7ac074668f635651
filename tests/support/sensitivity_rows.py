"""Rows of `sensibilite` written by hand, as the report's sentences and tables read them."""

from __future__ import annotations

import math

import pandas as pd

from pipeline.contract.produced.sensitivity import SENSIBILITE
from pipeline.report.results import EditionResults

BLANK = dict.fromkeys(SENSIBILITE.names, math.nan) | {"note": "", "vague": "M24", "n_accompagnes": 21, "n_temoins": 15}


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def results(*rows):
    return EditionResults(sensibilite=pd.DataFrame([BLANK | r for r in rows], columns=SENSIBILITE.names))
