"""Durations: one rule a test. 30.4375 days a month; freeze of `finale`: 31 March 2017, horizon 24."""

from __future__ import annotations

import pytest


def months(days: int):
    return pytest.approx(days / 30.4375, rel=1e-12)


def test_a_household_followed_to_the_horizon_is_censored_there(etude):
    assert etude("2015-01-15").duree == (months(731), 0, "fin_suivi")
    assert etude("2015-01-15", edition="intermediaire").duree == (months(365), 0, "fin_suivi")


def test_the_first_negative_exit_ends_it(etude):
    m = etude("2015-01-15", evenements=[("2015-04-25", "depart_volontaire"), ("2015-05-01", "expulsion")])
    assert m.duree == (months(100), 1, "depart_volontaire")


@pytest.mark.parametrize("cause", ["deces", "retrait_etude"])
def test_death_and_withdrawal_censor(etude, cause):
    assert etude("2015-01-15", evenements=[("2015-04-25", cause)]).duree == (months(100), 0, cause)


def test_a_death_on_the_last_day_of_follow_up_is_named(etude):
    m = etude("2015-01-15", evenements=[("2017-01-15", "deces")])
    assert m.duree == (months(731), 0, "deces")
    assert m("maintien", "M24") == 1


def test_the_freeze_censors_a_late_inclusion(etude):
    assert etude("2016-03-31").duree == (months(365), 0, "fin_suivi")


def test_a_mutation_ends_nothing(etude):
    assert etude("2015-01-15", evenements=[("2015-04-25", "mutation")]).duree == (months(731), 0, "fin_suivi")


@pytest.mark.parametrize("cause", ["deces", "retrait_etude"])
def test_on_the_same_day_the_negative_exit_counts(etude, cause):
    m = etude("2015-01-15", evenements=[("2015-04-25", cause), ("2015-04-25", "abandon")])
    assert m.duree == (months(100), 1, "abandon")


def test_an_exit_on_the_horizon_counts_and_the_day_after_does_not(etude):
    assert etude("2015-01-15", evenements=[("2017-01-15", "expulsion")]).duree == (months(731), 1, "expulsion")
    assert etude("2015-01-15", evenements=[("2017-01-16", "expulsion")]).duree == (months(731), 0, "fin_suivi")


def test_an_exit_on_the_freeze_counts_and_the_day_after_does_not(etude):
    assert etude("2016-03-31", evenements=[("2017-03-31", "abandon")]).duree == (months(365), 1, "abandon")
    assert etude("2016-03-31", evenements=[("2017-04-01", "abandon")]).duree == (months(365), 0, "fin_suivi")


def test_of_two_negative_exits_on_one_day_the_order_of_the_contract_decides(etude):
    m = etude("2015-01-15", evenements=[("2015-04-25", "abandon"), ("2015-04-25", "expulsion")])
    assert m.duree == (months(100), 1, "expulsion")


def test_an_exit_before_inclusion_is_ignored(etude):
    assert etude("2015-01-15", evenements=[("2015-01-15", "abandon")]).duree == (months(731), 0, "fin_suivi")


def test_a_household_included_on_the_freeze_has_no_duration(etude):
    assert etude("2017-03-31").duree == (0, 0, "fin_suivi")
