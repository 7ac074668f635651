"""maintien, maintien_strict, procedure_max: one rule a test. Freeze of `finale`: 31 March 2017."""

from __future__ import annotations

import pytest

from pipeline.contract.codes import GRAVITE_PROCEDURE, SORTIES_NEGATIVES


def test_without_any_exit_the_household_is_kept(etude):
    m = etude()
    assert [m("maintien", w) for w in ("M12", "M18", "M24")] == [1, 1, 1]
    assert [m("maintien_strict", w) for w in ("M12", "M18", "M24")] == [1, 1, 1]
    assert [m("procedure_max", w) for w in ("M12", "M18", "M24")] == [0, 0, 0]


@pytest.mark.parametrize("exit_", SORTIES_NEGATIVES)
def test_a_negative_exit_on_the_anniversary_counts_and_the_day_after_does_not(etude, exit_):
    assert etude("2015-01-15", evenements=[("2016-01-15", exit_)])("maintien", "M12") == 0
    after = etude("2015-01-15", evenements=[("2016-01-16", exit_)])
    assert after("maintien", "M12") == 1
    assert after("maintien", "M18") == 0


def test_the_anniversary_of_a_31st_is_clipped_to_the_months_end(etude):
    # 2014-08-31 + 18 months = 2016-02-29
    assert etude("2014-08-31", evenements=[("2016-02-29", "abandon")])("maintien", "M18") == 0
    assert etude("2014-08-31", evenements=[("2016-03-01", "abandon")])("maintien", "M18") == 1


def test_a_mutation_is_kept_but_not_strictly(etude):
    m = etude(evenements=[("2015-06-01", "mutation")])
    assert (m("maintien", "M12"), m("maintien_strict", "M12")) == (1, 0)


def test_a_mutation_after_the_wave_leaves_it_strictly_kept(etude):
    m = etude("2015-01-15", evenements=[("2016-01-16", "mutation")])
    assert (m("maintien_strict", "M12"), m("maintien_strict", "M18")) == (1, 0)


def test_an_eviction_after_a_mutation_is_a_loss(etude):
    m = etude(evenements=[("2015-06-01", "mutation"), ("2015-09-01", "expulsion")])
    assert m("maintien", "M12") == 0


@pytest.mark.parametrize("censoring", ["deces", "retrait_etude"])
def test_death_or_withdrawal_before_the_anniversary_makes_it_missing(etude, censoring):
    m = etude("2015-01-15", evenements=[("2016-01-14", censoring)])
    assert (m("maintien", "M12"), m("maintien_strict", "M12"), m("procedure_max", "M12")) == (None, None, None)


@pytest.mark.parametrize("censoring", ["deces", "retrait_etude"])
def test_death_or_withdrawal_on_the_anniversary_leaves_it_known(etude, censoring):
    m = etude("2015-01-15", evenements=[("2016-01-15", censoring)])
    assert (m("maintien", "M12"), m("maintien", "M18")) == (1, None)


@pytest.mark.parametrize("censoring", ["deces", "retrait_etude"])
def test_an_earlier_negative_exit_counts_whatever_follows(etude, censoring):
    m = etude(evenements=[("2015-05-01", "abandon"), ("2015-06-01", censoring)])
    assert m("maintien", "M12") == 0


@pytest.mark.parametrize("censoring", ["deces", "retrait_etude"])
def test_on_the_same_day_the_negative_exit_counts(etude, censoring):
    m = etude(evenements=[("2015-06-01", censoring), ("2015-06-01", "expulsion")])
    assert m("maintien", "M12") == 0


@pytest.mark.parametrize("censoring", ["deces", "retrait_etude"])
def test_a_negative_exit_after_a_death_or_a_withdrawal_does_not_count(etude, censoring):
    m = etude(evenements=[("2015-06-01", censoring), ("2015-06-02", "abandon")])
    assert m("maintien", "M12") is None


def test_a_mutation_before_a_death_is_a_strict_exit(etude):
    m = etude(evenements=[("2015-05-01", "mutation"), ("2015-06-01", "deces")])
    assert (m("maintien", "M12"), m("maintien_strict", "M12")) == (None, 0)


def test_an_exit_on_or_before_inclusion_is_ignored(etude):
    for day in ("2015-01-15", "2014-12-01"):
        for kind in ("expulsion", "abandon", "depart_volontaire", "mutation", "deces", "retrait_etude"):
            m = etude("2015-01-15", evenements=[(day, kind)])
            assert (m("maintien", "M24"), m("maintien_strict", "M24"), m("procedure_max", "M24")) == (1, 1, 0)
    assert etude("2015-01-15", evenements=[("2015-01-16", "abandon")])("maintien", "M24") == 0


def test_an_anniversary_after_the_freeze_is_missing_whatever_was_read(etude):
    # inclusion + 24 months = 1 April 2017, one day after the freeze
    m = etude("2015-04-01", evenements=[("2015-06-01", "expulsion")])
    assert (m("maintien", "M18"), m("maintien", "M24")) == (0, None)
    assert (m("maintien_strict", "M24"), m("procedure_max", "M24")) == (None, None)


def test_an_anniversary_on_the_freeze_is_known(etude):
    assert etude("2015-03-31")("maintien", "M24") == 1


def test_an_exit_after_the_freeze_is_not_read(etude):
    m = etude("2015-03-31", evenements=[("2016-04-01", "expulsion")], edition="intermediaire")
    assert m("maintien", "M12") == 1


@pytest.mark.parametrize(("kind", "gravity"), GRAVITE_PROCEDURE.items())
def test_each_stage_of_the_procedure_has_its_gravity(etude, kind, gravity):
    assert etude(evenements=[("2015-06-01", kind)])("procedure_max", "M12") == gravity


def test_the_ranks_of_the_procedure_are_those_of_the_contract():
    assert GRAVITE_PROCEDURE == {
        "commandement_de_payer": 1,
        "saisine_ccapex": 2,
        "assignation": 3,
        "audience": 4,
        "jugement_expulsion": 5,
        "commandement_quitter": 6,
        "concours_force_publique": 7,
        "expulsion": 8,
    }


def test_the_highest_stage_is_kept_whatever_the_order(etude):
    m = etude(evenements=[("2015-06-01", "assignation"), ("2015-07-01", "commandement_de_payer")])
    assert m("procedure_max", "M12") == 3


def test_a_stage_is_counted_after_inclusion_up_to_the_anniversary(etude):
    assert etude("2015-01-15", evenements=[("2015-01-15", "audience")])("procedure_max", "M12") == 0
    assert etude("2015-01-15", evenements=[("2016-01-15", "audience")])("procedure_max", "M12") == 4
    late = etude("2015-01-15", evenements=[("2016-01-16", "audience")])
    assert (late("procedure_max", "M12"), late("procedure_max", "M18")) == (0, 4)


def test_a_stage_sent_after_an_exit_is_read_as_it_stands(etude):
    m = etude(evenements=[("2015-05-01", "abandon"), ("2015-06-01", "jugement_expulsion")])
    assert m("procedure_max", "M12") == 5
