"""Dose and outcome of the accompanied, side by side: a description, which proves nothing of what the dose does."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from pipeline.contract.produced.scheme import DOSE_RESULTATS
from pipeline.params import Edition
from pipeline.scheme.note import Note
from pipeline.stats.effect import Effect, Reason
from pipeline.stats.newcombe import wilson_interval
from pipeline.stats.spearman import rank_correlation
from pipeline.stats.welch import mean_interval

# What is looked at beside the dose; the last wave measured in the edition.
OUTCOMES = ("maintien", "impaye_solde", "who5", "lsns6")
_BINARY = ("maintien",)
CLASSES = ("moins_que_prevu", "comme_prevu", "plus_que_prevu")
_WORKERS = ["jours_charge_gestion_sociale", "jours_association"]
_NOTES = {
    Reason.FEW_VALUES: "moins_de_quatre_menages",
    Reason.NO_VARIATION: "aucune_variation_de_la_dose",
}


def outcomes_by_dose(
    dose: pd.DataFrame, indicators: pd.DataFrame, note: Note, edition: Edition, level: float
) -> pd.DataFrame:
    """Return `dose_resultats`: by outcome, its mean or share in each class of dose, and Spearman's ρ over all.

    The dose is the reference worker's days per observed month, so that leaving early does not by itself make it small;
    its class compares it with the range planned for the household's mode. No row without interventions.
    """
    known = dose[(dose["mois_observes"] > 0) & dose["mode_accompagnement"].notna()]
    rows = list(_rows(known, indicators, note, edition, level)) if len(known) else []
    return DOSE_RESULTATS.frame(rows)


def _rows(
    dose: pd.DataFrame, indicators: pd.DataFrame, note: Note, edition: Edition, level: float
) -> Iterator[dict[str, object]]:
    rate = dose[_WORKERS].sum(axis=1).to_numpy(dtype=float) / dose["mois_observes"].to_numpy(dtype=float)
    months = note.scheme("duree_mois").middle
    modes = dose["mode_accompagnement"].astype(str)
    low, high = (
        modes.map({m: getattr(note.scheme(f"jours_{m}"), bound) / months for m in set(modes)}).to_numpy(dtype=float)
        for bound in ("low", "high")
    )
    classes = np.array(CLASSES)[(rate >= low - 1e-9).astype(int) + (rate > high + 1e-9).astype(int)]
    for name in OUTCOMES:
        here = indicators[(indicators["indicateur"] == name) & indicators["valeur"].notna()]
        waves = [w for w in edition.waves if w != "T0" and (here["vague"] == w).any()]
        if not waves:
            continue
        values = here[here["vague"] == waves[-1]].set_index("menage_id")["valeur"]
        outcome = dose["menage_id"].map(values).to_numpy(dtype=float, na_value=np.nan)
        for label in CLASSES:
            chosen = outcome[(classes == label) & ~np.isnan(outcome)]
            yield _row(name, waves[-1], label, "moyenne", len(chosen), _mean(chosen, name in _BINARY, level))
        seen = ~np.isnan(outcome)
        yield _row(
            name,
            waves[-1],
            "ensemble",
            "rho_spearman",
            int(seen.sum()),
            rank_correlation(rate[seen], outcome[seen], level),
        )


def _mean(values: np.ndarray, binary: bool, level: float) -> Effect:
    if len(values) == 0:
        return Effect()
    if binary:
        low, high = wilson_interval(round(float(values.sum())), len(values), level)
        return Effect(estimate=float(values.mean()), low=low, high=high)
    return mean_interval(values, level)


def _row(name: str, wave: str, label: str, measure: str, n: int, effect: Effect) -> dict[str, object]:
    return {
        "indicateur": name,
        "vague": wave,
        "classe": label,
        "mesure": measure,
        "n": n,
        "valeur": effect.estimate,
        "ic_bas": effect.low,
        "ic_haut": effect.high,
        "note": _NOTES.get(effect.reason, "") if effect.reason and math.isnan(effect.estimate) else "",
    }
