"""No value and no bound beyond what the scale can reach, and the note says what was brought back."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest

from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS, Scale
from pipeline.contract.methods import MEASURES, METHODS, PLAN_METHODS, reach
from pipeline.estimate.estimate import Estimate
from pipeline.estimate.reached import within_reach
from pipeline.estimate.sample import AnalysedStudy, Sample
from pipeline.params import Params
from pipeline.report.remarks import sentences


def sample_of(indicator):
    names = pd.Index(["AA001", "AA002"])
    study = AnalysedStudy("finale", 24, "M24", Params().plan, names, np.array([True, False]), np.array([0, 0]))
    entry = DUREE_MAINTIEN if indicator == "duree_maintien" else INDICATORS[indicator]
    return Sample(study, entry, "M24", np.zeros(2))


@pytest.mark.parametrize(
    ("indicator", "measure", "furthest"),
    [
        ("maintien", "difference_risques", 1.0),
        ("isole", "double_difference", 2.0),
        ("lsns6", "difference_moyennes", 30.0),
        ("ucla3", "difference_moyennes", 6.0),
        ("who5", "difference_moyennes", 100.0),
        ("who5", "double_difference", 200.0),
        ("procedure_max", "difference_moyennes", 8.0),
        ("duree_maintien", "difference_rmst", 24.0),
    ],
)
def test_what_a_difference_can_reach(indicator, measure, furthest):
    beyond = Estimate(estimation=-3 * furthest, ic_bas=-4 * furthest, ic_haut=1.5 * furthest, note="aucune_variation")
    found = within_reach(sample_of(indicator), measure, beyond)
    assert (found.estimation, found.ic_bas, found.ic_haut) == (-furthest, -furthest, furthest)
    assert sentences(found.note).endswith(
        "L’estimation, la borne basse et la borne haute, hors de l’échelle, y sont ramenées."
    )


def test_only_what_was_brought_back_is_named():
    inside = Estimate(estimation=0.6, ic_bas=0.1, ic_haut=1.1, p_valeur=0.02, erreur_type=0.25)
    found = within_reach(sample_of("maintien"), "difference_risques", inside)
    assert dataclasses.replace(found, note="", ic_haut=1.1) == inside
    assert found.ic_haut == 1.0
    assert sentences(found.note) == "La borne haute, hors de l’échelle, y est ramenée."
    exact = Estimate(estimation=1.0 + 1e-15, ic_bas=0.2, ic_haut=math.nan)
    assert within_reach(sample_of("maintien"), "difference_risques", exact).note == ""


@pytest.mark.parametrize("measure", ["rapport_taux", "rapport_cotes", "g_hedges", "logrank_chi2", "cout_par_maintien"])
def test_what_has_no_bounds_is_left_alone(measure):
    far = Estimate(estimation=1e9, ic_bas=-1e9, ic_haut=math.nan)
    assert within_reach(sample_of("maintien"), measure, far) == far


def test_amounts_have_no_scale_and_shares_all_have_one():
    assert reach(MEASURES["difference_moyennes"], INDICATORS["impaye_solde"], 24) is None
    for entry in INDICATORS.values():
        if entry.scale is Scale.BINARY:
            assert entry.limits == (0, 1), entry.name


def test_every_row_of_the_editions_is_within_its_scale(estimated):
    methods = {m.name for m in PLAN_METHODS}
    for name, tables in estimated.items():
        horizon = Params().editions[name].horizon
        for row in tables["estimations"].itertuples():
            entry = DUREE_MAINTIEN if row.indicateur == "duree_maintien" else INDICATORS[row.indicateur]
            limits = reach(MEASURES[row.mesure], entry, horizon)
            for value in (row.estimation, row.ic_bas, row.ic_haut):
                assert limits is None or math.isnan(value) or limits[0] <= value <= limits[1]
            assert row.methode in methods
            assert METHODS[row.methode]
