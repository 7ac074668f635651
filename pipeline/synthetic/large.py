"""A delivery of hundreds of thousands of households, written in seconds: for measures of time and memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.contract.clock import month_index
from pipeline.params import Demonstration
from pipeline.synthetic.ledger import FIRST, draw_ledger, keep_accounts
from pipeline.synthetic.panel import Panel, draw_panel

if TYPE_CHECKING:
    import pyarrow as pa


def large_delivery(households: int, folder: Path, *, months: int = 24, seed: int = 1) -> int:
    """Write `menages` and `suivi_locatif` (one UTF-8 CSV each, ISO dates) and return the number of ledger rows.

    `households`: even. Each has exactly `months` ledger rows (at most 25), from the month after its inclusion on:
    nobody leaves, so that the size is known.
    """
    from pyarrow import csv

    demonstration = Demonstration(graine=seed, effectif_par_groupe=households // 2)
    panel = draw_panel(seed, households // 2)
    for name, table in (("menages", _households(panel)), ("suivi_locatif", _rows(panel, demonstration, months))):
        (folder / name).mkdir(parents=True, exist_ok=True)
        csv.write_csv(
            table, folder / name / f"{name}.csv", csv.WriteOptions(quoting_style="none", quoting_header="none")
        )
    return panel.size * months


def _households(panel: Panel) -> pa.Table:
    import pyarrow as pa

    frame = panel.menages.copy()
    for column in ("date_inclusion", "date_bail"):
        frame[column] = frame[column].dt.strftime("%Y-%m-%d")
    for column in ("trouble_psychique", "consentement"):
        frame[column] = np.where(frame[column], "oui", "non")
    return pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)


def _rows(panel: Panel, demonstration: Demonstration, months: int) -> pa.Table:
    import pyarrow as pa

    ledger = keep_accounts(
        panel, draw_ledger(panel, demonstration.graine), np.where(panel.treated, 0.0, np.inf), demonstration
    )
    window = slice(1 - FIRST, 1 - FIRST + months)
    calendar = month_index(panel.inclusion)[:, None] + np.arange(1, months + 1)
    known, position = np.unique(calendar.ravel(), return_inverse=True)
    names = pa.array(known.astype("datetime64[M]").astype(str))
    ids = pa.array(np.repeat(panel.menages["menage_id"].to_numpy(), months), type=pa.string())
    amounts = {
        "quittance": ledger.called,
        "apl": ledger.apl,
        "autres_aides": ledger.aids,
        "paiement": ledger.paid,
        "solde_impaye": ledger.balance,
    }
    columns = {name: pa.array(cents[:, window].ravel() / 100) for name, cents in amounts.items()}
    plan = pa.array(["non", "oui"]).take(pa.array(ledger.plan[:, window].ravel().astype(np.int8)))
    return pa.table({"menage_id": ids, "mois": names.take(pa.array(position)), **columns, "plan_apurement": plan})
