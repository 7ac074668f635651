"""How time grows: permutations, bootstrap (draws; households up to 100,000), a calibration (studies; their size)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Row, python, seconds

HOUSEHOLDS = (100, 1_000, 10_000, 100_000)
DRAWS = (1_000, 10_000, 100_000)
STUDIES = (20, 40, 80, 160)
PER_GROUP = (25, 100, 400, 1_600)
FEW_DRAWS, FEW_HOUSEHOLDS, FEW_STUDIES, OUTCOMES = 199, 50, 10, 5
REPEATS = 3
PLOT = Path(__file__).resolve().parent / "growth.svg"
SLACK = 1.3  # times the proportional: caches end somewhere between the sizes compared
_BLUE, _GREY = "#004C7A", "#595959"


@dataclass(frozen=True)
class Panel:
    """One curve: what grows (`axis`) in a `work` whose other sizes are `fixed`."""

    name: str
    work: str
    axis: str
    fixed: str


# In the order of the figure: three works by what they are applied to, then by how much is drawn.
PANELS = (
    Panel("permutations_households", "Permutations", "ménages", f"{FEW_DRAWS} tirages, {OUTCOMES} indicateurs"),
    Panel("bootstrap_households", "Intervalles BCa", "ménages", f"{FEW_DRAWS} tirages, {OUTCOMES} indicateurs"),
    Panel("calibration_households", "Calibration", "ménages par groupe", f"{FEW_STUDIES} études, 99 permutations"),
    Panel("permutations_draws", "Permutations", "tirages", f"{FEW_HOUSEHOLDS} ménages, {OUTCOMES} indicateurs"),
    Panel("bootstrap_draws", "Intervalles BCa", "tirages", f"{FEW_HOUSEHOLDS} ménages, {OUTCOMES} indicateurs"),
    Panel("calibration_studies", "Calibration", "études", "25 contre 25, 99 permutations"),
)


def measures() -> list[Row]:
    """Return a row a panel: the time at the last size beside what the size before it makes expect. Draws `PLOT`."""
    answer = json.loads(python("-m", "benchmarks.growth", single_thread=True))
    times = {name: {int(size): t for size, t in curve.items()} for name, curve in answer.items()}
    draw(times)
    rows = []
    for panel in PANELS:
        curve = times[panel.name]
        before, last = sorted(curve)[-2:]
        factor = last / before
        rows.append(
            Row(
                f"croissance : {panel.work[0].lower() + panel.work[1:]}, {_spaced(last)} {panel.axis} ({panel.fixed})",
                curve[last],
                f"{factor:g} fois le temps pour {_spaced(before)}",
                factor * curve[before],
                SLACK,
            )
        )
    return rows


def main() -> None:
    """Print the shortest of `REPEATS` times, in seconds, by panel and size, as JSON."""
    works = _works()
    for curve in works.values():
        next(iter(curve.values()))()  # what is built once is built here
    # In turn, so that a busy moment does not fall on one size.
    found: dict[str, dict[int, list[float]]] = {name: {size: [] for size in curve} for name, curve in works.items()}
    for _ in range(REPEATS):
        for name, curve in works.items():
            for size, action in curve.items():
                found[name][size].append(seconds(action))
    print(json.dumps({name: {size: min(kept) for size, kept in curve.items()} for name, curve in found.items()}))


def _works() -> dict[str, dict[int, Callable[[], object]]]:
    from dataclasses import replace

    import numpy as np

    from pipeline.calibration.lots import all_lots
    from pipeline.calibration.tally import tally_lot
    from pipeline.calibration.targets import Targets
    from pipeline.params import Params
    from pipeline.stats.assignments import assignments
    from pipeline.stats.bootstrap_difference import bootstrap_differences
    from pipeline.stats.permutation import means, permutation_p

    def permute(n: int, draws: int) -> Callable[[], object]:
        rng = np.random.default_rng(n)
        treated, strata, outcomes = np.arange(n) % 2 == 0, rng.integers(0, 4, n), rng.normal(size=(n, OUTCOMES))

        def action() -> None:
            design = assignments(treated, strata)
            permutation_p([means(outcomes, design)], design, draws, np.random.default_rng(1))

        return action

    def resample(n: int, draws: int) -> Callable[[], object]:
        treated, outcomes = np.arange(n) % 2 == 0, np.random.default_rng(n).normal(size=(n, OUTCOMES))
        return lambda: bootstrap_differences(outcomes, treated, draws=draws, rng=np.random.default_rng(1))

    def calibrate(studies: int, per_group: int) -> Callable[[], object]:
        params = Params()
        changed = {
            "calibration": params.calibration.model_copy(update={"tirages": 99}),
            "demonstration": params.demonstration.model_copy(update={"effectif_par_groupe": per_group}),
        }
        lot = replace(next(iter(all_lots(params.calibration))), size=studies, heavy=0)
        return lambda: tally_lot(lot, params.model_copy(update=changed), Targets(None))

    return {
        "permutations_households": {n: permute(n, FEW_DRAWS) for n in HOUSEHOLDS},
        "bootstrap_households": {n: resample(n, FEW_DRAWS) for n in HOUSEHOLDS},
        "calibration_households": {n: calibrate(FEW_STUDIES, n) for n in PER_GROUP},
        "permutations_draws": {b: permute(FEW_HOUSEHOLDS, b) for b in DRAWS},
        "bootstrap_draws": {b: resample(FEW_HOUSEHOLDS, b) for b in DRAWS},
        "calibration_studies": {s: calibrate(s, 25) for s in STUDIES},
    }


def draw(times: Mapping[str, Mapping[int, float]]) -> None:
    """Draw the times on logarithmic axes of one scale: whatever is proportional rises by 45 degrees."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    pyplot.rcParams["svg.hashsalt"] = "growth"
    figure, axes = pyplot.subplots(2, 3, figsize=(10.5, 7.2), layout="constrained")
    for axis, panel in zip(axes.flat, PANELS, strict=True):
        curve = times[panel.name]
        sizes = sorted(curve)
        taken = [curve[s] for s in sizes]
        axis.loglog(sizes, [taken[-1] * s / sizes[-1] for s in sizes], "--", color=_GREY, linewidth=1)
        axis.loglog(sizes, taken, "o-", color=_BLUE, linewidth=2)
        for size, time in zip(sizes, taken, strict=True):
            axis.annotate(
                _duration(time), (size, time), (-6, 7), textcoords="offset points", ha="right", color=_BLUE, fontsize=8
            )
        axis.set_xticks(sizes, [_spaced(s) for s in sizes], fontsize=8)
        axis.minorticks_off()
        axis.set_yticks([])
        axis.spines[["top", "right", "left"]].set_visible(False)
        axis.set_xlabel(panel.axis, fontsize=9)
        axis.set_title(panel.work, loc="left", fontsize=11, fontweight="bold", pad=20)
        axis.text(0, 1.03, panel.fixed, transform=axis.transAxes, fontsize=8.5, color=_GREY)
        axis.margins(0.22)
        axis.set_aspect("equal", adjustable="datalim")
    figure.suptitle(
        "Durée mesurée (points) et durée proportionnelle à la taille, calée sur la plus grande (tirets)\n",
        x=0.01, ha="left", fontsize=10, color=_GREY,
    )  # fmt: skip
    figure.savefig(PLOT, metadata={"Date": None, "Creator": None})
    pyplot.close(figure)


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


def _duration(time: float) -> str:
    """« 12 ms », « 1,2 s »."""
    if time < 0.9995:
        return f"{time * 1e3:.2g}".replace(".", ",") + "\u202fms" if time < 0.0995 else f"{time * 1e3:.0f}\u202fms"
    return f"{time:.2g}".replace(".", ",") + "\u202fs"


if __name__ == "__main__":
    main()
