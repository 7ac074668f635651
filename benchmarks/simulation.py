"""The calibration: two thousand studies by the whole plan, and a memory that does not grow with their number."""

from __future__ import annotations

import json
import sys
import time

from benchmarks.measure import Row, python

STUDIES, WORKERS = 2_000, 2
SECONDS = 180.0
SLOW, SLOW_SECONDS = 200, 60.0  # studies that the slow methods are tried on too: two lots, one a process
FEW, MANY = 4, 16  # lots, in one process, whose peak memories are compared


def measures() -> list[Row]:
    total, slow = float(_process("time", str(STUDIES), "0")), float(_process("time", str(SLOW), str(SLOW)))
    few, many = float(_process("memory", str(FEW))), float(_process("memory", str(MANY)))
    return [
        Row(
            f"calibration : {STUDIES:,} études × méthodes du plan × 999 permutations, {WORKERS} processus".replace(
                ",", " "
            ),
            total,
            "trois minutes",
            SECONDS,
            1.0,
        ),
        Row(
            f"calibration : {SLOW} études × toutes les méthodes, pondération et imputation comprises (199 tirages), "
            f"{WORKERS} processus",
            slow,
            "une minute",
            SLOW_SECONDS,
            1.0,
        ),
        Row(
            f"mémoire au pic (en Go) : {MANY} lots de 20 études, un processus", many, f"la même, {FEW} lots", few, 1.15
        ),
    ]


def main(arguments: list[str]) -> None:
    """Print the seconds of some studies without effect (how many, of which slow), or the peak memory in GB of lots."""
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
        "tirages": 999,
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


def _process(*arguments: str) -> str:
    return str(json.loads(python("-m", "benchmarks.simulation", *arguments, single_thread=True)))


if __name__ == "__main__":
    main(sys.argv[1:])
