"""Counts of events and their exposure; insertion; days of support: one rule a test."""

from __future__ import annotations

import pytest

COMPLAINT, INCIDENT, RIGHT = "plainte_voisinage", "incident_securite", "ouverture_droit"


def test_troubles_are_complaints_and_incidents(etude):
    m = etude(evenements=[("2015-03-01", COMPLAINT), ("2015-04-01", INCIDENT), ("2015-05-01", RIGHT)])
    assert (m("troubles", "M12"), m("droits_ouverts", "M12")) == (2, 1)


def test_two_complaints_on_one_day_are_two(etude):
    assert etude(evenements=[("2015-03-01", COMPLAINT), ("2015-03-01", COMPLAINT)])("troubles", "M12") == 2


def test_events_count_after_inclusion_up_to_the_anniversary(etude):
    days = ["2015-01-15", "2015-01-16", "2016-01-15", "2016-01-16"]
    m = etude("2015-01-15", evenements=[(day, RIGHT) for day in days])
    assert (m("droits_ouverts", "M12"), m("droits_ouverts", "M18")) == (2, 3)


def test_exposure_is_the_time_to_the_anniversary_in_years(etude):
    m = etude("2015-01-15")
    assert m.exposition("troubles", "M12") == pytest.approx(365 / 365.25)
    assert m.exposition("droits_ouverts", "M24") == pytest.approx(731 / 365.25)  # 2016 has 29 February


@pytest.mark.parametrize("end", ["expulsion", "abandon", "depart_volontaire", "deces", "retrait_etude"])
def test_exposure_and_count_stop_at_the_end_of_observation(etude, end):
    m = etude(
        "2015-01-15",
        evenements=[("2015-04-25", end), ("2015-04-25", COMPLAINT), ("2015-04-26", COMPLAINT)],  # day 100
    )
    assert m.exposition("troubles", "M12") == pytest.approx(100 / 365.25)
    assert m("troubles", "M12") == 1


def test_a_mutation_does_not_stop_the_exposure(etude):
    m = etude("2015-01-15", evenements=[("2015-04-25", "mutation"), ("2015-08-01", COMPLAINT)])
    assert (m("troubles", "M12"), m.exposition("troubles", "M12")) == (1, pytest.approx(365 / 365.25))


def test_exposure_stops_at_the_freeze_and_the_row_keeps_its_count(etude):
    m = etude("2016-03-31", evenements=[("2016-06-01", COMPLAINT), ("2017-04-01", COMPLAINT)])
    assert (m("troubles", "M24"), m.exposition("troubles", "M24")) == (1, pytest.approx(365 / 365.25))


def test_other_indicators_have_no_exposure(etude):
    frame = etude().tables["indicateurs"]
    assert set(frame.loc[frame["exposition"].notna(), "indicateur"]) == {"troubles", "droits_ouverts"}


# insertion: 1 when kept, under two months of arrears, no procedure -------------------------------------------------
CLEAR, OWING = {"2016-01": (500, 0, 0, 0, 0)}, {"2016-01": (500, 0, 0, 0, 1000)}


def test_insertion_needs_the_three_conditions(etude):
    assert etude(suivi=CLEAR)("insertion", "M12") == 1
    assert etude(suivi=OWING)("insertion", "M12") == 0
    assert etude(suivi=CLEAR, evenements=[("2015-06-01", "commandement_de_payer")])("insertion", "M12") == 0
    assert etude(suivi=CLEAR, evenements=[("2015-06-01", "abandon")])("insertion", "M12") == 0


def test_one_known_failure_is_enough(etude):
    assert etude(evenements=[("2015-06-01", "abandon")])("insertion", "M12") == 0  # arrears unknown
    assert etude(suivi=OWING, evenements=[("2015-06-01", "deces")])("insertion", "M12") == 0  # maintien unknown


def test_without_a_known_failure_an_unknown_makes_it_missing(etude):
    assert etude()("insertion", "M12") is None
    assert etude(suivi=CLEAR, evenements=[("2015-06-01", "deces")])("insertion", "M12") is None


def test_a_blocked_situation_has_no_row_and_an_unknown_profile_has(etude):
    blocked = etude(profil="situation_bloquee", suivi=CLEAR)
    assert blocked.rows("insertion").empty
    assert len(blocked.rows("maintien")) == 3
    assert etude(profil=None, suivi=CLEAR)("insertion", "M12") == 1


# jours_accompagnement ---------------------------------------------------------------------------------------------
def test_days_of_support_add_up_to_the_anniversary(etude):
    m = etude("2015-01-15", interventions=[("2015-02-01", 0.5), ("2016-01-15", 1.25), ("2016-01-16", 2)])
    assert (m("jours_accompagnement", "M12"), m("jours_accompagnement", "M18")) == (1.75, 3.75)


def test_without_intervention_there_are_zero_days(etude):
    assert etude()("jours_accompagnement", "M12") == 0


def test_controls_have_no_row_of_support(etude):
    m = etude(interventions=[("2015-02-01", 1)], groupe="temoin")
    assert m.rows("jours_accompagnement").empty


def test_an_intervention_without_date_or_duration_is_left_out(etude):
    m = etude(interventions=[(None, 1), ("2015-02-01", None), ("2015-02-02", 0.5)])
    assert m("jours_accompagnement", "M12") == 0.5


def test_interventions_after_the_freeze_or_the_withdrawal_are_not_read(etude):
    days = [("2015-06-01", 1), ("2015-06-02", 1), ("2017-03-31", 1), ("2017-04-01", 1)]
    assert etude("2015-06-01", interventions=days)("jours_accompagnement", "M24") == 3
    withdrawn = etude(interventions=days, evenements=[("2015-06-01", "retrait_etude")])
    assert withdrawn("jours_accompagnement", "M24") == 1


def test_interventions_sent_after_an_exit_are_read_as_they_stand(etude):
    m = etude(interventions=[("2015-06-02", 1)], evenements=[("2015-06-01", "abandon")])
    assert m("jours_accompagnement", "M12") == 1
