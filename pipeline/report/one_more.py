"""Disclosure control of health told of nearly the same households: one more, another mean, and that one is known."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.indicators import INDICATORS
from pipeline.contract.remarks import MASKED_SIZE, remark
from pipeline.statements.few import FEWEST

# Scores of health, and the classes cut from them.
OF_HEALTH = frozenset(i.name for i in INDICATORS.values() if i.domain == "bien_etre") - {"membre_cooperative"}
_GROUPS = ("accompagnes", "temoins")
_LEVELS = tuple(f"valeur_{g}" for g in _GROUPS)
_SIZES = tuple(f"n_{g}" for g in _GROUPS)
_NUMBERS = ("estimation", "erreur_type", "ic_bas", "ic_haut", "p_valeur", "p_ajustee")
# Methods of which the estimate and the other group's level give the level back.
_OF_LEVELS = frozenset({"difference_brute", "firth", "taille_effet"})
# Rows that give the missing an end of the scale: of no household more than those whose answer is known.
_ASSUMED = ("pire_cas", "meilleur_cas")


def mask_one_more(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Return sensitivity rows without the health levels of all but a few of the households that another row is of.

    Of 19 households the scores sum to 268, of 18 of them to 251: the nineteenth has 17. A row that leaves 1 to `seuil`
    − 1 households of a group aside loses levels and sizes, and, where it is no more than their difference, its numbers.
    A row that assumes what the missing would have answered counts for the others as if it were not there: it keeps its
    difference, and loses its levels and sizes where it assumes few.
    """
    if frame.empty:
        return frame
    told = frame["indicateur"].isin(OF_HEALTH) & frame[list(_LEVELS)].notna().any(axis=1)
    assumed = told & frame["variante"].isin(_ASSUMED)
    few = told & False
    for size in _SIZES:
        n = pd.to_numeric(frame[size], errors="coerce").astype(float)
        most = n.where(told & ~assumed).groupby([frame["indicateur"], frame["vague"]]).transform("max")
        few |= told & (most - n).abs().between(1, seuil - 1)
    if not few.any():
        return frame
    frame = frame.astype(dict.fromkeys(_SIZES, float))
    frame.loc[few & (frame[list(_SIZES)].min(axis=1) < FEWEST), ["ic_bas", "ic_haut"]] = None  # as where sizes are told
    frame.loc[few, [*_LEVELS, *_SIZES]] = None
    plain = few & ~assumed & frame["methode"].isin(_OF_LEVELS)
    frame.loc[plain, [c for c in _NUMBERS if c in frame]] = None
    frame.loc[plain, "note"] = remark(MASKED_SIZE)
    return frame
