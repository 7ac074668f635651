"""Scores of the interviews, one rule a test."""

from __future__ import annotations

import pytest

from pipeline.params import Seuils

M12 = ("M12", "2016-01-20")


def lsns(*items):
    return {f"lsns_{i}": item for i, item in enumerate(items, 1)}


def ucla(*items):
    return {f"ucla_{i}": item for i, item in enumerate(items, 1)}


def who5(*items):
    return {f"who5_{i}": item for i, item in enumerate(items, 1)}


def test_lsns6_is_the_sum_of_six_items(etude):
    assert etude(entretiens=[(*M12, lsns(0, 1, 2, 3, 4, 5))])("lsns6", "M12") == 15


def test_one_missing_lsns_item_counts_as_the_mean_of_the_others(etude):
    assert etude(entretiens=[(*M12, lsns(0, 1, None, 3, 4, 5))])("lsns6", "M12") == pytest.approx(13 * 6 / 5)


def test_two_missing_lsns_items_make_the_score_missing(etude):
    m = etude(entretiens=[(*M12, lsns(0, None, None, 3, 4, 5))])
    assert (m("lsns6", "M12"), m("isole", "M12")) == (None, None)


@pytest.mark.parametrize(
    ("items", "isolated"),
    [((2, 2, 2, 2, 2, 2), 0), ((2, 2, 2, 2, 2, 1), 1), ((2, 2, 2, 2, 2, None), 0), ((2, 2, 2, 2, 1, None), 1)],
)
def test_isolated_is_strictly_below_twelve(etude, items, isolated):
    assert etude(entretiens=[(*M12, lsns(*items))])("isole", "M12") == isolated


def test_ucla3_is_the_sum_of_three_items_and_any_missing_is_missing(etude):
    assert etude(entretiens=[(*M12, ucla(1, 2, 3))])("ucla3", "M12") == 6
    m = etude(entretiens=[(*M12, ucla(1, None, 3))])
    assert (m("ucla3", "M12"), m("solitude", "M12")) == (None, None)


@pytest.mark.parametrize(("items", "lonely"), [((1, 2, 2), 0), ((2, 2, 2), 1), ((3, 3, 3), 1)])
def test_lonely_is_six_or_more(etude, items, lonely):
    assert etude(entretiens=[(*M12, ucla(*items))])("solitude", "M12") == lonely


def test_who5_is_four_times_the_sum_and_any_missing_is_missing(etude):
    assert etude(entretiens=[(*M12, who5(5, 5, 5, 5, 5))])("who5", "M12") == 100
    assert etude(entretiens=[(*M12, who5(0, 1, 2, 3, 4))])("who5", "M12") == 40
    m = etude(entretiens=[(*M12, who5(0, 1, 2, 3, None))])
    assert (m("who5", "M12"), m("bien_etre_faible", "M12")) == (None, None)


@pytest.mark.parametrize(("items", "low"), [((3, 3, 2, 2, 2), 1), ((3, 3, 3, 2, 2), 0)])
def test_low_well_being_is_fifty_or_less(etude, items, low):
    # 12 × 4 = 48 and 13 × 4 = 52: no sum falls on 50, the cut-off stands between them
    assert etude(entretiens=[(*M12, who5(*items))])("bien_etre_faible", "M12") == low


def test_low_well_being_includes_its_cut_off(etude):
    m = etude(entretiens=[(*M12, who5(3, 3, 3, 2, 2))], seuils=Seuils(bien_etre_who5=52))
    assert m("bien_etre_faible", "M12") == 1


def test_the_other_cut_offs_are_parameters_too(etude):
    m = etude(
        entretiens=[(*M12, lsns(2, 2, 2, 2, 2, 2) | ucla(2, 2, 2))],
        seuils=Seuils(isolement_lsns6=13, solitude_ucla3=7),
    )
    assert (m("isole", "M12"), m("solitude", "M12")) == (1, 0)


@pytest.mark.parametrize(("declared", "value"), [(1, 1), (0, 0), (None, None)])
def test_membership_is_as_declared(etude, declared, value):
    assert etude(entretiens=[(*M12, {"membre_cooperative": declared})])("membre_cooperative", "M12") == value


def test_waves_are_read_as_labelled_whatever_their_date(etude):
    m = etude("2015-01-15", entretiens=[("M12", "2016-09-30", ucla(1, 1, 1)), ("T0", "2015-07-01", ucla(3, 3, 3))])
    assert (m("ucla3", "T0"), m("ucla3", "M12"), m("ucla3", "M24")) == (9, 3, None)


def test_an_interview_dated_after_the_freeze_is_not_read(etude):
    on = etude(entretiens=[("M24", "2017-03-31", ucla(1, 1, 1))])
    after = etude(entretiens=[("M24", "2017-04-01", ucla(1, 1, 1))])
    assert (on("ucla3", "M24"), after("ucla3", "M24")) == (3, None)


def test_an_interview_dated_after_the_withdrawal_is_not_read(etude):
    withdrawn = [("2016-01-20", "retrait_etude")]
    on = etude(evenements=withdrawn, entretiens=[("M12", "2016-01-20", ucla(1, 1, 1))])
    after = etude(evenements=withdrawn, entretiens=[("M12", "2016-01-21", ucla(1, 1, 1))])
    assert (on("ucla3", "M12"), after("ucla3", "M12")) == (3, None)


def test_an_interview_without_a_date_is_taken_at_its_nominal_date(etude):
    read = etude("2015-01-15", entretiens=[("M24", None, ucla(1, 1, 1))])
    frozen = etude("2015-04-15", entretiens=[("M24", None, ucla(1, 1, 1))])  # nominal: 15 April 2017
    withdrawn = etude(
        "2015-01-15", entretiens=[("M24", None, ucla(1, 1, 1))], evenements=[("2016-06-01", "retrait_etude")]
    )
    assert [m("ucla3", "M24") for m in (read, frozen, withdrawn)] == [3, None, None]


def test_the_waves_of_the_interviews(etude):
    assert list(etude().rows("lsns6").index) == ["T0", "M12", "M24"]
    assert list(etude(edition="parcours").rows("lsns6").index) == ["T0", "M12"]
