"""How strong a cause that nobody measured would have to be, beside those that were: omitted variable bias of an OLS."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.stats.design import independent_columns
from pipeline.stats.effect import Booleans, Effect, Floats, Reason
from pipeline.stats.student import t_p_value, t_quantile

_LEAST_DF = 2  # the t of a model with one more cause has one degree of freedom less
_NO_LINK = 1e-12  # of a partial R²: round-off


@dataclass(frozen=True)
class Benchmark:
    """One measured cause. `treatment`, `outcome`: its partial R² with the group, and with the outcome given the group.

    `once`: the difference with a hidden cause as strong, whose pull is all toward 0. `to_null`, `to_reach`: how many
    times as strong a hidden cause must be to bring the estimate to 0, and to bring 0 into the interval (0: it is there
    already); `nan` when no multiple does, since the measured cause has no link with the group or with the outcome.
    """

    treatment: float
    outcome: float
    once: Effect
    to_null: float
    to_reach: float


@dataclass(frozen=True)
class HiddenCause:
    """`difference`: of the model, classical error, t interval. `robustness`: the partial R², with the group and with
    the outcome alike, of the weakest cause that brings the estimate to 0; `robustness_of_interval`: that brings 0 into
    the interval. `benchmarks`: by name, for the measured causes that the model can tell apart."""

    difference: Effect
    robustness: float = math.nan
    robustness_of_interval: float = math.nan
    benchmarks: Mapping[str, Benchmark] | None = None


def hidden_cause(outcome: Floats, treated: Booleans, causes: Mapping[str, Floats], level: float = 0.95) -> HiddenCause:
    """Return what a cause left out of the least squares of `outcome` on the group and `causes` would have to be.

    A cause Z left out moves the estimate by at most se √df √(R²_y R²_d / (1 − R²_d)), and multiplies its error by
    √((1 − R²_y)/(1 − R²_d) · df/(df − 1)); R²_d its partial R² with the group, R²_y with the outcome given the group.
    k times as strong as a measured cause j: R²_d = k r_d/(1 − r_d), R²_y = ((√k + √q)/√(1 − q))² r_y/(1 − r_y), at
    most 1, with q = k r_d²/((1 − k r_d)(1 − r_d)), r_d and r_y those of j given the other causes.

    `outcome`: finite, (n,); `treated`: (n,); `causes`: name → finite columns, (n, c), c ≥ 0; a column that those before
    it determine is left out, and a cause without any column left has no benchmark. The bias is the one toward 0.
    Reference: Cinelli & Hazlett 2020, Journal of the Royal Statistical Society B 82:39-67, equations 7, 8, 13, 14.
    """
    if treated.all() or not treated.any():
        return HiddenCause(Effect(reason=Reason.EMPTY_GROUP))
    names = [name for name, columns in causes.items() for _ in range(columns.shape[1])]
    group = treated.astype(float)
    ones = np.ones((len(outcome), 1))
    design = np.column_stack([ones, group, *causes.values()])
    kept = independent_columns(np.column_stack([ones, *causes.values(), group]))
    if len(names) + 1 not in kept:  # the causes tell the groups apart
        return HiddenCause(Effect(reason=Reason.SEPARATED_SCORE))
    chosen = [int(i) for i in kept if 0 < i <= len(names)]
    others = design[:, [i + 1 for i in chosen]]
    of = np.array([names[i - 1] for i in chosen], dtype=object)
    df = len(outcome) - 2 - len(chosen)
    if df < _LEAST_DF:
        return HiddenCause(Effect(reason=Reason.FEW_HOUSEHOLDS))
    full = np.column_stack([ones, group, others])
    model = _Model(*_group_effect(outcome, full), df, level)
    if not model.error > 1e-13 * float(np.abs(outcome).max()):
        return HiddenCause(Effect(estimate=model.estimate, df=float(df), reason=Reason.NO_VARIATION))
    benchmarks = {}
    for name in dict.fromkeys(str(n) for n in of):
        rest = others[:, of != name]
        r_d = _partial_r2(group, np.column_stack([ones, rest]), others[:, of == name])
        r_y = _partial_r2(outcome, np.column_stack([ones, group, rest]), others[:, of == name])
        benchmarks[name] = model.benchmark(r_d, r_y)
    return HiddenCause(model.difference, model.robustness(0.0), model.robustness(model.critical_f), benchmarks)


@dataclass(frozen=True)
class _Model:
    """The fit: `estimate`, `error` (classical) and `df` of the group's coefficient."""

    estimate: float
    error: float
    df: int
    level: float

    @property
    def difference(self) -> Effect:
        return self._effect(self.estimate, self.error, self.df)

    @property
    def critical_f(self) -> float:
        """t of the model with one more cause, over √df: what an estimate has to pass."""
        return t_quantile(self.level, self.df - 1) / math.sqrt(self.df - 1)

    def robustness(self, critical: float) -> float:
        """Equations 13 and 18: the common partial R² of the weakest cause; beyond 1/f* its outcome's share is free."""
        f = abs(self.estimate / self.error) / math.sqrt(self.df)
        excess = f - critical
        if excess <= 0:
            return 0.0
        if critical > 0 and f > 1 / critical:
            return (f**2 - critical**2) / (1 + f**2)
        return 0.5 * (math.sqrt(excess**4 + 4 * excess**2) - excess**2)

    def benchmark(self, r_d: float, r_y: float) -> Benchmark:
        if min(r_d, r_y) <= _NO_LINK:
            return Benchmark(r_d, r_y, self.difference, math.nan, math.nan if self.robustness(self.critical_f) else 0.0)
        most = (1 - r_d) / r_d  # times as strong: nothing can be linked more with the group
        once = self._with_cause(*_strength(r_d, r_y, 1.0)) if most > 1 else Effect(reason=Reason.UNBOUNDED)
        to_null = _first(most, lambda times: self._with_cause(*_strength(r_d, r_y, times)).estimate == 0)
        to_reach = _first(to_null, lambda times: self._may_contain_zero(*_strength(r_d, r_y, times)))
        return Benchmark(r_d, r_y, once, to_null, to_reach if self.robustness(self.critical_f) else 0.0)

    def _may_contain_zero(self, r_d: float, r_y: float) -> bool:
        """Whether a cause so linked with the group, and with the outcome by `r_y` at most, brings 0 into the interval.

        A cause that explains more of the outcome shortens the interval too: t is smallest at a link √R²_y of c/f.
        """
        f, c = abs(self.estimate / self.error) / math.sqrt(self.df), math.sqrt(r_d / (1 - r_d))
        link = min(math.sqrt(r_y), c / f)
        return f <= c * link or (f - c * link) * math.sqrt((1 - r_d) / (1 - link**2)) <= self.critical_f

    def _with_cause(self, r_d: float, r_y: float) -> Effect:
        bias = self.error * math.sqrt(self.df) * math.sqrt(r_y * r_d / (1 - r_d))
        left = max(abs(self.estimate) - bias, 0.0)
        error = self.error * math.sqrt((1 - r_y) / (1 - r_d) * self.df / (self.df - 1))
        return self._effect(math.copysign(left, self.estimate), error, self.df - 1)

    def _effect(self, estimate: float, error: float, df: int) -> Effect:
        half = t_quantile(self.level, df) * error
        p_value = t_p_value(estimate / error, df) if error > 0 else math.nan
        return Effect(estimate, error, estimate - half, estimate + half, p_value, float(df))


