"""Disclosure control of health told of nearly the same households: one more, another mean, and that one is known."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.indicators import INDICATORS
from pipeline.contract.remarks import MASKED_SIZE, PLANNED, holds, remark
from pipeline.statements.few import FEWEST

# Scores of health, and the classes cut from them.
OF_HEALTH = frozenset(i.name for i in INDICATORS.values() if i.domain == "bien_etre") - {"membre_cooperative"}
# Scores of health cut at a threshold. Isolation (LSNS-6) is no state of health: its class is told as any other.
CLASSES_OF_HEALTH = frozenset(i.name for i in INDICATORS.values() if i.score in ("who5", "ucla3"))
# The missing at the ends of the scale.
EXTREMES = ("pire_cas", "meilleur_cas")
# Debts, payments, and the classes cut from them.
_OF_MONEY = frozenset(i.name for i in INDICATORS.values() if i.domain == "impayes")
# Analyses whose variants measure another debt each, but for the plan's own.
_OTHER_MEASURES, _AS_IT_IS = ("definitions", "troncature", "avant"), "restants"
_GROUPS = ("accompagnes", "temoins")
_LEVELS = tuple(f"valeur_{g}" for g in _GROUPS)
_SIZES = tuple(f"n_{g}" for g in _GROUPS)
ESTIMATED = ("estimation", "erreur_type", "ic_bas", "ic_haut", "p_valeur", "p_ajustee")
# Methods of which the estimate and the other group's level give the level back.
_OF_LEVELS = frozenset({"difference_brute", "firth", "taille_effet"})


def mask_one_more(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Return sensitivity rows without the levels, of health or debts, of all but a few of the households of another.

    Of 19 households the scores sum to 268, of 18 of them to 251: the nineteenth has 17. A row that leaves 1 to `seuil`
    − 1 households of a group aside loses levels and sizes, and, where it is no more than their difference, its numbers.
    Worst and best cases are of every household, those whose answer is not known at an end of the scale: they are no row
    that the others could be taken from. Debts measured in another way are set against their like alone.
    """
    if frame.empty:
        return frame
    frame = _without_sizes_of_extremes(frame)
    told = frame["indicateur"].isin(OF_HEALTH | _OF_MONEY) & frame[list(_LEVELS)].notna().any(axis=1)
    few, measured = told & False, _measured(frame)
    for size in _SIZES:
        n = pd.to_numeric(frame[size], errors="coerce").astype(float)
        most = n.where(told).groupby([frame["indicateur"], frame["vague"], measured]).transform("max")
        few |= told & (most - n).between(1, seuil - 1)
    if not few.any():
        return frame
    frame = frame.astype(dict.fromkeys(_SIZES, float))
    frame.loc[few & (frame[list(_SIZES)].min(axis=1) < FEWEST), ["ic_bas", "ic_haut"]] = None  # as where sizes are told
    frame.loc[few, [*_LEVELS, *_SIZES]] = None
    plain = few & frame["methode"].isin(_OF_LEVELS)
    frame.loc[plain, [c for c in ESTIMATED if c in frame]] = None
    frame.loc[plain, "note"] = remark(MASKED_SIZE)
    return frame


def _without_sizes_of_extremes(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows whose worst and best cases of health or debts keep their difference alone."""
    extremes = frame["variante"].isin(EXTREMES) & frame["indicateur"].isin(OF_HEALTH | _OF_MONEY)
    if not extremes.any():
        return frame
    frame = frame.astype(dict.fromkeys(_SIZES, float))
    frame.loc[extremes, [*_LEVELS, *_SIZES]] = None
    return frame


def _measured(frame: pd.DataFrame) -> pd.Series:
    """What a row measures: its variant where that is another debt, one name for all that measure the plan's."""
    planned = frame["note"].map(lambda note: isinstance(note, str) and holds(note, PLANNED))
    other = frame["analyse"].isin(_OTHER_MEASURES) & ~planned & (frame["variante"] != _AS_IT_IS)
    return frame["variante"].astype(str).where(other & frame["indicateur"].isin(_OF_MONEY), "")
