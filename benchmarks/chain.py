"""The whole chain on the demonstration delivery, and a `dvc repro` that has nothing to do."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import ROOT, Absent, Row, python, run, side_by_side
from pipeline.report.processes import cores

REPEATS = 5
IMPORTS = "import pandas, scipy.stats, statsmodels.api, great_expectations"


# The core of the chain, from the files to the estimates, as `evaluation executer` runs it: one process.
_CORE = """
import sys
from pathlib import Path
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.stages import estimate, indicators, ingest, validate
defaults = Params()
donnees = defaults.donnees.model_copy(update={"source": sys.argv[1]})
params, layout = defaults.model_copy(update={"donnees": donnees}), Layout.output(Path(sys.argv[2]))
ingest.run(params, layout)
validate.run(params, layout, with_pages=False)
indicators.run(params, layout)
estimate.run(params, layout)
"""


# The figures of every edition over as many processes as is said, from the tables of a run.
_FIGURES = """
import sys
from pathlib import Path
from pipeline.report.processes import warm_up
if sys.argv[3] != "1":
    warm_up()
from pipeline.params import Params
from pipeline.layout import Layout
from pipeline.report.context import ReportContext
from pipeline.report.figures import writing_figures
from pipeline.report.results import EditionResults
from pipeline.stages.produced import read_produced
params, layout, folder = Params(), Layout.output(Path(sys.argv[1])), Path(sys.argv[2])
for edition in params.editions:
    results = EditionResults(**read_produced("elements", layout, edition), plan=params.plan)
    with writing_figures(folder / edition, results, ReportContext(edition, params), processes=int(sys.argv[3])):
        pass
"""


def measures() -> list[Row | Absent]:
    return [_verify(), *_chain(), _figures(), _no_op()]


def _verify() -> Row:
    """Reading and checking a delivery, within 1.5 × the imports of what they need."""
    source = str(ROOT / "data" / "raw" / "demonstration")
    verify, imports = [script("evaluation"), "verifier", source], "import pandas, great_expectations"
    ours_s, peer_s = side_by_side([lambda: run(verify), lambda: python("-c", imports)], REPEATS)
    peer = "processus qui importe pandas et great_expectations"
    return Row("evaluation verifier, démonstration", ours_s, peer, peer_s, 1.5)


def _chain() -> list[Row]:
    """The core within 3 × the imports; with what was added since (scheme, pathways, sensitivity), within 4 ×."""
    source = str(ROOT / "data" / "raw" / "demonstration")
    with tempfile.TemporaryDirectory() as output:

        def core() -> None:
            python("-c", _CORE, source, output)

        def whole() -> None:
            run([script("evaluation"), "executer", "--source", source, "--sortie", output, "--sans-rapport"])

        core_s, whole_s, peer_s = side_by_side([core, whole, lambda: python("-c", IMPORTS)], REPEATS)
    peer = "processus qui importe pandas, scipy.stats, statsmodels et great_expectations"
    return [
        Row("chaîne, des fichiers aux estimations, démonstration, trois éditions", core_s, peer, peer_s, 3.0),
        Row("chaîne entière sans figures ni rendu, démonstration, trois éditions", whole_s, peer, peer_s, 4.0),
    ]


def _figures() -> Row | Absent:
    """The figures of three editions over two processes, at least 1.6 times as fast as in one."""
    work, peer = "figures de trois éditions, deux processus", "les mêmes figures, un processus"
    if cores() < 2:
        return Absent(work, peer, "un seul cœur")
    source = str(ROOT / "data" / "raw" / "demonstration")
    with tempfile.TemporaryDirectory() as output:
        run([script("evaluation"), "executer", "--source", source, "--sortie", output, "--sans-rapport"])

        def over(processes: int) -> None:
            python("-c", _FIGURES, output, str(Path(output) / "figures"), str(processes))

        ours_s, peer_s = side_by_side([lambda: over(2), lambda: over(1)], REPEATS)
    return Row(work, ours_s, peer, peer_s, 1 / 1.6)


def _no_op() -> Row | Absent:
    work = "dvc repro sans rien à faire"
    if not (ROOT / "dvc.yaml").is_file():
        return Absent(work, "dvc status", "pas de dvc.yaml")
    dvc = script("dvc")
    # `dvc status` says something when a stage is out of date: a no-op can only be measured after a run.
    if subprocess.run([dvc, "status", "--quiet"], cwd=ROOT, check=False).returncode != 0:
        run([dvc, "repro"])
    ours_s, peer_s = side_by_side([lambda: run([dvc, "repro"]), lambda: run([dvc, "status"])], REPEATS)
    return Row(work, ours_s, "dvc status", peer_s, 2.0)


def script(name: str) -> str:
    """Return the path of a console script of this Python's environment."""
    folder = Path(sys.executable).parent
    return str(next(p for p in (folder / name, folder / f"{name}.exe") if p.is_file()))
