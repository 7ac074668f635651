"""Indicators of the rent ledger, one rule a test. Rows are (quittance, apl, autres_aides, paiement, solde_impaye)."""

from __future__ import annotations

import pytest

from pipeline.params import Seuils

NA = None


def test_the_debt_of_the_calendar_month_is_read(etude):
    m = etude("2015-01-31", suivi={"2015-01": (500, 0, 0, 0, 100), "2016-01": (500, 0, 0, 0, 750)})
    assert (m("impaye_solde", "T0"), m("impaye_solde", "M12")) == (100, 750)


def test_a_month_without_row_is_missing_and_nothing_is_carried_forward(etude):
    m = etude("2015-01-31", suivi={"2015-12": (500, 0, 0, 0, 700), "2016-02": (500, 0, 0, 0, 700)})
    for name in ("impaye_solde", "impaye_mois", "impaye_2mois"):
        assert m(name, "M12") is None


def test_a_credit_balance_is_negative(etude):
    m = etude(suivi={"2016-01": (500, 0, 0, 0, -120)})
    assert (m("impaye_solde", "M12"), m("impaye_mois", "M12"), m("impaye_2mois", "M12")) == (-120, -0.24, 0)


def test_the_debt_in_months_of_the_rent_call(etude):
    assert etude(suivi={"2016-01": (400, 300, 0, 0, 500)})("impaye_mois", "M12") == 1.25


@pytest.mark.parametrize(("solde", "value"), [(999.99, 0), (1000, 1), (1000.01, 1)])
def test_two_months_of_rent_is_reached_at_exactly_twice_the_call(etude, solde, value):
    assert etude(suivi={"2016-01": (500, 300, 0, 0, solde)})("impaye_2mois", "M12") == value


def test_the_threshold_in_months_is_a_parameter(etude):
    suivi = {"2016-01": (500, 0, 0, 0, 1400)}
    assert etude(suivi=suivi, seuils=Seuils(impaye_mois=3))("impaye_2mois", "M12") == 0
    assert etude(suivi=suivi, seuils=Seuils(impaye_mois=2.8))("impaye_2mois", "M12") == 1


def test_a_debt_of_exactly_three_calls_is_three_calls_in_binary_too(etude):
    # 3 × 300.1 is 900.3000000000001 in binary
    m = etude(suivi={"2016-01": (300.1, 0, 0, 0, 900.3)}, seuils=Seuils(impaye_mois=3))
    assert m("impaye_2mois", "M12") == 1


def test_a_rent_call_of_zero_leaves_the_debt_and_takes_the_ratios_away(etude):
    m = etude(suivi={"2016-01": (0, 0, 0, 0, 800)})
    assert (m("impaye_solde", "M12"), m("impaye_mois", "M12"), m("impaye_2mois", "M12")) == (800, None, None)


def test_a_missing_rent_call_or_debt_takes_the_ratios_away(etude):
    m = etude(suivi={"2016-01": (NA, 0, 0, 0, 800), "2015-01": (500, 0, 0, 0, NA)})
    assert (m("impaye_mois", "M12"), m("impaye_2mois", "M12")) == (None, None)
    assert (m("impaye_solde", "T0"), m("impaye_mois", "T0"), m("impaye_2mois", "T0")) == (None, None, None)


def test_recovery_adds_months_one_to_h_and_leaves_the_inclusion_month_out(etude):
    suivi = {
        "2015-01": (500, 0, 0, 9999, 0),
        "2015-02": (500, 200, 50, 200, 0),  # 250 due
        "2016-01": (500, 250, 0, 150, 0),  # 250 due, month 12
        "2016-02": (500, 0, 0, 0, 0),  # month 13: at M18 only, 500 due
    }
    m = etude("2015-01-15", suivi=suivi)
    assert m("taux_recouvrement", "M12") == pytest.approx(350 / 500)
    assert m("taux_recouvrement", "M18") == pytest.approx(350 / 1000)


def test_recovery_leaves_a_row_with_a_missing_amount_out_of_both_sums(etude):
    whole = {"2015-02": (500, 200, 0, 150, 0)}
    for row in ((NA, 0, 0, 90, 0), (500, NA, 0, 90, 0), (500, 0, NA, 90, 0), (500, 0, 0, NA, 0)):
        m = etude(suivi={**whole, "2015-03": row})
        assert m("taux_recouvrement", "M12") == pytest.approx(0.5)


