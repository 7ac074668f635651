"""A stage that fails says in French what happened and what to do, before DVC says in English that it failed."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from support.import_graph import ROOT

from pipeline.errors import UnfitDataError, UsageError
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.stages.runner import edition_stage, stage


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copy(ROOT / "params.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("error", "status", "todo"),
    [
        (UnfitDataError("Arrêt : 2 constats bloquants."), 1, "reports/validation/"),
        (UsageError("lisez.csv : illisible."), 2, "corriger ce que dit le message ci-dessus"),
    ],
)
def test_a_failed_stage_says_what_to_do(
    repository: Path, capsys: pytest.CaptureFixture[str], error: Exception, status: int, todo: str
) -> None:
    def run(params: Params, layout: Layout) -> None:
        raise error

    with pytest.raises(SystemExit) as left:
        stage(run, ("plan",))
    said, advice = capsys.readouterr().err.splitlines()
    assert left.value.code == status
    assert said == str(error)
    assert advice.startswith("Que faire")
    assert todo in advice
    assert "dvc repro" in advice


def test_a_stage_that_succeeds_says_nothing(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        stage(lambda params, layout: None, ("plan",))
    assert left.value.code == 0
    assert capsys.readouterr().err == ""


def test_a_stage_of_one_edition_knows_no_other(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[list[str], list[str]]] = []

    def run(params: Params, layout: Layout, only: Sequence[str]) -> None:
        seen.append((list(params.editions), list(only)))

    monkeypatch.setattr("sys.argv", ["stage", "finale"])
    for reads in (("editions.${key}", "plan"), ("editions", "plan")):
        with pytest.raises(SystemExit):
            edition_stage(run, reads)
    assert seen == [(["finale"], ["finale"]), (["intermediaire", "parcours", "finale"], ["finale"])]


def test_an_edition_that_is_not_in_the_parameters_is_named(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["stage", "cinquieme"])
    with pytest.raises(SystemExit) as left:
        edition_stage(lambda params, layout, only: None, ("editions", "plan"))
    assert left.value.code == 2
    said = capsys.readouterr().err
    assert "« cinquieme »" in said
    assert "intermediaire, parcours, finale" in said
