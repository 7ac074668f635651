"""How time grows: permutations with the draws and the households up to 100,000, the calibration with its studies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import ROOT, Row, seconds

HOUSEHOLDS = (100, 1_000, 10_000, 100_000)
DRAWS = (1_000, 10_000, 100_000)
STUDIES = (10, 20, 40)
PLOT = Path(__file__).resolve().parent / "growth.svg"
SLACK = 1.3  # times the proportional: caches end somewhere between the sizes compared
_TITLES = {
    "households": ("Ménages", "199 permutations, 5 indicateurs"),
    "draws": ("Tirages", "permutations, 5 indicateurs, 50 ménages"),
    "studies": ("Études", "calibration, 99 permutations"),
}


def measures() -> list[Row]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.growth"],
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    times: dict[str, dict[str, float]] = json.loads(done.stdout)
    _draw(times)
    rows = []
    for name, (axis, work) in _TITLES.items():
        sizes = [int(k) for k in times[name]]
        before, last = sizes[-2:]
        factor = last / before
        rows.append(
            Row(
                f"croissance ({axis.lower()}) : {work}, {last:,}".replace(",", " "),
                times[name][str(last)],
                f"{factor:g} fois le temps pour {before:,}".replace(",", " "),
                factor * times[name][str(before)],
                SLACK,
            )
        )
    return rows


def main() -> None:
    """Print the shortest of three times, in seconds, by size, as JSON."""
    from dataclasses import replace

    import numpy as np

    from pipeline.calibration.lots import all_lots
    from pipeline.calibration.tally import tally_lot
    from pipeline.calibration.targets import Targets
    from pipeline.params import Params
    from pipeline.stats.assignments import assignments
    from pipeline.stats.permutation import means, permutation_p

    def permute(n: int, draws: int) -> Callable[[], object]:
        rng = np.random.default_rng(n)
        treated, strata, outcomes = np.arange(n) % 2 == 0, rng.integers(0, 4, n), rng.normal(size=(n, 5))

        def action() -> None:
            design = assignments(treated, strata)
            permutation_p([means(outcomes, design)], design, draws, np.random.default_rng(1))

        return action

    params = Params()
    params = params.model_copy(update={"calibration": params.calibration.model_copy(update={"tirages": 99})})
    lot = next(iter(all_lots(params.calibration)))

    def calibrate(studies: int) -> Callable[[], object]:
        return lambda: tally_lot(replace(lot, size=studies, heavy=0), params, Targets(None))

    works: dict[str, dict[int, Callable[[], object]]] = {
        "households": {n: permute(n, 199) for n in HOUSEHOLDS},
        "draws": {b: permute(50, b) for b in DRAWS},
        "studies": {s: calibrate(s) for s in STUDIES},
    }
    calibrate(STUDIES[-1])()  # the tables of Boschloo are built once
    print(json.dumps({k: {n: min(seconds(a) for _ in range(3)) for n, a in w.items()} for k, w in works.items()}))


def _draw(times: dict[str, dict[str, float]]) -> None:
    """Draw the times beside the straight line of slope one, on logarithmic axes."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, len(_TITLES), figsize=(10, 3.2), layout="constrained")
    for axis, (name, (label, work)) in zip(axes, _TITLES.items(), strict=True):
        sizes = [int(k) for k in times[name]]
        taken = list(times[name].values())
        axis.loglog(sizes, taken, "o-", color="#004C7A", label="mesuré")
        axis.loglog(sizes, [taken[-1] * s / sizes[-1] for s in sizes], "--", color="#595959", label="proportionnel")
        axis.set(xlabel=label, ylabel="secondes", title=work)
        axis.title.set_fontsize(9)
        axis.legend(frameon=False, fontsize=8)
    figure.savefig(PLOT, metadata={"Date": None, "Creator": None})
    pyplot.close(figure)


if __name__ == "__main__":
    main()
