"""The edge cases of life, planted in a demonstration so that each is met at least once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np

from pipeline.contract.clock import DAYS_PER_MONTH
from pipeline.contract.instruments import LSNS6, UCLA3, WHO5
from pipeline.synthetic.chance import generator
from pipeline.synthetic.events import EventDraws
from pipeline.synthetic.fates import FateDraws
from pipeline.synthetic.interviews import InterviewDraws
from pipeline.synthetic.ledger import FIRST, LedgerDraws
from pipeline.synthetic.panel import Panel

SMALLEST = 15  # households a group below which there is no room for the cases


class _NoRoomError(Exception):
    """No household is left for a case."""


@dataclass
class Luck:
    """All the draws of a study, before anything happens."""

    fates: FateDraws
    ledger: LedgerDraws
    interviews: InterviewDraws
    events: EventDraws


@dataclass
class _Planter:
    """Hands out households that carry no case yet, in an order drawn from the seed."""

    panel: Panel
    luck: Luck
    seed: int
    taken: set[int] = field(default_factory=set)
    cases: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.order = generator(self.seed, "cases").permutation(self.panel.size)
        self.stays = self.luck.fates.urge > 0.5

    def pick(self, name: str, *, treated: bool | None = None, blocked: bool | None = None, stays: bool = True) -> int:
        """Return the row of the next free household of that kind, and write the case down."""
        fits = self.stays if stays else np.ones(self.panel.size, dtype=bool)
        for wanted, mask in ((treated, self.panel.treated), (blocked, self.panel.blocked)):
            fits = fits if wanted is None else fits & (mask == wanted)
        row = next((int(i) for i in self.order if fits[i] and int(i) not in self.taken), None)
        if row is None:
            raise _NoRoomError
        self.taken.add(row)
        self.cases.setdefault(name, []).append(str(self.panel.menages["menage_id"].iloc[row]))
        return row

    def month_until(self, row: int, day: str) -> float:
        """Months from the household's inclusion to `day`."""
        return float((np.datetime64(day) - self.panel.inclusion[row]).astype(int)) / DAYS_PER_MONTH


def plant_cases(panel: Panel, luck: Luck, seed: int) -> dict[str, list[str]]:
    """Change the luck of a few households; return each case with the pseudonyms that carry it.

    A case for which no household of its kind is left (a small study, an odd seed) is not planted.
    """
    planter = _Planter(panel, luck, seed)
    for case in _CASES:
        with suppress(_NoRoomError):
            case(planter)
    return planter.cases


def _without_consent(p: _Planter) -> None:
    for treated in (True, False):
        p.panel.menages.loc[p.pick("sans consentement", treated=treated), "consentement"] = False


def _death(p: _Planter) -> None:
    p.luck.fates.death[p.pick("décès", treated=True)] = 15.4


def _withdrawal(p: _Planter) -> None:
    p.luck.fates.withdrawal[p.pick("retrait de l’étude, le bailleur continue d’envoyer", treated=False)] = 10.2


def _rehousing(p: _Planter) -> None:
    for treated, month in ((True, 14.0), (False, 8.5)):
        p.luck.fates.mutation[p.pick("mutation", treated=treated)] = month


def _eviction(p: _Planter) -> None:
    row = p.pick("expulsion après une procédure complète", treated=False, blocked=True)
    p.panel.debt_trait[row] = 1.8
    p.luck.fates.whim[row] = 0.5
    p.luck.fates.forced_exit[row] = p.month_until(row, "2016-06-14")


def _other_exits(p: _Planter) -> None:
    for name, day, whim in (("abandon", "2015-12-07", 0.2), ("départ volontaire", "2016-02-22", 0.9)):
        row = p.pick(name, treated=False)
        p.luck.fates.forced_exit[row] = p.month_until(row, day)
        p.luck.fates.whim[row] = whim


def _late_inclusion(p: _Planter) -> None:
    row = p.pick("inclusion tardive (le mois 24 tombe après le gel)", treated=False)
    frame = p.panel.menages
    delay = np.datetime64("2015-06-17") - p.panel.inclusion[row]
    for column in ("date_inclusion", "date_bail"):
        frame.loc[row, column] = frame.loc[row, column] + delay


def _inclusion_on_a_31(p: _Planter) -> None:
    row = p.pick("inclusion un 31", treated=True, blocked=True)
    p.panel.menages.loc[row, "date_inclusion"] = np.datetime64("2015-01-31")


def _exit_after_freeze(p: _Planter) -> None:
    row = p.pick("départ daté après le dernier gel", treated=False)
    p.luck.fates.forced_exit[row] = p.month_until(row, "2017-04-10")
    p.luck.fates.whim[row] = 0.9


def _early_summons(p: _Planter) -> None:
    p.luck.events.early_summons[p.pick("assignation avant l’inclusion", blocked=True)] = True


def _credit(p: _Planter) -> None:
    row = p.pick("solde créditeur", blocked=False)
    p.panel.menages.loc[row, "impaye_inclusion"] = -64.2
    p.panel.debt_trait[row] = -2.2


def _vacant(p: _Planter) -> None:
    p.luck.ledger.vacant[p.pick("quittance nulle au mois 12"), 12 - FIRST] = True


def _ledger_gaps(p: _Planter) -> None:
    p.luck.ledger.lost[p.pick("mois 12 absent du suivi"), 12 - FIRST] = True
    p.luck.ledger.lost[p.pick("mois 5 à 8 absents du suivi"), 5 - FIRST : 9 - FIRST] = True


def _missing_items(p: _Planter) -> None:
    first = {
        "lsns6": 0,
        "ucla3": len(LSNS6.items),
        "who5": len(LSNS6.items) + len(UCLA3.items),
    }
    for name, instrument, lost in (
        ("LSNS-6 : un item manquant à M12", LSNS6, 1),
        ("LSNS-6 : deux items manquants à M12", LSNS6, 2),
        ("UCLA-3 : un item manquant à M12", UCLA3, 1),
        ("WHO-5 : un item manquant à M12", WHO5, 1),
    ):
        row = p.pick(name)
        start = first[instrument.name]
        p.luck.interviews.refusal[row, 1] = 1.0
        p.luck.interviews.lost_items[row, 1, :] = False
        p.luck.interviews.lost_items[row, 1, start : start + lost] = True


def _late_interview(p: _Planter) -> None:
    row = p.pick("entretien M12 hors de sa fenêtre")
    p.luck.interviews.delay[row, 1] = 131
    p.luck.interviews.refusal[row, 1] = 1.0


_CASES: tuple[Callable[[_Planter], None], ...] = (
    _without_consent,
    _eviction,
    _other_exits,
    _death,
    _withdrawal,
    _rehousing,
    _late_inclusion,
    _inclusion_on_a_31,
    _exit_after_freeze,
    _early_summons,
    _credit,
    _vacant,
    _ledger_gaps,
    _missing_items,
    _late_interview,
)
