"""The cover, who may read a document, and what its PDF tells a screen reader."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import docx
import pypdf
import pytest
from support.pdf_tags import tags, untold

from pipeline.errors import RenderError
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.rendering.embedded import render_embedded
from pipeline.report.rendering.render import render_documents
from pipeline.report.variables import cover
from pipeline.stages import render


def _with(sources: Path, line: str) -> None:
    main = sources / "rapport.qmd"
    main.write_text(main.read_text(encoding="utf-8").replace("lang: fr\n", f"lang: fr\n{line}\n"), encoding="utf-8")


def _sheets(folder: Path) -> list[str]:
    return [re.sub(r"\s+", " ", p.extract_text()) for p in pypdf.PdfReader(folder / "rapport.pdf").pages]


def test_a_public_document_is_a_project_until_it_is_released(sources: Path, edition: Path) -> None:
    _with(sources, "audience: publique")
    render_documents(sources, edition, "pandoc")
    assert all("Projet, non publié" in sheet for sheet in _sheets(edition))
    assert not [sheet for sheet in _sheets(edition) if "restreint" in sheet]
    (section,) = docx.Document(str(edition / "rapport.docx")).sections
    assert "Projet, non publié" in section.footer.paragraphs[0].text
    assert "Projet, non publié · Données simulées" in (edition / "rapport.html").read_text(encoding="utf-8")
    with (edition / "_variables.yml").open("a", encoding="utf-8") as file:
        file.write('publication: "Publié le 12 avril 2017"\n')
    render_embedded(edition, ["rapport.pdf"], 0, lambda _: None)
    assert not [sheet for sheet in _sheets(edition) if "restreint" in sheet or "non publié" in sheet]


def test_an_audience_that_is_not_known_is_named(sources: Path, edition: Path) -> None:
    _with(sources, "audience: tous")
    with pytest.raises(RenderError, match=r"rapport\.qmd : « audience: tous » n’est ni « restreint » ni « publique »"):
        render_documents(sources, edition, "pandoc")


def test_a_short_document_has_neither_title_page_nor_contents(sources: Path, edition: Path) -> None:
    _with(sources, "toc: false")
    render_documents(sources, edition, "pandoc")
    first, *_ = _sheets(edition)
    assert all(w in first for w in ("Petit rapport", "Document restreint – comité de pilotage", "1 Premier"))
    assert "Table des matières" not in first
    assert 'id="TOC"' not in (edition / "rapport.html").read_text(encoding="utf-8")
    assert "Table des matières" not in [p.text for p in docx.Document(str(edition / "rapport.docx")).paragraphs]


def test_what_the_parameters_leave_empty_is_said_on_the_cover() -> None:
    params = Params.model_validate({"rapport": {"auteur": "Cabinet X", "date": {"finale": "2017-06-15"}}})
    assert cover(ReportContext("finale", params)) == {
        "titre": "Veille sociale Habitat Réuni", "auteur": "Cabinet X", "financeur": "non renseigné",
        "date": "15\u00a0juin\u00a02017",
    }  # fmt: skip
    assert cover(ReportContext("parcours", params))["date"] == "30\u00a0septembre\u00a02016"
    assert params.rapport.date == {"finale": dt.date(2017, 6, 15)}


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({}, "Page de titre : auteur, financeur à renseigner dans les paramètres, sous « rapport ».\n"),
        ({"auteur": "A", "financeur": "F"}, ""),
    ],
)
def test_what_the_cover_lacks_is_asked_for_in_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    given: dict[str, str],
    asked: str,
) -> None:
    monkeypatch.setattr(render, "render_documents", lambda *_: None)
    render.run(Params.model_validate({"rapport": given}), Layout.output(tmp_path), told=False)
    assert capsys.readouterr().err == asked


def test_a_screen_reader_is_told_the_language_the_headings_and_each_figure(sources: Path, edition: Path) -> None:
    with (edition / "_variables.yml").open("a", encoding="utf-8") as file:
        file.write('auteur: "Cabinet X"\n')
    render_documents(sources, edition, "pandoc")
    pdf = pypdf.PdfReader(edition / "rapport.pdf")
    assert untold(edition / "rapport.pdf") == []
    assert pdf.metadata is not None
    assert (pdf.metadata.title, pdf.metadata.author) == ("Petit rapport – Édition finale", "Cabinet X")
    assert [str(e["/Alt"]) for e in tags(pdf, "/Figure")] == ["Trait a", "Trait b"]
    assert [e["/S"] for e in tags(pdf, "/H")] == ["/H1", "/H1", "/H1", "/H2"]
    assert len(tags(pdf, "/TH")) == 2
    titles = [item.title if not isinstance(item, list) else [i.title for i in item] for item in pdf.outline]
    assert titles == ["1 Premier", "2 Deuxième", ["2.1 Dedans"]]


def test_a_figure_without_words_makes_no_document(sources: Path, edition: Path) -> None:
    """What the standard asks for is not left out in silence."""
    (edition / "figures" / "a.md").write_text("![](figures/a){#fig-a}\n", encoding="utf-8")
    with pytest.raises(RenderError, match=r"figure sans texte de remplacement : figures/a\n"):
        render_documents(sources, edition, "pandoc")
