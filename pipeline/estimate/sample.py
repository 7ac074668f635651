"""What a method receives: one indicator at one wave, as arrays aligned on the households of the study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.codes import ACCOMPAGNE
from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS, Indicator
from pipeline.params import Edition, Plan
from pipeline.stats.ordered_outcomes import ordered_places

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]

NOT_GIVEN = "non_renseigne"  # a stratum of its own for households whose stratum is not known


@dataclass(frozen=True)
class Costs:
    """What the support costs, €: `mean` by household that the scheme accompanied, `of_household` as laid to each, (N,).

    A control household, and one to which no cost is laid, has the mean there: it is not read.
    """

    mean: float
    of_household: Floats


@dataclass(frozen=True)
class AnalysedStudy:
    """The analysed households, in the order of their identifier, and what the plan says. Shapes (N,).

    `treated`: True for accompanied. `strata`: stratum numbers, 0, 1, … in the order of their labels. `costs`: None
    when nothing is known of what was spent. `covariates`: a column each of the plan, rows found by household; None when
    there are none. `profiles`: numbers of the profiles, 0, 1, …; None when they are not known.
    """

    name: str
    horizon: int
    wave: str
    plan: Plan
    households: pd.Index
    treated: Booleans
    strata: Integers
    costs: Costs | None = None
    covariates: pd.DataFrame | None = None
    profiles: Integers | None = None

    def covariate(self, name: str) -> Floats:
        """A covariate of the plan, shape (N,), `nan` where it is not known."""
        if self.covariates is None or name not in self.covariates:
            return np.full(len(self.households), np.nan)
        return self.covariates[name].reindex(self.households).to_numpy(dtype=float, na_value=np.nan)


@dataclass(frozen=True)
class Composite:
    """An outcome made of several. `places`: larger is worse, `nan` where unknown, shape (N,); `gone`: who is at the
    worst of the first of them, (N,)."""

    places: Floats
    gone: Booleans


@dataclass(frozen=True)
class Sample:
    """One indicator at one wave of a study. Arrays have the shape (N,) of the study's households.

    `outcome`: the indicator, `nan` where missing (months for `duree_maintien`). `exposure`: observed years, for counts.
    `events`: True where a duration ends with a negative exit. `baseline`: the indicator at T0, None where the catalogue
    has none. `concerned`: the households that the indicator is defined for, known or not; None for all of them.
    `start`: at T0, the score that the indicator is cut from, or else the indicator itself. `composite`: the indicator
    read after what the catalogue ranks before it, None where that is nothing.
    """

    study: AnalysedStudy
    indicator: Indicator
    wave: str
    outcome: Floats
    exposure: Floats | None = None
    events: Booleans | None = None
    baseline: Floats | None = None
    concerned: Booleans | None = None
    start: Floats | None = None
    composite: Composite | None = None

    @property
    def known(self) -> Booleans:
        """The households whose outcome can be used."""
        known: Booleans = ~np.isnan(self.outcome)
        return known if self.exposure is None else known & ~np.isnan(self.exposure)

    @property
    def missing(self) -> Booleans:
        """The households that the indicator is defined for, and whose outcome cannot be used."""
        missing: Booleans = ~self.known if self.concerned is None else self.concerned & ~self.known
        return missing

    @property
    def treated(self) -> Floats:
        """The known values of the accompanied households."""
        chosen: Floats = self.outcome[self.known & self.study.treated]
        return chosen

    @property
    def control(self) -> Floats:
        """The known values of the control households."""
        chosen: Floats = self.outcome[self.known & ~self.study.treated]
        return chosen

    def restricted(self, kept: Booleans) -> Sample:
        """The same sample with only the outcomes of the households `kept`, shape (N,)."""
        return replace(self, outcome=np.where(kept, self.outcome, np.nan))

    def exposures(self) -> tuple[Floats, Floats]:
        """The observed years of the accompanied and of the control households, beside `treated` and `control`."""
        exposure = np.full(len(self.outcome), np.nan) if self.exposure is None else self.exposure
        return exposure[self.known & self.study.treated], exposure[self.known & ~self.study.treated]


def read_study(
    name: str, edition: Edition, inclusions: pd.DataFrame, plan: Plan, costs: pd.DataFrame | None = None
) -> AnalysedStudy:
    """Return the study of the households of `inclusions` (one row a household, columns of the contract).

    `costs`: `couts_menages` of the contract, None or without a row when nothing is known of what was spent.
    """
    frame = inclusions.sort_values("menage_id", kind="stable", ignore_index=True)
    strata = np.zeros(len(frame), dtype=np.int64)
    if plan.strates:
        strata = _numbered(frame[list(plan.strates)])
    return AnalysedStudy(
        name=name,
        horizon=edition.horizon,
        wave=edition.wave,
        plan=plan,
        households=pd.Index(frame["menage_id"]),
        treated=(frame["groupe"] == ACCOMPAGNE).to_numpy(dtype=bool),
        strata=strata,
        costs=_read_costs(costs, frame["menage_id"]),
        covariates=frame.set_index("menage_id")[[n for n in plan.covariables if n in frame]],
        profiles=_numbered(frame[["profil"]]),
    )


def read_samples(study: AnalysedStudy, indicators: pd.DataFrame, durations: pd.DataFrame) -> list[Sample]:
    """Return every estimated indicator × wave up to the horizon, T0 left out, in the order of the catalogue.

    An indicator without any row still has its samples, all missing: what it comes to is said in a note.
    """
    cells = {
        (str(name), str(wave)): part for (name, wave), part in indicators.groupby(["indicateur", "vague"], sort=False)
    }
    samples = list(_indicator_samples(study, cells))
    samples.append(_duration_sample(study, durations))
    return samples


def _indicator_samples(study: AnalysedStudy, cells: Mapping[tuple[str, str], pd.DataFrame]) -> Iterator[Sample]:
    waves = [w for w in ("M12", "M18", "M24") if int(w[1:]) <= study.horizon]
    for indicator in (i for i in INDICATORS.values() if i.estimated):
        baseline = _aligned(study, cells.get((indicator.name, "T0")), "valeur") if indicator.has_baseline else None
        start = _aligned(study, cells.get((indicator.score, "T0")), "valeur") if indicator.score else baseline
        for wave in (w for w in waves if w in indicator.waves):
            part = cells.get((indicator.name, wave))
            is_count = indicator.scale == "nombre"
            yield Sample(
                study,
                indicator,
                wave,
                _aligned(study, part, "valeur"),
                exposure=_aligned(study, part, "exposition") if is_count else None,
                baseline=baseline,
                concerned=None if part is None else _present(study, part),
                start=start,
                composite=_composite(study, cells, indicator, wave) if indicator.ranked_after else None,
            )


def _composite(
    study: AnalysedStudy, cells: Mapping[tuple[str, str], pd.DataFrame], indicator: Indicator, wave: str
) -> Composite:
    """Of a household that is gone, at the worst of the first thing read, the indicator itself is not read."""
    before = [INDICATORS[name] for name in indicator.ranked_after]
    worse = [-i.favourable * _aligned(study, cells.get((i.name, wave)), "valeur") for i in (*before, indicator)]
    gone = worse[0] == 0.0
    worse[-1] = np.where(gone, 0.0, worse[-1])
    return Composite(ordered_places(*worse), gone)


def _duration_sample(study: AnalysedStudy, durations: pd.DataFrame) -> Sample:
    events = _aligned(study, durations, "evenement") == 1
    return Sample(study, DUREE_MAINTIEN, study.wave, _aligned(study, durations, "duree_mois"), events=events)


def _numbered(columns: pd.DataFrame) -> Integers:
    """Return the number of each row's combination of codes, in the order of their labels, shape (rows,)."""
    labels = pd.MultiIndex.from_frame(columns.astype("str").fillna(NOT_GIVEN))
    numbers = np.unique(labels.map("\x1f".join).to_numpy(dtype=object).astype(str), return_inverse=True)[1]
    return numbers.astype(np.int64)


def _read_costs(table: pd.DataFrame | None, households: pd.Series) -> Costs | None:
    if table is None or table.empty:
        return None
    mean = float(table["cout_moyen"].iloc[0])
    laid = households.map(table.set_index("menage_id")["cout"]).to_numpy(dtype=float, na_value=np.nan)
    return Costs(mean, np.where(np.isnan(laid), mean, laid))


def _present(study: AnalysedStudy, part: pd.DataFrame) -> Booleans:
    # By position: `isin` goes through the texts one by one, up to two thirds of the time of a calibration.
    where = study.households.get_indexer(pd.Index(part["menage_id"]))
    present = np.zeros(len(study.households), dtype=bool)
    present[where[where >= 0]] = True
    return present


def _aligned(study: AnalysedStudy, part: pd.DataFrame | None, column: str) -> Floats:
    values = np.full(len(study.households), np.nan)
    if part is not None and len(part):
        where = study.households.get_indexer(pd.Index(part["menage_id"]))
        found = where >= 0
        values[where[found]] = part[column].to_numpy(dtype=float, na_value=np.nan)[found]
    return values
