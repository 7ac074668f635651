"""The whole chain on the demonstration delivery, and a `dvc repro` that has nothing to do."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import ROOT, Absent, Row, python, run, side_by_side

REPEATS = 5
_IMPORTS = "import pandas, scipy.stats, statsmodels.api, great_expectations"


def measures() -> list[Row | Absent]:
    return [_chain(), _no_op()]


def _chain() -> Row:
    source = str(ROOT / "data" / "raw" / "demonstration")
    with tempfile.TemporaryDirectory() as output:

        def ours() -> None:
            run([_script("evaluation"), "executer", "--source", source, "--sortie", output, "--sans-rapport"])

        ours_s, peer_s = side_by_side([ours, lambda: python("-c", _IMPORTS)], REPEATS)
    return Row(
        "chaîne entière sur la démonstration, trois éditions, sans figures ni rendu",
        ours_s,
        "processus qui importe pandas, scipy.stats, statsmodels et great_expectations",
        peer_s,
        3.0,
    )


def _no_op() -> Row | Absent:
    work = "dvc repro sans rien à faire"
    if not (ROOT / "dvc.yaml").is_file():
        return Absent(work, "dvc status", "pas de dvc.yaml")
    dvc = _script("dvc")
    # `dvc status` says something when a stage is out of date: a no-op can only be measured after a run.
    if subprocess.run([dvc, "status", "--quiet"], cwd=ROOT, check=False).returncode != 0:
        run([dvc, "repro"])
    ours_s, peer_s = side_by_side([lambda: run([dvc, "repro"]), lambda: run([dvc, "status"])], REPEATS)
    return Row(work, ours_s, "dvc status", peer_s, 2.0)


def _script(name: str) -> str:
    """A console script of this Python's environment."""
    folder = Path(sys.executable).parent
    return str(next(p for p in (folder / name, folder / f"{name}.exe") if p.is_file()))
