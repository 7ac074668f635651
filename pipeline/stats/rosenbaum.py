"""Rosenbaum's bounds: how unequal the chances within matched pairs would have to be to explain a difference away."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy.special import bdtrc, ndtr

from pipeline.stats.effect import Floats
from pipeline.stats.matching import average_ranks

LARGEST = 1_000.0  # no Γ above is told from « as strong as one wants »
EXACT_PAIRS = 60  # above, the exact law of the ranks costs more than it changes
_HALVINGS = 60


def discordant_bound(for_treated: int, discordant: int, gamma: float) -> float:
    """Return the largest one-sided p of McNemar's test when one of a pair may be Γ times as likely to be treated.

    P(Bin(D, Γ/(1 + Γ)) ≥ T), T of the D discordant pairs being in favour of the treated.
    Reference: Rosenbaum 2002, Observational Studies, § 4.3.2: smoking, 110 of 122 pairs: Γ = 6 gives 0.10.

    >>> round(discordant_bound(110, 122, 5.0), 2), round(discordant_bound(110, 122, 6.0), 2)
    (0.02, 0.1)
    """
    if for_treated <= 0:
        return 1.0
    return float(bdtrc(for_treated - 1, discordant, gamma / (1 + gamma)))


def signed_rank_bound(differences: Floats, gamma: float, exact_pairs: int = EXACT_PAIRS) -> float:
    """Return the largest one-sided p of Wilcoxon's signed-rank test (differences tend to be positive) at Γ.

    Each |d| has its mid-rank, 0 included, which then counts on neither side; the sum of the ranks of the positive ones
    is at most as large as if each other were positive with probability Γ/(1 + Γ). Exact law up to `exact_pairs` pairs,
    normal above. `differences`: treated − control by pair, shape (n,).
    Reference: Rosenbaum 2002, § 4.3.3; lead in the blood of 33 pairs of children (Morton et al. 1982), normal law:
    Γ = 2 gives 0.0018, Γ = 5 gives 0.074.

    >>> signed_rank_bound(np.array([1.0, 2.0, 3.0]), 1.0), round(signed_rank_bound(np.array([1.0, 2.0, 3.0]), 2.0), 4)
    (0.125, 0.2963)
    """
    ranks = average_ranks(np.abs(differences))
    observed = float(ranks[differences > 0].sum())
    ranks = ranks[differences != 0]
    if len(ranks) == 0:
        return 1.0
    chance = gamma / (1 + gamma)
    if len(differences) > exact_pairs:
        mean, variance = chance * ranks.sum(), chance * (1 - chance) * (ranks**2).sum()
        return float(ndtr(-(observed - mean) / math.sqrt(variance)))
    law = np.ones(1)
    for step in np.rint(2 * ranks).astype(int):  # mid-ranks are halves: twice them are whole
        wider = np.zeros(len(law) + step)
        wider[: len(law)] += (1 - chance) * law
        wider[step:] += chance * law
        law = wider
    return float(min(law[round(2 * observed) :].sum(), 1.0))


def largest_gamma(bound: Callable[[float], float], alpha: float = 0.025) -> float:
    """Return the Γ at which `bound` (increasing in Γ) reaches `alpha`; 1 when it is reached without any hidden bias.

    Up to Γ, the difference is not explained away at that level; `inf` is never returned: `LARGEST` at most.

    >>> round(largest_gamma(lambda g: discordant_bound(110, 122, g), 0.05), 2)  # between 5 and 6, as published
    5.47
    """
    if bound(1.0) > alpha:
        return 1.0
    if bound(LARGEST) <= alpha:
        return LARGEST
    low, high = 1.0, LARGEST
    for _ in range(_HALVINGS):
        middle = math.sqrt(low * high)
        low, high = (low, middle) if bound(middle) > alpha else (middle, high)
    return low
