"""Rules on events, interviews, support and costs: what comes before what."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.validate.findings import as_findings

MENAGES = """menage_id,groupe,statut_occupation,consentement
EH01,accompagne,bail_direct,1
EH02,temoin,bail_glissant,1
EH03,accompagne,bail_direct,0
EH04,accompagne,bail_direct,1"""


def events(*rows: str) -> str:
    return "menage_id,date,type\n" + "\n".join(rows)


def test_event_after_exit(lines) -> None:
    given = events(
        "EH01,2015-06-01,abandon",
        "EH01,2015-06-01,plainte_voisinage",
        "EH01,2015-06-02,plainte_voisinage",
        "EH02,2015-06-01,mutation",
        "EH02,2015-07-01,ouverture_droit",
        "EH03,2015-01-31,expulsion",
        "EH03,2015-07-01,ouverture_droit",
        "EH04,2015-03-01,deces",
        "EH04,2015-03-02,audience",
        "HN99,2015-03-02,audience",
    )
    # EH02 moved and is still there; EH03 left on the very day of its inclusion: that exit is ignored.
    assert lines("evenement_apres_sortie", menages=MENAGES, evenements=given) == [4, 10]


def test_exit_on_or_before_inclusion(lines) -> None:
    given = events(
        "EH01,2015-01-31,depart_volontaire",
        "EH01,2015-02-01,abandon",
        "EH02,2014-05-01,retrait_etude",
        "EH03,2014-05-01,assignation",
        "EH04,2014-05-01,mutation",
    )
    assert lines("sortie_avant_inclusion", menages=MENAGES, evenements=given) == [2, 4, 6]


@pytest.mark.parametrize(
    ("table", "column", "gravity", "said"),
    [
        ("evenements", "date", "bloquant", []),
        ("menages", "date_inclusion", "bloquant", []),
        ("evenements", "date", "avertissement", [2]),
        ("evenements", "type", "bloquant", [2]),
    ],
)
def test_an_early_exit_is_said_by_the_finding_on_the_dates_of_its_file(
    lines, table: str, column: str, gravity: str, said: list[int]
) -> None:
    given = events("EH01,2011-01-30,depart_volontaire")
    whole = {"regle": "dates_de_1904", "table": table, "fichier": f"{table}/{table}.csv", "colonne": column}
    reading = as_findings(pd.DataFrame([{**whole, "gravite": gravity, "motif": "1 462 jours trop tôt."}]))
    assert lines("sortie_avant_inclusion", menages=MENAGES, evenements=given, reading=reading) == said


def test_eviction_without_a_procedure(lines) -> None:
    given = events(
        "EH01,2015-06-01,expulsion",
        "EH01,2015-06-02,assignation",
        "EH02,2014-12-01,commandement_de_payer",
        "EH02,2015-06-01,expulsion",
        "EH03,2015-06-01,expulsion",
        "EH03,2015-06-01,concours_force_publique",
    )
    assert lines("expulsion_sans_procedure", menages=MENAGES, evenements=given) == [2]


def test_a_direct_lease_does_not_slide(lines) -> None:
    given = events("EH01,2015-06-01,glissement_bail", "EH02,2015-06-01,glissement_bail")
    assert lines("glissement_bail_direct", menages=MENAGES, evenements=given) == [2]


def test_after_a_withdrawal(find) -> None:
    found = find(
        "apres_retrait",
        menages=MENAGES,
        evenements=events("EH01,2015-06-15,retrait_etude", "EH01,2015-06-15,audience", "EH01,2015-06-16,audience"),
        entretiens="menage_id,vague,date\nEH01,T0,2015-02-01\nEH01,M12,2016-02-01\nEH02,M12,2016-02-01",
        accompagnement="menage_id,date\nEH01,2015-06-15\nEH01,2015-12-01",
        suivi_locatif="menage_id,mois\nEH01,2015-05\nEH01,2015-06\nEH01,2015-07\nEH02,2015-07",
    )
    where = list(zip(found["table"], found["ligne"], strict=True))
    assert where == [("evenements", 4), ("entretiens", 3), ("accompagnement", 3), ("suivi_locatif", 4)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("EH01,T0,2015-05-03", []),  # inclusion 2015-01-31 + 92 days
        ("EH01,T0,2015-05-04", [2]),
        ("EH01,M12,2015-10-31", []),  # 2016-01-31 − 92 days
        ("EH01,M12,2015-10-30", [2]),
        ("EH01,M24,2017-01-31", []),
        ("EH01,M12,", []),
        ("EH01,,2020-01-01", []),
        ("HN99,M12,2020-01-01", []),
    ],
)
def test_window_of_an_interview(lines, row: str, said: list[int]) -> None:
    given = f"menage_id,vague,date\n{row}"
    assert lines("entretien_hors_fenetre", menages=MENAGES, entretiens=given) == said


def test_the_nominal_date_is_clipped_to_the_month_end(lines) -> None:
    # Included 2016-02-29: twelve months later is 2017-02-28; 92 days later is 2017-05-31.
    menages = "menage_id,date_inclusion\nEH01,2016-02-29"
    for day, said in (("2017-05-31", []), ("2017-06-01", [2])):
        given = f"menage_id,vague,date\nEH01,M12,{day}"
        assert lines("entretien_hors_fenetre", menages=menages, entretiens=given) == said


def test_interviews_of_one_day_and_out_of_order(lines) -> None:
    given = """menage_id,vague,date
EH01,M24,2016-01-15
EH01,M12,2016-02-01
EH01,T0,2015-02-01
EH02,T0,2015-02-01
EH02,M12,2015-02-01
EH03,M12,
EH03,M24,"""
    assert lines("vagues_en_desordre", menages=MENAGES, entretiens=given) == [2]
    assert lines("entretiens_meme_jour", menages=MENAGES, entretiens=given) == [5, 6]


def test_support_is_for_the_accompanied_after_inclusion(lines) -> None:
    given = "menage_id,date\nEH01,2015-01-30\nEH01,2015-01-31\nEH02,2015-03-01\nHN99,2010-01-01"
    assert lines("temoin_avec_intervention", menages=MENAGES, accompagnement=given) == [4]
    assert lines("intervention_avant_inclusion", menages=MENAGES, accompagnement=given) == [2]
    # EH03 refused: no intervention is expected of it. EH04 has none.
    assert lines("accompagne_sans_intervention", menages=MENAGES, accompagnement=given) == [5]


def test_costs_within_the_schedule(lines) -> None:
    given = "poste,semestre,montant\nI-1,2014-S1,1\nI-1,2014-S2,1\nI-1,2017-S1,1\nI-1,2017-S2,1\nI-1,,1"
    assert lines("cout_hors_periode", couts=given) == [2, 5]
