"""The codes of what is to be known of an estimate: why a part of it is missing, how it was got."""

from __future__ import annotations

from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.contract.remarks import SCORE_INTERVAL, SCORE_TEST, joined, remark
from pipeline.stats.effect import Reason

LOG_SCALE = remark("echelle_logarithmique")
FEW_FOR_SANDWICH = remark("moins_de_dix_menages")
PROFILE_INTERVAL = remark("vraisemblance_profilee")
NONCENTRAL_INTERVAL = remark("student_non_centree")
SCORE_TESTED = joined(SCORE_INTERVAL, SCORE_TEST)
_LEAST = {Reason.EMPTY_GROUP: 1, Reason.FEW_VALUES: 2}  # known values of a group


def explain(reason: Reason | None, n_treated: int, n_control: int) -> str:
    """Return the code of why a number is missing, with the groups concerned where there are some."""
    if reason is None:
        return ""
    least = _LEAST.get(reason, 0)
    sizes = ((ACCOMPAGNE, n_treated), (TEMOIN, n_control))
    return remark(reason.value, *(group for group, n in sizes if n < least))


def adjusted(baseline: bool, left_out: int, exact: int = 0, within: str = "strates") -> str:
    """Return what an adjusted difference is adjusted on (`within`: what the strata are), the households that no stratum
    could take in, and those that the model fits exactly."""
    return joined(
        remark("ajustee_sur", *(("inclusion",) if baseline else ()), within),
        remark("menages_laisses_de_cote", left_out) if left_out else "",
        remark("menages_ajustes_exactement", exact) if exact else "",
    )


def prolonged(months: float) -> str:
    """Return until when a curve is seen that the restricted mean prolongs to the horizon."""
    return remark("courbe_prolongee", months)


def permuted_interval(draws: int, strata: tuple[str, ...]) -> str:
    """Return how a studentised permutation interval and p-value were obtained."""
    return remark("permutation_studentisee", draws, *strata)


def permuted(draws: int, strata: tuple[str, ...]) -> str:
    """Return how a permutation p-value was obtained."""
    return remark("permutation", draws, *strata)
