"""Strata as an adjusted model takes them: small ones merged, one column each but the first."""

from __future__ import annotations

import numpy as np

from pipeline.estimate.sample import AnalysedStudy, Booleans, Floats, Integers

_MERGED = -1  # the stratum of those that are too small alone
_LEAST = 2  # households of each group in a stratum


def merged_strata(study: AnalysedStudy, known: Booleans) -> tuple[Integers, Booleans]:
    """Return the strata with the small ones merged, and the households whose stratum is large enough, both (N,).

    Small: under two households of `known`, shape (N,), in a group.
    """
    strata = study.strata.copy()
    strata[_small(study, known, strata)] = _MERGED
    return strata, ~_small(study, known, strata)


def shared_strata(study: AnalysedStudy, known: Booleans) -> Booleans:
    """Return the households, shape (N,), of a stratum in which both groups have some of `known`."""
    return ~_small(study, known, study.strata, least=1)


def stratum_columns(strata: Integers) -> Floats:
    """Return a 0/1 column a stratum but the first, shape (n, strata − 1)."""
    columns: Floats = (strata[:, None] == np.unique(strata)[None, 1:]).astype(float)
    return columns


def _small(study: AnalysedStudy, known: Booleans, strata: Integers, least: int = _LEAST) -> Booleans:
    _, code = np.unique(strata, return_inverse=True)
    size = int(code.max(initial=-1)) + 1
    fewest = np.minimum(
        np.bincount(code[known & study.treated], minlength=size),
        np.bincount(code[known & ~study.treated], minlength=size),
    )
    small: Booleans = fewest[code] < least
    return small
