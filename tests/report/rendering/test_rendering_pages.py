"""Pages of the PDF: as full as they can be, a table that goes on says so, no figure in the middle of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import typst
from support.pdf_pages import cut_tables, half_empty, headings_at_a_foot, pages

from pipeline.report.rendering.render import render_documents

Writer = Callable[..., Path]
TALL = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="480" viewBox="0 0 400 480">'
    '<rect width="400" height="480" fill="#eef4f7"/></svg>'
)
PROSE = "Une phrase qui remplit la page. " * 60
ROWS = "\n".join(f"| Ligne {i} | {i} |" for i in range(70))
TABLE = f"| Indicateur | Valeur |\n|:--|--:|\n{ROWS}\n\n: Une longue table. {{#tbl-longue}}\n"


def page(body: str) -> str:
    return f'#set page(paper: "a4", margin: (x: 2.3cm, top: 2.6cm, bottom: 2.3cm))\n#set text(10.5pt)\n{body}'


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("#lorem(60) #pagebreak() #lorem(60)", (1, 0, 0)),
        ("#lorem(60) #v(60%) fin #pagebreak() #lorem(60)", (0, 0, 0)),
        ("#lorem(400) #pagebreak() #v(1fr) #text(16pt)[Titre] #pagebreak() #lorem(60)", (0, 1, 0)),
        ("#lorem(400) #pagebreak() Figure #text(7.5pt)[\\ suite du tableau]", (0, 0, 1)),
        ("#v(1fr) Tableau 1 #text(8.8pt)[\\ Tête \\ Ligne] #pagebreak() #text(7.5pt)[suite du tableau]", (0, 0, 1)),
    ],
    ids=["half empty", "full", "a heading alone", "cut by a figure", "one row"],
)  # fmt: skip
def test_what_is_wrong_with_a_page_is_seen(tmp_path: Path, body: str, found: tuple[int, int, int]) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(typst.compile(page(body).encode()))
    seen = half_empty(path, cover=False), headings_at_a_foot(path), cut_tables(path)
    assert tuple(map(len, seen)) == found


def test_figures_and_tables_leave_no_page_half_empty(sources: Path, edition: Path, write_elements: Writer) -> None:
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
    render_documents(sources, edition, "pandoc")
    path = edition / "rapport.pdf"
    assert half_empty(path, cover=True) == []
    assert headings_at_a_foot(path) == []
    assert cut_tables(path) == []
    bare = [line.bare for _, lines in pages(path) for line in lines]
    assert bare.count("suitedutableau") >= 1
    assert sum(b.startswith("IndicateurValeur") for b in bare) == 1 + bare.count("suitedutableau")


def test_a_long_table_does_not_begin_at_a_foot(sources: Path, edition: Path, write_elements: Writer) -> None:
    """Twelve tables after more and more lines of prose: some would begin with one row on a page."""
    blocks = [f"{PROSE[: 620 + 97 * i]}\n\n{TABLE.replace('longue', f'longue-{i}')}" for i in range(12)]
    write_elements(edition, last="\n\n".join(blocks))
    render_documents(sources, edition, "pandoc")
    assert cut_tables(edition / "rapport.pdf") == []
    assert half_empty(edition / "rapport.pdf", cover=True) == []
