"""Regular payment, from the last six months of the rent ledger."""

from __future__ import annotations

import numpy as np

from pipeline.contract.indicators import INDICATORS, WAVE_MONTHS
from pipeline.indicators.measured import Measured
from pipeline.indicators.observed.ledger import ROUNDING_EUROS
from pipeline.indicators.observed.study import Study

MONTHS = INDICATORS["paiement_regulier"].looks_back


def paiement_regulier(study: Study, wave: str) -> Measured:
    """The share of months h − 5 … h whose `paiement` is at least quittance − apl − autres_aides; 1 when all are.

    Missing unless the four amounts of the six months are known and something is asked over them. A month in which
    nothing is asked (a rent call of 0, aid that covers it) has nothing left unpaid. What is paid late, in another
    month, does not mend the month it was due in.
    """
    ledger, last = study.ledger, WAVE_MONTHS[wave] + 1
    months = slice(last - MONTHS, last)
    paid = ledger.paiement[:, months]
    due = ledger.quittance[:, months] - ledger.apl[:, months] - ledger.autres_aides[:, months]
    known = ~np.isnan(paid + due).any(axis=1)
    asked = (due > ROUNDING_EUROS).any(axis=1)
    return Measured(np.where(known & asked, (paid >= due - ROUNDING_EUROS).mean(axis=1), np.nan))
