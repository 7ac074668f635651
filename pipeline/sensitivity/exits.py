"""Truncation by exit: what arrears and interviews say once the households that left are not left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from pipeline.contract.indicators import WAVE_MONTHS, Scale
from pipeline.contract.remarks import joined, remark
from pipeline.estimate.additive import additive_comparison
from pipeline.estimate.catalogue import MEANS
from pipeline.estimate.estimate import Estimate, from_effect
from pipeline.estimate.permutations import permutation_tests
from pipeline.estimate.sample import Booleans, Floats, Sample
from pipeline.estimate.two_groups import crude_difference, group_values
from pipeline.sensitivity.rows import Row, row_of
from pipeline.sensitivity.setting import Setting, variant_of
from pipeline.stats.brunner_munzel import superiority
from pipeline.stats.survivor_bounds import bounds_without_monotonicity, lee_bounds
from pipeline.stats.weighted_difference import weighted_difference
from pipeline.stats.worst_rank import to_ranks, worst_ranks

ANALYSIS = "troncature"
SCORES = ("lsns6", "who5")  # interviews, seen only where the household still is
_RANKS = "sortie_au_pire_rang"
_BOUNDS = "bornes_sans_alea"


def truncation_rows(setting: Setting) -> Iterator[Row]:
    """Yield the answers to truncation by exit: the arrears balance, the two-month arrears, the interview scores."""
    if not setting.delivered("evenements"):
        return
    yield from _balance(setting)
    yield from _two_months(setting)
    for name in SCORES:
        sample = setting.sample(name)
        if sample is not None and sample.known.any():
            yield from _seen_only(setting, sample)
            yield from _composites(setting, sample)
            yield from _bounds(setting, sample)


def carried_balance(setting: Setting, wave: str) -> Floats:
    """Return the balance at a wave; for a household gone before, the last one known up to the month of its exit."""
    month = WAVE_MONTHS[wave]
    ledger, gone = setting.seen.ledger.solde[:, : month + 1], setting.gone(wave)
    last = np.where(gone, np.minimum(setting.months_until(setting.seen.exits.negative), month), month)
    usable = ~np.isnan(ledger) & (np.arange(month + 1)[None, :] <= last[:, None])
    position = np.where(usable, np.arange(month + 1)[None, :], -1).max(axis=1)
    at_exit = np.where(position >= 0, ledger[np.arange(len(ledger)), np.maximum(position, 0)], np.nan)
    carried: Floats = np.where(gone, at_exit, ledger[:, month])
    return carried


def while_housed(setting: Setting, wave: str) -> tuple[Floats, Floats]:
    """Return each household's mean balance over its months housed (months 1…h, up to its exit), and how many they are.

    Only months whose balance is known count; a household without any is missing.
    """
    month = WAVE_MONTHS[wave]
    ledger = setting.seen.ledger.solde[:, 1 : month + 1]
    until = np.where(setting.gone(wave), setting.months_until(setting.seen.exits.negative), month)
    housed = ~np.isnan(ledger) & (np.arange(1, month + 1)[None, :] <= until[:, None])
    months = housed.sum(axis=1).astype(float)
    total = np.where(housed, ledger, 0.0).sum(axis=1)
    return np.where(months > 0, total / np.maximum(months, 1), np.nan), months


def composite_ranks(setting: Setting, sample: Sample, *, by_date: bool = False) -> Sample:
    """Return the sample whose outcome is the rank with an adverse exit below every value seen; larger as the indicator.

    `by_date`: the earlier exit is the worse; otherwise all exits tie.
    """
    gone = setting.gone(sample.wave)
    direction = sample.indicator.favourable
    days = (setting.seen.exits.negative - setting.seen.cohort.inclusion).astype(np.int64).astype(float)
    worse = worst_ranks(-direction * sample.outcome, gone, days if by_date else None)
    return variant_of(setting, sample.indicator.name, sample.wave, -direction * worse, scale=Scale.ORDINAL)


def _balance(setting: Setting) -> Iterator[Row]:
    sample = setting.sample("impaye_solde", setting.horizon)
    if sample is None:
        return
    wave = sample.wave
    if sample.known.any():
        yield from _seen_only(setting, sample)
    mean, months = while_housed(setting, wave)
    by_household = variant_of(setting, "impaye_solde", wave, mean)
    if by_household.known.any():
        yield from _housed(by_household, months, sample)
    if not sample.known.any():
        return
    carried = variant_of(setting, "impaye_solde", wave, carried_balance(setting, wave), baseline=sample.baseline)
    yield from _compared(
        "dette_sortie",
        "Dette à la sortie reportée",
        carried,
        "dernier_solde_garde",
    )
    yield from _composites(setting, sample)
    yield from _bounds(setting, sample)


def _two_months(setting: Setting) -> Iterator[Row]:
    sample = setting.sample("impaye_2mois", setting.horizon)
    if sample is None or not sample.known.any():
        return
    yield from _seen_only(setting, sample)
    either = np.where(setting.gone(sample.wave), 1.0, sample.outcome)
    yield from _compared(
        "sortie_ou_impaye",
        "Sortie négative ou impayé au seuil",
        variant_of(setting, "impaye_2mois", sample.wave, either),
        "sortie_comptee_comme_impaye",
    )


def _seen_only(setting: Setting, sample: Sample) -> Iterator[Row]:
    crude = crude_difference(sample)
    gone = setting.gone(sample.wave) & np.isnan(sample.outcome)
    treated = sample.study.treated
    note = remark("sans_valeur_car_sortis", int((gone & treated).sum()), int((gone & ~treated).sum()))
    estimate = replace(crude, note=crude.note if np.isnan(crude.estimation) else note)
    measure = MEANS[sample.indicator.scale]
    yield row_of(ANALYSIS, "restants", "Valeurs connues seulement", sample, "difference_brute", measure, estimate)


def _compared(variant: str, label: str, sample: Sample, note: str) -> Iterator[Row]:
    """The crude difference with its interval, and its permutation p."""
    measure = MEANS[sample.indicator.scale]
    for method, estimate in (
        ("difference_brute", crude_difference(sample)),
        ("permutation", permutation_tests([sample])[0]),
    ):
        said = estimate if np.isnan(estimate.estimation) else replace(estimate, note=note)
        yield row_of(ANALYSIS, variant, label, sample, method, measure, said)


def _housed(by_household: Sample, months: Floats, planned: Sample) -> Iterator[Row]:
    """The debt of the months housed, whether or not anybody is still there at the wave."""
    yield from _compared(
        "occupation",
        "Dette moyenne par mois d’occupation",
        by_household,
        "moyenne_des_mois_dans_le_logement",
    )
    yield _adjusted(replace(by_household, start=planned.start))
    yield _by_month(by_household, months)


def _adjusted(sample: Sample) -> Row:
    """The mean while housed, as the plan compares a balance: within strata, at equal debt at inclusion.

    « While alive » of ICH E9 (R1): the months up to the exit are the outcome, nothing is supposed of the others.
    """
    found = additive_comparison(sample)
    if not np.isnan(found.estimation):
        found = replace(found, note=joined("moyenne_des_mois_dans_le_logement", found.note))
    label = "Dette moyenne par mois d’occupation, à dette de départ égale"
    return row_of(ANALYSIS, "occupation_ajustee", label, sample, "ajustee", MEANS[sample.indicator.scale], found)


def _by_month(sample: Sample, months: Floats) -> Row:
    """The same debt with every month of occupation counting once: Σ euro-months / Σ months, by group."""
    known, treated = sample.known, sample.study.treated
    one, zero = known & treated, known & ~treated
    effect = weighted_difference(
        sample.outcome[one], months[one], sample.outcome[zero], months[zero], sample.study.plan.niveau
    )
    values = tuple(
        float(months[m] @ sample.outcome[m] / months[m].sum()) if m.any() else float("nan") for m in (one, zero)
    )
    estimate = from_effect(sample, effect, (values[0], values[1]), "chaque_mois_compte_une_fois")
    return row_of(
        ANALYSIS,
        "occupation_mois",
        "Dette par mois d’occupation du groupe",
        sample,
        "difference_ponderee",
        "difference_moyennes",
        estimate,
    )


def _composites(setting: Setting, sample: Sample) -> Iterator[Row]:
    for variant, label, by_date in (
        ("pire_rang", "Rangs, une sortie négative au pire rang", False),
        ("pire_rang_date", "Rangs, la sortie la plus précoce au pire rang", True),
    ):
        composite = composite_ranks(setting, sample, by_date=by_date)
        effect = superiority(composite.treated, composite.control, sample.study.plan.niveau)
        estimate = from_effect(composite, effect, group_values(composite), _RANKS)
        if not np.isnan(effect.estimate):
            # Exchanged as they are compared: over all households, not within strata.
            whole = replace(composite.study, strata=np.zeros_like(composite.study.strata))
            ranks = replace(composite, study=whole, outcome=to_ranks(composite.outcome))
            estimate = replace(estimate, p_valeur=permutation_tests([ranks])[0].p_valeur)
        estimate = replace(estimate, valeur_accompagnes=float("nan"), valeur_temoins=float("nan"))
        yield row_of(ANALYSIS, variant, label, composite, "pire_rang", "p_superiorite", estimate)


def _bounds(setting: Setting, sample: Sample) -> Iterator[Row]:
    """Bounds among the households that would have stayed either way."""
    gone, fate = setting.gone(sample.wave), _fate_known(setting, sample.wave)
    treated = sample.study.treated
    stay = {g: _share(~gone & fate & m, fate & m) for g, m in ((1, treated), (0, ~treated))}
    still = replace(sample, outcome=np.where(gone, np.nan, sample.outcome))
    one, zero = still.treated, still.control
    for variant, label, bounds in (
        ("bornes_monotones", "Ménages qui seraient restés de toute façon", lee_bounds),
        ("bornes_sans_monotonie", "Les mêmes, sans hypothèse de sens", bounds_without_monotonicity),
    ):
        if not (stay[1] > 0 and stay[0] > 0 and len(one) and len(zero)):
            continue
        effect = bounds(one, zero, len(one) / stay[1], len(zero) / stay[0])
        shares = remark("restes", stay[1], stay[0])
        if effect.reason is None:
            estimate = replace(from_effect(still, effect), note=joined(_BOUNDS, shares))
        else:
            estimate = Estimate(
                n_accompagnes=len(one),
                n_temoins=len(zero),
                note=joined("trop_de_sorties", shares),
            )
        yield row_of(ANALYSIS, variant, label, still, "bornes", MEANS[sample.indicator.scale], estimate)


def _fate_known(setting: Setting, wave: str) -> Booleans:
    exits = setting.seen.exits
    censored = np.minimum(exits.deces, exits.retrait)
    ended = np.minimum(setting.seen.anniversary[wave], setting.seen.cohort.freeze)
    known: Booleans = setting.gone(wave) | (censored >= ended)
    return known


def _share(part: Booleans, whole: Booleans) -> float:
    return float(part.sum()) / float(whole.sum()) if whole.any() else 0.0
