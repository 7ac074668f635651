"""The calibration: two thousand studies by the whole plan, and a memory that does not grow with their number."""

from __future__ import annotations

import json
import sys
import time

from benchmarks.measure import Row, python, side_by_side

STUDIES, WORKERS = 2_000, 2
DRAWS = 999
BAR = 1 / 3  # of a loop that would fit one regression a study and a permutation, for one indicator and one method
SLOW, SLOW_BAR = 200, 2.0  # studies that the slow methods are tried on too: two lots, one a process
LOOPED, SIZE = 400, 50  # regressions that the loop is timed on, households of each
FEW, MANY = 4, 16  # lots, in one process, whose peak memories are compared


def measures() -> list[Row]:
    total, slow = float(_process("time", str(STUDIES), "0")), float(_process("time", str(SLOW), str(SLOW)))
    regression = float(_process("regression"))
    peer = f"boucle statsmodels OLS HC3, une régression par permutation (mesurée sur {LOOPED})"
    few, many = float(_process("memory", str(FEW))), float(_process("memory", str(MANY)))
    return [
        Row(
            f"calibration : {STUDIES:,} études × méthodes du plan × 999 permutations, {WORKERS} processus".replace(
                ",", " "
            ),
            total,
            peer,
            STUDIES * DRAWS * regression,
            BAR,
        ),
        Row(
            f"calibration : {SLOW} études × toutes les méthodes, pondération et imputation comprises (199 tirages), "
            f"{WORKERS} processus",
            slow,
            peer,
            SLOW * DRAWS * regression,
            SLOW_BAR,
        ),
        Row(
            f"mémoire au pic (en Go) : {MANY} lots de 20 études, un processus", many, f"la même, {FEW} lots", few, 1.15
        ),
    ]


def main(arguments: list[str]) -> None:
    """Print the seconds of some studies without effect (how many, of which slow), the peak memory in GB of lots, or
    the seconds of one regression of statsmodels.
    """
    if arguments[0] == "regression":
        print(_regression_seconds())
        return
    from dataclasses import replace

    from pipeline.calibration.engine import work_out
    from pipeline.calibration.lots import all_lots
    from pipeline.calibration.tally import tally_lot
    from pipeline.calibration.targets import Targets
    from pipeline.params import Params

    studies, slow = (int(arguments[1]), int(arguments[2])) if arguments[0] == "time" else (STUDIES, 0)
    changes = {
        "etudes": studies,
        "effets": {},
        "menaces": {},
        "etudes_lourdes": slow,
        "tirages": DRAWS,
        "ouvriers": WORKERS,
    }
    params = Params()
    params = params.model_copy(update={"calibration": params.calibration.model_copy(update=changes)})
    lots = list(all_lots(params.calibration))
    if arguments[0] == "time":
        start = time.perf_counter()
        for _ in work_out(lots, params, dict.fromkeys((lot.scenario for lot in lots), Targets(None))):
            pass
        print(time.perf_counter() - start)
        return
    import resource

    for lot in lots[: int(arguments[1])]:
        tally_lot(replace(lot, size=20), params, Targets(None))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9)


def _regression_seconds() -> float:
    import numpy as np
    import statsmodels.api as sm

    rng = np.random.default_rng(20150101)
    design = np.column_stack([np.ones(SIZE), rng.normal(size=SIZE), np.arange(SIZE) < SIZE // 2])
    outcomes = rng.normal(size=(LOOPED, SIZE))

    def loop() -> None:
        for outcome in outcomes:
            fit = sm.OLS(outcome, design).fit(cov_type="HC3")
            fit.params[-1] / fit.bse[-1]

    return side_by_side([loop], 5)[0] / LOOPED


def _process(*arguments: str) -> str:
    return str(json.loads(python("-m", "benchmarks.simulation", *arguments, single_thread=True)))


if __name__ == "__main__":
    main(sys.argv[1:])
