"""Named variants of the definitions: each goes through the main methods, in one table and one figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from pipeline.contract.indicators import WAVE_MONTHS, Scale
from pipeline.contract.remarks import PLANNED, joined
from pipeline.estimate.sample import Booleans, Floats
from pipeline.indicators.observed.ledger import ROUNDING_EUROS
from pipeline.sensitivity.exits import carried_balance
from pipeline.sensitivity.methods import VARIANT_METHODS
from pipeline.sensitivity.rows import Row, row_of
from pipeline.sensitivity.setting import Setting, variant_of

ANALYSIS = "definitions"
# Under this share of the rent call, what aid leaves to pay is too small to count a debt in months of it.
NET_FLOOR = 0.10
LONG_ARREARS = 3.0  # months
# A ledger that stops earlier than this before the household's end, in months, says nothing of what became of it.
LEDGER_MONTHS = 3
Compute = Callable[[Setting, str], Floats]


@dataclass(frozen=True)
class Variant:
    """`indicator`: the contract's, whose place it takes (waves, direction); `scale`: its own; `planned`: the plan's."""

    name: str
    label: str
    indicator: str
    scale: Scale
    compute: Compute
    baseline: Compute | None = None
    planned: bool = False


def variant_rows(setting: Setting) -> Iterator[Row]:
    """Yield one row a variant and method that fits its scale, at the last wave where it is measured."""
    for variant in VARIANTS:
        wave = setting.last_wave(variant.indicator)
        plain = setting.sample(variant.indicator)
        if wave is None or plain is None or not plain.known.any():
            continue
        baseline = variant.baseline(setting, "T0") if variant.baseline is not None else None
        start = plain.start if baseline is not None and plain.indicator.score else baseline
        sample = variant_of(
            setting, variant.indicator, wave, variant.compute(setting, wave), scale=variant.scale, baseline=baseline,
            start=start,
        )  # fmt: skip
        for method in VARIANT_METHODS:
            if variant.scale in method.measures:
                estimate = method.run(setting, sample)
                if variant.planned:
                    estimate = replace(estimate, note=joined(PLANNED, estimate.note))
                measure = method.measures[variant.scale]
                yield row_of(ANALYSIS, variant.name, variant.label, sample, method.name, measure, estimate)


def _planned(name: str) -> Compute:
    """The indicator as the contract defines it."""

    def compute(setting: Setting, wave: str) -> Floats:
        sample = setting.sample(name)
        if sample is None:
            return np.full(len(setting.study.households), np.nan)
        if wave == "T0":
            return np.full(len(sample.outcome), np.nan) if sample.baseline is None else sample.baseline
        return sample.outcome

    return compute


def _kept(setting: Setting, wave: str) -> Floats:
    return _planned("maintien")(setting, wave)


def _evicted_only(setting: Setting, wave: str) -> Floats:
    """Lost only by eviction: who abandons or leaves of its own accord is not counted as a failure."""
    kept = _kept(setting, wave)
    return np.where((kept == 0) & (setting.seen.exits.cause != "expulsion"), 1.0, kept)


def _departure_not_lost(setting: Setting, wave: str) -> Floats:
    kept = _kept(setting, wave)
    return np.where((kept == 0) & (setting.seen.exits.cause == "depart_volontaire"), 1.0, kept)


def _censored(value: float) -> Compute:
    """Deaths and withdrawals counted as kept, or as lost, instead of missing."""

    def compute(setting: Setting, wave: str) -> Floats:
        kept = _kept(setting, wave)
        reached = setting.seen.anniversary[wave] <= setting.seen.cohort.freeze
        return np.where(np.isnan(kept) & reached, value, kept)

    return compute


def _followed(setting: Setting, wave: str) -> Floats:
    """Missing once the ledger has stopped, more than three months before the household's end and without a way out."""
    kept, month = _kept(setting, wave), WAVE_MONTHS[wave]
    present = setting.seen.ledger.present
    last = np.where(present, np.arange(present.shape[1]), -1).max(axis=1, initial=-1)
    end = np.minimum(setting.seen.anniversary[setting.horizon], setting.seen.cohort.freeze)
    stays = setting.seen.observed_until(setting.horizon) >= end
    stopped = stays & (last >= 0) & (last < setting.months_until(end) - LEDGER_MONTHS)
    return np.where(stopped & (last < month), np.nan, kept)


def _three_ways(neutral: tuple[str, ...]) -> Compute:
    """2: still in the dwelling; 1: moved to another social dwelling, or left by one of `neutral`; 0: adverse exit."""

    def compute(setting: Setting, wave: str) -> Floats:
        kept = _kept(setting, wave)
        moved = setting.seen.exits.mutation <= setting.seen.anniversary[wave]
        outcome = np.where(kept == 1, np.where(moved, 1.0, 2.0), kept)
        return np.where((kept == 0) & np.isin(setting.seen.exits.cause, neutral), 1.0, outcome)

    return compute


