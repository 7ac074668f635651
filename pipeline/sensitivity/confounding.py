"""Hidden causes: how strong one would have to be, and indicators that the scheme cannot have changed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

import numpy as np

from pipeline.contract.indicators import INDICATORS, WAVE_MONTHS, Indicator, Scale
from pipeline.estimate.catalogue import MEANS
from pipeline.estimate.estimate import Estimate, from_effect
from pipeline.estimate.sample import Floats, Integers, Sample
from pipeline.estimate.two_groups import crude_difference
from pipeline.sensitivity.rows import Row, row_of
from pipeline.sensitivity.setting import Setting
from pipeline.stats.e_value import e_value, e_value_of_bound
from pipeline.stats.effect import Effect
from pipeline.stats.hedges import hedges_g
from pipeline.stats.koopman import koopman_ratio
from pipeline.stats.rosenbaum import discordant_bound, largest_gamma, signed_rank_bound
from pipeline.stats.welch import welch_difference

ANALYSIS = "confusion"
# VanderWeele & Ding 2017: a standardised difference d counts as the risk ratio exp(0.91 d), its interval ± 1.78 se.
_RATIO_OF_D, _BOUND_OF_D = 0.91, 1.78
_PAIRED = ("maintien", "impaye_2mois", "impaye_solde", "lsns6", "who5")
_AT_INCLUSION = ("impaye_inclusion", "ressources_mensuelles", "loyer_mensuel", "lsns6", "ucla3", "who5")
NO_PAIRS = "aucune_paire"


def confounding_rows(setting: Setting) -> Iterator[Row]:
    """Yield E-values, Rosenbaum's Γ where households are paired, then the negative controls."""
    yield from _e_values(setting)
    yield from _pairs(setting)
    yield from _negative_controls(setting)


def _e_values(setting: Setting) -> Iterator[Row]:
    plan = setting.study.plan
    for name in (plan.indicateur_principal, *plan.secondaires):
        sample = setting.sample(name)
        if sample is None or not sample.known.any():
            continue
        if sample.indicator.scale is Scale.BINARY:
            for variant, label, turned in (
                ("e_value", "Sur le rapport des parts", False),
                ("e_value_contraire", "Sur le rapport des parts contraires", True),
            ):
                yield _e_row(sample, variant, label, _risk_ratio(sample, turned=turned), "")
        elif sample.indicator.scale is Scale.CONTINUOUS:
            label = "Sur la différence standardisée, convertie en rapport de risques"
            yield _e_row(sample, "e_value", label, _ratio_of_difference(sample), "conversion_approchee")


def _e_row(sample: Sample, variant: str, label: str, ratio: Effect, note: str) -> Row:
    bound = math.nan
    if not (math.isnan(ratio.low) and math.isnan(ratio.high)):
        bound = e_value_of_bound(ratio.low, ratio.high)
    estimate = Estimate(
        estimation=e_value(ratio.estimate),
        ic_bas=bound,
        n_accompagnes=len(sample.treated),
        n_temoins=len(sample.control),
        note=note or "borne_la_plus_proche",
    )
    return row_of(ANALYSIS, variant, label, sample, "e_value", "e_value", estimate)


def _risk_ratio(sample: Sample, *, turned: bool) -> Effect:
    n1, n0 = len(sample.treated), len(sample.control)
    x1, x0 = round(float(sample.treated.sum())), round(float(sample.control.sum()))
    return koopman_ratio(n1 - x1 if turned else x1, n1, n0 - x0 if turned else x0, n0, sample.study.plan.niveau)


def _ratio_of_difference(sample: Sample) -> Effect:
    g = hedges_g(sample.treated, sample.control, sample.study.plan.niveau).estimate
    welch = welch_difference(sample.treated, sample.control)
    if math.isnan(g) or math.isnan(welch.std_error) or welch.estimate == 0:
        return Effect()
    std_error = abs(welch.std_error * g / welch.estimate)
    return Effect(
        estimate=math.exp(_RATIO_OF_D * g),
        low=math.exp(_RATIO_OF_D * g - _BOUND_OF_D * std_error),
        high=math.exp(_RATIO_OF_D * g + _BOUND_OF_D * std_error),
    )


