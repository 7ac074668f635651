"""A table as Quarto and as a French Excel read it."""

from __future__ import annotations

import csv
import io
import json

import pypandoc
import pytest

from pipeline.report.markdown import escape
from pipeline.report.tables.notes import Notes
from pipeline.report.tables.pipe import Head, PipeTable, csv_cell

TABLE = PipeTable(
    "essai",
    "Une légende : courte",
    (Head("Nom"), Head("Valeur", right=True)),
    [[escape("a|b"), "1\u00a0234,5"], [escape("=HYPERLINK(1)"), "–"]],
    ("Une note.",),
)


def test_pandoc_reads_one_table_with_its_caption_and_alignment() -> None:
    tree = json.loads(pypandoc.convert_text(TABLE.markdown(), "json", format="markdown"))
    table, note = tree["blocks"]
    assert (table["t"], note["t"]) == ("Table", "Para")
    attributes, caption, columns, _, bodies, _ = table["c"]
    assert attributes[0] == "tbl-essai" or "#tbl-essai" in json.dumps(caption)
    assert [c[0]["t"] for c in columns] == ["AlignLeft", "AlignRight"]
    assert len(bodies[0][3]) == 2, "a sender's bar does not make a column, nor a row"
    assert all(len(row[1]) == 2 for row in bodies[0][3])


def test_caption_ends_with_the_identifier_on_its_line() -> None:
    lines = TABLE.markdown().split("\n")
    assert ": Une légende\u00a0: courte {#tbl-essai}" in lines


def test_csv_is_for_a_french_excel() -> None:
    table = PipeTable(
        "x", "", (Head("a"),), [["–"]], (), (("nom", "valeur"), [["Île", 0.5], ["=1+1", None], ["x;y", 3]])
    )
    rows = list(csv.reader(io.StringIO(table.csv()), delimiter=";"))
    assert rows == [["nom", "valeur"], ["Île", "0,5"], ["'=1+1", ""], ["x;y", "3"]]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (1.5, "1,5"),
        (float("nan"), ""),
        (None, ""),
        (12, "12"),
        ("+35,2", "+35,2"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("1\u00a0234\u202f%", "1 234 %"),
        ("–", ""),
    ],
)
def test_csv_cells(value: str | float | int | None, cell: str) -> None:
    assert csv_cell(value) == cell


def test_notes_are_numbered_once_and_open_no_list() -> None:
    notes = Notes()
    assert [notes.mark(n) for n in ("Aucun événement.", "", "p du score.", "Aucun événement.")] == [
        "(1)",
        "",
        "(2)",
        "(1)",
    ]
    first, second = notes.paragraphs()
    assert pypandoc.convert_text(first, "plain", format="markdown").strip() == "(1) Aucun événement."
    assert pypandoc.convert_text(second, "plain", format="markdown").strip() == "(2) p du score."


def test_a_long_note_ends_between_two_clauses_and_says_where_the_rest_is() -> None:
    notes = Notes()
    clauses = [f"clause {i} de la note, avec ce qu’il faut pour la rendre longue" for i in range(6)]
    notes.mark(" ; ".join(clauses) + ".")
    notes.mark("Courte.")
    first, second, last = notes.paragraphs()
    assert first.replace("\\", "").replace("\u202f", " ") == (
        "(1) Clause 0 de la note, avec ce qu’il faut pour la rendre longue ; " + " ; ".join(clauses[1:3]) + " […]."
    )
    assert second.endswith("Courte.")
    assert "dans le fichier du tableau" in last
    assert "[…]" not in "".join(_with("Courte."))


def _with(note: str) -> tuple[str, ...]:
    notes = Notes()
    notes.mark(note)
    return notes.paragraphs()
