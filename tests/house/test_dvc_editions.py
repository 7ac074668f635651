"""Editions come from `params.yaml` alone: one taken out or put in, DVC runs what remains, and the rest is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.dvc_repository import DELIVERY, dvc, repository, set_params

from pipeline.layout import Layout
from pipeline.stages.left_over import left_over_words

COMMON = {"ingest", "validate", "plan"}
REPEATED = {"indicators", "estimate", "scheme", "pathways", "sensitivity", "elements", "render", "publish"}
FIRST = {"premiere": {"gel": "2016-03-31", "horizon": 12}}
OTHER = {"derniere": {"gel": "2017-03-31", "horizon": 24}}


def test_the_stages_follow_the_editions_of_the_parameters(tmp_path: Path) -> None:
    folder = repository(tmp_path / "depot")
    set_params(folder, FIRST | OTHER)
    listed = dvc(folder, "stage", "list", "--name-only")
    assert set(listed.stdout.split()) == COMMON | {f"{s}@{e}" for s in REPEATED for e in (*FIRST, *OTHER)}


def test_folders_of_an_edition_taken_out_are_said(tmp_path: Path) -> None:
    layout = Layout.output(tmp_path)
    assert left_over_words(layout, ["finale"]) == ""
    table = layout.processed / "parcours" / "indicateurs.parquet"
    table.parent.mkdir(parents=True)
    table.touch()
    words = left_over_words(layout, ["finale"])
    assert "« parcours »" in words
    assert "processed/parcours et reports/parcours" in words
    assert left_over_words(layout, ["finale", "parcours"]) == ""


@pytest.mark.slow
def test_an_edition_may_be_replaced_by_another(tmp_path: Path) -> None:
    """Taken out and put in at once: both runs end well, the second leaves the first's documents and says so."""
    folder = repository(tmp_path / "depot")
    shutil.copytree(DELIVERY, folder / "livraison")
    set_params(folder, FIRST)
    first = dvc(folder, "repro")
    assert first.returncode == 0, first.stderr
    assert (folder / "reports" / "premiere" / "rapport.html").is_file()
    set_params(folder, OTHER)
    second = dvc(folder, "repro")
    assert second.returncode == 0, second.stderr
    assert (folder / "reports" / "derniere" / "rapport.html").is_file()
    assert "« premiere »" in second.stdout
    again = dvc(folder, "repro")
    assert "Running stage" not in again.stdout
