"""The plan's adjusted difference on households: who is left out, what it is adjusted on, what the note says."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from pipeline.contract.indicators import INDICATORS
from pipeline.estimate.additive import additive_comparison, stratified_comparison
from pipeline.estimate.sample import AnalysedStudy, Sample
from pipeline.params import Params
from pipeline.report.remarks import sentences
from pipeline.stats.additive_regression import additive_difference

RNG = np.random.default_rng(6)
PLAN = Params().plan


def sample_of(strata, treated, outcome, start=None, indicator="lsns6", plan=PLAN):
    names = pd.Index([f"AA{i:03d}" for i in range(len(treated))])
    study = AnalysedStudy("finale", 24, "M24", plan, names, np.array(treated, bool), np.array(strata))
    return Sample(study, INDICATORS[indicator], "M24", np.array(outcome, float), start=start)


STRATA, TREATED = np.repeat([0, 1, 2], 10), np.tile([True, False], 15)
OUTCOME, START = RNG.normal(size=30), RNG.normal(size=30)


def test_it_is_adjusted_on_the_start_and_the_strata():
    found = additive_comparison(sample_of(STRATA, TREATED, OUTCOME, START))
    columns = np.column_stack([STRATA == 1, STRATA == 2, START]).astype(float)
    expected = additive_difference(OUTCOME, TREATED, columns)
    assert (found.estimation, found.ic_bas, found.p_valeur) == pytest.approx(
        (expected.estimate, expected.low, expected.p_value)
    )
    assert sentences(found.note) == "Ajustée sur l’indicateur à l’inclusion et les strates."


def test_a_share_is_adjusted_on_the_score_that_it_is_cut_from():
    found = additive_comparison(sample_of(STRATA, TREATED, OUTCOME > 0, START, indicator="isole"))
    assert sentences(found.note) == "Ajustée sur le score mesuré à l’inclusion et les strates."
    shares = {i.name: i.score for i in INDICATORS.values() if i.score}
    assert shares == {
        "isole": "lsns6", "solitude": "ucla3", "bien_etre_faible": "who5",
        **dict.fromkeys(("impaye_2mois", "impaye_3mois", "impaye_12mois"), "impaye_mois"),
    }  # fmt: skip


def test_a_household_without_start_is_left_out_and_counted():
    start = START.copy()
    start[[0, 3]] = np.nan
    found = additive_comparison(sample_of(STRATA, TREATED, OUTCOME, start))
    assert (found.n_accompagnes, found.n_temoins) == (14, 14)
    assert "2\u00a0ménages laissés de côté, faute de valeur à l’inclusion" in sentences(found.note)


def test_where_nobody_was_measured_at_inclusion_it_is_the_stratified_difference():
    without = additive_comparison(sample_of(STRATA, TREATED, OUTCOME))
    unknown = additive_comparison(sample_of(STRATA, TREATED, OUTCOME, np.full(30, np.nan)))
    assert dataclasses.asdict(without) == dataclasses.asdict(unknown)
    assert sentences(without.note) == "Ajustée sur les strates."
    alone = stratified_comparison(sample_of(STRATA, TREATED, OUTCOME))
    assert without.estimation == pytest.approx(alone.estimation, rel=1e-11)
    assert np.isnan([alone.ic_bas, alone.p_valeur, alone.erreur_type]).all()
    assert sentences(alone.note) == "Écart à l’intérieur des strates, celui que teste la permutation."


def test_a_start_that_does_not_vary_is_no_column_but_must_be_known():
    start = np.full(30, 7.0)
    start[0] = np.nan
    found = additive_comparison(sample_of(STRATA, TREATED, OUTCOME, start))
    assert found.n_accompagnes == 14
    assert sentences(found.note).startswith("Ajustée sur les strates\u202f; 1\u00a0ménage laissé de côté")


def test_a_stratum_of_one_group_is_said():
    strata = STRATA.copy()
    strata[[0, 2]] = 5
    found = additive_comparison(sample_of(strata, TREATED, OUTCOME, START))
    assert (found.n_accompagnes, found.n_temoins) == (15, 15)
    assert "2\u00a0ménages d’une strate où l’autre groupe n’a personne" in sentences(found.note)
    apart = additive_comparison(sample_of(TREATED.astype(int), TREATED, OUTCOME, START))
    assert np.isnan(apart.estimation)
    assert sentences(apart.note).startswith("Aucune strate ne réunit les deux groupes")


def test_a_plan_without_strata_is_adjusted_on_the_start_alone():
    plan = PLAN.model_copy(update={"strates": ()})
    found = additive_comparison(sample_of(np.zeros(30, int), TREATED, OUTCOME, START, plan=plan))
    assert sentences(found.note) == "Ajustée sur l’indicateur à l’inclusion."
    plain = additive_comparison(sample_of(np.zeros(30, int), TREATED, OUTCOME, plan=plan))
    assert plain.note == ""
    assert plain.estimation == pytest.approx(OUTCOME[TREATED].mean() - OUTCOME[~TREATED].mean())


@pytest.mark.parametrize(("size", "figures"), [(24, True), (22, False)])
def test_under_twenty_degrees_of_freedom_there_is_no_figure(size, figures):
    found = additive_comparison(sample_of(np.arange(size) % 2, TREATED[:size] ^ (STRATA[:size] == 1), OUTCOME[:size],
                                          START[:size]))  # fmt: skip
    assert np.isfinite([found.estimation, found.ic_bas, found.p_valeur]).all() == figures
    if not figures:
        assert np.isnan([found.estimation, found.erreur_type, found.ic_haut]).all()
        assert sentences(found.note).startswith("18\u00a0degrés de liberté résiduels, moins de 20")
        assert (found.n_accompagnes, found.n_temoins) != (0, 0)


def test_an_outcome_that_does_not_vary_keeps_its_zero():
    found = additive_comparison(sample_of(STRATA, TREATED, np.ones(30), indicator="maintien"))
    assert found.estimation == 0.0
    assert np.isnan(found.ic_bas)
    assert sentences(found.note).startswith("Aucune variation")


def test_every_edition_has_its_rows(estimated):
    for tables in estimated.values():
        rows = tables["estimations"].set_index(["indicateur", "vague", "methode"])
        for name, wave, method in rows.index:
            if method == "permutation" and name != "duree_maintien":
                assert (name, wave, "difference_stratifiee") in rows.index
            if method == "difference_brute" and INDICATORS[name].scale in ("binaire", "continu"):
                assert rows.loc[(name, wave, "ajustee"), "mesure"] == rows.loc[(name, wave, method), "mesure"]
