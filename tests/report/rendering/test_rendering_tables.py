"""Tables on pages: a long one goes on overleaf, no word over another, columns as wide as the source says."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support.pdf_words import overprinted, pdf_words

from pipeline.french import NBSP
from pipeline.report.rendering.render import render_documents
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.tables.widths import LINE, column_widths

Writer = Callable[..., Path]
FOOT = 2.3 / 2.54 * 72  # points: the lower margin of `presentation/rapport.typ`

LONG = PipeTable(
    "longue",
    "Une longue table.",
    (
        Head("Ligne"),
        Head("Intervalle de confiance, à 95 %", right=True),
        Head("Anticonstitutionnellement"),
        Head("Raison"),
    ),
    [[f"Ligne{NBSP}{i}", f"+{i},5 [−0,7{NBSP};{NBSP}+44,9]", "oui", "Une phrase de prose. " * 12] for i in range(60)],
)


@pytest.fixture(scope="module")
def long_table(tmp_path_factory: pytest.TempPathFactory, write_sources: Writer, write_elements: Writer) -> Path:
    root = tmp_path_factory.mktemp("longue")
    folder = write_elements(root / "edition", last=LONG.markdown())
    render_documents(write_sources(root / "sources"), folder, "pandoc")
    return folder


def test_a_table_longer_than_a_page_goes_on_overleaf_head_repeated_rows_whole(long_table: Path) -> None:
    words = pdf_words(long_table / "rapport.pdf")
    assert overprinted(long_table / "rapport.pdf") == []
    heads = [w.page for w in words if w.text == "Raison"]
    assert len(heads) >= 3
    assert heads == list(range(heads[0], heads[0] + len(heads)))
    caption = next(w for w in words if w.text == "longue")
    assert caption.page == heads[0], "the caption stays with its table"
    rows = [w for w in words if w.text.startswith("[−0,7")]
    assert len(rows) == 60
    assert all(w.bottom > FOOT for w in rows), "no row runs into the foot of the page"


def test_word_and_pdf_take_the_widths_that_the_table_says(long_table: Path) -> None:
    xml = zipfile.ZipFile(long_table / "rapport.docx").read("word/document.xml").decode()
    grid = [int(w) for w in re.findall(r'<w:gridCol w:w="(\d+)"', xml)][-4:]
    asked = [len(c.strip()) for c in LONG.markdown().splitlines()[1].strip("|").split("|")]
    assert [round(100 * w / sum(grid)) for w in grid] == [round(100 * a / sum(asked)) for a in asked]


def test_a_column_is_never_narrower_than_its_longest_word() -> None:
    rows = [["anticonstitutionnellement", "x " * 200, "12,5 [−0,7 ; +44,9]"]] * 3
    word, prose, numbers = column_widths(["A", "B", "C"], rows, [False, False, True], [46, 46, 46])
    assert word >= len("anticonstitutionnellement")
    assert numbers >= len("[−0,7;+44,9]")
    assert prose > LINE / 2, "what the others leave"
    assert abs(word + prose + numbers - LINE) <= 3


def test_a_table_takes_as_few_lines_as_it_can() -> None:
    """The room goes to the sentences, which would take five lines, before the names, which take one or two."""
    rows = [["Impayé d’au moins deux mois", "24 mois", "une lecture de quelques mots, plus longue " * 3]] * 4
    name, wave, reading = column_widths(["Indicateur", "Échéance", "Lecture"], rows, [False] * 3, [46] * 3)
    assert reading > LINE / 2
    assert name >= len("Indicateur")
    assert wave >= len("Échéance")


def test_an_interval_stands_beside_its_estimate_where_that_costs_few_lines() -> None:
    interval = f"+23,1 [−0,7{NBSP};{NBSP}+44,9]"
    rows = [["Maintien dans les lieux, 24 mois", "Bailleurs comme grappes (6 bailleurs)", interval, "0,14"]] * 6
    widths = column_widths(["Indicateur", "Variante", "Estimation", "p"], rows, [False, False, True, True], [46] * 4)
    assert widths[2] >= len(interval)


def test_a_line_that_names_those_below_it_makes_no_column_wide() -> None:
    plain, titled = (
        column_widths(["Méthode", "n"], [*first, *[["Ajustée", "12"]] * 5], [False, True], [46] * 2)
        for first in ([], [["**Une au moins des secondaires**", ""]])
    )
    assert titled == plain


NARROW = PipeTable(
    "etroite",
    "Une table serrée.",
    (
        Head("Indicateur"),
        Head("Différence standardisée", right=True),
        *(Head(f"Proportion {i}, renseignée", right=True) for i in range(5)),
    ),
    [
        ["**Insertion réussie des nouveaux ménages**", *[""] * 6],
        *[["Probabilité de supériorité monoparentale", "0,15", *["12,5 % (1,3)"] * 5]] * 5,
    ],
)


def test_no_word_of_a_cell_is_cut_and_a_name_of_rows_stands_on_one_line(
    tmp_path: Path, write_sources: Writer, write_elements: Writer
) -> None:
    folder = write_elements(tmp_path / "edition", last=NARROW.markdown())
    render_documents(write_sources(tmp_path / "sources"), folder, "pandoc")
    xml = zipfile.ZipFile(folder / "rapport.docx").read("word/document.xml").decode()
    assert re.search(r'<w:gridSpan w:val="7"\s*/>(?:(?!</w:tc>).)*nouveaux', xml, re.DOTALL)
    words = pdf_words(folder / "rapport.pdf")
    for whole in ("standardisée", "supériorité", "monoparentale", "renseignée"):
        assert any(w.text == whole for w in words), whole
    first, last = (next(w for w in words if w.text == text) for text in ("Insertion", "ménages"))
    assert abs(first.bottom - last.bottom) < 3, "the name of the rows takes the cells beside it"


def test_words_alone_may_ask_for_more_than_the_line() -> None:
    widths = column_widths(["a" * 50] * 3, [], [False] * 3, [46] * 3)
    assert sum(widths) > LINE
    assert len(set(widths)) == 1


def test_marks_are_not_measured_and_bold_is_wider() -> None:
    text = f"mot{NBSP}mot{NBSP}mot{NBSP}mot"
    cells = (text, f"`{text}`", f"{text[:3]}\\{text[3:]}", f"[{text}](#sec-x)", f"**{text}**")
    plain, code, escaped, linked, bold = (column_widths(["T"], [[c]], [False], [46])[0] for c in cells)
    assert plain == code == escaped
    assert plain <= linked <= plain + 1
    assert bold > plain


def test_a_numbered_cell_is_no_list() -> None:
    lines = PipeTable("x", "X", (Head("a"), Head("b")), [["1. Un mot", "- deux"]]).markdown().splitlines()
    assert f"| 1.{NBSP}Un mot | -{NBSP}deux |" in lines