def test_recovery_does_not_need_the_debt(etude):
    assert etude(suivi={"2015-02": (500, 250, 0, 125, NA)})("taux_recouvrement", "M12") == pytest.approx(0.5)


@pytest.mark.parametrize("row", [(500, 500, 0, 10, 0), (500, 500, 20, 10, 0), (0, 0, 0, 0, 0)])
def test_recovery_is_missing_when_nothing_is_due(etude, row):
    assert etude(suivi={"2015-02": row})("taux_recouvrement", "M12") is None


def test_recovery_without_any_row_is_missing(etude):
    assert etude()("taux_recouvrement", "M12") is None


def test_an_absent_column_of_other_aid_counts_as_zero(etude, typed):
    import pandas as pd

    from pipeline.contract.tables import SUIVI_LOCATIF

    row = {
        "menage_id": ["AA01"],
        "mois": ["2015-02"],
        "quittance": [500],
        "apl": [0],
        "paiement": [0],
        "solde_impaye": [0],
    }
    assert typed(pd.DataFrame(row), SUIVI_LOCATIF)["autres_aides"].tolist() == [0.0]
    assert SUIVI_LOCATIF["autres_aides"].fill == 0.0


def test_the_slope_is_that_of_the_line_through_the_debts(etude):
    # months 0, 1, 3 and debts 100, 160, 220: mean 4/3, slope = Σ(t−t̄)y / Σ(t−t̄)² = 180 / (14/3)
    suivi = {"2015-01": (500, 0, 0, 0, 100), "2015-02": (500, 0, 0, 0, 160), "2015-04": (500, 0, 0, 0, 220)}
    assert etude("2015-01-15", suivi=suivi)("pente_impaye", "M12") == pytest.approx(180 / (14 / 3))


def test_the_slope_needs_three_debts(etude):
    two = {"2015-01": (500, 0, 0, 0, 100), "2015-02": (500, 0, 0, 0, 160), "2015-03": (500, 0, 0, 0, NA)}
    assert etude(suivi=two)("pente_impaye", "M12") is None


def test_the_slope_stops_at_the_wave(etude):
    suivi = {"2015-01": (500, 0, 0, 0, 0), "2015-02": (500, 0, 0, 0, 10), "2016-01": (500, 0, 0, 0, 120)}
    m = etude("2015-01-15", suivi={**suivi, "2016-02": (500, 0, 0, 0, 9000)})
    assert m("pente_impaye", "M12") == pytest.approx(10)
    assert m("pente_impaye", "M18") > 100


def test_months_before_inclusion_are_not_read(etude):
    suivi = {f"2014-{month:02d}": (500, 0, 0, 0, 100 * month) for month in range(6, 13)}
    m = etude("2015-01-15", suivi=suivi)
    assert (m("pente_impaye", "M12"), m("taux_recouvrement", "M12"), m.mois) == (None, None, {})


def test_rows_sent_after_an_exit_are_read_as_they_stand(etude):
    m = etude(suivi={"2016-01": (500, 0, 0, 0, 640)}, evenements=[("2015-06-01", "expulsion")])
    assert m("impaye_solde", "M12") == 640


def test_the_effort_is_the_call_net_of_housing_aid_over_income(etude):
    suivi = {"2015-01": (600, 250, 90, 0, 0)}
    assert etude(suivi=suivi, ressources_mensuelles=1400)("taux_effort", "T0") == pytest.approx(0.25)
    assert etude(suivi=suivi, ressources_mensuelles=0)("taux_effort", "T0") is None
    assert etude(suivi=suivi, ressources_mensuelles=NA)("taux_effort", "T0") is None


def test_the_waves_of_the_ledger(etude):
    m = etude()
    assert list(m.rows("impaye_solde").index) == ["T0", "M12", "M18", "M24"]
    assert list(m.rows("taux_recouvrement").index) == ["M12", "M18", "M24"]
    assert list(m.rows("taux_effort").index) == ["T0"]
    assert list(etude(edition="parcours").rows("impaye_solde").index) == ["T0", "M12", "M18"]


def test_the_monthly_follow_up_has_the_rows_that_are_there(etude):
    suivi = {"2015-01": (500, 0, 0, 0, 5), "2015-03": (500, 0, 0, 0, 7), "2017-01": (500, 0, 0, 0, 9)}
    m = etude("2015-01-15", suivi={**suivi, "2017-02": (500, 0, 0, 0, 11)})  # month 25
    assert m.mois == {0: 5, 2: 7, 24: 9}
