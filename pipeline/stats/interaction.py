"""Does an effect differ between two subgroups: the difference of two differences of means, with its interval."""

from __future__ import annotations

import math

from pipeline.stats.effect import Effect, Floats, Reason
from pipeline.stats.student import student_effect


def interaction(
    treated: Floats, control: Floats, other_treated: Floats, other_control: Floats, level: float = 0.95
) -> Effect:
    """Return (ȳ1 − ȳ0) in the subgroup less (ȳ1 − ȳ0) elsewhere.

    Variance Σ s²/n over the four cells; df by Satterthwaite, (Σ s²/n)² / Σ (s²/n)²/(n − 1); t interval.

    Four arrays of finite values, 0 and 1 for shares; positive: the treated gain more in the subgroup. A cell under two
    values: all missing. Reference: Kutner et al. 2005, Applied Linear Statistical Models, § 18.4 for unequal variances;
    R `lm(y ~ g * s)` with HC2 has the same estimate and standard error.

    >>> import numpy as np
    >>> a, b = np.array([4.0, 6.0]), np.array([1.0, 3.0])
    >>> effect = interaction(a, b, b, b)
    >>> effect.estimate, effect.std_error, effect.df
    (3.0, 2.0, 4.0)
    """
    cells = (treated, control, other_treated, other_control)
    if min(len(c) for c in cells) < 2:
        return Effect(reason=Reason.FEW_VALUES)
    means = [float(c.mean()) for c in cells]
    estimate = means[0] - means[1] - means[2] + means[3]
    shares = [float(c.var(ddof=1)) / len(c) for c in cells]
    total = sum(shares)
    if total <= 0:
        return Effect(estimate=estimate, reason=Reason.NO_VARIATION)
    df = total**2 / sum(s**2 / (len(c) - 1) for s, c in zip(shares, cells, strict=True))
    std_error = math.sqrt(total)
    return student_effect(estimate, std_error, df, level)
