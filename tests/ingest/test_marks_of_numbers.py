"""A comma or a point before three digits, signs as accountants write them, dashes for zero, yes and no as numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.contract.tables import ACCOMPAGNEMENT, ENTRETIENS, MENAGES, SUIVI_LOCATIF
from pipeline.ingest.cells import Cells
from pipeline.ingest.columns import ColumnRead, read_column
from pipeline.ingest.reading import Context

SOLDE = Context(SUIVI_LOCATIF["solde_impaye"], "suivi_locatif")
CENTS = st.integers(-9_999_999, 9_999_999)


def _read(texts: list[str], context: Context = SOLDE) -> ColumnRead:
    return read_column(Cells.from_texts(texts), context)


def _values(read: ColumnRead) -> list[object]:
    return read.array().dictionary_decode().to_pylist()


@pytest.mark.parametrize(
    ("beside", "value"),
    [
        (["634", "1634"], None),  # nothing tells
        (["12,5"], 1.634), (["12,50"], 1.634), (["0,125"], 1.634), (["1.234,50"], 1.634), (["1234,567"], 1.634),
        (["12.50"], 1634.0), (["1,234.56"], 1634.0), (["1,234,567"], 1634.0), ([".5"], 1634.0),
        (["12,50", "12.50"], None),  # both marks are decimal somewhere
        (["1.634"], None),
    ],
)  # fmt: skip
def test_a_comma_before_three_digits_is_what_the_column_shows(beside: list[str], value: float | None) -> None:
    read = _read(["1,634", *beside])
    assert _values(read)[0] == value
    assert (read.ambiguous is not None) == (value is None)
    if read.ambiguous is not None:
        assert read.ambiguous.rule.name == "nombres_ambigus"


def test_bounds_settle_what_a_comma_is() -> None:
    assert _values(_read(["1,125", "2,250"], Context(ACCOMPAGNEMENT["duree_jours"], "accompagnement"))) == [1.125, 2.25]


@given(st.lists(CENTS, min_size=1, max_size=40), st.sampled_from(["fr", "plain", "english"]))
def test_amounts_with_their_cents_are_never_ambiguous(cents: list[int], written: str) -> None:
    texts = []
    for c in cents:
        whole, part = divmod(abs(c), 100)
        grouped = {"fr": f"{whole}", "plain": f"{whole}", "english": f"{whole:,}"}[written]
        texts.append(("-" if c < 0 else "") + grouped + ("," if written == "fr" else ".") + f"{part:02d}")
    read = _read(texts)
    assert read.ambiguous is None
    assert _values(read) == [c / 100 for c in cents]


@pytest.mark.parametrize(
    ("text", "debt", "payment"),
    [
        ("12,50-", -12.5, -12.5), ("(12,50)", -12.5, -12.5), ("( 1 234,50 € )", -1234.5, -1234.5),
        ("12,50 €-", -12.5, -12.5), ("12,50 D", 12.5, -12.5), ("12,50 C", -12.5, 12.5), ("12,50CR", -12.5, 12.5),
        ("12,50 € D", 12.5, -12.5), ("1 234,50 Débit", 1234.5, -1234.5), ("0,00-", 0.0, 0.0), ("12.50 C", -12.5, 12.5),
    ],
)  # fmt: skip
def test_signs_as_accountants_write_them(text: str, debt: float, payment: float) -> None:
    assert _values(_read([text])) == [debt]
    assert _values(_read([text], Context(SUIVI_LOCATIF["paiement"], "suivi_locatif"))) == [payment]


@pytest.mark.parametrize("text", ["-12,50-", "-(12,50)", "(-12,50)", "-12,50 D", "12,50 X", "(12,50", "12,50)", "()"])
def test_two_signs_or_half_of_one_are_refused(text: str) -> None:
    assert [(p.rule.name, list(rows)) for p, rows in _read([text, "1,50"]).problem_rows()] == [
        ("cellule_illisible", [0])
    ]


@pytest.mark.parametrize("dash", ["-", " -   ", "- €", "-   €", "–", "€ -"])
def test_a_dash_where_no_zero_is_written_is_said_with_what_it_costs(dash: str) -> None:
    read = _read([dash, "12,50", dash], Context(SUIVI_LOCATIF["apl"], "suivi_locatif"))
    assert _values(read) == [None, 12.5, None]
    ((note, rows),) = read.note_rows()
    assert (note.rule.name, list(rows)) == ("tiret_pour_zero", [0, 2])
    assert "taux_recouvrement" in note.motif
    assert _read([dash, "0,00", dash]).note_rows() == []  # zeros are written: the dash is a mark of what is missing
    assert _read(["NA", "12,50"]).note_rows() == []


def test_yes_and_no_with_decimals() -> None:
    member = Context(ENTRETIENS["membre_cooperative"], "entretiens")
    assert _values(_read(["1.0", "0.0", "", "1,0"], member)) == [True, False, None, True]
    assert [list(r) for _, r in _read(["1.5", "2.0", "1.0"], member).problem_rows()] == [[0, 1]]
    item = Context(ENTRETIENS["lsns_1"], "entretiens")
    assert _values(_read(["3.0", "0.0", "5,0"], item)) == [3, 0, 5]


@pytest.mark.parametrize("text", ["Oui (oral)", "n.c.", "#N/A", "x", "à revoir"])
def test_an_unreadable_consent_says_what_it_costs_and_never_to_leave_it_empty(text: str) -> None:
    read = _read([text, "oui"], Context(MENAGES["consentement"], "menages"))
    ((problem, rows),) = read.problem_rows()
    assert (problem.rule.name, list(rows)) == ("consentement_illisible", [0])
    assert "exclu de toute analyse" in problem.motif
    assert "laisser vide" not in problem.motif + problem.rule.action


def test_labels_fold_plus_ampersand_and_slash() -> None:
    landlord = Context(MENAGES["bailleur"], "menages")
    assert _values(_read(["Pierres + Lumières", "Pierres/Lumières", "P & L"], landlord)) == ["pierres_et_lumieres"] * 3
    age = Context(MENAGES["tranche_age"], "menages")
    assert _values(_read(["60+", "60 +", "60 ans et +"], age)) == ["60+"] * 3
    assert _read(["60"], age).problem_rows()
