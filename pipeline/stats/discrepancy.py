"""How much of the diversity of a set of objects two groups explain, from distances alone."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from pipeline.stats.assignments import Assignments
from pipeline.stats.effect import Floats

_TIE = 1e-9  # relative: a tie differs by round-off, distinct sums by far more


@dataclass(frozen=True)
class Discrepancy:
    """`pseudo_r2`: share of the discrepancy explained, 0–1; `pseudo_f`; `p_value`. `nan` where undefined."""

    pseudo_r2: float = math.nan
    pseudo_f: float = math.nan
    p_value: float = math.nan


def discrepancy_test(distances: Floats, design: Assignments, draws: int, rng: np.random.Generator) -> Discrepancy:
    """Return the pseudo-R² and pseudo-F of two groups, with a p-value by exchange of the groups within strata.

    SS_T = (1/n) Σ_{i<j} d_ij; SS_W = Σ_g (1/n_g) Σ_{i<j in g} d_ij; R² = 1 − SS_W/SS_T;
    F = (SS_T − SS_W) / (SS_W/(n − 2)); p = (b + 1)/(B + 1), b the draws whose SS_W is at most the observed one.

    `distances`: shape (n, n), in the order of the objects; `design`: the groups and their strata. Undefined with an
    empty group, without any distance, or (p) when no stratum holds both groups.
    Reference: Studer et al. 2011, Sociological Methods & Research 40:471-510; TraMineR `dissassoc`; the same as
    `vegan::adonis2` on √d (Anderson 2001, Austral Ecology 26:32-46).

    >>> from pipeline.stats.assignments import assignments
    >>> d = np.abs(np.subtract.outer(np.arange(4.0), np.arange(4.0)))
    >>> design = assignments(np.array([True, True, False, False]), np.zeros(4, dtype=np.int64))
    >>> result = discrepancy_test(d, design, 99, np.random.default_rng(1))
    >>> result.pseudo_r2, result.pseudo_f  # SS_T = 10/4, SS_W = 1/2 + 1/2
    (0.6, 3.0)
    """
    size, treated = len(distances), int(design.observed.sum())
    ordered = distances[np.ix_(design.order, design.order)]
    total = float(ordered.sum()) / 2 / size if size else 0.0
    if treated in (0, size) or total <= 0:
        return Discrepancy()
    within = float(_within(ordered, design.observed[None, :], treated)[0])
    share = 1 - within / total
    ratio = (total - within) / (within / (size - 2)) if within > 0 and size > 2 else math.nan
    if not design.exchangeable:
        return Discrepancy(share, ratio)
    limit = within * (1 + _TIE) + _TIE * total
    extreme = sum(int((_within(ordered, chunk, treated) <= limit).sum()) for chunk in design.draw(draws, rng))
    return Discrepancy(share, ratio, (extreme + 1) / (draws + 1))


def _within(distances: Floats, assignments: Floats, treated: int) -> Floats:
    """Return SS_W of each row of `assignments` (rows, n), 1.0 = treated."""
    size = len(distances)
    toward = assignments @ distances  # sum of the distances from each object to the treated
    inside = (toward * assignments).sum(axis=1)
    across = toward.sum(axis=1)
    outside = distances.sum() - 2 * across + inside
    sums: Floats = inside / 2 / treated + outside / 2 / (size - treated)
    return sums
