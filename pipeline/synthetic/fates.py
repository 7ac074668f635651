"""What becomes of a household: when it leaves the dwelling or the study, had it been accompanied or not."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from pipeline.contract.clock import DAYS_PER_MONTH
from pipeline.params import Demonstration
from pipeline.synthetic.chance import generator
from pipeline.synthetic.panel import Floats, Panel

HORIZON = 24.0
DEBT_WEIGHT = 0.8  # correlation of the urge to leave with the debt trait: the worst debtors leave first
_TIME_SHAPE = 1.3  # exits are rarer in the first months: procedures take time
_LONGEST = 27.0  # months in which deaths, withdrawals and mutations are spread


@dataclass
class FateDraws:
    """The luck of each household, the same in both worlds. `np.inf` = never.

    `urge`: uniform; the household exits within 24 months when it is below its risk. `whim`: uniform, tells abandon
    from departure. `death`, `withdrawal`, `mutation`: months from inclusion. `forced_exit`: a month that replaces the
    drawn one in both worlds (planted cases), `np.nan` elsewhere.
    """

    urge: Floats
    whim: Floats
    death: Floats
    withdrawal: Floats
    mutation: Floats
    forced_exit: Floats


@dataclass(frozen=True)
class Fates:
    """What happens in one world: months from inclusion, `np.inf` = never; `cause` of the negative exit."""

    exit: Floats
    cause: npt.NDArray[np.object_]
    death: Floats
    withdrawal: Floats
    mutation: Floats

    @property
    def end(self) -> Floats:
        """The month after which the household is not in a dwelling of the study any more."""
        return np.minimum(self.exit, self.death)

    @property
    def seen_whole(self) -> Fates:
        """The same, as those see it who are told of the households that left too."""
        return replace(self, exit=np.full_like(self.exit, np.inf))


def draw_fates(panel: Panel, demonstration: Demonstration) -> FateDraws:
    """Return the luck of the panel's households."""
    rng = generator(demonstration.graine, "fates")
    n = panel.size
    own = rng.standard_normal(n)
    urge = ndtr(-(DEBT_WEIGHT * panel.debt_trait + np.sqrt(1 - DEBT_WEIGHT**2) * own))
    # Rehousing goes to households that would have stayed in either world: the risk of exit keeps its known value.
    would_stay = urge > max(_risk(demonstration, treated=False), _risk(demonstration, treated=True)) * 1.2
    return FateDraws(
        urge=urge,
        whim=rng.random(n),
        death=_rare(rng, n, 0.015),
        withdrawal=_rare(rng, n, 0.025),
        mutation=np.where(would_stay, _rare(rng, n, 0.06), np.inf),
        forced_exit=np.full(n, np.nan),
    )


def live(panel: Panel, draws: FateDraws, since: Floats, demonstration: Demonstration) -> Fates:
    """Return the fates in the world where each household is accompanied `since` that month (infinite: never).

    P(exit within t months) = risk × (t / 24)^1.3: the ratio of risks is the parameter's at every month when the support
    begins with the inclusion; before it begins, exits are those of the unaccompanied.
    """
    alone, helped = (_exit_month(draws.urge, _risk(demonstration, treated=treated)) for treated in (False, True))
    month = np.where(alone <= since, alone, np.maximum(helped, since))
    month = np.where(np.isnan(draws.forced_exit), month, draws.forced_exit)
    first_other = np.minimum(np.minimum(draws.death, draws.withdrawal), draws.mutation)
    month = np.where(month < first_other, month, np.inf)
    month = np.where(month < 2 * HORIZON, month, np.inf)
    return Fates(
        exit=month,
        cause=_causes(panel, draws, month),
        death=np.where(draws.death < month, draws.death, np.inf),
        withdrawal=np.where(draws.withdrawal < np.minimum(month, draws.death), draws.withdrawal, np.inf),
        mutation=np.where(draws.mutation < np.minimum(draws.death, draws.withdrawal), draws.mutation, np.inf),
    )


def date_of(panel: Panel, month: Floats) -> npt.NDArray[np.datetime64]:
    """Return the dates that lie `month` (not whole) months after inclusion; NaT where it is infinite."""
    finite = np.isfinite(month)
    days = np.where(finite, np.ceil(np.where(finite, month, 0) * DAYS_PER_MONTH), 0).astype("timedelta64[D]")
    dates: npt.NDArray[np.datetime64] = np.where(finite, panel.inclusion + days, np.datetime64("NaT"))
    return dates


def _exit_month(urge: Floats, risk: float) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(HORIZON * (urge / risk) ** (1 / _TIME_SHAPE))


def _risk(demonstration: Demonstration, *, treated: bool) -> float:
    ratio = demonstration.rapport_risque_sortie if treated else 1.0
    return min(1.0, demonstration.risque_sortie_temoins * ratio)


def _rare(rng: np.random.Generator, n: int, probability: float) -> Floats:
    months = rng.uniform(1, _LONGEST, n)
    return np.where(rng.random(n) < probability, months, np.inf)


def _causes(panel: Panel, draws: FateDraws, month: Floats) -> npt.NDArray[np.object_]:
    """The most indebted are evicted, when a procedure had the time and outside the winter truce (1 Nov – 31 March)."""
    dates = date_of(panel, month)
    calendar = (dates.astype("datetime64[M]").astype(np.int64) % 12) + 1
    truce = (calendar >= 11) | (calendar <= 3)
    evicted = (panel.debt_trait > 0.3) & (month >= 7) & ~truce & (draws.whim < 0.8)
    left = np.where(draws.whim < 0.45, "abandon", "depart_volontaire")
    causes: npt.NDArray[np.object_] = np.where(evicted, "expulsion", left).astype(object)
    return causes
