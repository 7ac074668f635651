"""What the report says of itself, recomputed from its tables: each statement, each number, and none left out."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict

import pandas as pd
import pytest
from support.random_delivery import random_delivery
from support.written_texts import written

from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS, Scale
from pipeline.contract.methods import MEASURES, MeasureKind
from pipeline.contract.populations import MEASURES as POPULATION_MEASURES
from pipeline.contract.said import AFFIRMATIONS, CHIFFRES

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
# Constants of the design and of the literature, text by text: what they say does not come from this delivery.
_CONSTANTS = {
    "bien_etre": ("10",),  # the smallest difference that matters at the WHO-5
    "calibration": ("999", "12", "18", "24"),  # draws, and the waves of the studies simulated
    "causes_cachees": ("1",),
    "comparabilite": ("0,1", "0,1", "0,1", "0,25"),
    "couts": ("95",),  # the level of the bound
    "dette_logement": ("20",),  # the least degrees of freedom of an adjusted difference
    "couverture": ("50", "50"),
    "dose_resultats": ("1", "1"),
    "equilibre": ("0,1",),
    "fabrication": ("20150101", "99"),
    "parcours_types": ("5",),
    "plan": (
        "10",  # what would matter, by the plan: for a share, for arrears, for the WHO-5
        "200",
        "10",
        "0,5",  # correlations with the value at inclusion
        "0,7",
    ),
    # the looks, the rule of solidity
    "reponse": ("3", "3", "3", "5", "5", "20", "2", *("1",) * 6),
    "troncature": ("100",),
}

# The table that the statements of a section are read from, when it is not `estimations`.
_TABLES = {
    "parcours": "mois_par_etat",
    "se_maintenir": "populations",
    "s_installer": "populations",
    "avant_contact": "ecarts_mensuels",
    "dette_logement": "sensibilite",
    "avant_inclusion": "sensibilite",
    **dict.fromkeys(
        ("troncature", "definitions", "manquants", "causes_cachees", "precision", "bailleurs", "autres_methodes"),
        "sensibilite",
    ),
}
_AND = {"causes_cachees": ("causes_cachees",)}  # and another one
_ESTIMATE = {"mois_par_etat": "difference", "populations": "ecart", "ecarts_mensuels": "difference"}
_NO_DIFFERENCE = (MeasureKind.STATISTIC, MeasureKind.CHANCE, MeasureKind.AMOUNT)
_FAVOURABLE = {m.name: m.favourable for measures in POPULATION_MEASURES.values() for m in measures}
_BOUNDS = ("ic_bas", "ic_haut")
_BESIDE = ("difference_brute", "rmst", "difference_stratifiee", "rang_composite")
# By scale, and by whether the indicator is measured at inclusion too: contract §8.2.
_PLANNED = {
    (Scale.BINARY, True): "ajustee",
    (Scale.CONTINUOUS, True): "ajustee",
    (Scale.CONTINUOUS, False): "ajustee",
    (Scale.BINARY, False): "difference_brute",
    (Scale.COUNT, False): "difference_brute",
    (Scale.ORDINAL, False): "superiorite",
    (Scale.DURATION, False): "rmst_permutation",
}
_OF_MEANS = ("difference_moyennes", "difference_rmst", "double_difference", "p_superiorite", "g_hedges")
_REACH = {
    "difference_risques": (-1, 1),
    "p_superiorite": (0, 1),
    "rapport_taux": (0, math.inf),
    "difference_rmst": (-24, 24),
    "procedure_max": (-8, 8),
    "lsns6": (-30, 30),
    "ucla3": (-6, 6),
    "who5": (-100, 100),
}


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _decimals(text: str) -> int:
    return len(text.partition(",")[2])


def test_the_files_have_the_columns_of_the_contract(said) -> None:
    assert all(tuple(row) == tuple(CHIFFRES) for row in said.numbers)
    assert all(tuple(row) == tuple(AFFIRMATIONS) for row in said.statements)
    codes = [row["code"] for row in said.numbers]
    assert len(codes) == len(set(codes)) > 0


def test_each_statement_is_its_row(said) -> None:
    rows = said.tables("estimations").set_index(["indicateur", "vague", "methode", "mesure"])
    for s in _of_estimations(said):
        row = rows.loc[(s["indicateur"], s["vague"], s["methode"], s["mesure"])]
        assert s["famille"] == row["famille"]
        few = min(row["n_accompagnes"], row["n_temoins"]) < 5 and s["mesure"] in _OF_MEANS
        for name in ("estimation", "ic_bas", "ic_haut"):
            assert (s[name] == "") == (pd.isna(row[name]) or (few and name != "estimation"))
            if s[name]:
                assert _number(s[name]) == pytest.approx(row[name], rel=1e-10)
        assert s["phrase"] in said.texts[s["section"]]
        assert s["sens"] in ("favorable", "defavorable", "nul", "")
        if s["sens"] in ("favorable", "defavorable"):
            more = row["estimation"] > (MEASURES[s["mesure"]].neutral or 0.0)
            assert (s["sens"] == "favorable") == (more == (row["sens_favorable"] > 0))
            side = re.search(
                r"(?:à l’|au |un (?:[a-zè]+ )*)(avantage|désavantage)(?: modéré)? (?:des|pour les) acc", s["phrase"]
            )
            assert side is None or (side[1] == "désavantage") == (s["sens"] == "defavorable"), s


def _of_estimations(said) -> list[dict[str, str]]:
    return [s for s in said.statements if s["section"] not in _TABLES]


def test_each_statement_on_another_table_is_one_of_its_rows(said) -> None:
    for s in said.statements:
        if s["section"] not in _TABLES:
            continue
        found = [
            (table, row)
            for table in (_TABLES[s["section"]], *_AND.get(s["section"], ()))
            for row in said.tables(table).to_dict("records")
            if _is_row(table, row, s) and _has_its_numbers(table, row, s)
        ]
        assert found, s
        assert s["phrase"] in said.texts[s["section"]]
        assert all(_side(table, row, s) == s["sens"] for table, row in found), s


def _has_its_numbers(table, row, s) -> bool:
    """Its own estimate and bounds; under five households in a group, no bound of a mean is printed."""
    few = s["mesure"] in _OF_MEANS and min(row["n_accompagnes"], row["n_temoins"]) < 5
    bounds = {} if few and s["ic_bas"] == s["ic_haut"] == "" else {c: c for c in _BOUNDS}
    columns = {"estimation": _ESTIMATE.get(table, "estimation")} | bounds
    return all(_same(s[c], row[k]) for c, k in columns.items())


def _same(text, value) -> bool:
    return pd.isna(value) if text == "" else _number(text) == pytest.approx(value, rel=1e-10)


def _is_row(table, row, s) -> bool:
    if table == "mois_par_etat":
        return row["etat"] == s["indicateur"]
    if table == "populations":
        return (row["population"], row["mesure"], row["vague"]) == (s["section"], s["indicateur"], s["vague"])
    if table == "ecarts_mensuels":
        return f"M{row['mois']}" == s["vague"]
    return all(row[c] == s[c] for c in ("indicateur", "vague", "methode", "mesure"))


def _side(table, row, s) -> str:
    """The side of a row, read from its own sign; a printed zero is « nul »."""
    favourable = 0 if table == "mois_par_etat" else _FAVOURABLE[s["indicateur"]] if table == "populations" else None
    favourable = -1 if table == "ecarts_mensuels" else favourable  # of a debt
    favourable = row["sens_favorable"] if favourable is None else favourable
    if s["estimation"] == "" or s["sens"] == "nul" or not favourable:
        return s["sens"] if s["sens"] in ("", "nul") else "?"
    more = _number(s["estimation"]) > {"p_superiorite": 0.5}.get(s["mesure"], 0.0)
    return "favorable" if more == (favourable > 0) else "defavorable"


def test_each_difference_that_is_printed_is_stated(said) -> None:
    """A number of a sentence that is a difference, or one of its bounds, has its line among the statements.

    What only stands beside the method of the plan has none: the statement on the same indicator at the same wave is
    that method's, in the same section.
    """
    stated = {(s["section"], c, s[c]) for s in said.statements for c in ("estimation", *_BOUNDS)}
    spoken = {(s["section"], s["indicateur"], s["vague"]) for s in _of_estimations(said)}
    seen = 0
    for n in said.numbers:
        column = "estimation" if n["colonne"] in ("ecart", "difference") else n["colonne"]
        if n["table"] not in ("estimations", "sensibilite", "populations", "mois_par_etat"):
            continue
        measure = re.search(r"mesure=(\w+)$", n["cle"])
        kind = MEASURES[measure[1]].kind if measure and measure[1] in MEASURES else MeasureKind.DIFFERENCE
        if column not in ("estimation", *_BOUNDS) or kind in _NO_DIFFERENCE:
            continue
        row = dict(part.split("=", 1) for part in n["cle"].split(";"))
        if n["table"] == "estimations" and row["methode"] in _BESIDE:
            assert (n["section"], row["indicateur"], row["vague"]) in spoken, n
            seen += 1
            continue
        assert (n["section"], column, n["valeur"]) in stated, n
        seen += 1
    assert seen or not said.statements


def test_one_indicator_at_one_wave_has_one_number_and_one_direction(said) -> None:
    """Whatever the section: the sides, the methods, the estimates and the intervals that speak are one each."""
    spoken = defaultdict(set)
    for s in _of_estimations(said):
        spoken[s["indicateur"], s["vague"]].add((s["methode"], s["estimation"], s["ic_bas"], s["ic_haut"], s["sens"]))
    assert all(len(found) == 1 for found in spoken.values())


def test_the_method_that_speaks_is_the_plans_or_stands_in_for_it(said) -> None:
    rows = said.tables("estimations").set_index(["indicateur", "vague", "methode"])["estimation"].to_dict()
    for s in _of_estimations(said):
        indicator = DUREE_MAINTIEN if s["indicateur"] == DUREE_MAINTIEN.name else INDICATORS[s["indicateur"]]
        planned = _PLANNED[indicator.scale, "T0" in indicator.waves]
        if s["methode"] != planned:
            assert s["methode"] == ("rmst" if indicator is DUREE_MAINTIEN else "difference_brute")
            assert pd.isna(rows.get((s["indicateur"], s["vague"], planned))), s
            assert re.search("tient lieu|écart brut|contient zéro", s["phrase"]), s


def test_no_bound_lies_outside_its_scale(said) -> None:
    """A share cannot differ by more than all, a score by more than its range, a probability leave 0 to 1."""
    for s in _of_estimations(said):
        low, high = _REACH.get(s["mesure"], _REACH.get(s["indicateur"], (-math.inf, math.inf)))
        for name in ("estimation", *_BOUNDS):
            assert s[name] == "" or low - 1e-9 <= _number(s[name]) <= high + 1e-9, s


def test_no_sentence_on_a_difference_takes_a_threshold_for_a_verdict(said) -> None:
    for s in _of_estimations(said):
        assert not re.search(r"exclu|tranch|aussi bien avec|significati", s["phrase"]), s


def test_each_number_is_its_cell_at_its_precision(said) -> None:
    seen = 0
    tables = {}
    for n in said.numbers:
        if n["colonne"] == "note" or not re.fullmatch(r"[a-z_0-9]+", n["colonne"]) or n["colonne"] == "lignes":
            continue  # a count of rows, a calculation, a parameter of a note
        if n["table"] not in ("estimations", "sensibilite", "populations", "couts", "couts_ratios", "aides", "loyers"):
            continue
        table = tables.setdefault(n["table"], said.tables(n["table"]))
        chosen = table
        for part in n["cle"].split(";"):
            column, value = part.split("=", 1)
            chosen = chosen[chosen[column].astype(str) == value]
        assert len(chosen) == 1, n
        assert _number(n["valeur"]) == pytest.approx(float(chosen.iloc[0][n["colonne"]]), rel=1e-10, abs=1e-12), n
        seen += 1
    assert seen or not said.statements


def test_each_number_is_printed_as_its_value(said) -> None:
    for n in said.numbers:
        printed = n["texte"].replace("\u202f", "").replace("\u2212", "-").replace("\u00a0", "")
        if printed.startswith(("<", ">")):
            continue
        scale = 100 if "%" in n["unite"] or n["unite"].startswith("point") else 1
        error = min(abs(abs(_number(printed)) - k * abs(_number(n["valeur"]))) for k in (1, 100, scale))
        assert error <= 0.5 * 10.0 ** -_decimals(printed) + 1e-9, n


def test_no_number_of_a_text_is_left_out(said) -> None:
    by_section = defaultdict(list)
    for n in said.numbers:
        by_section[n["section"]].append(_digits(n["texte"]))
    for name in sorted(said.texts):
        text = re.sub("[\u00a0]", " ", said.texts[name]).replace("\u202f%", " %")
        found = [_digits(x) for x in re.findall(r"\d[\d\u202f]*(?:,\d+)?", _NO_CELL.sub(" ", text))]
        left_out = Counter(found) - Counter(by_section[name]) - Counter(_CONSTANTS.get(name, ()))
        assert not left_out, (name, left_out)
        assert not Counter(by_section[name]) - Counter(found), name


def _digits(text: str) -> str:
    return re.sub(r"[^\d,]", "", text)


# Beside the checks on lists of constants, which are written for the demonstration.
CLAIMS = (
    test_the_files_have_the_columns_of_the_contract,
    test_each_statement_is_its_row,
    test_each_statement_on_another_table_is_one_of_its_rows,
    test_each_difference_that_is_printed_is_stated,
    test_one_indicator_at_one_wave_has_one_number_and_one_direction,
    test_the_method_that_speaks_is_the_plans_or_stands_in_for_it,
    test_no_bound_lies_outside_its_scale,
    test_no_sentence_on_a_difference_takes_a_threshold_for_a_verdict,
    test_each_number_is_its_cell_at_its_precision,
    test_each_number_is_printed_as_its_value,
    test_no_number_of_a_text_is_left_out,
)
RANDOM = 300
QUICK = 3


@pytest.mark.parametrize("seed", [s if s < QUICK else pytest.param(s, marks=pytest.mark.slow) for s in range(RANDOM)])
def test_every_claim_of_a_random_delivery_is_its_rows(seed, said_of) -> None:
    edition = written(random_delivery(seed), ("finale", "finale", "parcours", "intermediaire")[seed % 4])
    said = said_of(edition)
    for claim in CLAIMS:
        claim(said)
    text = "\n".join(said.texts.values())
    assert not re.search(r"\bnan\b|\bNone\b|\binf\b|[−-]0(?:,0+)?[\u00a0\u202f ](?:€|points?|mois)", text), text
    sizes = {*edition.results.inclusions["groupe"].value_counts()}
    if sizes != {25}:
        assert not re.search(r"avec 25 ménages par groupe|25 contre 25", re.sub("[\u00a0\u202f]", " ", text))