def _pairs(setting: Setting) -> Iterator[Row]:
    first, second = _paired_households(setting)
    for name in _PAIRED:
        sample = setting.sample(name)
        if sample is None or not sample.known.any():
            continue
        known = sample.known[first] & sample.known[second] if len(first) else np.zeros(0, dtype=bool)
        gaps = sample.outcome[first[known]] - sample.outcome[second[known]] if len(first) else np.zeros(0)
        number = len(gaps)
        if number == 0:
            estimate = Estimate(note=NO_PAIRS)
        else:
            estimate = Estimate(
                estimation=_gamma(gaps, sample),
                n_accompagnes=number,
                n_temoins=number,
                note="lecture_de_gamma",
            )
        yield row_of(ANALYSIS, "paires", "Γ de Rosenbaum sur les paires", sample, "rosenbaum", "gamma", estimate)
        if number == 0:
            return  # said once


def _gamma(gaps: Floats, sample: Sample) -> float:
    """Γ up to which the difference, in the direction where it points, stays below half of 5 % on that side."""
    alpha = (1 - sample.study.plan.niveau) / 2
    if sample.indicator.scale is Scale.BINARY:
        ahead, behind = int((gaps > 0).sum()), int((gaps < 0).sum())
        return largest_gamma(partial(discordant_bound, max(ahead, behind), ahead + behind), alpha)
    return max(largest_gamma(partial(signed_rank_bound, toward), alpha) for toward in (gaps, -gaps))


def _paired_households(setting: Setting) -> tuple[Integers, Integers]:
    """Return the positions of the accompanied and of the control of each pair that has exactly one of each."""
    if "paire_id" not in setting.inclusions.columns:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    pair = setting.inclusions["paire_id"]
    named = pair.notna().to_numpy(dtype=bool)
    _, code = np.unique(pair[named].astype(str).to_numpy(dtype=object).astype(str), return_inverse=True)
    position, treated = np.flatnonzero(named), setting.study.treated[named]
    size = int(code.max(initial=-1)) + 1
    of1, of0 = np.bincount(code[treated], minlength=size), np.bincount(code[~treated], minlength=size)
    good = (of1 == 1) & (of0 == 1)
    one, zero = np.full(size, -1, dtype=np.int64), np.full(size, -1, dtype=np.int64)
    one[code[treated]], zero[code[~treated]] = position[treated], position[~treated]
    return one[good], zero[good]


def _negative_controls(setting: Setting) -> Iterator[Row]:
    """What the scheme cannot have changed: what was so at inclusion, and the rent called at the horizon.

    Each with its difference in its own unit, then in standard deviations, so that intervals can be compared.
    """
    month = WAVE_MONTHS[setting.horizon]
    called = setting.seen.ledger.quittance
    samples = [
        _control_sample(setting, name, setting.inclusions[name].to_numpy(dtype=float, na_value=np.nan), "T0")
        for name in _AT_INCLUSION
        if name in setting.inclusions.columns
    ]
    samples.append(_control_sample(setting, "quittance", called[:, month], setting.horizon))
    for sample in samples:
        if not sample.known.any():
            continue
        crude = crude_difference(sample)
        measure = MEANS[Scale.CONTINUOUS]
        label = sample.indicator.label
        yield row_of(ANALYSIS, "temoin_negatif", label, sample, "difference_brute", measure, crude)
        standardised = from_effect(sample, hedges_g(sample.treated, sample.control, sample.study.plan.niveau))
        yield row_of(ANALYSIS, "temoin_negatif_standardise", label, sample, "taille_effet", "g_hedges", standardised)


_LABELS = {
    "impaye_inclusion": "Impayé à l’inclusion",
    "ressources_mensuelles": "Ressources mensuelles à l’inclusion",
    "loyer_mensuel": "Loyer mensuel à l’inclusion",
    "quittance": "Quittance du mois de l’échéance, ménages encore là",
}


def _control_sample(setting: Setting, name: str, values: Floats, wave: str) -> Sample:
    if name in INDICATORS:
        label = f"{INDICATORS[name].label}, à l’inclusion"
        indicator = Indicator(name, label, Scale.CONTINUOUS, ("T0",), 0, "bien_etre", "", "points")
    else:
        indicator = Indicator(name, _LABELS[name], Scale.CONTINUOUS, (wave,), 0, "impayes", "", "€")
    return Sample(setting.study, indicator, wave, values)
