"""Each line of `affirmations.csv` is its row: numbers, side, place in the plan, method, class, and one of each."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from typing import Any

import pandas as pd
import pytest
from support.said import Line, Said, cell_key, row_of, rows, value_of

from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS, Indicator, Scale
from pipeline.contract.methods import MEASURES, MeasureKind
from pipeline.contract.populations import MEASURES as POPULATION_MEASURES
from pipeline.contract.said import AFFIRMATIONS, CHIFFRES
from pipeline.report.sentences.headings import TITLES

BOUNDS = ("ic_bas", "ic_haut")
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
_BESIDE = ("difference_brute", "rmst", "difference_stratifiee", "rang_composite")
_NO_DIFFERENCE = (MeasureKind.STATISTIC, MeasureKind.CHANCE, MeasureKind.AMOUNT)
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
_IMPORTANT = {"impaye_solde": 200.0, "who5": 10.0}  # and 10 points for a share: the plan's defaults
_FAVOURABLE = {m.name: m.favourable for measures in POPULATION_MEASURES.values() for m in measures}


def the_files_have_the_columns_of_the_contract(said: Said) -> None:
    assert all(tuple(row) == tuple(CHIFFRES) for row in said.numbers)
    assert all(tuple(row) == tuple(AFFIRMATIONS) for row in said.statements)
    codes = [row["code"] for row in said.numbers]
    assert len(codes) == len(set(codes)) > 0


def each_statement_is_its_row(said: Said) -> None:
    for s in said.statements:
        row = row_of(said, s)
        assert s["famille"] == row.get("famille", s["famille"]), s
        withheld = BOUNDS if _few(row, s) and not pd.isna(row["estimation"]) else ()
        for name in ("estimation", *BOUNDS):
            assert (s[name] == "") == (pd.isna(row[name]) or name in withheld), (name, s, row)
            if s[name]:
                assert value_of(s[name]) == pytest.approx(row[name], rel=1e-10), (name, s, row)
        assert s["phrase"] in said.texts[s["section"]], s


def each_side_is_that_of_the_number_that_is_printed(said: Said) -> None:
    for s in said.statements:
        assert s["sens"] in ("favorable", "defavorable", "nul", ""), s
        row = row_of(said, s)
        favourable = _favourable(s, row)
        printed = _printed(said, s)
        if s["estimation"] == "" or (not favourable and s["sens"] == ""):
            assert s["sens"] == "", s
            continue
        if printed is not None:
            gap = printed - _neutral(s)
        else:
            gap = value_of(s["estimation"]) - _neutral(s)
            if s["sens"] == "nul":
                continue
        side = "nul" if abs(gap) < 1e-9 else "favorable" if (gap > 0) == (favourable > 0) else "defavorable"
        assert s["sens"] == (side if favourable or side == "nul" else ""), (side, s)


def each_phrase_names_no_other_side(said: Said) -> None:
    for s in said.statements:
        found = re.findall(
            r"(?:à l’|au |, un (?:[a-zè]+ )*)(avantage|désavantage)(?: modéré)? (?:des|pour les) acc", s["phrase"]
        )
        sides = {{"avantage": "favorable", "désavantage": "defavorable"}[side] for side in found}
        stated = {t["sens"] for t in said.statements if (t["section"], t["phrase"]) == (s["section"], s["phrase"])}
        assert sides <= stated, s


def each_class_is_that_of_its_numbers(said: Said) -> None:
    """« un grand avantage », « d’un faible à un très grand avantage »: of the numbers as they are printed."""
    for s in said.headlines:
        important = _important(s)
        row, phrase = row_of(said, s), s["phrase"].replace("\u00a0", " ")
        if not re.search("pratiquement nul|faible|modéré|grand", phrase) or " était de " in phrase:
            continue
        assert important is not None, s
        classes = {c: _class(s, row, value_of(s[c]), important) for c in ("estimation", *BOUNDS) if s[c]}
        assert f", {classes['estimation']}" in phrase, (classes, s)
        whole = re.sub(
            "d’un (faible|grand|très grand) à un (faible|grand|très grand) (avantage|désavantage)",
            r"d’un \1 \3 à un \2 \3", phrase,
        )  # fmt: skip
        low, high = (classes.get(c) for c in BOUNDS)
        if low and high and low != high:
            assert f"d’{low} à {high}" in whole or f"d’{high} à {low}" in whole, (classes, s)
        elif low and high:
            assert whole.count(low) >= 1, (classes, s)


def of_a_handful_no_class_and_no_side_is_said(said: Said) -> None:
    """Fewer than five households in a group: the number alone, whatever its size and its sign."""
    for s in said.headlines:
        row = row_of(said, s)
        if min(row["n_accompagnes"], row["n_temoins"]) < 5:
            assert not re.search(r"avantage|pratiquement nul", s["phrase"]), s


def no_heading_tells_what_the_plan_does_not_name(said: Said) -> None:
    assert not [s for s in said.headlines if s["section"] == TITLES and s["famille"] == "exploratoire"]


def each_difference_that_is_printed_is_stated(said: Said) -> None:
    """A number of a sentence that is a difference, or one of its bounds, has its line among the statements.

    What only stands beside the method of the plan has none: the statement on the same indicator at the same wave is
    that method's, in the same section.
    """
    stated = {(s["section"], c, s[c]) for s in said.statements for c in ("estimation", *BOUNDS)}
    spoken = {(s["section"], s["indicateur"], s["vague"]) for s in said.headlines}
    seen = 0
    for n in said.numbers:
        column = "estimation" if n["colonne"] in ("ecart", "difference") else n["colonne"]
        if n["table"] not in ("estimations", "sensibilite", "causes_cachees", "populations", "mois_par_etat"):
            continue
        measure = re.search(r"mesure=(\w+)$", n["cle"])
        kind = MEASURES[measure[1]].kind if measure and measure[1] in MEASURES else MeasureKind.DIFFERENCE
        if column not in ("estimation", *BOUNDS) or kind in _NO_DIFFERENCE:
            continue
        row = cell_key(n) or {}
        if n["table"] == "estimations" and row["methode"] in _BESIDE:
            beside = (n["section"], row["indicateur"], row["vague"]) in spoken
            assert beside or not _may_speak(said, row), n
        else:
            assert (n["section"], column, n["valeur"]) in stated, n
        seen += 1
    assert seen or not said.statements


def one_indicator_at_one_wave_has_one_number_and_one_direction(said: Said) -> None:
    """Whatever the section: the sides, the methods, the estimates and the intervals that speak are one each."""
    spoken = defaultdict(set)
    for s in said.headlines:
        spoken[s["indicateur"], s["vague"]].add((s["methode"], s["estimation"], s["ic_bas"], s["ic_haut"], s["sens"]))
    assert all(len(found) == 1 for found in spoken.values()), [f for f in spoken.items() if len(f[1]) > 1]


def the_method_that_speaks_is_the_plans_or_stands_in_for_it(said: Said) -> None:
    for s in said.headlines:
        if s["section"] == "langage_simple":
            continue  # simple words name no method
        indicator = _indicator(s)
        planned = _PLANNED[indicator.scale, "T0" in indicator.waves]
        if s["methode"] != planned:
            assert s["methode"] == ("rmst" if indicator is DUREE_MAINTIEN else "difference_brute"), s
            where = {"indicateur": s["indicateur"], "vague": s["vague"], "methode": planned}
            assert all(pd.isna(r["estimation"]) for r in rows(said, "estimations", where)), s
            assert re.search("tient lieu|écart brut", s["phrase"]), s


def no_bound_lies_outside_its_scale(said: Said) -> None:
    """A share cannot differ by more than all, a score by more than its range, a probability leave 0 to 1."""
    told = [(s, [s[c] for c in ("estimation", *BOUNDS)]) for s in said.statements]
    for n in said.numbers:
        key = cell_key(n)
        if key and "mesure" in key and "indicateur" in key and n["colonne"] in ("estimation", *BOUNDS):
            told.append((key, [n["valeur"]]))
    for key, values in told:
        by_indicator = _REACH.get(key["indicateur"]) if key["mesure"] == "difference_moyennes" else None
        low, high = _REACH.get(key["mesure"], by_indicator or (-math.inf, math.inf))
        assert all(v == "" or low - 1e-9 <= value_of(v) <= high + 1e-9 for v in values), (key, values)


def _may_speak(said: Said, row: dict[str, str]) -> bool:
    """Whether the method of the plan, or the crude one, has a figure."""
    where = {"indicateur": row["indicateur"], "vague": row["vague"]}
    speak = {"rmst", "difference_brute", *_PLANNED.values()}
    return any(r["methode"] in speak and not pd.isna(r["estimation"]) for r in rows(said, "estimations", where))


def the_table_of_a_section_says_the_same(said: Said) -> None:
    """Beside the sentence, the row of the indicator at the wave holds the estimate and the bounds that it prints."""
    told, found = 0, 0
    for s in said.headlines:
        cells = _cells(said.shown.get(s["section"], ""), _indicator(s).label, s["vague"])
        printed = [n["texte"] for n in said.numbers if (n["section"], n["cle"]) == (s["section"], _key(s))]
        told += bool(printed) and s["section"] in said.shown
        if cells is None or not printed or s["estimation"] == "":
            continue
        found += 1
        values = [s[c] for c in ("estimation", *BOUNDS) if s[c]]
        wanted = [
            n["texte"]
            for n in said.numbers
            if n["valeur"] in values and (n["section"], n["cle"]) == (s["section"], _key(s))
            and n["colonne"] in ("estimation", *BOUNDS)
        ]  # fmt: skip
        assert all(text in cells for text in wanted), (wanted, cells, s)
    assert found or not told


def _key(s: Line) -> str:
    return ";".join(f"{c}={s[c]}" for c in ("indicateur", "vague", "methode", "mesure"))


def _cells(table: str, label: str, wave: str) -> str | None:
    """The row of an indicator at a wave; its label stands in the first of its rows."""
    at, here = f"{wave.removeprefix('M')} mois", ""
    for line in table.replace("\\", "").replace("\u00a0", " ").splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        here = cells[1] or here if len(cells) > 3 else here
        if len(cells) > 3 and here == label and cells[2] == at:
            return line
    return None


def _indicator(s: Line) -> Indicator:
    return DUREE_MAINTIEN if s["indicateur"] == DUREE_MAINTIEN.name else INDICATORS[s["indicateur"]]


def _few(row: dict[str, Any], s: Line) -> bool:
    """Fewer than five households in a group: the interval of a mean, or of mean ranks, is not given."""
    sizes = [row.get(f"n_{group}") for group in ("accompagnes", "temoins")]
    return s["mesure"] in _OF_MEANS and None not in sizes and min(sizes) < 5 and not _in_classes(s)


def _in_classes(s: Line) -> bool:
    return s["indicateur"] in INDICATORS and INDICATORS[s["indicateur"]].scale is Scale.BINARY


def _neutral(s: Line) -> float:
    return (MEASURES[s["mesure"]].neutral if s["mesure"] in MEASURES else None) or 0.0


def _favourable(s: Line, row: dict[str, Any]) -> int:
    """+1 where more is good news, −1 where it is bad, 0 where neither."""
    table = s["methode"].split("/")[0]
    if table == "populations":
        return _FAVOURABLE[s["indicateur"]]
    if table == "ecarts_mensuels":
        return -1  # of a debt
    return 0 if table == "mois_par_etat" else int(row["sens_favorable"])


def _printed(said: Said, s: Line) -> float | None:
    """The estimate as its section prints it; None where it does not."""
    for n in said.numbers:
        same = n["section"] == s["section"] and n["valeur"] == s["estimation"]
        if same and n["colonne"] in ("estimation", "ecart", "difference") and "<" not in n["texte"]:
            text = n["texte"].replace("\u202f", "").replace("\u2212", "-").replace("\u00a0", "")
            times = 100 if abs(value_of(text)) > 1 and s["mesure"] == "p_superiorite" else 1
            return value_of(text) / times
    return None


def _important(s: Line) -> float | None:
    if s["mesure"] not in ("difference_risques", "difference_moyennes"):
        return None
    return 0.10 if _indicator(s).scale is Scale.BINARY else _IMPORTANT.get(s["indicateur"])


def _class(s: Line, row: dict[str, Any], value: float, important: float) -> str:
    share = _indicator(s).scale is Scale.BINARY
    decimals, scale = (0 if s["indicateur"] == "impaye_solde" else 1), 100 if share else 1
    shown = math.floor(float(f"{abs(scale * value) * 10**decimals:.15g}") + 0.5) / 10**decimals
    times = round(shown / (scale * important), 9)
    if times < 0.25:
        return "un écart pratiquement nul"
    side = "avantage" if (value > 0) == (row["sens_favorable"] > 0) else "désavantage"
    if 1 < times <= 2:
        return f"un {side} modéré"
    return f"un {'faible' if times <= 1 else 'grand' if times <= 3 else 'très grand'} {side}"


DIFFERENCES = (
    the_files_have_the_columns_of_the_contract,
    each_statement_is_its_row,
    each_side_is_that_of_the_number_that_is_printed,
    each_phrase_names_no_other_side,
    each_class_is_that_of_its_numbers,
    of_a_handful_no_class_and_no_side_is_said,
    no_heading_tells_what_the_plan_does_not_name,
    each_difference_that_is_printed_is_stated,
    one_indicator_at_one_wave_has_one_number_and_one_direction,
    the_method_that_speaks_is_the_plans_or_stands_in_for_it,
    no_bound_lies_outside_its_scale,
    the_table_of_a_section_says_the_same,
)
