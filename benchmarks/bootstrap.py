"""BCa intervals of twenty differences beside scipy's one vectorised call: the same draws, the same bounds."""

from __future__ import annotations

import json

import numpy as np

from benchmarks.measure import Row, fastest, python, side_by_side

DRAWS, INDICATORS, SIZE = 9_999, 20, 25
REPEATS = 21
BATCHES = (None, 100, 500, 2_500)  # of scipy's call: the fastest is the peer
SAME = 1e-10
WORK = "intervalles BCa, 9 999 rééchantillonnages × 20 indicateurs, 25 contre 25"


def measures() -> list[Row]:
    """Return one row. Raises `SystemExit` when a bound differs from scipy's by more than 1e-10, relatively."""
    times = json.loads(python("-m", "benchmarks.bootstrap", single_thread=True))
    return [Row(WORK, times["ours"], "scipy.stats.bootstrap, un appel vectorisé pour tous", times["scipy"], 1 / 4)]


def main() -> None:
    """Print the median seconds of both as JSON."""
    from scipy.stats import bootstrap

    from pipeline.stats.bootstrap_difference import bootstrap_differences

    outcomes = np.random.default_rng(20150101).lognormal(5, 1, (2 * SIZE, INDICATORS))
    treated = np.arange(2 * SIZE) < SIZE

    def theirs(batch: int | None) -> np.ndarray:
        found = bootstrap(
            (outcomes[treated].T, outcomes[~treated].T),
            lambda one, zero, axis: one.mean(axis=axis) - zero.mean(axis=axis),
            vectorized=True,
            axis=-1,
            n_resamples=DRAWS,
            batch=batch,
            method="BCa",
            rng=np.random.default_rng(1),
        )
        return np.array(found.confidence_interval)

    def ours() -> np.ndarray:
        effects = bootstrap_differences(outcomes, treated, draws=DRAWS, rng=np.random.default_rng(1))
        return np.array([[e.low for e in effects], [e.high for e in effects]])

    # In one batch scipy draws both groups in turn, as we do; in several, the same number of other draws.
    apart = np.abs(ours() / theirs(None) - 1).max()
    if apart > SAME:
        raise SystemExit(f"BCa : les bornes s’écartent de celles de scipy de {apart:.1e}.")
    batch = fastest(theirs, BATCHES)
    ours_s, theirs_s = side_by_side([ours, lambda: theirs(batch)], REPEATS)
    print(json.dumps({"ours": ours_s, "scipy": theirs_s}))


if __name__ == "__main__":
    main()
