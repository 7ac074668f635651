"""The calibration: two thousand studies by the whole plan, and a memory that does not grow with their number."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

from benchmarks.measure import ROOT, Row

STUDIES, WORKERS = 2_000, 2
SECONDS = 180.0
FEW, MANY = 4, 16  # lots, in one process, whose peak memories are compared


def measures() -> list[Row]:
    total = float(_process("time"))
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
            f"mémoire au pic (en Go) : {MANY} lots de 20 études, un processus", many, f"la même, {FEW} lots", few, 1.15
        ),
    ]


def main(arguments: list[str]) -> None:
    """Print seconds for `STUDIES` studies without effect, or the peak memory in GB of a number of small lots."""
    from dataclasses import replace

    from pipeline.calibration.engine import work_out
    from pipeline.calibration.lots import Scenario, all_lots
    from pipeline.calibration.tally import tally_lot
    from pipeline.calibration.targets import Targets
    from pipeline.params import Params

    null = Scenario("nul", 0.0)
    changes = {"etudes": STUDIES, "effets": {}, "etudes_lourdes": 0, "tirages": 999, "ouvriers": WORKERS}
    params = Params()
    params = params.model_copy(update={"calibration": params.calibration.model_copy(update=changes)})
    lots = list(all_lots(params.calibration))
    if arguments[0] == "time":
        start = time.perf_counter()
        for _ in work_out(lots, params, {null: Targets(None)}):
            pass
        print(time.perf_counter() - start)
        return
    import resource

    for lot in lots[: int(arguments[1])]:
        tally_lot(replace(lot, size=20), params, Targets(None))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9)


def _process(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.simulation", *arguments],
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return str(json.loads(done.stdout))


if __name__ == "__main__":
    main(sys.argv[1:])
