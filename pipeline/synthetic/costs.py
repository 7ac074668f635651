"""What was spent, by budget line and half-year: near the project note's budget of 390,760 €, never equal to it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.contract.codes import POSTES
from pipeline.synthetic.chance import generator

# Total cost over two years, table 3 of the project note (€).
PLANNED = {
    "I-1": 47_740,
    "I-2": 20_460,
    "I-3": 13_640,
    "I-4": 72_000,
    "I-5": 3_000,
    "II-1": 94_850,
    "II-2": 85_250,
    "II-3": 4_000,
    "III-1": 6_820,
    "III-2": 12_000,
    "III-3": 3_000,
    "III-4": 3_000,
    "IV-1": 25_000,
}
_HALF_YEARS = ("2015-S1", "2015-S2", "2016-S1", "2016-S2")
_PACE = np.array([0.19, 0.26, 0.28, 0.27])  # the scheme starts slowly
_EVALUATION = {"2015-S1": 0.30, "2016-S2": 0.30, "2017-S1": 0.40}  # panels, pathways, final report


def cost_table(seed: int) -> pd.DataFrame:
    """Return `couts`: each line's budget spread over the half-years, with ±8 % of chance."""
    rng = generator(seed, "costs")
    rows: list[tuple[str, str, float]] = []
    for line in (code.value for code in POSTES):
        pace = _EVALUATION if line.startswith("IV") else dict(zip(_HALF_YEARS, _PACE, strict=True))
        noise = rng.normal(1.0, 0.04, len(pace)).clip(0.92, 1.08)
        rows += [
            (line, half, round(float(PLANNED[line] * share * factor), 2))
            for (half, share), factor in zip(pace.items(), noise, strict=True)
        ]
    return pd.DataFrame(rows, columns=["poste", "semestre", "montant"])
