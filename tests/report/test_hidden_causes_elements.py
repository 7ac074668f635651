"""Hidden causes and negative controls: true of any row, from huge gaps to constants, without a word that flips at 0."""

from __future__ import annotations

import math
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.report_rows import estimate, results

from pipeline.contract.produced.sensitivity import CAUSES_CACHEES, SENSIBILITE
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sentences.hidden_causes import hidden_causes_text
from pipeline.report.tables.hidden_causes import hidden_causes_table, negative_controls_table

CONTEXT = ReportContext("finale", Params())
BLANK = dict.fromkeys(SENSIBILITE.names, math.nan) | {"note": "", "vague": "T0", "n_accompagnes": 21, "n_temoins": 15}
MODEL = dict.fromkeys(CAUSES_CACHEES.names, math.nan) | {
    "indicateur": "maintien", "vague": "M24", "methode": "causes_mesurees", "mesure": "difference_risques",
    "n_accompagnes": 22, "n_temoins": 21, "sens_favorable": 1, "note": "",
}  # fmt: skip


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def causes(*rows):
    return EditionResults(causes_cachees=CAUSES_CACHEES.frame([MODEL | r for r in rows]))


def whole(gap, low, high, robustness=0.265, reach=0.0):
    return {"cause": "aucune", "estimation": gap, "ic_bas": low, "ic_haut": high, "robustesse": robustness,
            "robustesse_intervalle": reach}  # fmt: skip


def cause(name, once, null, reach, links=(0.017, 0.049)):
    return {"cause": name, "lien_accompagnement": links[0], "lien_issue": links[1], "estimation": once,
            "fois_estimation": null, "fois_intervalle": reach}  # fmt: skip


def test_the_strongest_measured_cause_is_the_measure_of_the_hidden_one():
    given_rows = causes(
        whole(0.234, -0.022, 0.491, 0.264),
        cause("strates", 0.211, 9.4, 0.0),
        cause("impaye_inclusion", 0.215, 11.5, 0.0),
    )
    text = plain(hidden_causes_text(given_rows, CONTEXT))
    assert "ajusté sur les causes mesurées (profil et impayé à l’inclusion), est de +23,4 points [−2,2 ; +49,1]" in text
    assert "qui expliquerait 26 % de ce qui reste" in text
    assert "la cause mesurée la plus proche d’y suffire est : profil" in text
    assert "le ramènerait, au pire, à +21,1 points" in text
    assert "9,4 fois aussi forte" in text
    assert "0,0 fois" in text
    rows = [[plain(c) for c in row] for row in hidden_causes_table(given_rows, CONTEXT).rows]
    assert rows[0][4:] == ["+23,4 [−2,2 ; +49,1]", "26,4 %", "0,0 %"]
    assert rows[1][1:] == ["Profil", "1,7 %", "4,9 %", "+21,1", "9,4 fois", "0,0 fois"]


def test_a_cause_strong_enough_may_do_more_than_cancel():
    """The rows stop at 0, where a cause 2.5 times as strong as needed would leave the other sign."""
    given_rows = causes(whole(0.062, -0.030, 0.153, 0.053), cause("strates", 0.0, 0.4, 0.0, (0.345, 0.012)))
    text = plain(hidden_causes_text(given_rows, CONTEXT))
    assert "une cause cachée aussi forte pourrait l’annuler, ou en changer le sens" in text
    assert "au pire" not in text
    note = plain(hidden_causes_table(given_rows, CONTEXT).notes[0])
    assert "(0 : elle pourrait l’annuler, ou en changer le sens)" in note


@pytest.mark.parametrize(("crude", "told"), [(-0.021, True), (0.021, False), (0.0, False)])
def test_what_is_put_to_the_test_is_not_what_the_plan_lets_speak(crude, told):
    """LaLonde: −2.1 points crude, +6.2 adjusted on what is measured; what cancels the second leaves the first."""
    planned = estimate(estimation=crude, ic_bas=crude - 0.08, ic_haut=crude + 0.07, n_accompagnes=180, n_temoins=419)
    model = causes(whole(0.062, -0.030, 0.153), cause("strates", 0.05, 9.4, 0.0))
    text = plain(hidden_causes_text(results(planned, causes_cachees=model.causes_cachees), CONTEXT))
    assert ("Cet écart est de sens contraire à celui que le plan fait parler, de −2,1 points" in text) == told


@pytest.mark.parametrize("low", [-0.0004, 0.0004])
def test_nothing_but_a_number_changes_when_a_bound_passes_zero(low):
    reach = max(low, 0.0) * 10
    text = plain(
        hidden_causes_text(causes(whole(0.2, low, 0.4, reach=reach), cause("strates", 0.19, 9.4, reach * 40)), CONTEXT)
    )
    words = re.sub(r"[+−]?\d+(,\d+)?", "#", text)
    assert "pour l’annuler" in text.lower()
    assert words == re.sub(
        r"[+−]?\d+(,\d+)?", "#",
        plain(hidden_causes_text(causes(whole(0.2, -low, 0.4, reach=0.0), cause("strates", 0.19, 9.4, 0.0)), CONTEXT)),
    )  # fmt: skip


