"""The chain run again after a removal, in each place where it had run."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pipeline.commands.holdings import PARAMETERS, Holding
from pipeline.commands.places import Places
from pipeline.errors import UnfitDataError
from pipeline.layout import Layout
from pipeline.params import Params, load_params


@dataclass(frozen=True)
class OutputRun:
    """How an output was made: its editions, with reports or not, and its parameters."""

    folder: Path
    editions: tuple[str, ...]
    with_report: bool
    params_file: Path | None


@dataclass(frozen=True)
class Runs:
    """`outputs`: made again by `executer`; `tracked`: the delivery is under `dvc add`; `pipeline`: DVC runs on it."""

    outputs: tuple[OutputRun, ...]
    tracked: bool
    pipeline: bool


def runs_of(places: Places, params: Params | None, params_file: Path | None) -> Runs:
    """Return what ran on the delivery: to be asked before anything is erased.

    `params`, `params_file`: those that the person names, None for those kept with each output.
    """
    outputs = []
    for folder in places.outputs:
        layout = Layout.output(folder)
        held = Holding(folder, layout, "")
        kept = layout.processed / PARAMETERS
        known = params or (load_params(kept) if kept.is_file() else Params())
        editions = tuple(name for name in held.editions if name in known.editions)
        reported = any((layout.report(name) / "rapport.html").is_file() for name in editions)
        outputs.append(OutputRun(folder, editions, reported, params_file or (kept if kept.is_file() else None)))
    root = places.root
    tracked = root is not None and places.delivery.with_name(places.delivery.name + ".dvc").is_file()
    pipeline = False
    if root is not None and (root / "dvc.yaml").is_file() and (root / "params.yaml").is_file():
        source = load_params(root / "params.yaml", {"donnees"}).donnees.source
        pipeline = (root / source).resolve() == places.delivery
    return Runs(tuple(outputs), tracked, pipeline)


def run_again(runs: Runs, places: Places) -> None:
    """Run the chain on what is left. Raises what the chain raises, and `UnfitDataError` when DVC fails."""
    from pipeline.commands.chain import execute

    if runs.tracked and places.root is not None:
        _dvc(places.root, "add", str(places.delivery.relative_to(places.root)))
    if runs.pipeline and places.root is not None:
        _dvc(places.root, "repro")
    for run in runs.outputs:
        if run.editions:
            execute(places.delivery, run.folder, run.editions, run.params_file, with_report=run.with_report)


def _dvc(root: Path, *arguments: str) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", "dvc", *arguments], cwd=root, env={**os.environ, "PATH": path}, check=False
    )
    if done.returncode:
        raise UnfitDataError(
            f"« dvc {arguments[0]} » a échoué (ses mots sont au-dessus) : régler ce qu’il dit, puis le relancer."
        )
