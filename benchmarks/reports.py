"""The wait that the evaluator feels: an edition with all its documents, one changed sentence, three editions by DVC."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.chain import script
from benchmarks.measure import ROOT, Absent, Row, python, run, side_by_side

REPEATS = 3
SOURCE = ROOT / "data" / "raw" / "demonstration"
IMPORTS = "import pandas, statsmodels.api, scipy.stats, great_expectations, plotnine"
# The last commit at which an edition had one report; its own code runs, beside ours, with the libraries of today.
ONE_REPORT = "831188144e30c46d1430cdf2ed81830e301d7487"

# The render stage on the elements of a run, with the report's sources copied apart.
_RENDER = """
import sys
from pathlib import Path
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.stages import render
render.report_sources = lambda: Path(sys.argv[2])
render.run(Params(), Layout.output(Path(sys.argv[1])), ["finale"], params_file=None, told=False)
"""


def measures() -> list[Row | Absent]:
    """Return the three rows. The last takes minutes, once each: both begin from nothing."""
    with tempfile.TemporaryDirectory() as folder:
        edition = _edition(Path(folder))
        return [edition, _sentence(Path(folder)), _from_scratch()]


def _edition(folder: Path) -> Row:
    """`evaluation executer` of one edition, within 4 × the imports; its outputs stay in `folder`/sortie."""
    command = [script("evaluation"), "executer", "--edition", "finale", "--source", str(SOURCE)]
    command += ["--sortie", str(folder / "sortie")]
    ours_s, peer_s = side_by_side([lambda: run(command), lambda: python("-c", IMPORTS)], REPEATS)
    peer = "processus qui importe pandas, statsmodels, scipy.stats, great_expectations et plotnine"
    return Row("evaluation executer, une édition et tous ses documents, démonstration", ours_s, peer, peer_s, 4.0)


def _sentence(folder: Path) -> Row:
    """The render stage after a changed sentence, within 1.5 × pandoc and typst alone: same commands, two at a time."""
    sources = folder / "sources"
    sources.mkdir()
    for name in ("sections", "presentation"):
        shutil.copytree(ROOT / "reports" / name, sources / name)
    for path in (ROOT / "reports").glob("*.qmd"):
        shutil.copy(path, sources)
    shutil.copy(ROOT / "reports" / "_quarto.yml", sources)
    changed = sorted((sources / "sections").glob("_*.qmd"))[0]
    text, times = changed.read_text(encoding="utf-8"), iter(range(1000))

    def ours() -> None:
        changed.write_text(f"{text}\n\nUne phrase de plus, la {next(times)}.\n", encoding="utf-8")
        python("-c", _RENDER, str(folder / "sortie"), str(sources))

    python("-m", "benchmarks.renderers", "record", str(folder / "sortie" / "reports" / "finale"), str(sources))
    commands = folder / "sortie" / "reports" / "finale" / "commandes.pickle"
    ours_s, peer_s = side_by_side([ours, lambda: python("-m", "benchmarks.renderers", "run", str(commands))], REPEATS)
    return Row("étape « render » après une phrase changée, une édition", ours_s, "pandoc et typst seuls", peer_s, 1.5)


def _from_scratch() -> Row | Absent:
    """`dvc repro` of the three editions, no slower than when an edition had one report."""
    work, peer = "trois éditions par dvc repro, à partir de rien", "les mêmes, du temps d’un rapport par édition"
    known = subprocess.run(["git", "cat-file", "-e", ONE_REPORT], cwd=ROOT, capture_output=True, check=False)
    if known.returncode:
        return Absent(work, peer, f"l’histoire du dépôt n’a pas {ONE_REPORT[:7]}")
    with tempfile.TemporaryDirectory() as folder:
        places = [Path(folder) / name for name in ("ici", "avant")]
        for place, commit in zip(places, ("HEAD", ONE_REPORT), strict=True):
            run(["git", "clone", "--quiet", "--shared", "--no-checkout", str(ROOT), str(place)])
            head = run(["git", "rev-parse", commit]).strip()
            run(["git", "checkout", "--quiet", head], folder=place)
            (place / "dvc.lock").unlink(missing_ok=True)

        def repro(place: Path) -> None:
            found = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
            done = subprocess.run(
                [sys.executable, "-m", "dvc", "repro", "--quiet"], cwd=place, env=os.environ | found,
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            if done.returncode:
                raise SystemExit(f"dvc repro a échoué :\n{done.stdout}\n{done.stderr}")

        ours_s, peer_s = side_by_side([lambda place=place: repro(place) for place in places], 1, warm_up=False)
    return Row(work, ours_s, peer, peer_s, 1.0)