def _months_owed(due: Callable[[Setting, int], Floats], months: float | None, *, carried: bool = False) -> Compute:
    """1 when the balance is at least `months` (None: as the parameters say) times what is `due` that month."""

    def compute(setting: Setting, wave: str) -> Floats:
        month = WAVE_MONTHS[wave]
        balance = carried_balance(setting, wave) if carried else setting.seen.ledger.solde[:, month]
        threshold = setting.params.seuils.impaye_mois if months is None else months
        amount = due(setting, month)
        known = ~(np.isnan(balance) | np.isnan(amount)) & (amount > 0)
        return np.where(known, (balance >= threshold * amount - ROUNDING_EUROS).astype(float), np.nan)

    return compute


def _gross(setting: Setting, month: int) -> Floats:
    return setting.seen.ledger.quittance[:, month]


def _net(setting: Setting, month: int) -> Floats:
    called = setting.seen.ledger.quittance[:, month]
    return np.maximum(called - np.nan_to_num(setting.seen.ledger.apl[:, month]), NET_FLOOR * called)


def _without_charges(setting: Setting, _: int) -> Floats:
    return setting.inclusions["loyer_mensuel"].to_numpy(dtype=float, na_value=np.nan)


def _last_called(setting: Setting, month: int) -> Floats:
    """The rent call of the month, or the last one known: a household that left has none any more."""
    called = setting.seen.ledger.quittance[:, : month + 1]
    usable: Booleans = ~np.isnan(called) & (called > 0)
    position = np.where(usable, np.arange(month + 1)[None, :], -1).max(axis=1)
    return np.where(position >= 0, called[np.arange(len(called)), np.maximum(position, 0)], np.nan)


def _complete_network(setting: Setting, wave: str) -> Floats:
    """LSNS-6 where all six items are answered."""
    items = setting.seen.interviews.items([f"lsns_{i}" for i in range(1, 7)], wave)
    return np.asarray(items.sum(axis=1), dtype=float)


def _complete_isolated(setting: Setting, wave: str) -> Floats:
    score = _complete_network(setting, wave)
    return np.where(np.isnan(score), np.nan, (score < setting.params.seuils.isolement_lsns6).astype(float))


_B, _C, _O = Scale.BINARY, Scale.CONTINUOUS, Scale.ORDINAL
_NET, _BARE = _months_owed(_net, None), _months_owed(_without_charges, None)
_LONG, _OWED = _months_owed(_gross, LONG_ARREARS), _months_owed(_last_called, None, carried=True)

VARIANTS: tuple[Variant, ...] = (
    Variant("maintien", "Maintien (définition du plan)", "maintien", _B, _kept, planned=True),
    Variant("maintien_strict", "Une mutation compte comme une sortie", "maintien", _B, _planned("maintien_strict")),
    Variant("maintien_large", "Un départ volontaire n’est pas un échec", "maintien", _B, _departure_not_lost),
    Variant("maintien_expulsion", "Seule l’expulsion est un échec", "maintien", _B, _evicted_only),
    Variant("maintien_deces_garde", "Décès et retraits comptés maintenus", "maintien", _B, _censored(1.0)),
    Variant("maintien_deces_perdu", "Décès et retraits comptés perdus", "maintien", _B, _censored(0.0)),
    Variant("maintien_suivi", "Suivi interrompu compté manquant", "maintien", _B, _followed),
    Variant("issue_stricte", "Trois issues : resté, muté, sorti", "maintien", _O, _three_ways(())),
    Variant(
        "issue_large",
        "Trois issues, départ volontaire neutre",
        "maintien",
        _O,
        _three_ways(("depart_volontaire",)),
    ),
    Variant("impaye_brut", "Seuil en quittances (définition du plan)", "impaye_2mois", _B, _planned("impaye_2mois"),
            _planned("impaye_2mois"), planned=True),
    Variant("impaye_net", "Seuil net de l’aide au logement", "impaye_2mois", _B, _NET, _NET),
    Variant("impaye_hors_charges", "Seuil en loyers hors charges", "impaye_2mois", _B, _BARE, _BARE),
    Variant("impaye_3mois", "Au moins trois quittances", "impaye_2mois", _B, _LONG, _LONG),
    Variant("impaye_reporte", "Dette à la sortie reportée", "impaye_2mois", _B, _OWED, _planned("impaye_2mois")),
    Variant("solde", "Solde (définition du plan)", "impaye_solde", _C, _planned("impaye_solde"),
            _planned("impaye_solde"), planned=True),
    Variant("solde_reporte", "Dette à la sortie reportée", "impaye_solde", _C, lambda s, w: carried_balance(s, w),
            _planned("impaye_solde")),
    Variant("lsns6", "Score, un item manquant admis (plan)", "lsns6", _C, _planned("lsns6"), _planned("lsns6"),
            planned=True),
    Variant("lsns6_complet", "Score, six items renseignés", "lsns6", _C, _complete_network, _complete_network),
    Variant("isole", "Isolement, un item manquant admis (plan)", "isole", _B, _planned("isole"), _planned("isole"),
            planned=True),
    Variant("isole_complet", "Isolement, six items renseignés", "isole", _B, _complete_isolated, _complete_isolated),
)  # fmt: skip
