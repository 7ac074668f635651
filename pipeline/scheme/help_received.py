"""What both groups received besides: rights, plans, protections. The control households are not untreated."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipeline.contract.clock import DAYS_PER_YEAR
from pipeline.contract.codes import AUTRES_EVENEMENTS, GROUPES, OUVERTURE_DROIT
from pipeline.contract.produced.scheme import AIDES
from pipeline.indicators.observed.study import Study
from pipeline.stats.newcombe import wilson_interval

KINDS = (OUVERTURE_DROIT, "plan_apurement_signe", "protocole_bailleur", "mesure_protection", "entree_soins")
_LABELS = {code.value: code.label for code in AUTRES_EVENEMENTS}
_LEDGER = {
    "aides_financieres": "Aide financière (FSL ou autre) au moins un mois",
    "plan_apurement": "Plan d’apurement en cours au moins un mois",
}


def help_received(tables: Mapping[str, pd.DataFrame], study: Study, level: float) -> pd.DataFrame:
    """Return `aides`: by group and kind of help, households that had it at least once after inclusion, and events.

    Events count as the indicators' do: after inclusion, while the household is observed. The ledger gives money from
    other sources than APL and the months under a plan, of months 1 … horizon. Shares have Wilson's interval.
    """
    until = study.observed_until(study.edition.wave)
    years = (until - study.cohort.inclusion).astype(np.int64) / DAYS_PER_YEAR
    found: dict[str, tuple[str, np.ndarray, np.ndarray | None]] = {}
    if "evenements" in tables:
        for kind in KINDS:
            number = study.events.count([kind], until)
            found[kind] = (_LABELS[kind], number > 0, number)
    found |= {name: (_LEDGER[name], had, None) for name, had in _from_ledger(tables, study).items()}
    rows = []
    for name, (label, had, counts) in found.items():
        for group in GROUPES:
            members = study.cohort.in_group(group.value)
            n, with_help = int(members.sum()), int(had[members].sum())
            low, high = wilson_interval(with_help, n, level) if n else (np.nan, np.nan)
            events = None if counts is None else int(counts[members].sum())
            time = float(years[members].sum())
            rows.append(
                {
                    "groupe": group.value,
                    "aide": name,
                    "libelle": label,
                    "n": n,
                    "menages": with_help,
                    "part": with_help / n if n else np.nan,
                    "ic_bas": low,
                    "ic_haut": high,
                    "evenements": events,
                    "taux_annuel": np.nan if events is None or time <= 0 else events / time,
                }
            )
    return AIDES.frame(rows)


def _from_ledger(tables: Mapping[str, pd.DataFrame], study: Study) -> dict[str, np.ndarray]:
    """Households with at least one month of each, where the ledger tells it at all."""
    found: dict[str, np.ndarray] = {}
    money = study.ledger.autres_aides[:, 1:]
    if money.size and np.nansum(np.abs(money)) > 0:
        found["aides_financieres"] = np.asarray((np.nan_to_num(money) > 0).any(axis=1))
    ledger = tables["suivi_locatif"]
    if "plan_apurement" in ledger and ledger["plan_apurement"].notna().any():
        running = ledger[ledger["plan_apurement"].fillna(False).astype(bool)]
        who = study.cohort.positions(running["menage_id"])
        month = np.asarray(running["mois"].to_numpy(dtype=object), dtype="datetime64[M]").astype(np.int64)
        known = who >= 0
        who, month = who[known], month[known]
        since = month - study.cohort.inclusion.astype("datetime64[M]").astype(np.int64)[who]
        last = np.minimum(study.cohort.freeze.astype("datetime64[M]"), study.exits.retrait.astype("datetime64[M]"))
        read = (since >= 1) & (since <= study.edition.horizon) & (month <= last.astype(np.int64)[who])
        had = np.zeros(study.cohort.size, dtype=bool)
        had[who[read]] = True
        found["plan_apurement"] = had
    return found
