"""The typst files that `_quarto.yml` includes hold around what Quarto writes, not only around the embedded renderer's.

Quarto's own output is imitated here: `set page` after the included files, `article` called with arguments of its own,
figures of the kinds « quarto-float-… », references with a supplement, callouts with an icon.
"""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
import typst
from support.pdf_words import overprinted, pdf_words

from pipeline.report.rendering.presentation import lay_presentation
from pipeline.report.rendering.render import copy_sources
from pipeline.report.rendering.sources import read_header

BODY = """
#set page(paper: "us-letter", margin: (x: 1.25in, y: 1.25in), numbering: "1", columns: 1)
#show: doc => article(
  title: [Petit rapport], subtitle: [Édition finale], authors: ((name: [Nom], affiliation: [], email: []),),
  lang: "fr", fontsize: 11pt, pagenumbering: "1", sectionnumbering: "1.1", toc: true, toc_title: [Table des matières],
  toc_depth: 2, cols: 1, doc,
)

= Premier
<sec-un>
Voir #ref(<tbl-a>, supplement: [Tableau]), #ref(<fig-a>, supplement: [Figure])
et #ref(<sec-deux>, supplement: [Section]).

#callout(body: [Corps de l’encadré.], title: [Titre choisi], background_color: rgb("#dae6fb"),
  icon_color: rgb("#0758E5"), icon: text("i"), body_background_color: white)

#figure([
#box(image("figures/a.svg"))
], caption: figure.caption(position: bottom, [Légende a.]), kind: "quarto-float-fig", supplement: "Figure", )
<fig-a>

== Dedans
<sec-deux>
#figure([
#table(columns: (30%, 70%), align: (left, left,), table.header([Ligne], [Raison],), table.hline(), CELLS)
], caption: figure.caption(position: top, [Écarts.]), kind: "quarto-float-tbl", supplement: "Tableau", )
<tbl-a>
"""
CELLS = ", ".join(
    f"[Ligne {i}], [Une phrase assez longue pour prendre deux lignes dans une colonne de ce tableau, ou trois]"
    for i in range(120)
)


@pytest.fixture
def imitation(sources: Path, edition: Path) -> Path:
    """The PDF of `BODY` behind the files that `_quarto.yml` includes, in the order of the list."""
    (name,) = copy_sources(sources, edition)
    lay_presentation(edition, name, edition)
    included = "".join(
        (edition / name).read_text("utf-8") for name in ("habillage/valeurs.typ", "presentation/rapport.typ")
    )
    text = included + BODY.replace("CELLS", CELLS)
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(edition / "habillage" / "polices")])
    pdf = edition / "imitation.pdf"
    pdf.write_bytes(typst.compile(text.encode(), root=str(edition), font_paths=fonts))
    return pdf


def test_cover_furniture_captions_and_references(imitation: Path) -> None:
    pages = [" ".join(p.extract_text().split()) for p in pypdf.PdfReader(imitation).pages]
    text = " ".join(pages)
    assert all(w in pages[0] for w in ("Données simulées", "Petit rapport", "Appel « 10", "Suivi de 24 mois"))
    assert all("Petit rapport – Édition finale Données simulées" in p for p in pages[1:])
    assert all(f"{n} / {len(pages)}" in p for n, p in enumerate(pages[1:], 2))
    assert "Voir Tableau 1, Figure 1 et Section 1.1." in text
    assert "Figure 1 : Légende a." in text
    assert "Tableau 1 : Écarts." in text
    assert "Titre choisi" in text
    assert "Nom" not in pages[0]


def test_a_long_table_breaks_with_its_head_and_prints_no_word_over_another(imitation: Path) -> None:
    words = pdf_words(imitation)
    assert overprinted(imitation) == []
    heads = [w for w in words if w.text == "Raison"]
    caption = next(w for w in words if w.text == "Écarts.")
    assert len(heads) >= 3
    assert caption.page == heads[0].page
    assert caption.bottom > heads[0].top, "the caption is above its table"
    assert {w.page for w in words if w.text == "phrase"} == {w.page for w in heads}


def test_quarto_has_no_other_article_than_ours(sources: Path, edition: Path) -> None:
    """Depending on its version, Quarto puts its own `article` before or after the included files."""
    copy_sources(sources, edition)
    typst_options = read_header(edition, "rapport")["format"]["typst"]
    partial = edition / typst_options["template-partials"]
    assert partial.name == "typst-template.typ", "the name that Quarto replaces"
    assert all(line.startswith("//") for line in partial.read_text(encoding="utf-8").splitlines())


def test_one_sheet_that_is_sent_alone_links_to_no_other(sources: Path, edition: Path) -> None:
    copy_sources(sources, edition)
    header = read_header(edition, "rapport")
    assert header["format-links"] is False
    assert header["format"]["html"]["embed-resources"] is True
    assert header["number-sections"] is True, "typst refers to a section by its number"
