"""What a statistical function returns: an effect with its uncertainty, or the reason why a part of it is missing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


class Reason(StrEnum):
    """Why a result, or a part of it, is missing or was got in another way; the codes are the data's, hence French."""

    EMPTY_GROUP = "aucune_valeur"  # no value in one group at least
    FEW_VALUES = "moins_de_deux_valeurs"  # under two values in one group at least
    NO_VARIATION = "aucune_variation"  # all values equal within each group: no variance
    NO_EVENT = "aucun_evenement"  # no event in either group
    NO_EVENT_TREATED = "aucun_evenement_accompagnes"  # no event in the treated group
    NO_EVENT_CONTROL = "aucun_evenement_temoins"  # no event in the control group
    NO_EXPOSURE = "aucune_exposition"  # no observed time in one group at least
    SEPARATION = "separation"  # every value of one group above every value of the other
    ONE_ARRANGEMENT = "groupes_non_echangeables"  # the groups cannot be exchanged within any stratum
    NOTHING_IN_COMMON = "groupes_sans_rien_de_commun"  # strata, baseline: nothing where both groups can be compared
    FEW_DEGREES = "trop_peu_de_degres"  # too few residual degrees of freedom
    FITTED_EXACTLY = "menage_ajuste_exactement"  # a unit that carries a part of the effect is fitted exactly
    FEW_HOUSEHOLDS = "trop_peu_de_menages"  # as many parameters as households: no variance
    NO_GAIN = "aucun_gain"  # the effect that a ratio divides by is not positive
    UNBOUNDED = "effet_peut_etre_nul"  # the effect that a ratio divides by may be 0: a bound does not exist
    NOTHING_DIFFERS = "rien_ne_differe"  # no covariate tells the groups apart: weights would change nothing
    SEPARATED_SCORE = "score_separe"  # the covariates tell the groups apart: no propensity score
    UNDEFINED_DRAWS = "reechantillonnages_indefinis"  # too many bootstrap draws without an estimate: no interval
    TOO_MANY_UNITS = "trop_de_menages"  # more units than the method is made for
    FEW_TO_IMPUTE = "trop_peu_a_imputer"  # too few known values in a group to draw the others from
    UNDEFINED_EXCHANGES = "permutations_indefinies"  # too many exchanges without a variance: no interval
    SCORE_TEST = "test_du_score"  # too many tables for an exact test: score test instead


@dataclass(frozen=True)
class Effect:
    """One effect, treated minus (or over) control.

    `estimate`: in the unit of the method. `std_error`: on the scale named by the method's docstring. `low`, `high`:
    bounds of the interval. `df`: degrees of freedom, where the method has them. What is undefined is `nan`, never
    infinite, and `reason` then says why.
    """

    estimate: float = math.nan
    std_error: float = math.nan
    low: float = math.nan
    high: float = math.nan
    p_value: float = math.nan
    df: float = math.nan
    reason: Reason | None = None
