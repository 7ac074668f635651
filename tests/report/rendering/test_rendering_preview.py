"""The preview lays an edition's elements beside the sources, whole, and says what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.commands.deliverables import preview
from pipeline.errors import RenderError
from pipeline.report.rendering.preview import lay_elements, preview_page
from pipeline.report.rendering.render import render_documents
from pipeline.report.rendering.sources import read_report_source


def test_the_sources_are_readable_where_they_are(sources: Path, edition: Path) -> None:
    (sources / "figures").mkdir()
    (sources / "figures" / "ancienne.md").write_text("x", encoding="utf-8")
    (edition / "moteur.md").write_text("Aperçu.\n", encoding="utf-8")
    lay_elements(sources, edition, "rapport")
    assert not (sources / "figures" / "ancienne.md").exists()
    assert "Légende b." in read_report_source(sources, "rapport").body


def test_an_edition_without_elements_is_named(sources: Path, tmp_path: Path) -> None:
    (tmp_path / "vide" / "figures").mkdir(parents=True)
    with pytest.raises(RenderError, match=r"il manque tableaux, textes, moteur\.md, _variables\.yml"):
        lay_elements(sources, tmp_path / "vide", "rapport")


def test_without_quarto_one_page_is_made_by_the_embedded_renderer(
    sources: Path, edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.report.rendering.preview.find_quarto", lambda: None)
    (edition / "moteur.md").write_text("Aperçu.\n", encoding="utf-8")
    lay_elements(sources, edition, "rapport")
    page = preview_page(sources, "rapport")
    assert page == sources / "rapport.html"
    assert "Légende b." in page.read_text(encoding="utf-8")
    assert not (sources / "rapport.pdf").exists()
    assert not list(sources.glob(".*"))


def test_with_quarto_nothing_is_made(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.report.rendering.preview.find_quarto", lambda: Path("quarto"))
    assert preview_page(sources, "rapport") is None
    assert not (sources / "rapport.html").exists()


def test_the_page_is_opened_and_said(
    sources: Path, edition: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("pipeline.report.rendering.preview.find_quarto", lambda: None)
    monkeypatch.setattr("pipeline.commands.deliverables.report_sources", lambda: sources)
    monkeypatch.setattr("webbrowser.open", opened.append)
    (edition / "moteur.md").write_text("Aperçu.\n", encoding="utf-8")
    edition.rename(sources / "finale")
    preview("finale", "rapport")
    assert opened == [(sources / "rapport.html").as_uri()]
    said = capsys.readouterr().out
    assert "Quarto n’est pas installé" in said
    assert said.endswith(f"Fait : {sources / 'rapport.html'}\n")


def test_a_failure_of_the_embedded_renderer_is_not_laid_at_quarto_s_door(
    sources: Path, edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise RenderError("pandoc a échoué.")

    said: list[str] = []
    monkeypatch.setattr("pipeline.report.rendering.render.find_quarto", lambda: None)
    monkeypatch.setattr("pipeline.report.rendering.render.render_embedded", failing)
    with pytest.raises(RenderError, match=r"^pandoc a échoué\.$"):
        render_documents(sources, edition, "auto", said.append)
    assert said == []
