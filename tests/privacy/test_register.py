"""The register entry and the draft assessment: every column, every point of the law, nothing decided."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from support.command import Outcome, runner

from pipeline.contract.tables import TABLES
from pipeline.params import Params
from pipeline.privacy.impact import impact_text
from pipeline.privacy.register import register_text


@pytest.fixture
def evaluation(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    return runner(monkeypatch, capfd)


def test_every_column_and_every_point_of_article_30_is_there() -> None:
    text = register_text(Params())
    for table in TABLES.values():
        for column in table:
            assert f"| {column.label} |" in text, column.name
    assert [line[3] for line in text.splitlines() if line.startswith("## ")] == list("abcdefg")
    assert text.count("donnée de santé (article 9)") == sum(c.confidential for t in TABLES.values() for c in t)
    assert "31\u00a0mars\u00a02017" in text


def test_what_the_law_leaves_to_the_controller_is_asked_and_not_answered() -> None:
    register, impact = register_text(Params()), impact_text(Params())
    for what in ("Base légale (article 6)", "effacées", "Délégué à la protection des données"):
        (line,) = [line for line in register.splitlines() if what in line and "**À compléter**" in line]
        assert line.endswith("**À compléter**")
    assert impact.count("- Gravité, ") == impact.count("\n### ") == 3


def test_the_documents_are_written_once_and_never_over_what_was_filled_in(
    tmp_path: Path, evaluation: Callable[..., Outcome]
) -> None:
    out = evaluation("registre", "--vers", tmp_path / "rgpd")
    assert out.status == 0, out.printed
    assert "à compléter par le responsable" in out.printed
    assert "Base légale" in out.printed
    assert "est-elle nécessaire, et suffisante\u00a0?\n" in out.printed
    titles = [p.text for p in Document(str(tmp_path / "rgpd/registre-traitement.docx")).paragraphs]
    assert any("Mesures de sécurité" in title for title in titles)
    again = evaluation("registre", "--vers", tmp_path / "rgpd")
    assert (again.status, "existe déjà" in again.printed) == (2, True)
