"""Truncation by exit: hand-worked households, and the trap of the demonstration, into which the naive reading falls."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from support.sensitivity_settings import setting_of

from pipeline.report.remarks import sentences
from pipeline.sensitivity.arrears_path import arrears_path
from pipeline.sensitivity.exits import carried_balance, composite_ranks, truncation_rows, while_housed
from pipeline.synthetic.truth import true_effects

TRUTH = Path(__file__).parents[2] / "data" / "raw" / "demonstration-verite.json"


def rows_by_key(setting):
    return {(r.variante, r.indicateur, r.methode): r for r in truncation_rows(setting)}


def true_effect(wave, reading):
    effects = json.loads(TRUTH.read_text(encoding="utf-8"))["effets"]
    return next(e for e in effects if (e["indicateur"], e["vague"], e["lecture"]) == ("impaye_solde", wave, reading))


@pytest.fixture(scope="module")
def trap(synthetic):
    """The demonstration's own effects, in a panel large enough for chance to be small."""
    return rows_by_key(synthetic(effectif_par_groupe=1500))


def test_the_trap_is_in_the_demonstration():
    # Fewer exits among the accompanied keep their debtors in sight: what is seen is little more than half the effect.
    seen, whole = true_effect("M24", "restants")["effet"], true_effect("M24", "vraie")["effet"]
    assert whole < seen < 0
    assert seen / whole < 0.6


def test_the_naive_difference_falls_into_the_trap_and_ranks_do_not(trap):
    naive = trap["restants", "impaye_solde", "difference_brute"]
    seen, whole = (true_effect("M24", reading)["effet"] for reading in ("restants", "vraie"))
    error = (naive.ic_haut - naive.ic_bas) / (2 * 1.96)
    assert abs(naive.estimation - seen) < 4 * error  # it estimates what is seen…
    assert naive.ic_bas > whole  # …and its interval leaves the true effect out
    ranks = trap["pire_rang", "impaye_solde", "pire_rang"]
    assert ranks.ic_haut < 0.5  # more is bad news: below ½, the accompanied fare better
    assert ranks.p_valeur == pytest.approx(1 / 100)
    either = trap["sortie_ou_impaye", "impaye_2mois", "difference_brute"]
    assert either.ic_haut < trap["restants", "impaye_2mois", "difference_brute"].ic_bas + 0.05 < 0.05


def test_where_support_only_keeps_people_housed_the_naive_difference_points_the_wrong_way(synthetic):
    found = rows_by_key(
        synthetic(
            effectif_par_groupe=1000, effet_impaye_mensuel=0.0, risque_sortie_temoins=0.6, rapport_risque_sortie=0.1
        )
    )
    assert found["restants", "impaye_solde", "difference_brute"].ic_bas > 0  # the accompanied would seem to owe more
    for variant in ("pire_rang", "pire_rang_date"):
        assert found[variant, "impaye_solde", "pire_rang"].ic_haut < 0.5
    assert found["sortie_ou_impaye", "impaye_2mois", "difference_brute"].ic_haut < 0
    bounds = found["bornes_monotones", "impaye_solde", "bornes"]
    assert bounds.ic_bas < 0 < bounds.ic_haut  # no effect among those who would stay: the bounds must hold 0


def test_the_truth_of_that_study_is_no_effect_on_debts_and_many_fewer_exits():
    from pipeline.params import Demonstration

    parameters = Demonstration(effet_impaye_mensuel=0.0, risque_sortie_temoins=0.6, rapport_risque_sortie=0.1)
    effects = {(e["indicateur"], e["vague"], e["lecture"]): e["effet"] for e in true_effects(parameters, 4000)}
    assert effects["impaye_solde", "M24", "vraie"] == 0
    assert effects["impaye_solde", "M24", "restants"] > 100
    assert effects["maintien", "M24", "vraie"] > 0.4


LONG = [100.0] * 25


