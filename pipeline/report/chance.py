"""What chance alone does to one characteristic of two panels: how often it is as far apart as this, how often equal."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import fdtrc, gammaln


def chance_of_as_far(distance: float, accompanied: int, controls: int, levels: int = 2) -> float:
    """Return the probability that chance alone puts two groups of these sizes at `distance` or further apart.

    `distance`: a standardised difference, in absolute value, or the Mahalanobis distance of a variable in `levels`
    classes (2 for a mean or a yes or no). With p = levels − 1, N = n₁ + n₀ and T² = D² n₁ n₀ / N, the statistic
    T² (N − p − 1) / (p (N − 2)) follows F(p, N − p − 1): Student's law for a mean. Reference: Hotelling 1931, Annals
    of Mathematical Statistics 2:360-378. Too few households for that law: 1, nothing surprises.

    >>> round(chance_of_as_far(1.71, 100, 100), 6), round(chance_of_as_far(1.71, 2, 2), 2)
    (0.0, 0.23)
    """
    p, size = levels - 1, accompanied + controls
    if min(accompanied, controls) < 1 or size - p - 1 < 1:
        return 1.0
    squared = distance**2 * accompanied * controls / size
    return float(fdtrc(p, size - p - 1, squared * (size - p - 1) / (p * (size - 2))))


def chance_of_same_shares(accompanied: Sequence[int], controls: Sequence[int]) -> float:
    """Return the probability that chance alone gives both groups the same shares, as they have here, class by class.

    `accompanied`, `controls`: households of each class. The classes of all being what they are, groups drawn from them
    have such counts with the probability Π C(m, a) / C(N, n₁) (multivariate hypergeometric).

    >>> round(chance_of_same_shares([1, 1], [1, 1]), 4)  # of the 6 pairs of 4 households, 4 mix the classes
    0.6667
    """
    one, zero = np.asarray(accompanied, dtype=float), np.asarray(controls, dtype=float)

    def log_choose(whole: np.ndarray, part: np.ndarray) -> np.ndarray:
        found: np.ndarray = gammaln(whole + 1) - gammaln(part + 1) - gammaln(whole - part + 1)
        return found

    ways = log_choose(one + zero, one).sum() - log_choose((one + zero).sum(), one.sum())
    return float(np.exp(ways))
