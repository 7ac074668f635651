"""Hand-made rows of results, as the sentences of the report read them."""

from __future__ import annotations

import re

import pandas as pd

from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults

FINAL = ReportContext("finale", Params())


def plain(text: str) -> str:
    return re.sub("[\u00a0\u202f]", " ", text)


def estimate(indicateur: str = "maintien", vague: str = "M24", **changes: object) -> dict[str, object]:
    return {
        "indicateur": indicateur,
        "vague": vague,
        "famille": "principal",
        "methode": "difference_brute",
        "mesure": "difference_risques",
        "estimation": 0.352,
        "ic_bas": 0.098,
        "ic_haut": 0.569,
        "niveau": 0.95,
        "p_valeur": 0.0072,
        "p_ajustee": None,
        "n_accompagnes": 21,
        "n_temoins": 20,
        "valeur_accompagnes": 20 / 21,
        "valeur_temoins": 0.6,
        "sens_favorable": 1,
        "note": "",
    } | changes


def results(*rows: dict[str, object], **tables: object) -> EditionResults:
    return EditionResults(estimations=pd.DataFrame(list(rows)), **tables)  # type: ignore[arg-type]
