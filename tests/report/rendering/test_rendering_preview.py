"""The preview lays an edition's elements beside the sources, whole, and says what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import RenderError
from pipeline.report.rendering.preview import lay_elements
from pipeline.report.rendering.sources import read_report_source


def test_the_sources_are_readable_where_they_are(sources: Path, edition: Path) -> None:
    (sources / "figures").mkdir()
    (sources / "figures" / "ancienne.md").write_text("x", encoding="utf-8")
    (edition / "moteur.md").write_text("Aperçu.\n", encoding="utf-8")
    lay_elements(sources, edition)
    assert not (sources / "figures" / "ancienne.md").exists()
    assert "Légende b." in read_report_source(sources).body


def test_an_edition_without_elements_is_named(sources: Path, tmp_path: Path) -> None:
    (tmp_path / "vide" / "figures").mkdir(parents=True)
    with pytest.raises(RenderError, match=r"il manque tableaux, textes, moteur\.md, _variables\.yml"):
        lay_elements(sources, tmp_path / "vide")
