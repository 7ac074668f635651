"""The peer of the permutations that has an environment of its own: pyfixest's ritest, timed once it is compiled.

Run by the Python of `.venv-peers`, with a CSV (treated, stratum, y1, y2…) and a number of draws: prints the median
seconds of three runs over all outcomes and the estimates, as JSON. A run is ritest alone; the fits are not counted.
"""

from __future__ import annotations

import json
import statistics
import sys
import time


def main(path: str, draws: int) -> None:
    import numpy as np
    import pandas as pd
    import pyfixest  # type: ignore[import-not-found]

    frame = pd.read_csv(path)
    # The shares of the strata being equal in both groups, their fixed effects would not change the estimates; with them
    # ritest takes a hundred times as long.
    fits = [pyfixest.feols(f"{name} ~ treated", frame) for name in frame.columns if name.startswith("y")]

    def run() -> list[float]:
        results = [
            fit.ritest(
                "treated", reps=draws, type="randomization-c", choose_algorithm="fast", rng=np.random.default_rng(1)
            )
            for fit in fits
        ]
        return [float(result["Estimate"]) for result in results]

    fits[0].ritest("treated", reps=10, type="randomization-c", choose_algorithm="fast", rng=np.random.default_rng(1))
    times = []
    for _ in range(3):
        start = time.perf_counter()
        estimates = run()
        times.append(time.perf_counter() - start)
    print(json.dumps({"seconds": statistics.median(times), "estimates": estimates}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
