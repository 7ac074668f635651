"""The facts of the edition before: taken from its archive when it was released, and only as they were released."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.params import Params, Rapport
from pipeline.publication.fact import PublishedFact, publication_csv
from pipeline.publication.record import COPY, FACTS, Release, digest
from pipeline.publication.rounding import Rounding
from pipeline.stages import publish
from pipeline.stages.archived import Archive

RULES = Rounding(Params().confidentialite.publique)
FACT = PublishedFact("parcours", "resultats", "indicateur=maintien;vague=M18", "valeur_temoins", RULES.share(0.7, 22))
PARAMS = Params(rapport=Rapport(archives_precedentes={"finale": "archives/parcours"}))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The public folder of the edition before, in its archive."""
    found = Archive(tmp_path, "parcours", dt.date(2016, 10, 14), dt.date(2016, 9, 30), 18, {}, "", "")
    monkeypatch.setattr(publish, "read_archive", lambda _: found)
    made = tmp_path / "reports" / "parcours" / "publique"
    made.mkdir(parents=True)
    return made


def _release(folder: Path, text: str) -> None:
    (folder / FACTS).write_text(text, encoding="utf-8", newline="")
    record = Release(
        "parcours", "Bureau d’études", dt.date(2016, 10, 20), "rien", {FACTS: digest(text.encode("utf-8"))}
    )
    (folder / COPY).write_text(record.as_yaml(), encoding="utf-8")


def test_facts_of_a_released_edition_come_back_as_they_were(folder: Path) -> None:
    text = publication_csv([FACT])
    _release(folder, text)
    again = publish.released_before(PARAMS, "finale")
    assert publication_csv(again) == text


def test_an_edition_that_was_not_released_gives_none_and_it_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / FACTS).write_text(publication_csv([FACT]), encoding="utf-8", newline="")
    assert publish.released_before(PARAMS, "finale") == []
    assert "l’édition « parcours » n’y est pas publiée" in capsys.readouterr().out
    assert publish.released_before(PARAMS, "parcours") == []
    assert publish.released_before(Params(), "finale") == []


def test_facts_that_were_changed_since_are_refused(folder: Path) -> None:
    text = publication_csv([FACT])
    _release(folder, text)
    (folder / FACTS).write_text(text.replace("0,725", "0,705"), encoding="utf-8", newline="")
    with pytest.raises(UsageError, match=r"publication\.csv"):
        publish.released_before(PARAMS, "finale")
