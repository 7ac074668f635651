"""Two-group comparisons against R: t.test, pt, sandwich, p.adjust, quantile, a Mahalanobis distance."""

from __future__ import annotations

import numpy as np
import pytest
from reference_output import R_PRINTED, data_of, results_of

from pipeline.stats.description import quartiles, smd_categorical
from pipeline.stats.hedges import hedges_g
from pipeline.stats.holm import holm
from pipeline.stats.rates import rate_ratio
from pipeline.stats.welch import welch_difference

REFERENCE = results_of("two_groups")
# R's glm stops when the deviance moves by 1e-8, and its sandwich is taken there.
GLM_STOPS = 1e-8
# R's pt with a noncentrality is good to about 1e-10 (it warns), its root finder to 1e-13.
NONCENTRAL_T = 1e-8


def karnofsky():
    veteran = data_of("veteran")
    return tuple(veteran.loc[veteran["trt"] == t, "karno"].to_numpy(float) for t in (2, 1))


def breaks(wool):
    frame = data_of("warpbreaks")
    part = frame[frame["wool"] == wool]
    return part["breaks"].to_numpy(float), part["exposure"].to_numpy(float)


def test_welch_is_t_test():
    effect, expected = welch_difference(*karnofsky()), REFERENCE["welch"]
    ours = (effect.estimate, effect.std_error, effect.df, effect.low, effect.high, effect.p_value)
    assert ours == pytest.approx([expected[k] for k in ("estimate", "se", "df", "low", "high", "p")], rel=R_PRINTED)


@pytest.mark.parametrize(
    ("groups", "key"),
    [(karnofsky(), "hedges_many"), ((breaks("A")[0][:4], breaks("B")[0][:3]), "hedges_few")],
    ids=["137 values", "7 values"],
)
def test_hedges_interval_is_that_of_the_noncentral_t(groups, key):
    effect, expected = hedges_g(*groups), REFERENCE[key]
    assert effect.estimate == pytest.approx(expected["g"], rel=R_PRINTED)
    assert (effect.low, effect.high) == pytest.approx((expected["low"], expected["high"]), rel=NONCENTRAL_T)


def test_rate_ratio_is_the_poisson_regression_with_hc0():
    effect, expected = rate_ratio(*breaks("A"), *breaks("B")), REFERENCE["rates"]
    ours = (effect.estimate, effect.std_error, effect.low, effect.high, effect.p_value)
    assert ours == pytest.approx([expected[k] for k in ("ratio", "se", "low", "high", "p")], rel=GLM_STOPS)


def test_holm_is_p_adjust():
    expected = REFERENCE["holm"]
    assert holm(np.array(expected["p"])) == pytest.approx(expected["adjusted"], rel=R_PRINTED)


def test_quartiles_are_type_7():
    frame = data_of("warpbreaks")
    assert quartiles(frame["breaks"].to_numpy(float)) == pytest.approx(REFERENCE["quartiles"], rel=R_PRINTED)


def test_distance_of_several_levels_is_mahalanobis():
    expected = REFERENCE["smd"]
    treated, control = np.array(expected["treated"], float), np.array(expected["control"], float)
    assert smd_categorical(treated, control) == pytest.approx(expected["distance"], rel=R_PRINTED)
    assert smd_categorical(treated[::-1], control[::-1]) == pytest.approx(expected["distance"], rel=R_PRINTED)
