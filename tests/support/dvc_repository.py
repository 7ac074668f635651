"""A repository as DVC needs it, in a folder of its own without git, with few draws; and `dvc` run in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from support.import_graph import ROOT

MAINS = ("reports/synthese.qmd", "reports/rapport.qmd", "reports/annexe.qmd")
CHEAP = {
    "plan": {"tirages": 99, "reechantillonnages": 99},
    "parcours": {"reechantillonnages": 20},
}
SOURCES = ("reports/sections", "reports/presentation", "reports/publique")
DELIVERY = ROOT / "tests" / "deliveries" / "propre" / "livraison"


def repository(folder: Path) -> Path:
    """What DVC needs of the repository, in a folder of its own without git."""
    folder.mkdir()
    for name in ("pipeline", "plan", *SOURCES, "calibration", "data/raw/reference"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "lots"))
    for name in ("dvc.yaml", ".dvcignore", "reports/_quarto.yml", *MAINS):
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
    """Run « dvc » with `words` in the repository."""
    return subprocess.run(
        [sys.executable, "-m", "dvc", *words],
        cwd=folder, env=environment(folder), capture_output=True, text=True, check=False,
    )  # fmt: skip


def environment(folder: Path) -> dict[str, str]:
    """The stages import `pipeline` from the folder that they run in, and the interpreter is the one of the tests."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**os.environ, "PATH": path, "PYTHONPATH": str(folder)}