def test_hand_worked_households(tiny):
    setting = setting_of(
        tiny(
            ("accompagne", None, [*[100.0] * 24, 300.0]),  # stays: 300 at 24; mean of 23 × 100 and 300
            ("accompagne", None, LONG),
            ("temoin", 3, [0.0, 200.0, 400.0, 600.0]),  # evicted in month 3: owed 600; mean of 200, 400, 600
            ("temoin", 6, [0.0, 50.0, None, None, None, None, None]),  # last known before: 50, in month 1
            ("temoin", None, [0.0] * 25),
        )
    )
    assert carried_balance(setting, "M24").tolist() == [300.0, 100.0, 600.0, 50.0, 0.0]
    mean, months = while_housed(setting, "M24")
    assert mean == pytest.approx([(23 * 100 + 300) / 24, 100.0, 400.0, 50.0, 0.0])
    assert months.tolist() == [24, 24, 3, 1, 24]
    sample = setting.sample("impaye_solde")
    assert composite_ranks(setting, sample).outcome.tolist() == [300.0, 100.0, 301.0, 301.0, 0.0]
    assert composite_ranks(setting, sample, by_date=True).outcome.tolist() == [300.0, 100.0, 302.0, 301.0, 0.0]
    found = rows_by_key(setting)
    assert found["restants", "impaye_solde", "difference_brute"].estimation == pytest.approx(200 - 0)
    assert found["dette_sortie", "impaye_solde", "difference_brute"].estimation == pytest.approx(200 - 650 / 3)
    # Of the pairs, an accompanied is above 0 always, below the two who left: (2 × 1)/(2 × 3).
    assert found["pire_rang", "impaye_solde", "pire_rang"].estimation == pytest.approx(1 / 3)
    # A third of the controls stayed, all the accompanied: of two debts, two thirds of one kept: 100 or 300, less 0.
    bounds = found["bornes_monotones", "impaye_solde", "bornes"]
    assert (bounds.ic_bas, bounds.ic_haut) == pytest.approx((100.0, 300.0))
    by_month = found["occupation_mois", "impaye_solde", "difference_ponderee"]
    assert by_month.estimation == pytest.approx((2600 + 2400) / 48 - (1200 + 50) / 28)


def test_nothing_of_a_debt_sent_after_the_exit_is_carried(tiny):
    setting = setting_of(tiny(("accompagne", None, LONG), ("temoin", 3, [0.0, 10.0, 20.0, 30.0, 999.0])))
    assert carried_balance(setting, "M24").tolist() == [100.0, 30.0]
    path = arrears_path(setting)
    last = path[(path["lecture"] == "reportes") & (path["mois"] == 24)].iloc[0]
    assert last["difference"] == pytest.approx(0.0 - 30.0)  # changes since month 0: 0 and 30
    assert last["n_temoins"] == 1
    assert math.isnan(last["bande_basse"])  # one household a group: no interval


def test_everybody_of_a_group_gone_leaves_ranks_and_says_why_no_bounds(tiny):
    setting = setting_of(
        tiny(
            ("accompagne", None, LONG),
            ("accompagne", None, [50.0] * 25),
            ("temoin", 2, [1.0] * 3),
            ("temoin", 5, [2.0] * 6),
        )
    )
    found = rows_by_key(setting)
    assert ("bornes_monotones", "impaye_solde", "bornes") not in found
    ranks = found["pire_rang", "impaye_solde", "pire_rang"]
    assert math.isnan(ranks.estimation)
    assert "Séparation complète" in sentences(ranks.note)
    assert found["dette_sortie", "impaye_solde", "difference_brute"].estimation == pytest.approx(75 - 1.5)


def test_row_order_changes_nothing(synthetic, demonstration_tables):
    shuffled = {
        name: frame.sample(frac=1, random_state=1).reset_index(drop=True)
        for name, frame in demonstration_tables.items()
    }
    first, second = (list(truncation_rows(setting_of(t))) for t in (demonstration_tables, shuffled))
    assert len(first) > 10
    for a, b in zip(first, second, strict=True):
        assert (a.variante, a.methode, a.note) == (b.variante, b.methode, b.note)
        assert np.array([a.estimation, a.ic_bas, a.p_valeur]) == pytest.approx(
            np.array([b.estimation, b.ic_bas, b.p_valeur]), nan_ok=True
        )
