"""Editions come from `params.yaml` alone: one taken out or put in, DVC runs what remains, and the rest is said."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from support.import_graph import ROOT

from pipeline.layout import Layout
from pipeline.stages.left_over import left_over_words

COMMON = {"ingest", "validate", "plan"}
REPEATED = {"indicators", "estimate", "scheme", "pathways", "sensitivity", "elements", "render"}
FIRST = {"premiere": {"gel": "2016-03-31", "horizon": 12}}
OTHER = {"derniere": {"gel": "2017-03-31", "horizon": 24}}
CHEAP = {
    "plan": {"tirages": 99, "reechantillonnages": 99},
    "parcours": {"reechantillonnages": 20},
}
DELIVERY = ROOT / "tests" / "deliveries" / "propre" / "livraison"


def repository(folder: Path) -> Path:
    """What DVC needs of the repository, in a folder of its own without git."""
    folder.mkdir()
    for name in ("pipeline", "plan", "reports/sections", "reports/presentation", "calibration", "data/raw/reference"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "lots"))
    for name in ("dvc.yaml", ".dvcignore", "reports/rapport.qmd", "reports/_quarto.yml"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "calibration" / "dvc.yaml").unlink()  # a chain of its own, which is not run here
    (folder / ".dvc").mkdir()
    (folder / ".dvc" / "config").write_text("[core]\n    no_scm = true\n    analytics = false\n", encoding="utf-8")
    return folder


def set_params(folder: Path, editions: dict[str, Any]) -> None:
    yaml = YAML()
    params = yaml.load((ROOT / "params.yaml").read_text(encoding="utf-8"))
    params["editions"] = editions
    params["donnees"]["source"] = "livraison"
    for section, values in CHEAP.items():
        params[section].update(values)
    with (folder / "params.yaml").open("w", encoding="utf-8") as file:
        yaml.dump(params, file)


def dvc(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    # The stages import `pipeline` from the folder that they run in, and the interpreter is the one of the tests.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "dvc", *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


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
