"""The weighted and the imputed rows: limits, small groups, what stands in the note."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest

from pipeline.contract.indicators import INDICATORS
from pipeline.estimate.adjusted import adjusted_difference
from pipeline.estimate.imputed import imputed_difference
from pipeline.estimate.sample import AnalysedStudy, Sample
from pipeline.estimate.weighted import weighted_differences
from pipeline.params import Params
from pipeline.report.remarks import sentences

PLAN = Params().plan.model_copy(update={"reechantillonnages": 199})
RNG = np.random.default_rng(8)


def sample_of(treated, outcome, *, indicator="lsns6", baseline=None, strata=None, covariates=None, **more):
    names = pd.Index([f"AA{i:04d}" for i in range(len(treated))])
    frame = pd.DataFrame(covariates if covariates is not None else {}, index=names)
    codes = np.zeros(len(treated), dtype=int) if strata is None else np.array(strata)
    study = AnalysedStudy("finale", 24, "M24", PLAN, names, np.array(treated, bool), codes, covariates=frame)
    return Sample(study, INDICATORS[indicator], "M24", np.array(outcome, float), baseline=baseline, **more)


def numbers(estimate):
    return dataclasses.astuple(dataclasses.replace(estimate, note=""))


def test_nothing_missing_is_ancova():
    sample = sample_of([1, 0] * 8, RNG.normal(size=16), baseline=RNG.normal(size=16))
    found = imputed_difference(sample)
    assert numbers(found) == numbers(adjusted_difference(sample))
    assert sentences(found.note).startswith("Aucune valeur manquante")


def test_all_households_are_counted_and_what_was_imputed_is_said():
    outcome, baseline = RNG.normal(size=40), RNG.normal(size=40)
    outcome[:4], baseline[4:7] = np.nan, np.nan
    found = imputed_difference(sample_of([1, 0] * 20, outcome, baseline=baseline))
    assert (found.n_accompagnes, found.n_temoins) == (20, 20)
    assert "4 valeurs imputées sur 40 (3 à l’inclusion), 50 fois" in sentences(found.note).replace("\u00a0", " ")
    assert "information manquante" in sentences(found.note)
    assert found.ic_bas < found.estimation < found.ic_haut


def test_imputed_values_are_those_of_the_own_group():
    """Two groups without overlap, constant in each: every imputation is the group's value."""
    outcome = np.where(np.arange(20) % 2 == 0, 10.0, 4.0)
    outcome[:4] = np.nan
    found = imputed_difference(sample_of([1, 0] * 10, outcome))
    assert (found.estimation, found.valeur_accompagnes, found.valeur_temoins) == pytest.approx((6.0, 10.0, 4.0))
    assert sentences(found.note) == "Aucune variation des valeurs à l’intérieur des groupes."


def test_only_households_that_the_indicator_concerns_are_imputed():
    outcome = np.array([1.0, 0, 1, 0, 1, 1, 0, 0, 1, 0, np.nan, np.nan, np.nan, np.nan])
    treated = [1, 0] * 7
    found = imputed_difference(sample_of(treated, outcome, indicator="insertion", concerned=np.arange(14) < 12))
    assert (found.n_accompagnes, found.n_temoins) == (6, 6)


@pytest.mark.parametrize(("known", "words"), [(2, "Moins de trois valeurs"), (0, "Aucune valeur connue")])
def test_too_little_to_impute_from(known, words):
    outcome = RNG.normal(size=20)
    outcome[np.flatnonzero(np.arange(20) % 2 == 0)[known:]] = np.nan
    found = imputed_difference(sample_of([1, 0] * 10, outcome))
    assert math.isnan(found.estimation)
    assert sentences(found.note).startswith(words)


@pytest.mark.parametrize("covariates", [None, {"lsns6": np.repeat([3.0, 9.0], 10)}], ids=["none", "same means"])
def test_without_a_covariate_that_differs_there_is_no_weighted_figure(covariates):
    for indicator, more in (("lsns6", {}), ("maintien", {}), ("troubles", {"exposure": np.full(20, 2.0)})):
        sample = sample_of([1, 0] * 10, RNG.integers(0, 2, 20), indicator=indicator, covariates=covariates, **more)
        (found,) = weighted_differences([sample])
        assert np.isnan([found.estimation, found.ic_bas, found.ic_haut, found.p_valeur]).all()
        assert (found.n_accompagnes, found.n_temoins) == (10, 10)
        assert sentences(found.note) == (
            "Aucune covariable ne distingue les deux groupes, et il n’y a rien à pondérer."
        )


def with_profiles(sample, profiles):
    return dataclasses.replace(sample, study=dataclasses.replace(sample.study, profiles=np.array(profiles)))


def test_a_profile_held_in_unequal_shares_enters_the_score_and_is_balanced():
    """Profile 1: 5 of 15 accompanied and 10 of 15 controls. Saturated: e = 2/3 and 1/3, each profile weighs alike."""
    treated, profiles = np.repeat([True, False], 15), np.r_[np.repeat([0, 1], [10, 5]), np.repeat([0, 1], [5, 10])]
    outcome = RNG.normal(size=30) + 3.0 * profiles
    (found,) = weighted_differences([with_profiles(sample_of(treated, outcome), profiles)])
    within = [outcome[treated & (profiles == p)].mean() - outcome[~treated & (profiles == p)].mean() for p in (0, 1)]
    assert found.estimation == pytest.approx(np.mean(within))  # n e (1 − e): 15 × 2/9 in both
    note = sentences(found.note)
    assert note.startswith("Score sur\u00a0: profil")
    assert "0,00 après" in note


