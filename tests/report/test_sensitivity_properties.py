"""The sentences of the sensitivity annex on any rows: nothing missing is printed, no word turns on a side of zero."""

from __future__ import annotations

import math
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.contract.produced.sensitivity import SENSIBILITE
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity_elements import SENSITIVITY_TABLES, SENSITIVITY_TEXTS

CONTEXT = ReportContext("finale", Params())
TEXTS = {n: t for n, t in SENSITIVITY_TEXTS.items() if n not in ("troncature", "precision")}
TABLES = {n: t for n, t in SENSITIVITY_TABLES.items() if n not in ("troncature", "precision")}
VERDICTS = r"exclu|tranch|significati|aussi bien|établi|retien|conclu"
MEASURES = {"maintien": "difference_risques", "impaye_2mois": "difference_risques", "lsns6": "difference_moyennes"}
VARIANTS = {  # analysis → variant → method
    "definitions": {"plan": "difference_brute", "autre": "ajustee"},
    "manquants": {"pire_cas": "difference_brute", "meilleur_cas": "difference_brute", "lee": "bornes",
                  "ponderation_observation": "ponderation", "bascule_temoins": "bascule"},
    "confusion": {"temoin_negatif": "difference_brute", "temoin_negatif_standardise": "taille_effet"},
    "heterogeneite": {"profil:dalo": "interaction", "ensemble": "interaction"},
    "bailleurs": {"grappes": "reechantillonnage_sauvage", "effets_fixes": "reechantillonnage_sauvage",
                  "sans:a": "difference_brute", "sans:b": "difference_brute"},
    "multiplicite": {"seule": "permutation", "max_t": "max_t", "holm": "holm"},
    "methodes": {"standardisee": "standardisee", "bca": "bca", "freedman_lane": "freedman_lane"},
}  # fmt: skip
SPECIAL = {"ensemble": "nombre", "bascule_temoins": "decalage", "temoin_negatif_standardise": "g_hedges",
           "profil:dalo": "interaction"}  # fmt: skip

value = st.one_of(st.just(math.nan), st.just(0.0), st.floats(-1, 1))
chance = st.one_of(st.just(math.nan), st.floats(0, 1))


@st.composite
def annex(draw) -> EditionResults:
    """A few rows of each analysis: estimates, bounds and p of any size, missing, or nothing that varies."""
    rows = []
    for analysis, variants in VARIANTS.items():
        for indicator in draw(st.lists(st.sampled_from(sorted(MEASURES)), unique=True)):
            for variant, method in variants.items():
                gap, width = draw(value), draw(st.floats(0, 1))
                below, above = (draw(st.booleans()) and not math.isnan(gap) for _ in range(2))
                number = draw(st.integers(0, 9))
                rows.append({
                    "analyse": analysis, "variante": variant, "libelle": f"Variante {variant}", "methode": method,
                    "indicateur": indicator, "vague": "M24", "mesure": SPECIAL.get(variant, MEASURES[indicator]),
                    "estimation": float(number) if variant == "ensemble" else gap,
                    "ic_bas": gap - width if below else math.nan, "ic_haut": gap + width if above else math.nan,
                    "p_valeur": draw(chance), "n_accompagnes": number, "n_temoins": draw(st.integers(0, 400)),
                    "valeur_accompagnes": draw(chance), "valeur_temoins": draw(chance), "sens_favorable": 1,
                    "note": "comparaisons=26,1.3" if variant == "ensemble" else "aucune_variation",
                })  # fmt: skip
    return EditionResults(sensibilite=pd.DataFrame(rows, columns=SENSIBILITE.names))


@settings(max_examples=12, deadline=None)
@given(annex())
def test_whatever_the_rows_the_sentences_can_be_read(results):
    check_that_they_can_be_read(results)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(annex())
def test_whatever_many_rows_the_sentences_can_be_read(results):
    check_that_they_can_be_read(results)


def check_that_they_can_be_read(results):
    for name, write in TEXTS.items():
        text = write(results, CONTEXT)
        assert text.strip().endswith("."), name
        assert not re.search(r"\bnan\b|None|  |\( |– ?(points?|€)|\[–|–\]", text), (name, text)
        assert not re.search(VERDICTS, text), (name, re.search(VERDICTS, text))
    for name, (build, _) in TABLES.items():
        table = build(results, CONTEXT)
        assert table is None or not re.search(r"\bnan\b|None", table.markdown()), name


@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=8, deadline=None)
@given(st.data())
def test_a_bound_that_passes_zero_changes_numbers_only(name, data):
    check_that_numbers_only_change(name, data)


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_many_bounds_that_pass_zero_change_numbers_only(name, data):
    check_that_numbers_only_change(name, data)


def check_that_numbers_only_change(name, data):
    results = data.draw(annex())
    frame = results.sensibilite
    if not len(frame):
        return
    row = data.draw(st.integers(0, len(frame) - 1))
    shapes = set()
    for low in (-0.002, 0.002):
        moved = frame.copy()
        moved.loc[row, ["estimation", "ic_bas", "ic_haut"]] = [0.3, low, 0.6]
        if moved.loc[row, "variante"] == "ensemble":
            return
        text = TEXTS[name](EditionResults(sensibilite=moved), CONTEXT)
        shapes.add(re.sub(r"[+−]?\d[\d\u00a0\u202f]*(,\d+)?", "#", text).replace("points", "point"))
    assert len(shapes) == 1
