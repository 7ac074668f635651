"""The score behind the overlap weights: which covariates it has, among which households, and why there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.estimate.covariates import known_covariates
from pipeline.estimate.sample import AnalysedStudy, Booleans, Floats, Integers
from pipeline.stats.effect import Reason
from pipeline.stats.overlap import OverlapScore, overlap_score

PROFILE = "profil"
_LEAST = 5  # households of each group in a profile that has a column of its own
_STILL = 1e-9  # of a weight: what round-off leaves of weights that are all alike


@dataclass(frozen=True)
class StudyScore:
    """`names`: its covariates, `values`: their columns, (n, c). `kept`: its n households, (N,). `fitted`: None where
    there is no score, for the `reason`."""

    names: list[str]
    values: Floats
    kept: Booleans
    fitted: OverlapScore | None = None
    reason: Reason | None = None


def study_score(study: AnalysedStudy, known: Booleans) -> StudyScore:
    """Return the score of the households `known`, shape (N,), on the plan's covariates and the profile.

    The profile has its columns unless the groups hold exactly the same share of each. Profiles with fewer than five
    households of a group share one column; where that leaves a group alone in it, nobody is comparable: these
    households are left out, their weight is 0. Covariates that do not tell the groups apart at all: no score, since
    its weights would change nothing.
    """
    profiles = _grouped(study, known)
    kept = known & ~_alone(profiles, study.treated, known)
    names, values = known_covariates(study, kept)
    treated = study.treated[kept]
    sizes = int(treated.sum()), int((~treated).sum())
    if min(sizes) < 2:
        return StudyScore(names, values, kept, reason=Reason.FEW_VALUES if min(sizes) else Reason.EMPTY_GROUP)
    levels = np.unique(profiles[kept])
    columns = (profiles[kept][:, None] == levels[None, 1:]).astype(float)
    if not _balanced(columns, treated):
        names, values = [*names, PROFILE], np.column_stack([values, columns])
    score = overlap_score(values, treated)
    if score.observed is None:
        return StudyScore(names, values, kept, reason=Reason.SEPARATED_SCORE)
    if all(np.ptp(score.observed[group]) <= _STILL for group in (treated, ~treated)):
        return StudyScore(names, values, kept, reason=Reason.NOTHING_DIFFERS)
    return StudyScore(names, values, kept, score)


def _grouped(study: AnalysedStudy, known: Booleans) -> Integers:
    """Return the profile of each household, shape (N,), those that are rare among the known in a group as one."""
    if study.profiles is None:
        return np.zeros(len(known), dtype=np.int64)
    size = int(study.profiles.max(initial=0)) + 1
    numbers = [np.bincount(study.profiles[known & g], minlength=size) for g in (study.treated, ~study.treated)]
    rare = np.minimum(*numbers) < _LEAST
    return np.where(rare[study.profiles], size, study.profiles).astype(np.int64)


def _alone(profiles: Integers, treated: Booleans, known: Booleans) -> Booleans:
    size = int(profiles.max(initial=0)) + 1
    both = np.bincount(profiles[known & treated], minlength=size) * np.bincount(
        profiles[known & ~treated], minlength=size
    )
    alone: Booleans = both[profiles] == 0
    return alone


def _balanced(columns: Floats, treated: Booleans) -> bool:
    """True when each column has exactly the same share of ones in both groups."""
    one, zero = columns[treated].sum(axis=0), columns[~treated].sum(axis=0)
    return bool((one * (~treated).sum() == zero * treated.sum()).all())