def test_without_a_model_the_reason_is_said_and_without_a_linked_cause_nothing_is_compared():
    text = plain(hidden_causes_text(causes({"cause": "aucune", "note": "causes_trop_nombreuses=20"}), CONTEXT))
    assert "n’est pas calculé pour « Maintien dans les lieux » à 24 mois : moins de 20 ménages" in text
    unlinked = causes(whole(0.2, 0.1, 0.3), cause("strates", 0.2, math.nan, math.nan, (0.0, 0.1)))
    assert "Aucune cause mesurée n’est liée" in hidden_causes_text(unlinked, CONTEXT)
    assert plain(hidden_causes_table(unlinked, CONTEXT).rows[1][5]) == "aucun multiple"


numbers = st.floats(-1, 1, allow_nan=False)
multiples = st.one_of(st.just(math.nan), st.floats(0, 1e6))


@settings(max_examples=60, deadline=None)
@given(numbers, st.floats(0, 1), multiples, st.floats(0, 1), st.one_of(numbers, st.just(math.nan)))
def test_the_sentence_prints_its_rows_whatever_they_hold(gap, width, null, reach, once):
    rows = causes(
        whole(gap, gap - width, gap + width, abs(gap), abs(gap) * reach), cause("strates", once, null, null * reach)
    )
    text = plain(hidden_causes_text(rows, CONTEXT))
    assert "nan" not in text
    assert "  " not in text
    assert "–" not in text
    for word in ("exclut", "tranche", "significati", "aucune cause cachée n’est nécessaire"):
        assert word not in text


def controls(*rows, last="loyer_mensuel"):
    """Label, difference, p, gap and interval in standard deviations: the last on `last`."""
    lines = []
    for i, (label, gap, p, d, low, high) in enumerate(rows):
        name = last if i == len(rows) - 1 else f"temoin_{i}"
        row = {"analyse": "confusion", "libelle": label, "indicateur": name, "vague": "T0"}
        bounds = {} if math.isnan(low) else {"ic_bas": gap - 5, "ic_haut": gap + 5}
        lines += [
            row | bounds | {"variante": "temoin_negatif", "methode": "difference_brute",
                            "mesure": "difference_moyennes", "estimation": gap, "p_valeur": p},
            row | {"variante": "temoin_negatif_standardise", "methode": "taille_effet", "mesure": "g_hedges",
                   "estimation": d, "ic_bas": low, "ic_haut": high},
        ]  # fmt: skip
    frame = pd.DataFrame([BLANK | line for line in lines], columns=SENSIBILITE.names)
    return EditionResults(sensibilite=frame)


NONE = math.nan
CONSTANT = ("Loyer", 0.0, NONE, NONE, NONE, NONE)


def test_the_smallest_p_stands_beside_what_chance_gives_among_as_many():
    text = plain(
        hidden_causes_text(
            controls(("Ressources", 9.0, 0.05, 0.6, 0.0, 1.2), ("Loyer", 1.0, 0.6, 0.02, -0.4, 0.45)), CONTEXT
        )
    )
    assert "Sur 2 indicateurs, la plus petite p est celle de : ressources (p = 0,050)" in text
    assert "le hasard seul en donne une aussi petite 10 fois sur cent" in text  # 1 − 0.95²
    assert "ressources, +0,6 [0,0 ; +1,2]" in text
    assert "jusqu’à 1,2 écart-type" in text
    assert "quittance" not in text


def test_controls_that_differ_do_not_read_as_reassuring_beside_constants():
    text = plain(hidden_causes_text(controls(("Ressources", 9.0, 0.003, 1.71, 0.9, 2.5), CONSTANT, CONSTANT), CONTEXT))
    assert "Un seul a une p : ressources (p = 0,003)." in text
    assert "ressources, +1,7 [+0,9 ; +2,5]" in text
    assert "2 indicateurs valent la même chose partout et ne disent rien : loyer et loyer." in text
    assert "hasard ne" not in text
    one = plain(hidden_causes_text(controls(CONSTANT), CONTEXT))
    assert "1 indicateur vaut la même chose partout et ne dit rien : loyer." in one


def test_a_value_of_its_own_in_each_group_is_no_constant():
    text = plain(hidden_causes_text(controls(("Loyer", 40.0, NONE, NONE, NONE, NONE)), CONTEXT))
    assert "la même chose partout" not in text
    assert "Loyer : écart de +40 €, sans p (" in text


def test_the_rent_at_the_horizon_is_seen_of_those_who_stay_only():
    text = plain(hidden_causes_text(controls(("Quittance", 5.0, 0.4, 0.1, -0.9, 0.3), last="quittance"), CONTEXT))
    assert "La quittance de l’échéance n’est connue que des ménages encore dans leur logement" in text


def test_the_table_of_controls_has_one_line_each():
    given_rows = controls(("Ressources", 9.0, 0.05, 0.6, 0.0, 1.2), CONSTANT)
    assert [row[0] for row in negative_controls_table(given_rows, CONTEXT).rows] == ["Ressources", "Loyer"]


control = st.tuples(
    st.sampled_from(["Ressources", "Loyer", "Solitude"]), st.floats(-500, 500), st.floats(1e-6, 1), st.floats(-3, 3),
    st.floats(-6, -3), st.floats(3, 6),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(control, st.just(CONSTANT)), min_size=1, max_size=7))
def test_controls_are_told_whatever_they_are(rows):
    text = plain(hidden_causes_text(controls(*rows), CONTEXT))
    assert "nan" not in text
    assert "  " not in text
    varying = [r for r in rows if r[1] != 0 or not math.isnan(r[4])]
    assert ("la même chose partout" in text) == (len(varying) < len(rows))
    assert ("la plus petite p" in text) == (len(varying) > 1)
