"""Each claim fails where what it holds is not so: one thing is made false of an edition of which all is true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from statements.conftest import read_said
from support.claims import CLAIMS
from support.said import Line, Said

from pipeline.statements.few import row_of_a_few


@pytest.fixture(scope="module")
def said(watched_run: Path) -> Said:
    return read_said(watched_run / "out")


def _headline(said: Said, **changed: str) -> Said:
    """The statement on arrears in the answer, with other words in some of its columns."""
    place = next(i for i, s in enumerate(said.statements) if s["indicateur"] == "impaye_solde")
    lines = [*said.statements]
    lines[place] = lines[place] | changed
    return replace(said, statements=lines)


def _of_three(said: Said, **changed: str) -> Said:
    """The same, of a row of three accompanied households."""
    few = said.tables("estimations").assign(n_accompagnes=3)
    return replace(_headline(said, **changed), tables=lambda _: few)


def _number(said: Said, **changed: str) -> Said:
    def first(n: Line) -> bool:
        return n["table"] == "estimations" and n["colonne"] == "valeur_accompagnes"

    place = next(i for i, n in enumerate(said.numbers) if first(n))
    lines = [*said.numbers]
    lines[place] = lines[place] | changed
    return replace(said, numbers=lines)


def _text(said: Said, words: str) -> Said:
    return replace(said, texts=said.texts | {"reponse": said.texts["reponse"] + words})


FALSE: dict[str, Callable[[Said], Said]] = {
    "each_statement_is_its_row": lambda s: _headline(s, estimation="12345"),
    "each_side_is_that_of_the_number_that_is_printed": lambda s: _headline(s, sens="nul"),
    "one_indicator_at_one_wave_has_one_number_and_one_direction": lambda s: _headline(s, ic_bas="-1"),
    "no_heading_tells_what_the_plan_does_not_name": lambda s: _headline(s, section="titres", famille="exploratoire"),
    "of_a_handful_no_class_and_no_side_is_said": lambda s: _of_three(s, phrase="un grand avantage"),
    "nothing_is_the_largest_of_one": lambda s: _text(s, "C’est le plus grand de 1 écart."),
    "ranges_are_told_from_low_to_high": lambda s: _text(s, "Il est compris entre −1,5 point et −22,0 points."),
    "no_bound_lies_outside_its_scale": lambda s: _headline(s, mesure="difference_risques", ic_haut="1,04"),
    "each_number_is_its_cell": lambda s: _number(s, valeur="12345"),
    "each_number_is_printed_as_its_value": lambda s: _number(s, texte="12345,67"),
    "no_number_of_a_text_is_left_out": lambda s: _text(s, "Il y en a 4321."),
    "no_word_is_a_verdict": lambda s: _text(s, "Les données excluent une absence d’écart."),
    "no_text_prints_what_is_no_number": lambda s: _text(s, "L’écart est de −0 €."),
    "one_is_singular_and_two_are_plural": lambda s: _text(s, "Chez 1 ménages, 2 point."),
    "no_size_is_another_deliverys": lambda s: _text(s, "Avec de telles données, avec 25 ménages par groupe, rien."),
}
BY_NAME = {claim.__name__: claim for claim in CLAIMS}


def test_every_claim_holds_of_the_edition_itself(said: Said) -> None:
    for claim in CLAIMS:
        claim(said)


@pytest.mark.parametrize("name", FALSE)
def test_what_is_made_false_is_seen(name: str, said: Said) -> None:
    with pytest.raises(AssertionError):
        BY_NAME[name](FALSE[name](said))


def test_with_four_households_in_a_group_a_mean_of_another_table_has_no_interval() -> None:
    row = {"n_accompagnes": 4, "n_temoins": 30, "ic_bas": -1.0, "ic_haut": 2.0, "difference": 0.5, "note": None}
    assert row_of_a_few(row)["ic_bas"] is row_of_a_few(row)["ic_haut"] is None
    assert row_of_a_few(row)["note"]
    assert row_of_a_few(row | {"n_accompagnes": 5}) == row | {"n_accompagnes": 5}
