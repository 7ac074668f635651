"""What the rules of `contract.states` look at, for every household and month at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.contract.clock import as_days, month_reached
from pipeline.contract.states import ASSIGNATION, JUGEMENT, PLAN_SIGNE, PRE_CONTENTIEUX, PROTOCOLE, STAGES
from pipeline.indicators.observed.ledger import ROUNDING_EUROS
from pipeline.indicators.observed.study import Study

Mask = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]
_STAGE_RANK = {stage: rank for rank, stage in enumerate(STAGES, start=1)}


@dataclass(frozen=True)
class Monthly:
    """What the conditions are read from; every array has the shape (n, h + 1): households × months 0 … h.

    `stage`: the stage of the open procedure, 0 without one, 1 … 3 in the order of `STAGES`. `signed`: a repayment plan
    was signed, and its debt is not cleared yet.
    """

    study: Study
    months: Integers  # 0 … h, shape (1, h + 1)
    stage: npt.NDArray[np.int8]
    signed: Mask


def read_monthly(study: Study) -> Monthly:
    """Follow procedures and plans from month to month."""
    stage, signed = _procedures(study)
    return Monthly(study, np.arange(study.edition.horizon + 1)[None, :], stage, signed)


def _after_freeze(m: Monthly) -> Mask:
    cohort = m.study.cohort
    next_day = np.full(cohort.size, cohort.freeze + np.timedelta64(1, "D"), dtype="datetime64[D]")
    after: Mask = m.months >= month_reached(cohort.inclusion, next_day)[:, None]
    return after


def _negative_exit(m: Monthly) -> Mask:
    exits = m.study.exits
    counts = exits.negative <= np.minimum(exits.deces, exits.retrait)  # on the same day, the exit counts
    gone: Mask = (m.months >= month_reached(m.study.cohort.inclusion, exits.negative)[:, None]) & counts[:, None]
    return gone


def _death_or_withdrawal(m: Monthly) -> Mask:
    exits = m.study.exits
    day_after = as_days(np.minimum(exits.deces, exits.retrait) + np.timedelta64(1, "D"))  # not on the month's own day
    lost: Mask = m.months >= month_reached(m.study.cohort.inclusion, day_after)[:, None]
    return lost


def _rehoused(m: Monthly) -> Mask:
    moved: Mask = m.months >= month_reached(m.study.cohort.inclusion, m.study.exits.mutation)[:, None]
    return moved


def _plan_runs(m: Monthly) -> Mask:
    plan = m.study.ledger.plan
    runs: Mask = (plan == 1) | (np.isnan(plan) & m.signed)
    return runs


def _nothing_owed(m: Monthly) -> Mask:
    return m.study.ledger.solde <= ROUNDING_EUROS


def _heavy_arrears(m: Monthly) -> Mask:
    return heavy_arrears(m.study)


def _light_arrears(m: Monthly) -> Mask:
    solde, called = m.study.ledger.solde, m.study.ledger.quittance
    return (solde > ROUNDING_EUROS) & (called > 0) & (solde < m.study.seuils.impaye_mois * called - ROUNDING_EUROS)


def heavy_arrears(study: Study) -> Mask:
    """Return where the debt is at least the threshold's number of rent calls, as `impaye_2mois`; shape (n, h + 1)."""
    solde, called = study.ledger.solde, study.ledger.quittance
    heavy: Mask = (called > 0) & (solde >= study.seuils.impaye_mois * called - ROUNDING_EUROS)  # missing: false
    return heavy


def _at_stage(stage: str) -> Callable[[Monthly], Mask]:
    rank = _STAGE_RANK[stage]
    return lambda m: m.stage == rank


def _everything(m: Monthly) -> Mask:
    return np.ones(m.stage.shape, dtype=bool)


CONDITIONS: dict[str, Callable[[Monthly], Mask]] = {
    "apres_gel": _after_freeze,
    "sortie_negative": _negative_exit,
    "deces_ou_retrait": _death_or_withdrawal,
    "mutation": _rehoused,
    "procedure_jugement": _at_stage(JUGEMENT.code),
    "procedure_assignation": _at_stage(ASSIGNATION.code),
    "procedure_pre_contentieux": _at_stage(PRE_CONTENTIEUX.code),
    "plan_en_cours": _plan_runs,
    "solde_nul": _nothing_owed,
    "impaye_au_seuil": _heavy_arrears,
    "impaye_sous_seuil": _light_arrears,
    "sinon": _everything,
}


def _procedures(study: Study) -> tuple[npt.NDArray[np.int8], Mask]:
    """Return the stage of the open procedure and the plans signed, month after month (households all at once).

    A procedure closes when a debt that stood is cleared, or when a plan or a protocol is made; an act of that month,
    or later, opens it again.
    """
    acts = _acts(study)
    signatures = _months_of(study, [PLAN_SIGNE])
    agreements = signatures | _months_of(study, [PROTOCOLE]) | (study.ledger.plan == 1)
    solde = study.ledger.solde
    stage, signed = np.zeros_like(acts), np.zeros(acts.shape, dtype=bool)
    open_stage = np.zeros(len(acts), dtype=np.int8)
    has_signed, owing = np.zeros(len(acts), dtype=bool), np.zeros(len(acts), dtype=bool)
    for month in range(acts.shape[1]):
        cleared = owing & (solde[:, month] <= ROUNDING_EUROS)
        owing = np.where(np.isnan(solde[:, month]), owing, solde[:, month] > ROUNDING_EUROS)
        open_stage = np.where(cleared | agreements[:, month], np.int8(0), open_stage)
        open_stage = np.maximum(open_stage, acts[:, month])
        has_signed = (has_signed | signatures[:, month]) & ~cleared & (acts[:, month] == 0)
        stage[:, month], signed[:, month] = open_stage, has_signed
    return stage, signed


def _acts(study: Study) -> npt.NDArray[np.int8]:
    """The gravest stage among the acts of each month, 0 without any."""
    acts = np.zeros((study.cohort.size, study.edition.horizon + 1), dtype=np.int8)
    for stage, rank in _STAGE_RANK.items():
        acts[_months_of(study, STAGES[stage])] = rank  # the gravest comes last
    return acts


def _months_of(study: Study, kinds: Iterable[str]) -> Mask:
    """True in the month of each event of these kinds: the least m such that inclusion + m months is not before it."""
    happened = np.zeros((study.cohort.size, study.edition.horizon + 1), dtype=bool)
    household, day = study.events.dated(kinds)
    month = month_reached(study.cohort.inclusion[household], day)
    within = month <= study.edition.horizon
    happened[household[within], month[within]] = True
    return happened
