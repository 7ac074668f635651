"""The interviews of the cohort: for each wave, the row of each household, and its answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.clock import Dates, add_months, as_days
from pipeline.contract.indicators import INTERVIEW_WAVES, WAVE_MONTHS
from pipeline.contract.instruments import INSTRUMENTS
from pipeline.indicators.observed.cohort import Cohort, Mask, Positions

Floats = npt.NDArray[np.float64]
_ANSWERS = (*(item for instrument in INSTRUMENTS for item in instrument.items), "membre_cooperative")


@dataclass(frozen=True)
class Interviews:
    """`answers`: one array per question, one element per row read, with a missing one at the end; `row`: wave → the
    row of each household, shape (n,), −1 (the missing one) where there was no interview.
    """

    answers: dict[str, Floats]
    row: dict[str, Positions]

    def items(self, names: Sequence[str], wave: str) -> Floats:
        """The answers to these questions at a wave, shape (n, len(names)), missing where not answered."""
        return np.column_stack([self.answers[name][self.row[wave]] for name in names])

    def done(self, wave: str) -> Mask:
        """The households with at least one answer at the wave, shape (n,)."""
        return np.asarray(~np.isnan(self.items(_ANSWERS, wave)).all(axis=1), dtype=bool)


def read_interviews(table: pd.DataFrame, cohort: Cohort, withdrawal: Dates) -> Interviews:
    """Return the interviews dated on or before the freeze and the household's withdrawal, by wave as labelled.

    An interview without a date is taken at its wave's nominal date: inclusion + 0, 12 or 24 months.
    """
    household = cohort.positions(table["menage_id"])
    day = as_days(table["date"])
    label = table["vague"].to_numpy(dtype=object)
    row = {wave: np.full(cohort.size, -1, dtype=np.intp) for wave in INTERVIEW_WAVES}
    for wave in INTERVIEW_WAVES:
        labelled = np.flatnonzero((household >= 0) & np.asarray(label == wave, dtype=bool))
        who = household[labelled]
        dated = np.where(np.isnat(day[labelled]), add_months(cohort.inclusion, WAVE_MONTHS[wave])[who], day[labelled])
        read = (dated <= cohort.freeze) & (dated <= withdrawal[who])
        row[wave][who[read]] = labelled[read]
    return Interviews({name: _with_missing(table[name]) for name in _ANSWERS}, row)


def _with_missing(answers: pd.Series) -> Floats:
    numbers: npt.NDArray[np.float64] = answers.to_numpy(dtype=float, na_value=np.nan)
    return np.append(numbers, np.nan)
