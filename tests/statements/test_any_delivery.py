"""What is said of deliveries unlike the demonstration, against their rows: tiny, lopsided, without variation."""

from __future__ import annotations

import re
from collections import defaultdict

import pandas as pd
import pytest
from support.report_rows import plain
from support.written_texts import Written, random_edition

from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS
from pipeline.contract.methods import MEASURES

# (19, 19), (25, 3), (3, 25), (40, 6), (4, 100), (3, 3) households.
SEEDS = (0, 6, 7, 8, 9, 11, 46)
DOMAINS = ("maintien", "impayes", "bien_etre", "troubles_droits")
SECTIONS = ("reponse", *DOMAINS)


@pytest.fixture(scope="module", params=[s if s == 0 else pytest.param(s, marks=pytest.mark.slow) for s in SEEDS])
def edition(request: pytest.FixtureRequest) -> Written:
    return random_edition(request.param)


def spoken(edition: Written) -> list[dict[str, object]]:
    return [dict(s) for s in edition.statements if s["section"] in SECTIONS]


def test_the_plan_or_its_stand_in_speaks_with_one_number(edition: Written) -> None:
    rows = edition.results.estimations.set_index(["indicateur", "vague", "methode"])["estimation"]
    methods = edition.context.plan.estimateurs.model_dump()
    found = defaultdict(set)
    for s in spoken(edition):
        name, wave = str(s["indicateur"]), str(s["vague"])
        indicator = DUREE_MAINTIEN if name == DUREE_MAINTIEN.name else INDICATORS[name]
        planned = methods[indicator.kind]
        if s["methode"] != planned:
            assert s["methode"] in ("difference_brute", "rmst")
            assert pd.isna(rows.get((name, wave, planned)))
        found[name, wave].add((s["methode"], s["estimation"], s["ic_bas"], s["ic_haut"], s["sens"]))
    assert found
    assert all(len(values) == 1 for values in found.values())


def test_each_side_is_that_of_its_row(edition: Written) -> None:
    rows = edition.results.estimations.set_index(["indicateur", "vague", "methode", "mesure"])
    for s in spoken(edition):
        row = rows.loc[(s["indicateur"], s["vague"], s["methode"], s["mesure"])]
        if s["sens"] in ("favorable", "defavorable"):
            more = row["estimation"] > (MEASURES[str(s["mesure"])].neutral or 0.0)
            assert (s["sens"] == "favorable") == (more == (row["sens_favorable"] > 0))


def test_no_word_is_a_verdict_and_no_interval_of_a_mean_rests_on_a_handful(edition: Written) -> None:
    rows = edition.results.estimations.set_index(["indicateur", "vague", "methode", "mesure"])
    for s in spoken(edition):
        assert not re.search(r"exclu|tranch|aussi bien avec|significati|mis en avant", str(s["phrase"]))
        row = rows.loc[(s["indicateur"], s["vague"], s["methode"], s["mesure"])]
        if s["mesure"] in ("difference_moyennes", "p_superiorite", "difference_rmst"):
            few = min(row["n_accompagnes"], row["n_temoins"]) < 5
            assert not few or (s["ic_bas"] is None and s["ic_haut"] is None)


def test_a_crude_difference_of_the_other_side_is_said(edition: Written) -> None:
    rows = edition.results.estimations.set_index(["indicateur", "vague", "methode"])
    for s in spoken(edition):
        if s["methode"] != "ajustee" or "était" in plain(str(s["phrase"]))[:30]:
            continue
        crude = rows.loc[(s["indicateur"], s["vague"], "difference_brute"), "estimation"]
        if not pd.isna(crude) and abs(crude) > 0.1 and abs(float(str(s["estimation"]))) > 0.1:
            opposite = (crude > 0) != (float(str(s["estimation"])) > 0)
            assert ("sens contraire" in str(s["phrase"])) == opposite or "L’écart ajusté était" in str(s["phrase"])


def test_the_gap_at_inclusion_stands_in_the_sentence(edition: Written) -> None:
    table = edition.results.evolutions
    start = table[(table["vague"] == "T0") & table["valeur"].notna()].groupby("indicateur")["groupe"].nunique()
    for s in spoken(edition):
        phrase = str(s["phrase"])
        if " était de " in phrase and "À l’inclusion" not in phrase:
            continue  # the waves before, in one sentence
        both = start.get(s["indicateur"], 0) == 2
        assert bool(re.search("[ÀAàa] l’inclusion", phrase)) == both, phrase
