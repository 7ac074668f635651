"""Heavier arrears and regular payment. Rows are (quittance, apl, autres_aides, paiement, solde_impaye)."""

from __future__ import annotations

import pytest

from pipeline.params import Seuils

NA = None
LAST = ("2015-08", "2015-09", "2015-10", "2015-11", "2015-12", "2016-01")  # months 7 to 12 of 2015-01
PAID = (500, 300, 20, 180, 0)  # 180 asked, 180 paid


def six(**changed):
    """The six last months before M12, all paid in full but those changed: `m7` to `m12` → a row, None for no row."""
    rows = {month: changed.get(f"m{7 + i}", PAID) for i, month in enumerate(LAST)}
    return {month: row for month, row in rows.items() if row is not None}


@pytest.mark.parametrize(
    ("calls", "solde", "three", "twelve"),
    [(500, 1499.99, 0, 0), (500, 1500, 1, 0), (500, 5999.99, 1, 0), (500, 6000, 1, 1), (500, -6000, 0, 0)],
)
def test_three_and_twelve_months_are_reached_at_exactly_so_many_calls(etude, calls, solde, three, twelve):
    m = etude(suivi={"2016-01": (calls, 300, 0, 0, solde)})
    assert (m("impaye_3mois", "M12"), m("impaye_12mois", "M12")) == (three, twelve)


def test_exactly_three_or_twelve_calls_are_so_in_binary_too(etude):
    # 3 × 300.1 is 900.3000000000001 and 12 × 300.1 is 3601.2000000000003 in binary
    assert etude(suivi={"2016-01": (300.1, 0, 0, 0, 900.3)})("impaye_3mois", "M12") == 1
    assert etude(suivi={"2016-01": (300.1, 0, 0, 0, 3601.2)})("impaye_12mois", "M12") == 1


def test_the_threshold_of_heavy_arrears_does_not_move_them(etude):
    m = etude(suivi={"2016-01": (500, 0, 0, 0, 1600)}, seuils=Seuils(impaye_mois=6))
    assert (m("impaye_2mois", "M12"), m("impaye_3mois", "M12"), m("impaye_12mois", "M12")) == (0, 1, 0)


@pytest.mark.parametrize("row", [(0, 0, 0, 0, 800), (NA, 0, 0, 0, 800), (500, 0, 0, 0, NA)])
def test_nothing_called_or_nothing_known_is_missing(etude, row):
    m = etude(suivi={"2016-01": row})
    assert (m("impaye_3mois", "M12"), m("impaye_12mois", "M12")) == (None, None)


def test_a_month_without_row_is_missing_and_a_debt_sent_after_an_exit_is_read(etude):
    exit_ = [("2015-06-01", "expulsion")]
    assert etude(suivi={"2015-12": (500, 0, 0, 0, 9000)})("impaye_12mois", "M12") is None
    assert etude(suivi={"2016-01": (500, 0, 0, 0, 9000)}, evenements=exit_)("impaye_12mois", "M12") == 1
    assert etude(evenements=exit_)("impaye_3mois", "M12") is None


def test_they_are_measured_at_inclusion_too_and_regular_payment_is_not(etude):
    m = etude(suivi={"2015-01": (500, 0, 0, 0, 1500)})
    assert (m("impaye_3mois", "T0"), m("impaye_12mois", "T0")) == (1, 0)
    assert list(m.rows("paiement_regulier").index) == ["M12", "M18", "M24"]


def test_six_months_paid_are_one(etude):
    assert etude(suivi=six())("paiement_regulier", "M12") == 1


@pytest.mark.parametrize(
    ("changed", "value"),
    [
        ({"m9": (500, 300, 20, 179.99, 0)}, 5 / 6),  # a cent short
        ({"m9": (500, 300, 20, 0, 0), "m10": (500, 300, 20, 400, 0)}, 5 / 6),  # paid late does not mend the month
        ({"m7": (500, 300, 20, 0, 0), "m12": (500, 300, 20, 100, 0)}, 4 / 6),
        ({f"m{m}": (500, 300, 20, 0, 0) for m in range(7, 13)}, 0),
        ({"m8": (300.3, 200.1, 0.1, 100.1, 0)}, 1),  # 300.3 − 200.1 − 0.1 is 100.10000000000002 in binary
    ],
)
def test_a_month_counts_when_what_is_asked_net_of_aid_is_paid(etude, changed, value):
    assert etude(suivi=six(**changed))("paiement_regulier", "M12") == pytest.approx(value)


@pytest.mark.parametrize("row", [(0, 0, 0, 0, 0), (300, 300, 0, 0, 0), (300, 320, 0, 0, 0)])
def test_a_month_that_asks_for_nothing_has_nothing_left_unpaid(etude, row):
    assert etude(suivi=six(m9=row))("paiement_regulier", "M12") == 1
    assert etude(suivi=six(m9=row, m10=(500, 0, 0, 0, 0)))("paiement_regulier", "M12") == pytest.approx(5 / 6)


def test_nothing_asked_in_the_six_months_is_missing(etude):
    free = {f"m{m}": (300, 300, 0, 0, 0) for m in range(7, 13)}
    assert etude(suivi=six(**free))("paiement_regulier", "M12") is None


@pytest.mark.parametrize(
    "row", [None, (NA, 300, 20, 180, 0), (500, NA, 20, 180, 0), (500, 300, NA, 180, 0), (500, 300, 20, NA, 0)]
)
def test_a_month_missing_or_without_one_of_its_amounts_takes_the_share_away(etude, row):
    assert etude(suivi=six(m9=row))("paiement_regulier", "M12") is None


def test_the_balance_is_not_needed_and_earlier_months_are_not_read(etude):
    suivi = {**six(m9=(500, 300, 20, 180, NA)), "2015-07": (500, 0, 0, 0, 0)}
    assert etude("2015-01-15", suivi=suivi)("paiement_regulier", "M12") == 1


def test_a_household_gone_for_less_than_six_months_has_no_share_unless_rows_are_sent(etude):
    gone = [("2015-10-20", "abandon")]
    kept = six(m11=None, m12=None)
    assert etude("2015-01-15", suivi=kept, evenements=gone)("paiement_regulier", "M12") is None
    assert etude("2015-01-15", suivi=six(), evenements=gone)("paiement_regulier", "M12") == 1
