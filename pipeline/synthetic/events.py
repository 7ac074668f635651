"""Dated events: exits, stages of the procedure in their order, troubles, rights and prevention."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract import codes
from pipeline.contract.clock import DAYS_PER_MONTH, as_days, month_index
from pipeline.params import Demonstration
from pipeline.synthetic.chance import generator
from pipeline.synthetic.fates import Fates
from pipeline.synthetic.ledger import FIRST, SimulatedLedger
from pipeline.synthetic.panel import Bools, Floats, Panel

LAST_EVENT = np.datetime64("2017-04-14")  # last day of the latest extraction
_SPAN = 27.0  # months of observation in which events are drawn

# Months before the eviction of each stage, in order of gravity; CCAPEX is seized two months before the assignation.
_LADDER = np.array([11.5, 10.5, 8.0, 6.0, 5.0, 3.0, 1.0, 0.0])
# Liability above which each stage but the eviction is reached by a control household.
_STEPS = np.array([0.25, 0.6, 1.0, 1.3, 1.6, 1.9, 2.4])
DEBT_IN_LIABILITY = 0.8  # weight of the debt trait in the liability to a procedure
_TROUBLES_A_YEAR = 0.45
_RIGHTS_A_YEAR = 0.50
_NOTED = (*codes.TROUBLES, "commandement_de_payer", "saisine_ccapex", "protocole_bailleur")
_NOTES = (
    "bruit la nuit",
    "signalé par le gardien",
    "dossier vu en commission",
    "courrier recommandé non retiré",
    "visite à domicile faite",
    "en lien avec le CCAS ; suivi en cours",
    "dégradation des parties communes",
    'orienté vers la "maison des solidarités"',
)


@dataclass
class EventDraws:
    """The luck of each household; points of the three counting processes carry a uniform mark that thins them."""

    liability: Floats
    ladder_start: Floats
    trouble_of: npt.NDArray[np.int64]
    trouble_at: Floats
    trouble_mark: Floats
    right_of: npt.NDArray[np.int64]
    right_at: Floats
    right_mark: Floats
    other: Floats
    early_summons: Bools


@dataclass(frozen=True)
class Counts:
    """What happens in one world whoever leaves: events of months 0 … h by household, stages reached."""

    trouble_kept: Bools
    right_kept: Bools
    stages: npt.NDArray[np.int64]


def draw_events(panel: Panel, demonstration: Demonstration) -> EventDraws:
    """Return the luck of the panel's households."""
    rng = generator(demonstration.graine, "events")
    n = panel.size
    frailty = rng.gamma(1.5, 1 / 1.5, n)
    most_troubles = _TROUBLES_A_YEAR * max(1.0, demonstration.rapport_taux_troubles) * frailty
    most_rights = _RIGHTS_A_YEAR * max(1.0, demonstration.rapport_taux_droits) * np.ones(n)
    trouble_of, trouble_at = _points(rng, most_troubles)
    right_of, right_at = _points(rng, most_rights)
    return EventDraws(
        liability=DEBT_IN_LIABILITY * panel.debt_trait + 0.6 * rng.standard_normal(n),
        ladder_start=rng.uniform(0.5, 14, n),
        trouble_of=trouble_of,
        trouble_at=trouble_at,
        trouble_mark=rng.random(len(trouble_of)),
        right_of=right_of,
        right_at=right_at,
        right_mark=rng.random(len(right_of)),
        other=rng.random((n, 6)),
        early_summons=np.zeros(n, dtype=bool),
    )


def happen(draws: EventDraws, since: Floats, demonstration: Demonstration) -> Counts:
    """Return what happens in the world where each household is accompanied `since` that month (infinite: never).

    From then on rates are multiplied by the known ratios; a procedure that had begun before runs on.
    """
    trouble_helped = draws.trouble_at >= since[draws.trouble_of]
    right_helped = draws.right_at >= since[draws.right_of]
    return Counts(
        trouble_kept=_thin(draws.trouble_mark, trouble_helped, demonstration.rapport_taux_troubles),
        right_kept=_thin(draws.right_mark, right_helped, demonstration.rapport_taux_droits),
        stages=np.searchsorted(_STEPS, draws.liability - demonstration.effet_procedure * (draws.ladder_start >= since)),
    )