def test_a_profile_held_in_equal_shares_does_not_enter_the_score():
    covariates = {"lsns6": RNG.normal(size=40)}
    sample = sample_of([1, 0] * 20, RNG.normal(size=40), covariates=covariates)
    (plain,) = weighted_differences([sample])
    (found,) = weighted_differences([with_profiles(sample, np.repeat([0, 1], 20))])
    assert numbers(found) == numbers(plain)


def test_households_of_a_profile_that_the_other_group_does_not_have_are_left_out():
    treated, profiles = (
        np.repeat([True, False], 20),
        np.r_[np.repeat([0, 1, 2], [6, 12, 2]), np.repeat([0, 1], [12, 8])],
    )
    outcome = RNG.normal(size=40)
    (found,) = weighted_differences([with_profiles(sample_of(treated, outcome), profiles)])
    assert (found.n_accompagnes, found.n_temoins) == (18, 20)
    assert "2\u00a0ménages laissés de côté, d’un profil que l’autre groupe n’a pas" in sentences(found.note)
    inside = profiles < 2
    (without,) = weighted_differences([with_profiles(sample_of(treated[inside], outcome[inside]), profiles[inside])])
    assert found.estimation == pytest.approx(without.estimation)


def test_the_note_names_score_sizes_and_balance():
    covariates = {"impaye_inclusion": RNG.normal(500, 100, 40), "lsns6": RNG.normal(12, 4, 40)}
    sample = sample_of([1, 0] * 20, RNG.normal(size=40), strata=[0, 0, 1, 1] * 10, covariates=covariates)
    (found,) = weighted_differences([sample])
    note = sentences(found.note).replace("\u00a0", " ").replace("\u202f", " ")
    assert "effectif efficace" in note
    assert "0,00 après" in note  # weighted means agree exactly on what is in the score
    assert "strates, hors du score" in note
    assert "199 rééchantillonnages par groupe, intervalle BCa" in note


def test_separated_groups_are_a_row_with_its_reason():
    treated = np.array([1, 0] * 10)
    covariates = {"impaye_inclusion": np.where(treated == 1, 900.0, 100.0) + RNG.random(20)}
    (found,) = weighted_differences([sample_of(treated, RNG.normal(size=20), covariates=covariates)])
    assert math.isnan(found.estimation)
    assert sentences(found.note).startswith("Les covariables séparent")


@pytest.mark.parametrize("treated", [[1, 0], [1, 1, 0], [1, 1, 0, 0], [1, 1, 1, 1]])
def test_tiny_groups_never_fail(treated):
    sample = sample_of(treated, RNG.normal(size=len(treated)), covariates={"lsns6": RNG.normal(size=len(treated))})
    (weighted,) = weighted_differences([sample])
    assert sentences(weighted.note)
    assert sentences(imputed_difference(sample).note)


def test_no_event_in_a_group():
    exposure = np.ones(20)
    outcome = np.where(np.arange(20) % 2 == 0, 1.0, 0.0)
    more = {"exposure": exposure, "covariates": {"lsns6": RNG.normal(size=20)}}
    (found,) = weighted_differences([sample_of([1, 0] * 10, outcome, indicator="troubles", **more)])
    assert math.isnan(found.estimation)
    assert sentences(found.note) == "Aucun événement chez les témoins."


@pytest.mark.slow
def test_many_households_take_the_linearised_variance_close_to_the_bootstrap():
    n = 2_002
    treated = np.arange(n) % 2 == 0
    x = RNG.normal(size=n)
    outcome = x + 0.5 * treated + RNG.normal(size=n)
    (large,) = weighted_differences([sample_of(treated, outcome, covariates={"lsns6": x})])
    assert "variance linéarisée" in sentences(large.note)
    (small,) = weighted_differences([sample_of(treated[:1998], outcome[:1998], covariates={"lsns6": x[:1998]})])
    assert small.erreur_type == pytest.approx(large.erreur_type, rel=0.2)  # 199 draws: 5 % of error
    assert large.estimation == pytest.approx(0.5, abs=4 * large.erreur_type)


def test_the_groups_names_turn_the_sign_of_the_imputed_difference():
    outcome = RNG.normal(size=30)
    outcome[:6] = np.nan
    treated = np.array([1, 0] * 15, bool)
    a, b = imputed_difference(sample_of(treated, outcome)), imputed_difference(sample_of(~treated, outcome))
    assert a.estimation == pytest.approx(-b.estimation)
    assert a.p_valeur == pytest.approx(b.p_valeur)


def test_a_group_that_does_not_vary_has_no_p():
    """All its resamples are the same: what they say of chance is nothing."""
    treated = [1, 0] * 12
    outcome = np.where(np.array(treated) == 1, 1.0, np.arange(24) % 3 > 0)
    covariates = {"lsns6": RNG.normal(size=24)}
    [found] = weighted_differences([sample_of(treated, outcome, indicator="maintien", covariates=covariates)])
    assert math.isnan(found.p_valeur)
    assert "un groupe ne varie pas" in sentences(found.note)
    assert found.ic_bas < found.estimation < found.ic_haut
    outcome[0] = 0.0
    [varied] = weighted_differences([sample_of(treated, outcome, indicator="maintien", covariates=covariates)])
    assert not math.isnan(varied.p_valeur)
