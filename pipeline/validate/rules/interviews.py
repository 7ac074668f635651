"""Interviews: near their nominal date, in the order of the waves, one a day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.contract.clock import add_months, as_days
from pipeline.contract.findings import Rule
from pipeline.contract.indicators import WAVE_MONTHS
from pipeline.french import number
from pipeline.validate.records import Records
from pipeline.validate.rules.check import Check, warning

OUTSIDE_WINDOW = warning(
    "entretien_hors_fenetre",
    "Entretien loin de sa date prévue",
    "Vérifier la date et la vague ; l’entretien est lu à la vague indiquée.",
)
SAME_DAY = warning(
    "entretiens_meme_jour",
    "Deux entretiens du même ménage le même jour",
    "Vérifier qu’un même entretien n’a pas été saisi à deux vagues.",
)
OUT_OF_ORDER = warning(
    "vagues_en_desordre",
    "Entretien daté avant celui d’une vague précédente",
    "Vérifier les dates et les vagues : les réponses de deux vagues sont peut-être échangées.",
)


def outside_window(records: Records, rule: Rule) -> pd.DataFrame:
    """The date is further from inclusion + the wave's months than the window allows."""
    interviews = records["entretiens"]
    window = records.params.controles.fenetre_entretien_jours
    months = interviews["vague"].map(WAVE_MONTHS).to_numpy(dtype=float, na_value=np.nan)
    known = ~np.isnan(months)
    nominal = add_months(
        records.dates_of_household("entretiens", "date_inclusion"), np.where(known, months, 0).astype(np.int64)
    )
    gap = np.abs(as_days(interviews["date"]) - nominal)
    far = known & ~np.isnat(gap) & (gap > np.timedelta64(window, "D"))
    return records.findings(
        rule,
        "entretiens",
        far,
        f"L’entretien est à plus de {number(window)} jours de la date prévue pour sa vague.",
        colonne="date",
    )


def same_day(records: Records, rule: Rule) -> pd.DataFrame:
    """Two waves of one household carry the same date."""
    interviews = records["entretiens"]
    dated = interviews["date"].notna()
    twice = dated & interviews.duplicated(["menage_id", "date"], keep=False)
    return records.findings(
        rule,
        "entretiens",
        twice.to_numpy(dtype=bool),
        "Deux vagues du même ménage portent la même date.",
        colonne="date",
    )


def out_of_order(records: Records, rule: Rule) -> pd.DataFrame:
    """An interview dated before the latest one of an earlier wave of the same household."""
    interviews = records["entretiens"].reset_index(drop=True)
    ranked = pd.DataFrame(
        {
            "menage_id": interviews["menage_id"],
            "rank": interviews["vague"].map({wave: i for i, wave in enumerate(WAVE_MONTHS)}).astype(float),
            "date": interviews["date"],
        }
    ).sort_values(["menage_id", "rank"], kind="stable")
    ranked = ranked[ranked["date"].notna() & ranked["rank"].notna()]
    ranked["before"] = ranked.groupby("menage_id")["date"].cummax()
    late = ranked.loc[ranked["date"] < ranked["before"]].index.to_numpy()
    return records.findings(
        rule,
        "entretiens",
        np.sort(late).astype(np.intp),
        "L’entretien est daté avant celui d’une vague précédente.",
        colonne="date",
    )


CHECKS = (
    Check(OUTSIDE_WINDOW, ("menages", "entretiens"), outside_window),
    Check(SAME_DAY, ("entretiens",), same_day),
    Check(OUT_OF_ORDER, ("entretiens",), out_of_order),
)
