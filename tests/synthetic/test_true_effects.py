"""The truth of the synthetic study is the parameters', and the trap of exits is in it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.params import Demonstration
from pipeline.synthetic.truth import true_effects

pytestmark = pytest.mark.slow  # twenty thousand households are simulated
POPULATION = 20_000
Z = 4.0  # standard errors allowed: one false alarm in 16,000


@pytest.fixture(scope="module")
def truth() -> pd.DataFrame:
    rows = true_effects(Demonstration(), POPULATION)
    return pd.DataFrame(rows).set_index(["indicateur", "vague", "lecture"])


def test_the_risks_of_exit_are_the_parameters(truth: pd.DataFrame) -> None:
    row = truth.loc[("maintien", "M24", "vraie")]
    error = np.sqrt(0.3 * 0.7 / POPULATION)
    # Rare deaths and withdrawals before the exit (4 %) hide a few exits.
    assert row["temoins"] == pytest.approx(1 - 0.30, abs=Z * error + 0.30 * 0.04)
    assert row["accompagnes"] == pytest.approx(1 - 0.30 * 0.40, abs=Z * error + 0.12 * 0.04)


@pytest.mark.parametrize("wave", ["M12", "M18", "M24"])
def test_the_ratio_of_risks_is_the_parameter_at_every_wave(truth: pd.DataFrame, wave: str) -> None:
    row = truth.loc[("maintien", wave, "vraie")]
    ratio = (1 - row["accompagnes"]) / (1 - row["temoins"])
    exits = POPULATION * (1 - row["accompagnes"])
    assert ratio == pytest.approx(0.40, abs=Z * 0.40 / np.sqrt(exits))


@pytest.mark.parametrize(("score", "effect"), [("lsns6", 2.0), ("ucla3", -0.5), ("who5", 8.0)])
def test_scores_move_by_the_parameter_but_for_the_bounds_of_the_scales(
    truth: pd.DataFrame, score: str, effect: float
) -> None:
    for wave in ("M12", "M24"):
        assert truth.loc[(score, wave, "vraie"), "effet"] == pytest.approx(effect, rel=0.12)


@pytest.mark.parametrize(("count", "ratio"), [("troubles", 0.60), ("droits_ouverts", 1.80)])
def test_rates_are_multiplied_by_the_parameter(truth: pd.DataFrame, count: str, ratio: float) -> None:
    row = truth.loc[(count, "M24", "vraie")]
    assert row["effet"] == pytest.approx(ratio, abs=Z * row["erreur_simulation"])


def test_arrears_fall_by_less_than_the_monthly_effect_since_no_payment_is_negative(truth: pd.DataFrame) -> None:
    effect = truth.loc[("impaye_solde", "M24", "vraie"), "effet"]
    assert -25.0 * 24 < effect < -0.6 * 25.0 * 24


def test_the_difference_among_those_still_there_underestimates_the_effect_on_arrears(truth: pd.DataFrame) -> None:
    for indicator, least in (("impaye_solde", 100.0), ("impaye_2mois", 0.03)):
        real = truth.loc[(indicator, "M24", "vraie")]
        naive = truth.loc[(indicator, "M24", "restants")]
        assert real["effet"] < 0
        assert naive["effet"] - real["effet"] > least
        assert naive["effet"] - real["effet"] > Z * naive["erreur_simulation"]
        # Since the worst debtors of the controls left: those who stay owe less than all would.
        assert naive["temoins"] < real["temoins"]


def test_without_any_effect_the_two_worlds_are_the_same() -> None:
    neutral = Demonstration(
        rapport_risque_sortie=1.0,
        effet_impaye_mensuel=0.0,
        effet_lsns6=0.0,
        effet_ucla3=0.0,
        effet_who5=0.0,
        rapport_taux_troubles=1.0,
        rapport_taux_droits=1.0,
    )
    rows = pd.DataFrame(true_effects(neutral, 2_000))
    rates = rows["indicateur"].isin(["troubles", "droits_ouverts"])
    assert (rows.loc[~rates, "effet"] == 0).all()
    assert (rows.loc[rates, "effet"] == 1).all()


@pytest.mark.parametrize("change", [{"risque_sortie_temoins": 0.0}, {"risque_sortie_temoins": 1.0}])
def test_extreme_risks_are_lived_too(change: dict[str, float]) -> None:
    rows = pd.DataFrame(true_effects(Demonstration(**change), 400)).set_index(["indicateur", "vague", "lecture"])
    assert rows.loc[("maintien", "M24", "vraie"), "temoins"] == pytest.approx(
        1 - change["risque_sortie_temoins"], abs=0.1
    )