def _first(most: float, holds: Callable[[float], bool]) -> float:
    """The smallest multiple, up to `most`, from which `holds`: by halves."""
    before, after = 0.0, most
    while after - before > 1e-10 * after:
        middle = (before + after) / 2
        before, after = (before, middle) if holds(middle) else (middle, after)
    return after


def _strength(r_d: float, r_y: float, times: float) -> tuple[float, float]:
    """The partial R² of a cause `times` as strong as one with these, with the group and with the outcome."""
    q = times * r_d**2 / ((1 - times * r_d) * (1 - r_d))
    with_outcome = (math.sqrt(times) + math.sqrt(q)) ** 2 / (1 - q) * r_y / (1 - r_y) if r_y < 1 and q < 1 else 1.0
    return times * r_d / (1 - r_d), min(with_outcome, 1.0)


def _group_effect(outcome: Floats, design: Floats) -> tuple[float, float]:
    """The second coefficient of least squares and its classical standard error."""
    inverse = np.linalg.pinv(design)
    beta = inverse @ outcome
    residual = outcome - design @ beta
    variance = float(residual @ residual) / (len(outcome) - design.shape[1])
    return float(beta[1]), math.sqrt(variance * float(inverse[1] @ inverse[1]))


def _partial_r2(values: Floats, others: Floats, columns: Floats) -> float:
    """The share of what `others` leave of `values` that `columns` explain."""
    without = _unexplained(values, others)
    whole = float(values @ values)
    if without <= 1e-20 * whole:
        return 0.0
    return max(1 - _unexplained(values, np.column_stack([others, columns])) / without, 0.0)


def _unexplained(values: Floats, columns: Floats) -> float:
    residual = values - columns @ (np.linalg.pinv(columns) @ values)
    return float(residual @ residual)
