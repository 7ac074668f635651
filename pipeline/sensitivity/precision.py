"""What these numbers of households could show, and how a sceptic and a neutral reader would take the primary result."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

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
from pipeline.stats.precision import detectable_difference, least_share, unreachable_share

PRECISION, BAYES = "precision", "bayes"
POWER = 0.80
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


def reach_rows(setting: Setting) -> Iterator[Row]:
    """Yield what the sizes of the primary indicator find eight times in ten, whatever is measured with them.

    From a given share of the controls, the share needed (`part_depuis_50`, …) and the share from which none is
    (`part_hors_d_atteinte`); the standardised difference, without a value at inclusion (`ecarts_types`) and with one
    (`ecarts_types_correlation_50`, …). Sizes under two a group: no row.
    """
    sample = setting.sample(setting.study.plan.indicateur_principal)
    if sample is None or min(len(sample.treated), len(sample.control)) < 2:
        return
    n1, n0, alpha = len(sample.treated), len(sample.control), 1 - sample.study.plan.niveau
    known = Estimate(n_accompagnes=n1, n_temoins=n0)

    def row(variant: str, label: str, measure: str, estimate: Estimate) -> Row:
        return row_of(PRECISION, variant, label, sample, "puissance", measure, estimate)

    for base in _BASES:
        share = least_share(base, n1, n0, POWER, alpha)
        found = replace(known, estimation=share - base, valeur_accompagnes=share, valeur_temoins=base)
        percent = round(100 * base)
        yield row(
            f"part_depuis_{percent}", f"Part décelable depuis {percent} % chez les témoins", "difference_risques", found
        )
    least = unreachable_share(n1, n0, POWER, alpha)
    limit = replace(known, valeur_temoins=least, note=remark("hors_d_atteinte", least))
    yield row(
        "part_hors_d_atteinte",
        "Part des témoins à partir de laquelle aucune hausse n’est décelable",
        "difference_risques",
        limit,
    )
    for correlation in (0.0, *_CORRELATIONS):
        named = f"ecarts_types_correlation_{round(100 * correlation)}" if correlation else "ecarts_types"
        found = replace(known, estimation=detectable_difference(n1, n0, POWER, alpha, correlation))
        yield row(named, "Écart décelable, en écarts-types", "ecarts_types_decelables", found)


_BASES, _CORRELATIONS = (0.50, 0.60, 0.70), (0.5, 0.7)


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
    observed, upwards = float(sample.control.mean()), sample.indicator.favourable > 0
    found = least_share(observed if upwards else 1 - observed, n1, n0, POWER, 1 - sample.study.plan.niveau)
    turned = found if upwards else 1 - found
    reached = remark("hors_d_atteinte", observed) if math.isnan(found) else remark("part_decelable", observed, turned)
    estimate = Estimate(
        estimation=turned - observed,
        n_accompagnes=n1,
        n_temoins=n0,
        valeur_accompagnes=turned,
        valeur_temoins=observed,
        note=reached,
    )
    return row_of(PRECISION, "detectable", _LABEL, sample, "puissance", "difference_risques", estimate)


def _mean(sample: Sample) -> Row:
    """The difference of means in the indicator's unit: from the controls' mean, and within the scale."""
    n1, n0 = len(sample.treated), len(sample.control)
    alpha = 1 - sample.study.plan.niveau
    spread = math.sqrt((float(sample.treated.var(ddof=1)) + float(sample.control.var(ddof=1))) / 2)
    reason = _SMALL_GROUP if min(n1, n0) < _KNOWN else "aucune_variation" if spread == 0 else ""
    if reason:
        estimate = Estimate(n_accompagnes=n1, n_temoins=n0, note=remark(reason))
        return row_of(PRECISION, "detectable", _LABEL, sample, "puissance", "difference_moyennes", estimate)
    d, correlation = detectable_difference(n1, n0, POWER, alpha), _correlation(sample)
    adjusted = detectable_difference(n1, n0, POWER, alpha, min(abs(correlation), 0.99))
    found = sample.indicator.favourable * d * spread
    reached = _within(sample, found)
    note = joined(
        remark("ecart_type_decelable", d) if reached else remark("echelle_trop_courte", d),
        remark("en_ajustant", adjusted, correlation) if correlation else "",
    )
    estimate = Estimate(estimation=found if reached else math.nan, n_accompagnes=n1, n_temoins=n0, note=note)
    return row_of(PRECISION, "detectable", _LABEL, sample, "puissance", "difference_moyennes", estimate)


_LABEL = "Plus petit écart favorable trouvé huit fois sur dix"
_KNOWN = 5  # households of a group below which its standard deviation is not worth a number
_SMALL_GROUP = "ecart_type_de_moins_de_cinq"


def _correlation(sample: Sample) -> float:
    """With the value at inclusion; 0 where there is none, or where nothing varies."""
    if sample.baseline is None:
        return 0.0
    both = sample.known & ~np.isnan(sample.baseline)
    if both.sum() <= 3 or np.ptp(sample.outcome[both]) == 0 or np.ptp(sample.baseline[both]) == 0:
        return 0.0
    return float(np.corrcoef(sample.outcome[both], sample.baseline[both])[0, 1])


def _within(sample: Sample, difference: float) -> bool:
    """Whether the controls' mean moved by `difference` is still on the indicator's scale."""
    if sample.indicator.limits is None:
        return True
    low, high = sample.indicator.limits
    return low <= float(sample.control.mean()) + difference <= high
