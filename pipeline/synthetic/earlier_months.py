"""The ledger before the inclusion: how the debt found at inclusion came about, told backwards from it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.contract.clock import month_index
from pipeline.params import Demonstration
from pipeline.synthetic.chance import generator
from pipeline.synthetic.ledger import (
    FIRST,
    SimulatedLedger,
    ledger_rows,
    payment,
    rent_calls,
    sends_last_months,
    usual_gap,
)
from pipeline.synthetic.panel import Panel


def earlier_months(panel: Panel, ledger: SimulatedLedger, demonstration: Demonstration) -> pd.DataFrame:
    """Return the rows of `suivi_locatif` of the `mois_avant_inclusion` months before the inclusion's.

    Nobody is accompanied yet: the groups live alike. A household has a row from the month after its lease began. The
    last months before the inclusion are those of `ledger`, less the rows that their sender gives with the follow-up.
    Each balance follows from the one before, and the last is the debt at inclusion; a debt is never older than it is
    large: a payment that would make an advance of it was not missed. Whether a repayment
    plan ran is not known of these months.
    """
    months = np.arange(-demonstration.mois_avant_inclusion, 0)
    rng = generator(demonstration.graine, "earlier months")
    called, apl = rent_calls(panel, months)
    paid, balance = called - apl, np.repeat(ledger.balance[:, :1], len(months), axis=1)
    gap, luck = usual_gap(panel), rng.random((panel.size, len(months)))
    for column in reversed(range(len(months) + FIRST)):
        after, due = balance[:, column], called[:, column] - apl[:, column]
        paid_then = payment(luck[:, column], due, gap, after)
        paid_then = np.where(after - due + paid_then < np.minimum(after, 0), due, paid_then)
        paid[:, column] = paid_then
        balance[:, :column] = (after - due + paid_then)[:, None]
    calendar = month_index(panel.inclusion)[:, None] + months
    lease = month_index(panel.menages["date_bail"].to_numpy().astype("datetime64[D]"))
    sent = (calendar > lease[:, None]) & ~(sends_last_months(panel)[:, None] & (months >= FIRST))
    amounts = {
        "quittance": called,
        "apl": apl,
        "autres_aides": np.zeros_like(called),
        "paiement": paid,
        "solde_impaye": balance,
    }
    return ledger_rows(panel, calendar, amounts, sent)
