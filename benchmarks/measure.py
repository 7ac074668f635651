"""What a measure is: our time beside a peer's in the same run, and the bar that their ratio must not pass."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Row:
    """One measure.

    `ours_s`, `peer_s`: medians in seconds (gigabytes where `work` says so). `ratio` = ours / peer. `bar`: the largest
    ratio allowed, so « at most 3 times the peer » is 3, and « at least 50 times as fast » is 1/50.
    """

    work: str
    ours_s: float
    peer: str
    peer_s: float
    bar: float

    @property
    def ratio(self) -> float:
        return self.ours_s / self.peer_s

    @property
    def ok(self) -> bool:
        return self.ratio <= self.bar

    def as_dict(self) -> dict[str, object]:
        return {
            "work": self.work,
            "ours_s": float(f"{self.ours_s:.4g}"),
            "peer": self.peer,
            "peer_s": float(f"{self.peer_s:.4g}"),
            "ratio": float(f"{self.ratio:.4g}"),
            "bar": self.bar,
            "ok": self.ok,
        }


@dataclass(frozen=True)
class Absent:
    """A peer that is not installed: it has no row, and is named on the screen with the reason."""

    work: str
    peer: str
    reason: str


def seconds(action: Callable[[], object]) -> float:
    """Return the wall time of one call."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def side_by_side(actions: Sequence[Callable[[], object]], repeats: int, *, warm_up: bool = True) -> list[float]:
    """Return the median time of each action, run in turn so that a busy moment falls on all of them."""
    if warm_up:
        for action in actions:
            action()
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(repeats):
        for kept, action in zip(times, actions, strict=True):
            kept.append(seconds(action))
    return [statistics.median(kept) for kept in times]


def fastest(call: Callable[[int | None], object], batches: Sequence[int | None]) -> int | None:
    """Return the batch size at which a peer that has one is the fastest, of three calls each."""
    return min(batches, key=lambda batch: min(seconds(lambda: call(batch)) for _ in range(3)))


def run(command: Sequence[str], *, folder: Path = ROOT, single_thread: bool = False) -> str:
    """Run a command to its end and return what it prints; a failure stops the benches with its own words.

    `single_thread`: matrix products on one core; BLAS reads their number when NumPy is imported, hence a new process.
    """
    alone = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"} if single_thread else None
    done = subprocess.run(command, cwd=folder, env=alone, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise SystemExit(f"« {' '.join(command)} » a échoué ({done.returncode}) :\n{done.stdout}\n{done.stderr}")
    return done.stdout


def r_seconds(script: Path, packages: Sequence[str], *arguments: str, names: Sequence[str]) -> dict[str, float]:
    """Return the seconds that an R script prints, by `names`; nothing when R or one of its packages is not there."""
    program = shutil.which("Rscript")
    if program is None:
        return {}
    loaded = "; ".join(f"library({name})" for name in packages)
    if subprocess.run([program, "-e", loaded], capture_output=True, check=False).returncode != 0:
        return {}
    return dict(zip(names, map(float, run([program, str(script), *arguments]).split()), strict=True))


def peer_python() -> Path | None:
    """Return the Python of `.venv-peers`, which holds the peers that the project does not need; None without it."""
    folder = ROOT / ".venv-peers"
    found = (folder / "bin" / "python", folder / "Scripts" / "python.exe")
    return next((path for path in found if (folder / "installed").is_file() and path.is_file()), None)


def python(*arguments: str, folder: Path = ROOT, single_thread: bool = False) -> str:
    """Run this Python in a new process."""
    return run([sys.executable, *arguments], folder=folder, single_thread=single_thread)
