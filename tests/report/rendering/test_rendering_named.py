"""Several documents of one folder: each from its own main file, references from one to another in words."""

from __future__ import annotations

import html
import re
from pathlib import Path

import docx
import pypdf
import pytest

from pipeline.errors import RenderError
from pipeline.french import NBSP
from pipeline.report.rendering.references import labels, labels_elsewhere, resolved
from pipeline.report.rendering.render import render_documents
from pipeline.report.rendering.sources import ReportSource, read_report_source, read_report_sources

SUMMARY = """---
title: "Petite synthèse"
pagetitle: "Petite synthèse – {{< var edition >}}"
document: synthese
---

# En bref {#sec-bref}

Le détail est dans la @sec-deux-un, le @tbl-a et la @fig-b ; ici, @sec-bref. Écrire à nom@sec-deux.fr, \\@tbl-a.
"""


@pytest.fixture
def several(sources: Path) -> Path:
    """The small report, which now sends to a summary that sends to it."""
    (sources / "synthese.qmd").write_text(SUMMARY, encoding="utf-8")
    section = sources / "sections" / "_un.qmd"
    section.write_text(section.read_text(encoding="utf-8") + "\nEn bref : @sec-bref.\n", encoding="utf-8")
    return sources


def _texts(folder: Path, name: str) -> list[str]:
    page = (folder / f"{name}.html").read_text(encoding="utf-8")
    word = docx.Document(str(folder / f"{name}.docx"))
    texts = (
        html.unescape(re.sub(r"<(style|script)\b.*?</\1>|<[^>]*>", "", page, flags=re.DOTALL)),
        "\n".join(p.extract_text() for p in pypdf.PdfReader(folder / f"{name}.pdf").pages),
        "\n".join(p.text for p in word.paragraphs),
    )
    return [re.sub(r"\s+", " ", text) for text in texts]


def test_each_main_file_gives_three_documents_and_no_other_is_left(several: Path, edition: Path) -> None:
    (edition / "annexe.pdf").write_bytes(b"%PDF ancien")
    (edition / "annexe.qmd").write_text("ancienne", encoding="utf-8")
    outcome = render_documents(several, edition, "pandoc")
    names = [f"{n}.{s}" for n in ("synthese", "rapport") for s in ("html", "pdf", "docx")]
    assert [d.name for d in outcome.documents] == names
    assert sorted(p.name for p in edition.iterdir() if p.is_file()) == sorted(
        [*names, "synthese.qmd", "rapport.qmd", "_quarto.yml", "_variables.yml", "moteur.md"]
    )
    found = [pypdf.PdfReader(edition / f"{n}.pdf").metadata for n in ("synthese", "rapport")]
    titles = [about.title for about in found if about is not None]
    assert titles == ["Petite synthèse – Édition finale", "Petit rapport – Édition finale"]


@pytest.mark.slow
def test_a_document_without_contents_has_no_page_for_them(several: Path, edition: Path) -> None:
    summary = several / "synthese.qmd"
    pages = []
    for header in ("document: synthese", "document: synthese\ntoc: false"):
        summary.write_text(SUMMARY.replace("document: synthese", header), encoding="utf-8")
        render_documents(several, edition, "pandoc")
        pages.append("\n".join(p.extract_text() for p in pypdf.PdfReader(edition / "synthese.pdf").pages))
    assert ["Table des matières" in text for text in pages] == [True, False]
    assert all("En bref" in text for text in pages)


def test_a_reference_to_another_document_says_where_it_is(several: Path, edition: Path) -> None:
    render_documents(several, edition, "pandoc")
    for text in _texts(edition, "synthese"):
        assert "dans la Section 2.1 du rapport, le Tableau 1 du rapport et la Figure 2 du rapport" in text
        assert "ici, Section 1." in text
        assert "nom@sec-deux.fr, @tbl-a." in text
    for text in _texts(edition, "rapport"):
        assert "En bref : Section 1 de la synthèse." in text
        assert "Voir Figure 2, Tableau 1 et Section 2.1." in text


def test_a_reference_that_no_document_answers_is_named(several: Path, edition: Path) -> None:
    with (several / "synthese.qmd").open("a", encoding="utf-8") as file:
        file.write("\nVoir @sec-nulle-part.\n")
    with pytest.raises(RenderError, match="renvoi sans cible : @sec-nulle-part"):
        render_documents(several, edition, "pandoc")


def test_numbers_are_those_that_the_engine_gives() -> None:
    body = (
        "# Un {#sec-a}\n\n## Sans numéro {.unnumbered .unlisted}\n\n## Dedans {#sec-b}\n\n### Plus loin {#sec-c}\n\n"
        "```\n# Code {#sec-code}\n```\n\n# Deux\n\n![x](figures/x){#fig-x}\n\n![y](figures/y){#fig-y fig-alt=\"y\"}\n\n"
        "## Trois {#sec-d}\n\n: Légende. {#tbl-t}\n\n::: {#tbl-u}\n:::\n"
    )  # fmt: skip
    assert {k: v.replace(NBSP, " ") for k, v in labels(ReportSource({}, body)).items()} == {
        "sec-a": "Section 1", "sec-b": "Section 1.1", "sec-c": "Section 1.1.1", "sec-d": "Section 2.1",
        "fig-x": "Figure 1", "fig-y": "Figure 2", "tbl-t": "Tableau 1", "tbl-u": "Tableau 2",
    }  # fmt: skip


@pytest.mark.slow
def test_what_a_document_has_itself_is_the_engine_s_affair(several: Path, edition: Path) -> None:
    render_documents(several, edition, "pandoc")
    (edition / "textes" / "commun.md").write_text("Texte. {#tbl-commun}\n", encoding="utf-8")
    for name in ("synthese", "rapport"):
        with (edition / f"{name}.qmd").open("a", encoding="utf-8") as file:
            file.write("\n{{< include textes/commun.md >}}\n")
    assert "tbl-commun" in labels(read_report_source(edition, "rapport"))
    elsewhere = labels_elsewhere(read_report_sources(edition), "synthese")
    assert "tbl-commun" not in elsewhere
    assert resolved("@tbl-commun, @tbl-a.", elsewhere) == f"@tbl-commun, Tableau{NBSP}1 du rapport."
