"""The BCa rows of the other methods: which indicators have one, and the same households resampled for all."""

from __future__ import annotations

import numpy as np
import pytest
from support.sensitivity_settings import setting_of

from pipeline.contract.indicators import INDICATORS, Scale
from pipeline.report.remarks import sentences
from pipeline.sensitivity.other_methods import other_method_rows
from pipeline.stats.bootstrap_difference import bootstrap_differences


def bca_rows(setting):
    return {r.indicateur: r for r in other_method_rows(setting) if r.variante == "bca"}


def test_every_indicator_of_the_plan_that_has_means_has_a_row(demonstration_tables):
    setting = setting_of(demonstration_tables)
    plan = setting.study.plan
    planned = [n for n in (plan.indicateur_principal, *plan.secondaires) if INDICATORS[n].scale in (
        Scale.CONTINUOUS, Scale.ORDINAL)]  # fmt: skip
    rows = bca_rows(setting)
    assert list(rows) == planned
    for name, row in rows.items():
        sample = setting.sample(name)
        assert row.estimation == pytest.approx(sample.treated.mean() - sample.control.mean())
        assert row.ic_bas < row.estimation < row.ic_haut
        assert (row.n_accompagnes, row.n_temoins) == (len(sample.treated), len(sample.control))
        assert row.mesure == "difference_moyennes"
        assert f"{plan.tirages} rééchantillonnages" in sentences(row.note).replace("\u202f", "").replace("\u00a0", " ")


def test_the_households_drawn_are_the_same_for_all_indicators(demonstration_tables):
    setting = setting_of(demonstration_tables)
    plan = setting.study.plan
    sample = setting.sample("impaye_solde")
    (alone,) = bootstrap_differences(
        sample.outcome[:, None], setting.study.treated, draws=plan.tirages, level=plan.niveau,
        rng=np.random.default_rng([plan.graine, *b"bca"]),
    )  # fmt: skip
    row = bca_rows(setting)["impaye_solde"]
    assert (row.ic_bas, row.ic_haut) == pytest.approx((alone.low, alone.high), rel=1e-9)
    assert row.p_valeur == pytest.approx(alone.p_value, rel=1e-9)


def test_one_known_household_in_a_group_gives_a_reason_instead_of_bounds(tiny):
    tables = tiny(
        ("accompagne", None, [*[0.0] * 24, 100.0]), ("temoin", None, [*[0.0] * 24, 20.0]),
        ("temoin", None, [*[0.0] * 24, 40.0]),
    )  # fmt: skip
    row = bca_rows(setting_of(tables))["impaye_solde"]
    assert row.estimation == pytest.approx(70.0)
    assert np.isnan([row.ic_bas, row.ic_haut, row.p_valeur]).all()
    assert "Moins de deux valeurs connues chez les accompagnés" in sentences(row.note)
