"""The rent ledger, month by month: what is called, aided, paid and owed, in whole cents so that it adds up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.clock import DAYS_PER_MONTH, month_index
from pipeline.params import Demonstration
from pipeline.synthetic.chance import generator
from pipeline.synthetic.fates import Fates
from pipeline.synthetic.panel import Bools, Floats, Panel

Cents = npt.NDArray[np.int64]

FIRST, LAST = -2, 25  # months simulated around the inclusion, both included
# These two landlords also send what lies around the 24 months asked for.
GENEROUS_SENDERS = ("toit_et_joie", "logis_transports")

_EXTRACTION = month_index(["2017-03"])[0]  # last month of the ordinary extraction
_RENT_REVISION = {2014: 0.9953, 2015: 1.0, 2016: 1.0008, 2017: 1.0014}  # each January, since 2015
_MAX_MISSED = 0.77  # so that missed and half payments together stay a probability


@dataclass
class LedgerDraws:
    """The luck of each household: `pay` uniforms (households × months); `aid_month` of an FSL grant, −99 = none.

    `vacant`: months without a rent call; `lost`: rows that the landlord does not send (planted cases).
    """

    pay: Floats
    aid_month: npt.NDArray[np.int64]
    vacant: Bools
    lost: Bools


@dataclass(frozen=True)
class SimulatedLedger:
    """Cents, households × months `FIRST` … `LAST`, as if nobody ever left."""

    called: Cents
    apl: Cents
    aids: Cents
    paid: Cents
    balance: Cents
    plan: Bools

    def at(self, month: int) -> tuple[Floats, Floats]:
        """Balance and rent call of a month, in euros."""
        return self.balance[:, month - FIRST] / 100, self.called[:, month - FIRST] / 100


def draw_ledger(panel: Panel, seed: int) -> LedgerDraws:
    """Return the luck of the panel's households."""
    rng = generator(seed, "ledger")
    n, months = panel.size, LAST - FIRST + 1
    granted = rng.random(n) < 0.18
    return LedgerDraws(
        pay=rng.random((n, months)),
        aid_month=np.where(granted, rng.integers(4, 21, n), -99),
        vacant=np.zeros((n, months), dtype=bool),
        lost=np.zeros((n, months), dtype=bool),
    )


