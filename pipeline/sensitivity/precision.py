"""What these numbers of households could show, and how a sceptic and a neutral reader would take the primary result."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from pipeline.contract.indicators import Scale
from pipeline.contract.produced.sensitivity import DENSITES
from pipeline.contract.remarks import joined, remark
from pipeline.estimate.estimate import Estimate
from pipeline.estimate.sample import Sample
from pipeline.estimate.two_groups import group_values
from pipeline.sensitivity.rows import Row, row_of
from pipeline.sensitivity.setting import Setting
from pipeline.stats.posterior_difference import Posterior, posterior_difference
from pipeline.stats.precision import detectable_difference, detectable_share
from pipeline.stats.student import z_quantile

PRECISION, BAYES = "precision", "bayes"
POWER = 0.80
_ENUMERATED = 100  # households a group: above, the exact power costs more than it changes
# Standard deviations of the log odds ratio. Sceptical: odds four times higher, or four times lower, with probability
# 5 % only (log 4 / 1.96). Neutral: nineteen times (1.5 × 1.96 = log 19).
READINGS = {"sceptique": math.log(4) / 1.96, "neutre": 1.5}
_WORDS = {
    "sceptique": "Lecture sceptique : des chances quatre fois plus hautes, ou plus basses, sont improbables (5 %)",
    "neutre": "Lecture neutre : presque tout écart est possible (jusqu’à dix-neuf fois, à 95 %)",
}
_WORTH = 0.10  # ten points: an effect that a funder would notice
_SHOWN = 200  # points of each density curve


def precision_rows(setting: Setting) -> Iterator[Row]:
    """Yield, for each indicator of the plan, the smallest effect that the achieved sizes find with 80 % of chances."""
    for name in (setting.study.plan.indicateur_principal, *setting.study.plan.secondaires):
        sample = setting.sample(name)
        if sample is None or min(len(sample.treated), len(sample.control)) < 2:
            continue
        detect = {Scale.BINARY: _share, Scale.CONTINUOUS: _mean, Scale.ORDINAL: _mean}.get(sample.indicator.scale)
        if detect is not None:
            yield detect(sample)


def bayes_rows(setting: Setting) -> Iterator[Row]:
    """Yield, by reading, the difference of the primary shares, and how probable it is that it is favourable, large."""
    sample = _primary(setting)
    if sample is None:
        return
    direction = sample.indicator.favourable
    for reading, spread in READINGS.items():
        result = _posterior(sample, spread)
        sizes = {"n_accompagnes": len(sample.treated), "n_temoins": len(sample.control)}
        with_, without = group_values(sample)
        label = _WORDS[reading]
        prior = remark("loi_a_priori", spread)
        whole = Estimate(
            result.mean,
            ic_bas=result.low,
            ic_haut=result.high,
            **sizes,
            valeur_accompagnes=with_,
            valeur_temoins=without,
            note=prior,
        )
        yield row_of(BAYES, reading, label, sample, "bayes", "difference_risques", whole)
        for measure, least in (("probabilite_favorable", 0.0), ("probabilite_d_un_ecart", _WORTH)):
            chance = result.above(least) if direction > 0 else 1 - result.above(-least)
            said = joined(prior, remark("ecart_d_au_moins", least) if least else "")
            yield row_of(BAYES, reading, label, sample, "bayes", measure, Estimate(chance, **sizes, note=said))


def densities_table(setting: Setting) -> pd.DataFrame:
    """Return `densites`: the density of the difference before and after the data, by reading."""
    sample = _primary(setting)
    parts = []
    for reading, spread in READINGS.items():
        if sample is None:
            break
        result = _posterior(sample, spread)
        step = max(len(result.differences) // _SHOWN, 1)
        shown = slice(step // 2, None, step)
        parts.append(
            pd.DataFrame(
                {
                    "lecture": reading,
                    "difference": result.differences[shown],
                    "avant": result.prior[shown],
                    "apres": result.posterior[shown],
                }
            )
        )
    return DENSITES.stacked(parts)


def _primary(setting: Setting) -> Sample | None:
    sample = setting.sample(setting.study.plan.indicateur_principal, setting.horizon)
    if (
        sample is None
        or sample.indicator.scale is not Scale.BINARY
        or not (len(sample.treated) and len(sample.control))
    ):
        return None
    return sample


def _posterior(sample: Sample, spread: float) -> Posterior:
    x1, x0 = round(float(sample.treated.sum())), round(float(sample.control.sum()))
    return posterior_difference(x1, len(sample.treated), x0, len(sample.control), spread, sample.study.plan.niveau)


def _share(sample: Sample) -> Row:
    """The share that the accompanied would need, given the controls', for a good result to be found."""
    n1, n0 = len(sample.treated), len(sample.control)
    observed = float(sample.control.mean())
    base = observed if sample.indicator.favourable > 0 else 1 - observed
    alpha = 1 - sample.study.plan.niveau
    if max(n1, n0) <= _ENUMERATED:
        found = detectable_share(base, n1, n0, POWER, alpha)
    else:
        found = _large_share(base, n1, n0, alpha)
    turned = found if sample.indicator.favourable > 0 else 1 - found
    reached = remark("hors_d_atteinte", observed) if math.isnan(found) else remark("part_decelable", observed, turned)
    estimate = Estimate(
        estimation=turned - observed,
        n_accompagnes=n1,
        n_temoins=n0,
        valeur_accompagnes=turned,
        valeur_temoins=observed,
        note=reached,
    )
    label = "Plus petit écart favorable trouvé huit fois sur dix"
    return row_of(PRECISION, "detectable", label, sample, "puissance", "difference_risques", estimate)


def _large_share(base: float, n1: int, n0: int, alpha: float) -> float:
    """The same by the normal law: (z + z')² (p1 q1/n1 + p0 q0/n0) = (p1 − p0)², percent by percent."""
    reach = z_quantile(1 - alpha) + z_quantile(2 * POWER - 1)
    for thousandth in range(math.floor(1000 * base) + 1, 1001):
        p1 = thousandth / 1000
        if (p1 - base) >= reach * math.sqrt(p1 * (1 - p1) / n1 + base * (1 - base) / n0):
            return p1
    return math.nan


def _mean(sample: Sample) -> Row:
    n1, n0 = len(sample.treated), len(sample.control)
    alpha = 1 - sample.study.plan.niveau
    correlation = 0.0
    if sample.baseline is not None:
        both = sample.known & ~np.isnan(sample.baseline)
        if both.sum() > 3 and np.ptp(sample.outcome[both]) > 0 and np.ptp(sample.baseline[both]) > 0:
            correlation = float(np.corrcoef(sample.outcome[both], sample.baseline[both])[0, 1])
    d = detectable_difference(n1, n0, POWER, alpha)
    spread = math.sqrt((float(sample.treated.var(ddof=1)) + float(sample.control.var(ddof=1))) / 2)
    adjusted = detectable_difference(n1, n0, POWER, alpha, min(abs(correlation), 0.99))
    note = joined(
        remark("ecart_type_decelable", d), remark("en_ajustant", adjusted, correlation) if correlation else ""
    )
    estimate = Estimate(estimation=sample.indicator.favourable * d * spread, n_accompagnes=n1, n_temoins=n0, note=note)
    label = "Plus petit écart favorable trouvé huit fois sur dix"
    return row_of(PRECISION, "detectable", label, sample, "puissance", "difference_moyennes", estimate)
