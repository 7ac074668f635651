"""Hundreds of thousands of households: growth, memory, and the price of reading carefully."""

from __future__ import annotations

import json
import statistics
import tempfile
from pathlib import Path

from benchmarks.measure import Absent, Row, python
from pipeline.synthetic.large import large_delivery

LARGE, SMALL, MONTHS = 120_000, 30_000, 24
REPEATS = 3
MEMORY_GB = 4.0


def measures() -> list[Row | Absent]:
    with tempfile.TemporaryDirectory() as folder:
        deliveries = {n: Path(folder) / str(n) for n in (SMALL, LARGE)}
        for n, path in deliveries.items():
            large_delivery(n, path, months=MONTHS)
        # In turn, so that a busy moment falls on both sizes.
        runs = [{n: _measured(path) for n, path in deliveries.items()} for _ in range(REPEATS)]

    def median(n: int, key: str) -> float:
        return statistics.median(r[n][key] for r in runs)

    size = f"{LARGE:,} ménages × {MONTHS} mois".replace(",", " ")
    factor = LARGE / SMALL
    return [
        Row(
            f"lecture, contrôles, indicateurs : {size}",
            median(LARGE, "total"),
            f"{factor:g} fois le temps pour {SMALL:,} ménages".replace(",", " "),
            factor * median(SMALL, "total"),
            1.0,
        ),
        Row(
            f"mémoire au pic (en Go, non en secondes) : {size}",
            max(r[LARGE]["peak_gb"] for r in runs),
            "plafond",
            MEMORY_GB,
            1.0,
        ),
        Row(f"lecture : {size}", median(LARGE, "ingest"), "pyarrow.csv lu dans pandas", median(LARGE, "bare"), 4.0),
    ]


def _measured(path: Path) -> dict[str, float]:
    bare = json.loads(python("-m", "benchmarks.scale_process", "bare", str(path)))
    ours = json.loads(python("-m", "benchmarks.scale_process", "ours", str(path)))
    return {**bare, **ours}