def keep_accounts(panel: Panel, draws: LedgerDraws, since: Floats, demonstration: Demonstration) -> SimulatedLedger:
    """Return the ledger in the world where each household is accompanied `since` that month (infinite: never).

    Each household leaves on average `gap` euros a month unpaid: skewed in the debt trait, moved by
    `effet_impaye_mensuel` from the month after that on. A payment cannot be negative, nor a debt be paid twice:
    the effect on balances is therefore smaller than 24 times the parameter (the truth file gives it).
    """
    called, apl = rent_calls(panel, np.arange(FIRST, LAST + 1))
    called[draws.vacant], apl[draws.vacant] = 0, 0
    shape = called.shape
    paid, aids, balance = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    plan = np.zeros(shape, dtype=bool)
    usual = usual_gap(panel)
    start = np.rint(panel.menages["impaye_inclusion"].to_numpy() * 100).astype(np.int64)

    # Before the inclusion: rents paid in full, so that the debt at inclusion is the balance of the month before.
    for column in (0, 1):
        paid[:, column] = called[:, column] - apl[:, column]
        balance[:, column] = start
    plan_left = np.zeros(panel.size, dtype=np.int64)
    for column in range(2, shape[1]):
        month = column + FIRST
        before = balance[:, column - 1]
        due = called[:, column] - apl[:, column]
        gap = usual + np.where(month > since, 100 * demonstration.effet_impaye_mensuel, 0)
        paid[:, column] = payment(draws.pay[:, column], due, gap, before)
        granted = (draws.aid_month == month) & (before > called[:, column])
        aids[:, column] = np.where(granted, np.minimum(before // 200 * 100, 90_000), 0)
        balance[:, column] = before + due - aids[:, column] - paid[:, column]
        starts = (
            (plan_left == 0)
            & (before > 2 * called[:, column])
            & (called[:, column] > 0)
            & (draws.pay[:, column] > 0.85)
        )
        plan_left = np.where(starts, 12, np.maximum(plan_left - 1, 0))
        plan[:, column] = plan_left > 0
    return SimulatedLedger(called, apl, aids, paid, balance, plan)


def ledger_table(panel: Panel, ledger: SimulatedLedger, draws: LedgerDraws, fates: Fates) -> pd.DataFrame:
    """Return `suivi_locatif` as the landlords send it: to the month of the exit, to the extraction at most."""
    month = np.arange(FIRST, LAST + 1)
    calendar = month_index(panel.inclusion)[:, None] + month
    last = month_index(panel.inclusion) + 24
    generous = panel.menages["bailleur"].isin(GENEROUS_SENDERS).to_numpy()
    end = month_index(_month_of(panel, fates.end))
    sent = (month >= np.where(sends_last_months(panel), FIRST, 0)[:, None]) & (calendar <= end[:, None])
    sent &= calendar <= np.minimum(last + generous, _EXTRACTION + generous)[:, None]
    sent &= ~draws.lost
    amounts = {
        "quittance": ledger.called,
        "apl": ledger.apl,
        "autres_aides": ledger.aids,
        "paiement": ledger.paid,
        "solde_impaye": ledger.balance,
        "plan_apurement": ledger.plan,
    }
    return ledger_rows(panel, calendar, amounts, sent)


def ledger_rows(panel: Panel, calendar: Cents, amounts: Mapping[str, npt.NDArray[Any]], sent: Bools) -> pd.DataFrame:
    """Return the rows `sent` (households × months) of `suivi_locatif`, cents as euros; `calendar`: the months."""
    who, when = np.nonzero(sent)
    values = {name: cells[who, when] for name, cells in amounts.items()}
    return pd.DataFrame(
        {
            "menage_id": panel.menages["menage_id"].to_numpy()[who],
            "mois": calendar[who, when].astype("datetime64[M]").astype(str).astype(object),
            **{name: cells if cells.dtype == bool else cells / 100 for name, cells in values.items()},
        }
    )


def sends_last_months(panel: Panel) -> Bools:
    """Whose landlord sends the last months before the inclusion together with the follow-up; shape (n,)."""
    generous = panel.menages["bailleur"].isin(GENEROUS_SENDERS).to_numpy()
    settled: Bools = (panel.inclusion - panel.menages["date_bail"].to_numpy().astype("datetime64[D]")).astype(int) > 100
    return generous & settled


def usual_gap(panel: Panel) -> Floats:
    """What each household leaves unpaid in a month without accompaniment, on average, in cents; shape (n,)."""
    gap: Floats = 100 * (52 * np.exp(0.75 * panel.debt_trait - 0.28) - 12)
    return gap


def _month_of(panel: Panel, month: Floats) -> npt.NDArray[np.datetime64]:
    far = np.minimum(month, 60.0)  # never = long after the last extraction
    days: npt.NDArray[np.datetime64] = panel.inclusion + np.ceil(far * DAYS_PER_MONTH).astype("timedelta64[D]")
    return days


def rent_calls(panel: Panel, month: npt.NDArray[np.int64]) -> tuple[Cents, Cents]:
    """Return what is called and what the housing aid pays, in cents, households × months counted from the inclusion."""
    frame = panel.menages
    year = 1970 + (month_index(panel.inclusion)[:, None] + month) // 12
    first_year = min(_RENT_REVISION)
    revision = np.array(list(_RENT_REVISION.values()))[np.clip(year - first_year, 0, len(_RENT_REVISION) - 1)]
    rent, charges = frame["loyer_mensuel"].to_numpy(), frame["charges_mensuelles"].to_numpy()
    called = np.rint(100 * (rent[:, None] * revision + charges[:, None])).astype(np.int64)
    income, persons = frame["ressources_mensuelles"].to_numpy(), frame["nb_personnes"].to_numpy()
    # Near the real scale: most of the rent for the poorest, falling with income above a threshold by household size.
    aid = 0.86 * (rent + 0.5 * charges) - 0.24 * np.maximum(income - 500 - 150 * (persons - 1), 0)
    apl = np.rint(100 * np.clip(aid, 0, 0.8 * rent)).astype(np.int64)
    apl = np.where(apl < 1500, 0, apl)[:, None] * np.ones_like(called)
    # The aid opens the month after the tenant moved in.
    lease = month_index(frame["date_bail"].to_numpy().astype("datetime64[D]"))
    apl[(month_index(panel.inclusion)[:, None] + month) <= lease[:, None]] = 0
    return called, apl


def payment(draw: Floats, due: Cents, gap: Floats, before: Cents) -> Cents:
    """Return a missed payment, half a payment, or the whole (with a share of the debt, where it is being paid back)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        missed = np.clip(np.where(due > 0, gap / due, 0), 0, _MAX_MISSED)
    back = np.minimum(np.maximum(before, 0), np.maximum(-gap, 0)).astype(np.int64)
    whole = np.rint((due + back) / 5).astype(np.int64) * 5
    return np.where(
        draw < 0.7 * missed, 0, np.where(draw < 1.3 * missed, np.rint(due / 100).astype(np.int64) * 50, whole)
    )
