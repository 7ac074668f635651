"""What every sensitivity analysis receives: the study of the plan, and all that was observed of its households."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pipeline.contract.clock import Dates, month_index
from pipeline.contract.indicators import INDICATORS, WAVE_MONTHS, Indicator, Scale
from pipeline.estimate.sample import (
    NOT_GIVEN,
    AnalysedStudy,
    Booleans,
    Floats,
    Integers,
    Sample,
    read_samples,
    read_study,
)
from pipeline.indicators.observed import study as observed
from pipeline.params import Params

CODED = ("bailleur", "profil", "region")


@dataclass(frozen=True)
class Setting:
    """One edition. Arrays have the shape (N,) of the study's households, in the order of their identifier.

    `seen`: ledger, events, interviews, as the indicators read them. `inclusions`: what is known at inclusion, rows in
    that order. `samples`: (indicator, wave) → what the plan estimates. `coded`: for the columns of `CODED`, the number
    of each household's code, and the codes in order.
    """

    params: Params
    study: AnalysedStudy
    seen: observed.Study
    inclusions: pd.DataFrame
    samples: Mapping[tuple[str, str], Sample]
    coded: Mapping[str, tuple[Integers, list[str]]]

    @property
    def horizon(self) -> str:
        """The wave at the horizon."""
        return self.study.wave

    def last_wave(self, indicator: str) -> str | None:
        """The last wave, T0 left out, at which an indicator is measured in this edition; None when there is none."""
        waves = [w for w in INDICATORS[indicator].waves if w != "T0" and WAVE_MONTHS[w] <= self.study.horizon]
        return waves[-1] if waves else None

    def sample(self, indicator: str, wave: str | None = None) -> Sample | None:
        """The sample of an indicator at a wave, by default its last; None when it is not measured."""
        return self.samples.get((indicator, wave or self.last_wave(indicator) or ""))

    def delivered(self, table: str) -> bool:
        return table not in self.seen.absent

    def gone(self, wave: str) -> Booleans:
        """Lost the dwelling (negative exit) on or before the wave, and not seen to die or withdraw before."""
        exits = self.seen.exits
        censored = np.minimum(exits.deces, exits.retrait)
        gone: Booleans = (exits.negative <= self.seen.anniversary[wave]) & (exits.negative <= censored)
        return gone

    def months_until(self, days: Dates) -> Integers:
        """Whole calendar months from inclusion to each day: the column of the ledger that the day falls in."""
        return month_index(days) - month_index(self.seen.cohort.inclusion)


def read_setting(
    name: str, params: Params, delivery: Mapping[str, pd.DataFrame], computed: Mapping[str, pd.DataFrame]
) -> Setting:
    """Return the setting of the edition `name`.

    `delivery`: the tables read, all rows. `computed`: `inclusions`, `indicateurs`, `durees` of the edition.
    """
    edition = params.editions[name]
    study = read_study(name, edition, computed["inclusions"], params.plan)
    samples = read_samples(study, computed["indicateurs"], computed["durees"])
    inclusions = computed["inclusions"].sort_values("menage_id", kind="stable", ignore_index=True)
    return Setting(
        params,
        study,
        observed.observe(delivery, edition, params.seuils),
        inclusions,
        {(s.indicator.name, s.wave): s for s in samples},
        {column: _coded(inclusions[column]) for column in CODED},
    )


def variant_of(
    setting: Setting, indicator: str, wave: str, outcome: Floats, *, scale: Scale | None = None,
    baseline: Floats | None = None, start: Floats | None = None,
) -> Sample:  # fmt: skip
    """Return the sample of another `outcome` in the place of an indicator's, on its own scale or another."""
    entry: Indicator = INDICATORS[indicator]
    if scale is not None and scale is not entry.scale:
        entry = replace(entry, scale=scale, limits=None)  # the indicator's are not those of another scale
    return Sample(setting.study, entry, wave, outcome, baseline=baseline, start=start)


def _coded(column: pd.Series) -> tuple[Integers, list[str]]:
    text = column.astype("str").fillna(NOT_GIVEN).to_numpy(dtype=object).astype(str)
    names, code = np.unique(text, return_inverse=True)
    return code.astype(np.int64), [str(n) for n in names]
