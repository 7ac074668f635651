"""Who is analysed, what is read of them, and the flow: one rule a test."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.contract.codes import CENSURES, SORTIES_NEGATIVES
from pipeline.params import Edition

ALL = ("indicateurs", "durees", "inclusions", "suivi_mensuel")


@pytest.mark.parametrize("consent", [0, None])
def test_without_consent_nothing_of_a_household_is_kept_but_its_count(etude, consent):
    m = etude(
        consentement=consent, suivi={"2015-01": (500, 0, 0, 0, 0)}, entretiens=[("T0", "2015-01-20", {"ucla_1": 1})]
    )
    for name in ALL:
        assert "AA01" not in set(m.tables[name]["menage_id"])
    assert (m.flux("recus"), m.flux("sans_consentement"), m.flux("inclus")) == (1, 1, 0)


def test_a_household_included_after_the_freeze_is_not_in_the_edition(etude):
    m = etude("2016-04-01", edition="intermediaire")
    for name in ALL:
        assert "AA01" not in set(m.tables[name]["menage_id"])
    assert (m.flux("recus"), m.flux("inclus_apres_gel"), m.flux("inclus")) == (1, 1, 0)
    assert etude("2016-03-31", edition="intermediaire").flux("inclus") == 1


def test_the_ledger_stops_at_the_months_of_the_freeze_and_of_the_withdrawal(etude):
    suivi = {f"2015-{month:02d}": (500, 0, 0, 0, month) for month in range(1, 13)}
    freeze = Edition(gel=dt.date(2015, 6, 10), horizon=12)
    assert sorted(etude("2015-01-15", suivi=suivi, edition=freeze).mois) == [0, 1, 2, 3, 4, 5]
    withdrawn = etude("2015-01-15", suivi=suivi, evenements=[("2015-04-02", "retrait_etude")])
    assert sorted(withdrawn.mois) == [0, 1, 2, 3]


def test_events_after_the_withdrawal_are_not_read_and_those_of_its_day_are(etude):
    m = etude(
        evenements=[
            ("2015-06-01", "retrait_etude"),
            ("2015-06-01", "plainte_voisinage"),
            ("2015-06-02", "plainte_voisinage"),
            ("2015-06-02", "abandon"),
        ]
    )
    assert m("troubles", "M24") == 1
    assert m.duree[1:] == (0, "retrait_etude")


def test_a_withdrawal_after_the_freeze_is_not_known_yet(etude):
    suivi = {"2016-03": (500, 0, 0, 0, 42)}
    m = etude("2015-03-15", suivi=suivi, evenements=[("2016-04-02", "retrait_etude")], edition="intermediaire")
    assert (m("maintien", "M12"), m("impaye_solde", "M12")) == (1, 42)


def test_an_event_without_date_or_type_is_left_out(etude):
    m = etude(evenements=[(None, "expulsion"), ("2015-06-01", None)])
    assert (m("maintien", "M24"), m("procedure_max", "M24")) == (1, 0)


def test_the_inclusion_row_holds_what_is_known_then(etude):
    m = etude(
        "2015-01-15",
        suivi={"2015-01": (600, 250, 0, 0, 0)},
        entretiens=[("T0", "2015-01-20", {"ucla_1": 1, "ucla_2": 2, "ucla_3": 3})],
        tranche_age="60+",
        trouble_psychique=1,
        nb_personnes=3,
    )
    row = m.inclusion
    assert (row["taux_effort"], row["ucla3"], row["tranche_age"], row["trouble_psychique"], row["nb_personnes"]) == (
        pytest.approx(0.35),
        6,
        "60+",
        True,
        3,
    )


def test_a_missing_profile_landlord_or_region_is_a_level_of_its_own(etude):
    row = etude(profil=None, bailleur=None, region=None, composition=None).inclusion
    assert list(row[["profil", "bailleur", "region"]]) == ["non_renseigne"] * 3
    assert row[["composition"]].isna().all()


# The flow ----------------------------------------------------------------------------------------------------------
def test_the_panels_planned_come_from_the_parameters(etude):
    m = etude()
    assert (m.flux("prevus"), m.flux("prevus", groupe="temoin")) == (25, 25)


@pytest.mark.parametrize("cause", SORTIES_NEGATIVES)
def test_a_negative_exit_is_analysed_and_named_by_its_cause(etude, cause):
    m = etude(evenements=[("2015-06-01", cause)])
    assert m.flux("sortis", "M12", cause) == m.flux("analyses", "M12") == 1
    assert m.flux("maintenus", "M12") == 0


@pytest.mark.parametrize("reason", CENSURES)
def test_death_and_withdrawal_are_named_among_those_not_analysed(etude, reason):
    m = etude(evenements=[("2016-06-01", reason)])
    assert (m.flux("non_analyses", "M12", reason), m.flux("non_analyses", "M18", reason)) == (0, 1)
    assert (m.flux("analyses", "M12"), m.flux("analyses", "M18")) == (1, 0)


def test_an_anniversary_after_the_freeze_is_named(etude):
    m = etude("2015-04-01")
    assert m.flux("non_analyses", "M24", "horizon_apres_gel") == 1
    assert m.flux("non_analyses", "M18", "horizon_apres_gel") == 0


def test_a_death_says_more_than_an_anniversary_after_the_freeze(etude):
    m = etude("2015-04-01", evenements=[("2015-06-01", "deces")])
    assert (m.flux("non_analyses", "M24", "deces"), m.flux("non_analyses", "M24", "horizon_apres_gel")) == (1, 0)


def test_a_loss_whose_anniversary_is_after_the_freeze_waits_for_it(etude):
    m = etude("2015-04-01", evenements=[("2015-06-01", "abandon")])
    assert (m.flux("non_analyses", "M24", "horizon_apres_gel"), m.flux("sortis", "M24", "abandon")) == (1, 0)


def test_on_the_same_day_the_negative_exit_is_the_one_that_waits(etude):
    m = etude("2015-04-01", evenements=[("2015-06-01", "deces"), ("2015-06-01", "abandon")])
    assert (m.flux("non_analyses", "M24", "deces"), m.flux("non_analyses", "M24", "horizon_apres_gel")) == (0, 1)


def test_a_death_and_a_withdrawal_on_one_day_are_a_death(etude):
    m = etude(evenements=[("2015-06-01", "retrait_etude"), ("2015-06-01", "deces")])
    assert (m.flux("non_analyses", "M12", "deces"), m.flux("non_analyses", "M12", "retrait_etude")) == (1, 0)
    assert m.duree[2] == "deces"


def test_a_mutation_on_the_anniversary_is_counted_and_the_day_after_is_not(etude):
    m = etude("2015-01-15", evenements=[("2016-01-15", "mutation")])
    assert m.flux("mutes", "M12") == 1
    assert etude("2015-01-15", evenements=[("2016-01-16", "mutation")]).flux("mutes", "M12") == 0


def test_a_rehoused_household_is_among_the_kept(etude):
    m = etude(evenements=[("2015-06-01", "mutation")])
    assert (m.flux("mutes", "M12"), m.flux("maintenus", "M12")) == (1, 1)


def test_interviews_and_ledger_rows_are_counted_by_wave(etude):
    m = etude(
        "2015-01-15",
        suivi={"2016-01": (500, 0, 0, 0, None)},
        entretiens=[("T0", "2015-01-20", {"ucla_1": 1}), ("M12", "2016-01-20", {"ucla_1": None})],
    )
    assert (m.flux("suivi_present", "T0"), m.flux("suivi_present", "M12")) == (0, 1)
    assert (m.flux("entretiens_faits", "T0"), m.flux("entretiens_faits", "M12")) == (1, 0)  # M12: no answer at all


# Tables not delivered ----------------------------------------------------------------------------------------------
def rows_of(m):
    return set(m.tables["indicateurs"]["indicateur"])


def test_without_events_nothing_is_said_of_maintien(etude):
    m = etude(sans=("evenements",), suivi={"2016-01": (500, 0, 0, 0, 1000)})
    gone = {"maintien", "maintien_strict", "procedure_max", "insertion", "troubles", "droits_ouverts"}
    assert rows_of(etude()) - rows_of(m) == gone
    assert m("impaye_2mois", "M12") == 1
    assert m.tables["durees"].empty
    assert list(m.tables["durees"].columns) == ["menage_id", "groupe", "duree_mois", "evenement", "cause"]
    assert not set(m.tables["flux"]["etape"]) & {"analyses", "non_analyses", "maintenus", "mutes", "sortis"}
    assert m.flux("inclus") == 1


def test_a_table_of_events_without_rows_says_that_nothing_happened(etude):
    m = etude(evenements=[])
    assert (m("maintien", "M24"), m("troubles", "M24")) == (1, 0)


def test_without_interviews_their_indicators_have_no_row(etude):
    m = etude(sans=("entretiens",))
    gone = {"lsns6", "isole", "ucla3", "solitude", "who5", "bien_etre_faible", "membre_cooperative"}
    assert rows_of(etude()) - rows_of(m) == gone
    assert m.inclusion[["lsns6", "ucla3", "who5"]].isna().all()
    assert "entretiens_faits" not in set(m.tables["flux"]["etape"])


def test_without_interventions_there_are_no_days_of_support(etude):
    m = etude(sans=("accompagnement", "couts"))
    assert rows_of(etude()) - rows_of(m) == {"jours_accompagnement"}