def event_table(
    panel: Panel, draws: EventDraws, counts: Counts, fates: Fates, ledger: SimulatedLedger, seed: int
) -> pd.DataFrame:
    """Return `evenements`, up to each household's exit (or withdrawal) and to the last extraction."""
    pieces = [
        *_exits(fates),
        *_procedure(draws, counts, fates),
        *_troubles_and_rights(draws, counts),
        *_prevention(panel, draws, ledger),
        _piece(np.flatnonzero(draws.early_summons), np.full(int(draws.early_summons.sum()), -2.3), "assignation"),
    ]
    who = np.concatenate([p[0] for p in pieces])
    month = np.concatenate([p[1] for p in pieces])
    kind = np.concatenate([p[2] for p in pieces])
    end = np.minimum(fates.end, fates.withdrawal)
    dates = as_days(panel.inclusion[who] + np.ceil(month * DAYS_PER_MONTH).astype("timedelta64[D]"))
    kept = (month <= end[who]) & (dates <= LAST_EVENT)
    note = generator(seed, "notes").random(len(who))
    noted = np.isin(kind, _NOTED) & (note < 0.5)
    frame = pd.DataFrame(
        {
            "menage_id": panel.menages["menage_id"].to_numpy()[who],
            "date": dates.astype("datetime64[s]"),
            "type": kind,
            "precision": np.where(
                noted, np.array(_NOTES, dtype=object)[(note * 2 * len(_NOTES)).astype(int) % len(_NOTES)], None
            ),
        }
    )
    rank = {code.value: position for position, code in enumerate(codes.EVENEMENTS)}
    order = np.lexsort((pd.Series(kind).map(rank).to_numpy(), dates, who))
    sent: pd.DataFrame = frame.iloc[order[kept[order]]]
    return sent.reset_index(drop=True)


_Piece = tuple[npt.NDArray[np.int64], Floats, npt.NDArray[np.object_]]


def _piece(who: npt.NDArray[np.int64], month: Floats, kind: str) -> _Piece:
    return who, np.asarray(month, dtype=float), np.full(len(who), kind, dtype=object)


def _points(rng: np.random.Generator, yearly_rate: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
    counts = rng.poisson(yearly_rate * _SPAN / 12)
    who = np.repeat(np.arange(len(yearly_rate)), counts)
    return who, rng.uniform(0, _SPAN, len(who))


def _thin(mark: Floats, treated: Bools, ratio: float) -> Bools:
    most = max(1.0, ratio)
    return mark < np.where(treated, ratio, 1.0) / most


def _exits(fates: Fates) -> list[_Piece]:
    left = np.flatnonzero(np.isfinite(fates.exit))
    exits = (left, fates.exit[left], fates.cause[left])
    others = {codes.MUTATION: fates.mutation, "deces": fates.death, "retrait_etude": fates.withdrawal}
    pieces = [_piece(who := np.flatnonzero(np.isfinite(month)), month[who], kind) for kind, month in others.items()]
    return [exits, *pieces]


def _procedure(draws: EventDraws, counts: Counts, fates: Fates) -> list[_Piece]:
    """The whole ladder, dated back from the eviction, for those evicted; the first stages for the other debtors."""
    evicted = np.flatnonzero((fates.cause == "expulsion") & np.isfinite(fates.exit))
    stages = [code.value for code in codes.PROCEDURE]
    pieces = [_piece(evicted, fates.exit[evicted] - _LADDER[rank], stages[rank]) for rank in range(7)]
    elapsed = _LADDER[0] - _LADDER
    for rank in range(7):
        reached = counts.stages > rank
        reached[evicted] = False
        who = np.flatnonzero(reached)
        pieces.append(_piece(who, draws.ladder_start[who] + 1.4 * elapsed[rank], stages[rank]))
    return pieces


def _troubles_and_rights(draws: EventDraws, counts: Counts) -> list[_Piece]:
    safety = draws.trouble_mark * 10 % 1 < 0.25
    pieces = []
    for kind, chosen in zip(codes.TROUBLES, (~safety, safety), strict=True):
        points = np.flatnonzero(counts.trouble_kept & chosen)
        pieces.append(_piece(draws.trouble_of[points], draws.trouble_at[points], kind))
    points = np.flatnonzero(counts.right_kept)
    return [*pieces, _piece(draws.right_of[points], draws.right_at[points], codes.OUVERTURE_DROIT)]


def _prevention(panel: Panel, draws: EventDraws, ledger: SimulatedLedger) -> list[_Piece]:
    """Sliding leases that become the household's own, plans signed when the ledger shows one, protection and care."""
    frame = panel.menages
    sliding = np.flatnonzero((frame["statut_occupation"] == "bail_glissant").to_numpy() & (draws.other[:, 0] < 0.7))
    ill = frame["trouble_psychique"].to_numpy().astype(bool)
    opened = np.argmax(ledger.plan, axis=1)
    signed = np.flatnonzero(ledger.plan.any(axis=1))
    # Signed on the 12th of the month in which the plan starts to run.
    day = (
        (month_index(panel.inclusion) + opened + FIRST).astype("datetime64[M]").astype("datetime64[D]")
        + np.timedelta64(11, "D")
        - panel.inclusion
    ).astype(int) / DAYS_PER_MONTH
    care = np.flatnonzero(ill & (draws.other[:, 2] < 0.35))
    guarded = np.flatnonzero(ill & (draws.other[:, 3] < 0.15))
    protocol = np.flatnonzero((draws.liability > 1.0) & (draws.other[:, 4] < 0.3))
    return [
        _piece(sliding, 8 + 10 * draws.other[sliding, 1], "glissement_bail"),
        _piece(signed, day[signed], "plan_apurement_signe"),
        _piece(care, 2 + 20 * draws.other[care, 1], "entree_soins"),
        _piece(guarded, 4 + 18 * draws.other[guarded, 1], "mesure_protection"),
        _piece(protocol, 10 + 10 * draws.other[protocol, 5], "protocole_bailleur"),
    ]
