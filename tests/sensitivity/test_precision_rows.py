"""The smallest detectable effect is of this delivery, within the scale, or said to be out of reach."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from pipeline.contract.indicators import INDICATORS
from pipeline.estimate.sample import AnalysedStudy, Sample
from pipeline.params import Plan
from pipeline.report.remarks import sentences
from pipeline.sensitivity.precision import precision_rows


@dataclass(frozen=True)
class OneSample:
    """A setting that holds a single indicator."""

    only: Sample

    @property
    def study(self) -> AnalysedStudy:
        return self.only.study

    def sample(self, name: str) -> Sample | None:
        return self.only if name == self.only.indicator.name else None


def row(name: str, treated: list[float], control: list[float]):
    n = len(treated) + len(control)
    study = AnalysedStudy(
        "finale",
        24,
        "M24",
        Plan(),
        pd.Index([f"M{i}" for i in range(n)]),
        np.arange(n) < len(treated),
        np.zeros(n, int),
    )
    sample = Sample(study, INDICATORS[name], "M24", np.array([*treated, *control], dtype=float))
    (found,) = precision_rows(OneSample(sample))
    return found


def test_without_variation_nothing_is_detectable_and_it_is_said() -> None:
    found = row("procedure_max", [0.0] * 12, [0.0] * 12)
    assert math.isnan(found.estimation)
    assert "Aucune variation" in sentences(found.note)


def test_what_the_scale_does_not_hold_is_out_of_reach() -> None:
    # Two groups of 10: 1.32 standard deviations (statsmodels), 66 points here: from a mean of 50 up, beyond 100.
    half = [0.0, 100.0] * 5
    found = row("who5", half, half)
    assert math.isnan(found.estimation)
    assert sentences(found.note).startswith("Hors d’atteinte : il faudrait 1,32 écart-type")
    # Without bounds, the same spread is an amount.
    spread = math.sqrt(100**2 * 10 / 9 / 4)
    assert row("impaye_solde", half, half).estimation == pytest.approx(-1.3249 * spread, rel=1e-3)


def test_the_standard_deviation_of_a_few_is_not_put_to_use() -> None:
    found = row("lsns6", [3.0, 9.0, 12.0, 20.0], [4.0, 8.0, 12.0, 18.0, 22.0])
    assert math.isnan(found.estimation)
    assert "Moins de cinq ménages" in sentences(found.note)


def test_shares_are_those_of_the_sizes_and_of_the_plan() -> None:
    found = row("maintien", [1.0] * 22 + [0.0] * 3, [1.0] * 15 + [0.0] * 10)
    assert (found.valeur_temoins, round(found.valeur_accompagnes, 2)) == (0.6, 0.93)
    assert math.isnan(row("maintien", [1.0] * 25, [1.0] * 20 + [0.0] * 5).estimation)
