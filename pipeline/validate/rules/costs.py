"""Costs: within the semesters of the study."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.findings import Rule
from pipeline.validate.records import Records
from pipeline.validate.rules.check import Check, warning

OUTSIDE_STUDY = warning(
    "cout_hors_periode",
    "Dépense hors de la période de l’étude",
    "Vérifier le semestre : l’échéancier va du 4e trimestre 2014 au 1er trimestre 2017.",
)


def outside_study(records: Records, rule: Rule) -> pd.DataFrame:
    """A semester before the first or after the last of the note's schedule."""
    first, last = records.reference.semesters
    semester = records["couts"]["semestre"]
    outside = semester.notna() & ~semester.between(first, last)  # "2014-S2" sorts as time does
    return records.findings(
        rule,
        "couts",
        outside.to_numpy(dtype=bool),
        "Le semestre est hors de l’échéancier de la note de présentation.",
        colonne="semestre",
    )


CHECKS = (Check(OUTSIDE_STUDY, ("couts",), outside_study),)
