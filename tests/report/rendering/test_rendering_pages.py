"""Pages of the PDF: as full as they can be, a table that goes on says so, no figure in the middle of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import typst
from support.pdf_pages import cut_tables, half_empty, headings_at_a_foot, pages
from support.pdf_tables import lonely_rows, nameless_rows
from support.pdf_words import overprinted

from pipeline.french import NBSP

Writer = Callable[..., Path]
Maker = Callable[[Path, Path], Path]
TALL = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="480" viewBox="0 0 400 480">'
    '<rect width="400" height="480" fill="#eef4f7"/></svg>'
)
PROSE = "Une phrase qui remplit la page. " * 60
ROWS = "\n".join(f"| Ligne {i} | {i} |" for i in range(70))
TABLE = f"| Indicateur | Valeur |\n|:--|--:|\n{ROWS}\n\n: Une longue table. {{#tbl-longue}}\n"


BEGUN = r"Tableau 1 #text(8.8pt)[\ Tête \ Ligne]"


def page(body: str) -> str:
    return f'#set page(paper: "a4", margin: (x: 2.3cm, top: 2.6cm, bottom: 2.3cm))\n#set text(10.5pt)\n{body}'


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("#lorem(60) #pagebreak() #lorem(60)", (1, 0, 0)),
        ("#lorem(60) #v(60%) fin #pagebreak() #lorem(60)", (1, 0, 0)),
        ("#lorem(60) #v(40%) fin #v(30%) fin #pagebreak() #lorem(60)", (0, 0, 0)),
        ("#lorem(400) #pagebreak() #lorem(60) #v(40%) a #v(1fr) #text(16pt)[Titre] #pagebreak() #lorem(60)", (0, 1, 0)),
        ("#lorem(400) #pagebreak() #lorem(60) #v(40%) a #v(1fr) *Un nom* #pagebreak() #lorem(60)", (0, 1, 0)),
        ("#lorem(400) #pagebreak() #lorem(60) #v(40%) a #v(1fr) Trois cas : #pagebreak() #lorem(60)", (0, 1, 0)),
        ("#lorem(400) #pagebreak() Figure #text(7.5pt)[\\ suite du tableau]", (0, 0, 1)),
        (f"#lorem(60) #v(40%) a #v(1fr) {BEGUN} #pagebreak() #text(7.5pt)[suite du tableau]", (0, 0, 1)),
    ],
    ids=[
        "half empty", "a hole", "full", "a heading alone", "bold alone", "a colon alone", "cut by a figure", "one row",
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_page_is_seen(tmp_path: Path, body: str, found: tuple[int, int, int]) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(typst.compile(page(body).encode()))
    seen = half_empty(path, cover=False), headings_at_a_foot(path), cut_tables(path)
    assert tuple(map(len, seen)) == found


TABLE_OF = """
#set page(height: 12cm, width: 15cm, margin: (x: 2.3cm, top: 2.6cm, bottom: 2.3cm))
#set table(stroke: (x, y) => (bottom: 0.35pt + rgb("#c9d3da")))
#show table.cell.where(x: 0, y: 0): it => context {
  if here().page() > 1 { place(dy: -11pt, box(width: 6cm, text(7.5pt)[suite du tableauNAME])) }
  it
}
#text(9.5pt)[Tableau 1]
#v(ABOVE)
#table(columns: 2, table.header([A], [B]), table.hline(stroke: 0.7pt + rgb("#12566b")), ROWS)
"""
TEN = ", ".join(f"[ligne {i}], [{i}]" for i in range(10))
LAST_ALONE, FIRST_ALONE, GOOD = "0.2cm", "4.9cm", "2.5cm"


@pytest.mark.parametrize(
    ("above", "rows", "name", "lonely", "nameless"),
    [
        (GOOD, TEN, "", 0, 0),
        (LAST_ALONE, TEN, "", 1, 0),
        (FIRST_ALONE, TEN, "", 1, 0),
        (GOOD, TEN.replace("[ligne", "[#h(2cm) ligne"), "", 0, 1),
        (GOOD, TEN.replace("[ligne", "[#h(2cm) ligne"), " : groupe", 0, 0),
    ],
    ids=["good", "the last row alone", "the first row alone", "rows of which group", "rows of a named group"],
)
def test_rows_alone_or_without_their_name_are_seen(
    tmp_path: Path, above: str, rows: str, name: str, lonely: int, nameless: int
) -> None:
    path = tmp_path / "page.pdf"
    body = TABLE_OF.replace("ABOVE", above).replace("ROWS", rows).replace("NAME", name)
    path.write_bytes(typst.compile(body.encode()))
    assert (len(lonely_rows(path)), len(nameless_rows(path))) == (lonely, nameless)


def test_figures_and_tables_leave_no_page_half_empty(
    sources: Path, edition: Path, write_elements: Writer, pdf_of: Maker
) -> None:
    blocks = [
        PROSE,
        "![Haute.](figures/h){#fig-h}",
        PROSE,
        TABLE,
        PROSE,
        "![Encore.](figures/h){#fig-i}",
        "## Fin",
        PROSE,
    ]
    write_elements(edition, last="\n\n".join(blocks))
    for suffix, content in (("svg", TALL.encode()), ("png", (edition / "figures" / "a.png").read_bytes())):
        (edition / "figures" / f"h.{suffix}").write_bytes(content)
    path = pdf_of(sources, edition)
    assert half_empty(path, cover=True) == []
    assert headings_at_a_foot(path) == []
    assert cut_tables(path) == []
    bare = [line.bare for _, lines in pages(path) for line in lines]
    assert bare.count("suitedutableau") >= 1
    assert sum(b.startswith("IndicateurValeur") for b in bare) == 1 + bare.count("suitedutableau")


@pytest.mark.slow
def test_a_long_table_does_not_begin_at_a_foot(
    sources: Path, edition: Path, write_elements: Writer, pdf_of: Maker
) -> None:
    """Twelve tables after more and more lines of prose: some would begin with one row on a page."""
    blocks = [f"{PROSE[: 620 + 97 * i]}\n\n{TABLE.replace('longue', f'longue-{i}')}" for i in range(12)]
    write_elements(edition, last="\n\n".join(blocks))
    path = pdf_of(sources, edition)
    assert cut_tables(path) == []
    assert half_empty(path, cover=True) == []


GROUPED = "\n".join(f"| {'' if i % 4 else f'Groupe {i // 4}'} | Mesure {i} | {i} |" for i in range(24))
LONG_GROUP = "\n".join(f"| {'' if i % 20 else f'Norme {i // 20}'} | Rubrique {i} | {i} |" for i in range(40))
TITLED = "\n".join(f"| Méthode {i} | {i} | {i} |" if i % 7 else f"| **Titre {i // 7}** |  |  |" for i in range(56))
HEAD = "| Nom | Mesure | Valeur |\n|:--|:--|--:|\n"


@pytest.mark.parametrize(
    "rows",
    [GROUPED, *(pytest.param(r, marks=pytest.mark.slow) for r in (LONG_GROUP, TITLED))],
    ids=["short groups", "long groups", "titles"],
)
def test_no_row_of_a_long_table_is_alone_or_without_the_name_of_its_group(
    sources: Path, edition: Path, write_elements: Writer, pdf_of: Maker, rows: str
) -> None:
    """The same table after more and more lines of prose: without what holds its rows, some would be alone."""
    blocks = [f"{PROSE[: 620 + 67 * i]}\n\n{HEAD}{rows}\n\n: Une table. {{#tbl-t{i}}}" for i in range(12)]
    write_elements(edition, last="\n\n".join(blocks))
    path = pdf_of(sources, edition)
    assert lonely_rows(path) == []
    assert nameless_rows(path) == []
    assert overprinted(path) == []
    named = [line.bare for _, lines in pages(path) for line in lines if line.bare.startswith("suitedutableau:")]
    assert any(named) == (rows != GROUPED)


@pytest.mark.slow
def test_lines_under_a_name_stay_with_it_and_with_the_heading(
    sources: Path, edition: Path, write_elements: Writer, pdf_of: Maker
) -> None:
    """The page in simple words: a heading, a note in italics, then a few lines under a name in bold."""
    lines = "**Un nom**\\\nPremière ligne.\\\nDeuxième ligne.\\\nTroisième ligne."
    blocks = [f"{PROSE[: 620 + 67 * i]}\n\n## Partie {i}\n\n*Une note.*\n\n{lines}" for i in range(20)]
    write_elements(edition, last="\n\n".join(blocks))
    told = [[line.text for line in lines] for _, lines in pages(pdf_of(sources, edition))]
    counts = [
        [sum(text.startswith(word) for text in page) for word in ("Une note", "Un nom", "Première", "Troisième")]
        for page in told
    ]
    assert sum(page[0] for page in counts) == 20
    assert all(len(set(page)) == 1 for page in counts)


@pytest.mark.slow
def test_what_announces_a_list_stays_with_it(
    sources: Path, edition: Path, write_elements: Writer, pdf_of: Maker
) -> None:
    blocks = [
        f"{PROSE[: 620 + 67 * i]}\n\nTrois cas{NBSP}:\n\n- un\n- deux\n\n**Un nom**\n\n- trois" for i in range(30)
    ]
    write_elements(edition, last="\n\n".join(blocks))
    path = pdf_of(sources, edition)
    assert headings_at_a_foot(path) == []


@pytest.mark.slow
def test_a_figure_that_waits_does_not_pass_a_page_break(
    sources: Path, edition: Path, write_elements: Writer, pdf_of: Maker
) -> None:
    """Six figures after more and more lines of prose, a page break behind each: some do not fit on their page."""
    blocks = []
    for i in range(6):
        figure = f"![Haute {i}.](figures/h){{#fig-h{i}}}"
        blocks += [PROSE[: 900 + 300 * i], figure, "::: {.saut-de-page}\n:::", f"## À part {i}", PROSE]
    write_elements(edition, last="\n\n".join(blocks))
    for suffix, content in (("svg", TALL.encode()), ("png", (edition / "figures" / "a.png").read_bytes())):
        (edition / "figures" / f"h.{suffix}").write_bytes(content)
    found = [[line.text for line in lines] for _, lines in pages(pdf_of(sources, edition))]
    for i in range(6):
        (tall,) = (n for n, lines in enumerate(found) if any(f"Haute {i}." in text for text in lines))
        (apart,) = (n for n, lines in enumerate(found) if n > 1 and lines[0].endswith(f"À part {i}"))
        assert tall < apart
