"""What 25 households against 25 can show: known before any result, the same in every edition.

Binary outcome, two-sided 5 % level, 80 % power: the smallest share among the accompanied that is detectable for a
given share among the controls. Continuous outcome: the smallest standardised difference detectable, alone or with
a baseline correlated with the outcome. Balance: the probability that a standardised difference exceeds a bound by
chance alone, both groups being drawn from one population.
"""

from __future__ import annotations

SIZE = 25
DETECTABLE_SHARES = ((0.50, 0.86), (0.60, 0.93), (0.70, 0.98))
UNREACHABLE_FROM = 0.75
DETECTABLE_D = 0.81
DETECTABLE_D_WITH_BASELINE = ((0.5, 0.70), (0.7, 0.58))
CHANCE_SMD = ((0.1, 0.72), (0.25, 0.38))
