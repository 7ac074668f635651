"""Pathways, populations and schedule in the report: what is said, what is masked, what is drawn."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pandas as pd
import pytest

from pipeline.contract.populations import S_INSTALLER, SE_MAINTENIR
from pipeline.contract.produced.entry import Produced
from pipeline.contract.produced.pathways import (
    DISSEMBLANCE,
    MOIS_PAR_ETAT,
    POPULATIONS,
    REPARTITION_ETATS,
    TYPES,
    TYPES_NOMBRE,
)
from pipeline.contract.states import STATE_CODES
from pipeline.params import Edition, Params
from pipeline.report.context import ReportContext
from pipeline.report.disclosure import protect
from pipeline.report.figures.drawing import NoDrawing
from pipeline.report.figures.pathway_types import draw_types, modal_states
from pipeline.report.figures.states import state_shares
from pipeline.report.pathway_elements import PATHWAY_TABLES, PATHWAY_TEXTS
from pipeline.report.results import ECHEANCIER, EditionResults
from pipeline.report.sentences.pathways import pathways_text, typology_text
from pipeline.report.sentences.populations import keeping_text, settling_text
from pipeline.report.sentences.schedule import schedule_text
from pipeline.report.tables.pathways import months_table, types_table
from pipeline.report.tables.populations import population_table
from pipeline.report.tables.schedule import may_not_say, quarter_of, schedule_table

CONTEXT = ReportContext("finale", Params())
DRY = r"\bnan\b|\bNone\b|\binf\b|<NA>"


def frame(entry: Produced, *rows: tuple) -> pd.DataFrame:
    return entry.frame(rows)


def types(*rows: tuple[int, int, int, float]) -> pd.DataFrame:
    """Type, accompanied, controls, stability."""
    return frame(
        TYPES,
        *(
            (t, a + c, a, c, a / 24, c / 24, "impaye_leger", 18.0, "sorti", 0.5, 0.4, stability)
            for t, a, c, stability in rows
        ),
    )


def population(name: str, measure: str, *cells, note: str = "") -> tuple:
    return (name, measure, "M24", *cells, None, note)


@pytest.mark.parametrize("name", PATHWAY_TEXTS)
def test_every_text_has_something_to_say_of_nothing(name):
    text = PATHWAY_TEXTS[name](EditionResults(), CONTEXT)
    assert text.strip().endswith(".")
    assert not re.search(DRY, text)


@pytest.mark.parametrize("name", PATHWAY_TABLES)
def test_every_table_is_there_or_has_its_sentence(name):
    build, otherwise = PATHWAY_TABLES[name]
    said_by_the_text = name == "types"
    assert build(EditionResults(), CONTEXT) is not None or otherwise.endswith(".") or said_by_the_text


def test_the_widest_gap_is_said_among_how_many():
    rows = [(code, 24, 24, 0.0, 0.0, 0.0, None, None, None, "") for code in STATE_CODES]
    rows[8] = ("sorti", 24, 24, 0.875, 3.875, -3.0, -6.4, 0.4, 0.0493, "")
    rows[1] = ("impaye_leger", 24, 24, 7.9, 7.4, 0.5, -4.3, 5.3, 0.78, "")
    results = EditionResults(
        mois_par_etat=frame(MOIS_PAR_ETAT, *rows),
        repartition_etats=frame(REPARTITION_ETATS, ("accompagne", 24, "sorti", 24, 1.0)),
    )
    text = pathways_text(results, CONTEXT).replace("\u00a0", " ")
    assert "hors du logement après une sortie négative" in text
    assert "−3,0 mois [−6,4 ; +0,4]." in text
    assert "le plus grand de 2 écarts" in text
    assert "le seul état observé est : sortie négative, 100\u202f% (24)" in text
    table = months_table(results, CONTEXT)
    assert [row[0] for row in table.rows] == ["Impayé de moins de deux mois", "Sortie négative"]


def test_a_state_of_a_few_is_not_told():
    """« Impayé de moins de deux mois, 1 % (1) » is the debt of one household."""
    rows = [("accompagne", 24, "sorti", 61, 61 / 67), ("accompagne", 24, "perdu_de_vue", 5, 5 / 67),
            ("accompagne", 24, "impaye_leger", 1, 1 / 67), ("temoin", 24, "sorti", 4, 1.0)]  # fmt: skip
    text = pathways_text(EditionResults(repartition_etats=frame(REPARTITION_ETATS, *rows)), CONTEXT)
    text = text.replace("\u00a0", " ").replace("\u202f", " ")
    assert "les états les plus fréquents sont : sortie négative, 91 % (61) ; décès ou retrait, 7 % (5)." in text
    assert "impayé" not in text
    assert "témoins" not in text
    alone = EditionResults(repartition_etats=frame(REPARTITION_ETATS, rows[0], rows[2]))
    assert "l’état le plus fréquent est\u00a0: sortie négative" in pathways_text(alone, CONTEXT)


WELL_APART = frame(TYPES_NOMBRE, (2, 0.2, 12, False, ""), (3, 0.62, 5, True, ""))


def test_stability_is_told_plainly():
    results = EditionResults(
        types=types((1, 9, 8, 0.87), (2, 6, 6, 0.63)),
        types_nombre=WELL_APART,
        dissemblance=frame(DISSEMBLANCE, (48, 0.023, 0.0213, 1.09, 0.30, "")),
    )
    text = typology_text(results, CONTEXT).replace("\u00a0", " ")
    assert "3 types" in text
    assert "structure raisonnable" in text
    assert "stables : type 1 (0,87)" in text
    assert "incertains : type 2 (0,63)" in text
    assert "explique 2,3\u202f% de la diversité" in text
    assert "le hasard seul donnerait en moyenne 2,1\u202f%" in text


@pytest.mark.parametrize(
    ("partition", "stabilities", "why"),
    [
        (WELL_APART, (0.87, 0.59), "pas assez stables"),
        (frame(TYPES_NOMBRE, (3, 0.49, 5, True, "")), (0.9, 0.9), "pas assez séparés"),
        (frame(TYPES_NOMBRE, (3, 0.49, 5, True, "")), (0.9, 0.59), "ni assez séparés ni assez stables"),
    ],
    ids=["a type that is not found again", "types that are not apart", "neither"],
)
def test_types_that_do_not_hold_are_not_named_nor_shown(partition, stabilities, why):
    results = EditionResults(
        types=types((1, 9, 8, stabilities[0]), (2, 6, 6, stabilities[1])),
        types_nombre=partition,
        dissemblance=frame(DISSEMBLANCE, (48, 0.023, 0.0213, 1.09, 0.30, "")),
    )
    text = typology_text(results, CONTEXT).replace("\u00a0", " ")
    assert "Des parcours types ont été cherchés" in text
    assert f"ils ne sont {why} pour être nommés" in text
    assert "@tbl-types" not in text
    assert "explique 2,3\u202f%" in text  # of the pathways themselves, not of types
    assert types_table(results, CONTEXT) is None
    assert draw_types(results, CONTEXT) == NoDrawing("")


def test_a_number_of_types_at_the_limit_is_said():
    kept = frame(TYPES_NOMBRE, (6, 0.52, 5, True, ""))
    results = EditionResults(
        types=types((1, 9, 8, 0.9)), types_nombre=kept,
        dissemblance=frame(DISSEMBLANCE, (9, None, None, None, None, "x")),
    )  # fmt: skip
    assert "le plus grand nombre essayé" in typology_text(results, CONTEXT)


def test_groups_of_a_small_type_are_told_as_the_flow_tells_of_its_households():
    """« Type 2, surtout décès ou retrait : 9 »: 4 / 5 in the flow."""
    given = types((1, 9, 8, 0.9), (2, 4, 5, 0.9))
    shown = protect(EditionResults(types=given, types_nombre=WELL_APART), 5)
    text = types_table(shown, CONTEXT).markdown().replace("\u00a0", " ")
    assert "9 / 8" in text
    assert "4 / 5" in text


def test_settling_in_is_told_with_its_leases_and_its_first_arrears():
    rows = (
        population("s_installer", "insertion", 4, 13, 4 / 13, 2, 11, 2 / 11, 0.126, -0.22, 0.424),
        population("s_installer", "maintien", 12, 13, 12 / 13, 6, 11, 6 / 11, 0.378, 0.025, 0.65),
        population("s_installer", "glissement", 4, 5, 0.8, 0, 0, None, None, None, None, note="Aucune valeur."),
        population("s_installer", "premier_impaye_rmst", 8, 14, 16.8, 4, 13, 17.7, -0.9, -7.3, 5.5),
        (
            *population("s_installer", "premier_impaye_logrank", 8, 14, None, 4, 13, None, 0.2, None, None)[:-2],
            0.65,
            "",
        ),
    )
    results = EditionResults(populations=frame(POPULATIONS, *rows))
    text = settling_text(results, CONTEXT).replace("\u00a0", " ").replace("\u202f", " ")
    assert (
        "- **Insertion (les trois à la fois)** : 30,8 % (4 sur 13) et 18,2 % (2 sur 11), écart de +12,6 points" in text
    )
    assert "5 baux glissants chez les accompagnés, dont 4 au nom du ménage ; l’autre groupe n’en a pas." in text
    assert "Sur 27 ménages sans impayé lourd à l’inclusion, 12 en ont eu un ensuite" in text
    assert "log-rank : p = 0,65" in text
    table = population_table(S_INSTALLER.name, results, CONTEXT).markdown().replace("\u00a0", " ")
    assert "χ² = 0,20" in table
    assert "Maintenus dans les lieux | 24 mois | 92,3" in table
    assert "4/13" in table
    assert population_table(SE_MAINTENIR.name, results, CONTEXT) is None
    assert keeping_text(results, CONTEXT).startswith("Aucune mesure")


def test_a_time_to_what_nobody_met_is_no_number_and_is_told_as_far_as_households_were_followed():
    rows = (
        population("s_installer", "insertion", 2, 51, 2 / 51, 0, 49, 0.0, 0.039, -0.039, 0.132),
        population(
            "s_installer", "premier_impaye_rmst", 0, 36, 24.0, 0, 34, 24.0, 0.0, None, None, note="aucun_impaye_lourd"
        ),
    )
    results = EditionResults(populations=frame(POPULATIONS, *rows))
    text = settling_text(results, CONTEXT).replace("\u00a0", " ")
    assert "Aucun des 70 ménages sans impayé lourd à l’inclusion n’en a eu tant qu’il a été suivi." in text
    last = population_table(S_INSTALLER.name, results, CONTEXT).rows[-1]
    assert [cell.replace("\u00a0", " ") for cell in last[2:]] == ["– (36)", "– (34)", "– (1)"]


def test_without_events_it_is_said():
    results = EditionResults(
        populations=frame(
            POPULATIONS, population("se_maintenir", "dette_reduite", 1, 8, 0.125, 1, 5, 0.2, -0.075, -0.5, 0.3)
        ),
        repartition_etats=frame(REPARTITION_ETATS, ("accompagne", 24, "sans_impaye", 5, 1.0)),
        tables_absentes=("evenements",),
    )
    for text in (keeping_text(results, CONTEXT), pathways_text(results, CONTEXT)):
        assert "«\u00a0Événements\u00a0» n’a pas été livrée" in text


@pytest.mark.parametrize(
    ("day", "quarter"), [((2014, 12, 31), "2014-T4"), ((2016, 1, 1), "2016-T1"), ((2016, 9, 30), "2016-T3")]
)
def test_quarters(day, quarter):
    assert quarter_of(dt.date(*day)) == quarter


def test_the_schedule_sets_each_edition_beside_the_note():
    note = pd.DataFrame(
        [("I", "2016-T1", "Bilan intermédiaire", ""), ("IV", "2016-T3", "Analyse des parcours", "")],
        columns=list(ECHEANCIER),
    )
    results = EditionResults(echeancier=note)
    rows = schedule_table(results, ReportContext("parcours", Params())).rows
    assert [re.sub(r"[*\u00a0]", " ", r[0]).strip() for r in rows] == [
        "intermédiaire", "analyse des parcours   (ce rapport)", "finale",
    ]  # fmt: skip
    assert "Bilan intermédiaire" in rows[0][2]
    assert "Analyse des parcours" in rows[1][2]
    assert "rien ce trimestre-là" in rows[2][2]
    assert "pas d’entretien" in rows[1][4]
    assert "pas d’entretien" not in rows[0][4]
    assert "la note y place" in schedule_text(results, ReportContext("parcours", Params()))
    assert "la note n’y place aucune étape" in schedule_text(EditionResults(), CONTEXT)


def test_the_last_edition_does_not_promise_what_comes_after():
    last, first = Edition(gel=dt.date(2017, 3, 31), horizon=24), Edition(gel=dt.date(2016, 3, 31), horizon=12)
    assert "ce qui suit l’accompagnement" in may_not_say(last, answers=True)
    assert "réponse" not in may_not_say(last, answers=True)
    assert "24\u00a0mois" in may_not_say(first, answers=False)
    assert "réponse à la question du plan, réservée à une autre édition" in may_not_say(first, answers=False)


def test_panels_of_the_figure_add_up_to_all_and_are_in_the_order_of_the_states():
    rows = [("accompagne", 0, code, 1, 1 / len(STATE_CODES)) for code in reversed(STATE_CODES)]
    shares = state_shares(frame(REPARTITION_ETATS, *rows), ["accompagne", "temoin"])
    assert list(shares) == list(STATE_CODES)
    assert sum(line["accompagne"][0][1] for line in shares.values()) == pytest.approx(1.0)
    assert not any("temoin" in line for line in shares.values())


def test_of_two_states_as_frequent_the_first_is_the_modal_one():
    rows = [("type_1", 0, "sorti", 5, 0.5), ("type_1", 0, "sans_impaye", 5, 0.5), ("type_1", 1, "sorti", 9, 0.9)]
    modal = modal_states(frame(REPARTITION_ETATS, *rows), ["type_1"])
    assert modal[["mois", "etat"]].to_numpy().tolist() == [[0, "sans_impaye"], [1, "sorti"]]


def test_a_moved_threshold_is_said():
    params = Params.model_validate({"seuils": {"impaye_mois": 3}})
    results = EditionResults(repartition_etats=frame(REPARTITION_ETATS, ("accompagne", 24, "sans_impaye", 5, 1.0)))
    assert "Seuil modifié" in pathways_text(results, dataclasses.replace(CONTEXT, params=params))


def test_no_p_of_a_difference_within_strata_stands_beside_the_crude_one():
    """−0.7 [−1.3; −0.2] beside 0.17: the exchanges within strata test another difference."""
    row = ("pre_contentieux", 180, 419, 0.55, 1.28, -0.73, -1.31, -0.15, 0.168, "p_par_permutations=1999")
    table = months_table(EditionResults(mois_par_etat=frame(MOIS_PAR_ETAT, row)), CONTEXT)
    assert [head.title for head in table.heads][-1].startswith("Écart")
    assert "0,17" not in table.markdown()
    assert "peut être d’un autre signe" in table.notes[0]
    of_welch = frame(MOIS_PAR_ETAT, (*row[:-1], "p_de_welch"))
    without = months_table(EditionResults(mois_par_etat=of_welch), CONTEXT).notes[0]
    assert without.startswith("Mois 1 à 24, en moyenne par ménage.")
    assert without.endswith("en mois (Welch).")
