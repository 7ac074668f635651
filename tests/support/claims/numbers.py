"""Each line of `chiffres.csv` is its cell at its printed precision, and no number of a text is left out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pandas as pd
import pytest
from support.said import Said, cell_key, rows, value_of

from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS

# Numbers of a sentence that no table holds: waves, dates, names, levels and thresholds of the plan and of the method.
_NO_CELL = re.compile(
    "|".join(
        [
            r"@[a-z]+-[a-z_0-9-]+",
            r"`[^`]*`",
            *(re.escape(i.label) for i in (*INDICATORS.values(), DUREE_MAINTIEN)),
            r"(?:LSNS|UCLA|WHO)-\d",
            r"\d+ mois après leur entrée",
            r"au-delà de \d+ mois",
            r"(?:[Àà]|horizon de|ramené à|Sur les|sur les) \d+ (?:premiers )?mois",
            r"\d{1,2}(?:er)? [a-zûé]{3,9} \d{4}",
            r"\d{4}-S\d",
            r"\b20\d\d\b",
            r"trimestre \d\b",
            r"(?:intervalle à|confiance,? à|IC à|niveau de|seuil(?: bilatéral)? de|souvent que) \d+(?:,\d+)? %",
            r"(?:sous|tolérance de) \d+(?:,\d+)? %",
            r"(?:norme|hors) de \d+ à \d+ %|au lieu de \d+ à \d+ %",
            r"\b[IV]+-\d\b",
            r"(?:moins|[Pp]lus) de \d+(?:,\d+)?(?: ?%)?(?= d’entre eux| des tirages| ménages|\)| au-dessus)",
        ]
    )
)
_NUMBER = re.compile(r"\d[\d\u202f]*(?:,\d+)?")
# Constants of the method and of the literature, text by text: what they say does not come from this delivery.
CONSTANTS = {
    "bien_etre": ("10",),  # the smallest difference that matters at the WHO-5
    "calibration": ("999", "12", "18", "24", "3"),  # draws, the waves and the effects of the studies simulated
    "causes_cachees": ("1", "100", "0"),  # « plus de 100 fois »; « à 0, il la contient déjà »
    "comparabilite": ("0,1",) * 4 + ("0,25",) * 2,
    "couts": ("95",),  # the level of the bound
    "couverture": ("50", "50"),
    "dose_resultats": ("1", "1"),
    "equilibre": ("0,1",),
    "figure_calibration": ("93", "97"),  # the norm
    "figure_carte": ("5",),  # the threshold of confidentiality
    "figure_ecarts_mensuels": ("95",),  # the level
    "tableau_calibration": ("95",),
    "tableau_definitions": ("95",),
    "tableau_mois_par_etat": ("24",),  # months: the wave
    "figure_comparabilite": (
        "0,25",
        "0,1",
        "0,25",
        "99",
        "99",
    ),  # « plus de 99 % »: what chance gives is not told closer
    "figure_equilibre": ("0,1", "0,1", "0,25"),
    "figure_survie": ("30,4375",),  # days of a month
    "figure_lecture_bayesienne": ("5", "4"),  # what the sceptic holds
    "fabrication": ("20150101", "99"),  # the seed and the draws of the plan
    "heterogeneite": ("5",),
    "parcours_types": ("0,50", "0,60", "5"),
    "lecture": ("10", "200", "10"),  # what would matter, by the plan: a share, arrears, the WHO-5
    # sizes planned; correlations with the baseline
    "plan": ("25", "25", "0,5", "0,7"),
    "reperes": ("14",),  # years: children's, in consumption units
    "reponse": ("3", "3", "3", "5", "5", "20", "2", *("1",) * 6),  # the looks, the rule of solidity
    "langage_simple": ("12", "18", "24"),  # months: the wave
    "synthese_couts": ("100", "95"),  # the households of the whole scheme, a parameter; the level of the bound
    "synthese_inconnu": ("3",),  # the looks
    "synthese_reponse": ("1", "2", "3", "3", "5"),  # the rank of the look, and how many; the mark, of five
    "synthese_solidite": ("3", "5", "5", "20", "2", "1"),  # the rule of solidity
    "troncature": ("100",),
}


def each_number_is_its_cell(said: Said) -> None:
    """`cle` names one row of the table, and `valeur` is what stands there; a calculation names its columns."""
    seen = 0
    for n in said.numbers:
        key = cell_key(n)
        if key is None or not re.fullmatch(r"[a-z_0-9]+", n["colonne"]) or n["colonne"] in ("note", "lignes"):
            continue  # a count of rows, a calculation, a parameter of a note
        frame = _table(said, n["table"])
        if frame is None or not {*key, n["colonne"]} <= set(frame.columns):
            continue
        found = rows(said, n["table"], key)
        if n["table"] == "flux":  # a step is the sum of its reasons
            assert value_of(n["valeur"]) == sum(r["effectif"] for r in found), n
        else:
            assert len(found) == 1, (len(found), n)
            assert value_of(n["valeur"]) == pytest.approx(float(found[0][n["colonne"]]), rel=1e-10, abs=1e-12), n
        seen += 1
    assert seen or not said.statements


def each_number_is_printed_as_its_value(said: Said) -> None:
    for n in said.numbers:
        printed = n["texte"].replace("\u202f", "").replace("\u2212", "-").replace("\u00a0", "")
        if printed.startswith(("<", ">")):
            continue
        scale = 100 if "%" in n["unite"] or n["unite"].startswith("point") else 1
        error = min(abs(abs(value_of(printed)) - k * abs(value_of(n["valeur"]))) for k in (1, 100, scale))
        assert error <= 0.5 * 10.0 ** -_decimals(printed) + 1e-9, n


def no_number_of_a_text_is_left_out(said: Said) -> None:
    by_section = defaultdict(list)
    for n in said.numbers:
        by_section[n["section"]].append(_digits(n["texte"]))
    problems = []
    for name in sorted(said.texts):
        text = re.sub("[\u00a0]", " ", said.texts[name]).replace("\u202f%", " %")
        found, all_of_it = (Counter(map(_digits, _NUMBER.findall(t))) for t in (_NO_CELL.sub(" ", text), text))
        left_out = found - Counter(by_section[name]) - Counter(CONSTANTS.get(name, ()))
        unseen = Counter(by_section[name]) - all_of_it
        if left_out or unseen:
            problems.append((name, dict(left_out), dict(unseen)))
    assert not problems, problems


def _table(said: Said, name: str) -> pd.DataFrame | None:
    try:
        return said.tables(name)
    except (AttributeError, KeyError, ValueError, FileNotFoundError):
        return None  # a note, a parameter, a simulated study, a finding: no table of this edition


def _decimals(text: str) -> int:
    return len(text.partition(",")[2])


def _digits(text: str) -> str:
    return re.sub(r"[^\d,]", "", text)


NUMBERS = (each_number_is_its_cell, each_number_is_printed_as_its_value, no_number_of_a_text_is_left_out)
