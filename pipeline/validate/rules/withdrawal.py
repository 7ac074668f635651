"""After a withdrawal from the study nothing of the household is read; what was sent all the same is said."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.contract.clock import as_days, month_index
from pipeline.contract.findings import Rule
from pipeline.validate.findings import gather
from pipeline.validate.records import Records
from pipeline.validate.rules.check import Check, warning
from pipeline.validate.rules.exits import first_event

AFTER_WITHDRAWAL = warning(
    "apres_retrait",
    "Donnée postérieure au retrait de l’étude",
    "Ne plus transmettre les données de ce ménage après son retrait ; celles-ci ne sont pas lues.",
)

_DATED = ("evenements", "entretiens", "accompagnement")
_MOTIF = "La ligne est postérieure au retrait du ménage : elle n’est pas lue."


def after_withdrawal(records: Records, rule: Rule) -> pd.DataFrame:
    """Events, interviews and interventions dated later, ledger rows of later months (the month itself is read)."""
    withdrawn = first_event(records, ("retrait_etude",), after_inclusion=True)
    found = []
    for table in _DATED:
        if table in records:
            late = as_days(records[table]["date"]) > withdrawn.of(records.household(table))
            found.append(records.findings(rule, table, late, _MOTIF, colonne="date"))
    if "suivi_locatif" in records:
        date = withdrawn.of(records.household("suivi_locatif"))
        late = ~np.isnat(date) & (records.month("suivi_locatif") > month_index(date))
        found.append(records.findings(rule, "suivi_locatif", late, _MOTIF, colonne="mois"))
    return gather(found)


CHECKS = (Check(AFTER_WITHDRAWAL, ("menages", "evenements"), after_withdrawal),)
