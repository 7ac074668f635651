"""The release record: written and read back, void for other facts, refused when it lacks something."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from pipeline.errors import ParameterError
from pipeline.publication.record import FACTS, KEYS, Release, digest, read_release, record_name
from pipeline.stages.publish import release_of

TEXT = '\ufeff"edition";"element"\r\n'
RELEASE = Release(
    "finale", 'Le « bureau », dite "la \\ cheffe"', dt.date(2017, 5, 2), "rien", {FACTS: digest(TEXT.encode("utf-8"))}
)


def test_a_record_is_read_as_it_was_written() -> None:
    tree = YAML(typ="safe").load(RELEASE.as_yaml())
    assert read_release(tree, "acte") == RELEASE
    assert tuple(tree) == KEYS


def test_a_record_covers_its_own_facts_alone() -> None:
    assert RELEASE.covers(TEXT)
    assert not RELEASE.covers(TEXT + "x")


@pytest.mark.parametrize("missing", KEYS)
def test_a_record_that_lacks_something_is_refused(missing: str) -> None:
    tree = YAML(typ="safe").load(RELEASE.as_yaml())
    del tree[missing]
    with pytest.raises(ParameterError, match=missing):
        read_release(tree, "acte")
    tree[missing] = "hier" if missing == "le" else [1]
    if missing in ("le", "fichiers"):
        with pytest.raises(ParameterError, match="AAAA-MM-JJ"):
            read_release(tree, "acte")


def test_a_record_of_other_facts_counts_as_absent_and_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release_of("finale", tmp_path, TEXT) is None
    assert release_of("finale", None, TEXT) is None
    (tmp_path / record_name("finale")).write_text(RELEASE.as_yaml(), encoding="utf-8")
    assert release_of("finale", tmp_path, TEXT) == RELEASE
    assert capsys.readouterr().out == ""
    assert release_of("finale", tmp_path, TEXT + "x") is None
    assert "publication-finale.yaml : cet acte de publication porte sur d’autres nombres" in capsys.readouterr().out
