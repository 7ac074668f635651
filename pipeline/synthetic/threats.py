"""What threatens a study whose panels were chosen, household by household: nothing of it in the demonstration."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.special import expit, ndtr, ndtri

from pipeline.contract import codes
from pipeline.params import Menaces
from pipeline.synthetic.cases import Luck
from pipeline.synthetic.chance import generator
from pipeline.synthetic.dealing import dealt
from pipeline.synthetic.events import DEBT_IN_LIABILITY
from pipeline.synthetic.fates import DEBT_WEIGHT
from pipeline.synthetic.panel import Floats, Panel

AS_DELIVERED = Menaces(sorties=True)  # the demonstration: nobody is seen any more once gone, and nothing else


@dataclass(frozen=True)
class Threats:
    """What the threats make of each household, shapes (n,).

    `contact`: months from inclusion to the first contact, before which the support changes nothing. `team`: what the
    landlord's team adds to the hidden trait of debt, a row without support and one with it (standard deviations).
    """

    contact: Floats
    team: Floats

    def since(self, treated: npt.NDArray[np.bool_]) -> Floats:
        """Months from inclusion to the support of `treated`; the others never have it (infinite)."""
        return np.where(treated, self.contact, np.inf)


def draw_threats(panel: Panel, settings: Menaces, seed: int, studies: int = 1) -> Threats:
    """Return what threatens the households of `panel`, which is to be dealt into `studies` (`synthetic.dealing`).

    `settings.premier_contact`: mean months to the first contact (exponential). `settings.bailleurs`: standard deviation
    of the teams, one a study, landlord and group: those whom a team follows have a fortune in common.
    """
    contact, team = np.zeros(panel.size), np.zeros((2, panel.size))
    if settings.premier_contact:
        contact = generator(seed, "contact").exponential(settings.premier_contact, panel.size)
    if settings.bailleurs:
        rows, study = dealt(panel.menages, studies)
        of = np.empty(panel.size, dtype=np.int64)
        of[rows] = study
        names, landlord = np.unique(panel.menages["bailleur"].to_numpy().astype(str), return_inverse=True)
        drawn = generator(seed, "teams").normal(0, settings.bailleurs, (2, studies, len(names)))
        team = drawn[:, of, landlord]
    return Threats(contact, team)


def chosen(panel: Panel, strength: float, seed: int) -> Panel:
    """Return the panel with the accompanied chosen: of two households of a pair, rather the one more in debt.

    P(a rather than b) = 1 / (1 + exp(−`strength` × (u_a − u_b))), u the sum of the standardised logarithm of the
    debt at inclusion, of the hidden trait of debt (those who choose know more than the files) and of 1 where the motive
    is money. 0: a coin, as the panel was drawn.
    """
    frame = panel.menages
    debt = np.log1p(frame["impaye_inclusion"].to_numpy())
    money = frame["motif"].isin(["financier", "mixte"]).to_numpy()
    urgency = (debt - debt.mean()) / max(float(debt.std()), 1e-9) + panel.debt_trait + money
    order = np.argsort(panel.pair, kind="stable")
    first, second = order[::2], order[1::2]
    rather = generator(seed, "selection").random(len(first)) < expit(strength * (urgency[first] - urgency[second]))
    treated = np.zeros(panel.size, dtype=bool)
    treated[np.where(rather, first, second)] = True
    modes = np.where(treated, panel.mode, np.array(None))  # nobody accompanies a control
    groups = np.where(treated, codes.ACCOMPAGNE, codes.TEMOIN)
    return replace(panel, menages=frame.assign(groupe=groups, mode_accompagnement=modes), treated=treated)


def pressed(panel: Panel, luck: Luck, shift: Floats) -> tuple[Panel, Luck]:
    """Return the panel and the luck with the hidden trait of debt moved by `shift`: debts, exits and procedures follow.

    The marginal laws widen a little with it; the true effects are computed under the same.
    """
    fates = replace(luck.fates, urge=ndtr(ndtri(luck.fates.urge) - DEBT_WEIGHT * shift))
    events = replace(luck.events, liability=luck.events.liability + DEBT_IN_LIABILITY * shift)
    return replace(panel, debt_trait=panel.debt_trait + shift), replace(luck, fates=fates, events=events)


def all_seen(luck: Luck) -> Luck:
    """Return the luck of a study in which nobody dies, withdraws, refuses an interview or leaves an item empty."""
    n, met = len(luck.fates.death), luck.interviews
    answered = replace(
        met,
        lost_items=np.zeros_like(met.lost_items),
        delay=np.zeros_like(met.delay),
        refusal=np.ones_like(met.refusal),
    )
    fates = replace(luck.fates, death=np.full(n, np.inf), withdrawal=np.full(n, np.inf))
    return replace(luck, fates=fates, interviews=answered)
