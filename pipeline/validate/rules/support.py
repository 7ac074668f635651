"""Support: for accompanied households only, and after their inclusion."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.clock import as_days
from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.contract.findings import Rule
from pipeline.validate.records import Records, is_in
from pipeline.validate.rules.check import Check, warning

CONTROL_SUPPORTED = warning(
    "temoin_avec_intervention",
    "Intervention auprès d’un ménage témoin",
    "Vérifier l’identifiant et le groupe : un ménage témoin ne reçoit pas d’intervention du dispositif.",
)
NOT_SUPPORTED = warning(
    "accompagne_sans_intervention",
    "Ménage accompagné sans aucune intervention",
    "Transmettre les interventions du ménage, ou vérifier son groupe.",
)
BEFORE_INCLUSION = warning(
    "intervention_avant_inclusion",
    "Intervention datée avant l’inclusion",
    "Vérifier la date de l’intervention et la date d’inclusion.",
)


def control_supported(records: Records, rule: Rule) -> pd.DataFrame:
    """Interventions recorded for a control household."""
    control = is_in(records.of_household("accompagnement", "groupe"), (TEMOIN,))
    return records.findings(
        rule, "accompagnement", control, "L’intervention concerne un ménage témoin.", colonne="menage_id"
    )


def not_supported(records: Records, rule: Rule) -> pd.DataFrame:
    """An accompanied, consenting household that no intervention names."""
    households = records["menages"]
    refused = households["consentement"].eq(False).fillna(True).to_numpy(dtype=bool)
    return records.findings(
        rule,
        "menages",
        is_in(households["groupe"], (ACCOMPAGNE,)) & ~records.named_in("accompagnement") & ~refused,
        "Aucune intervention n’est transmise pour ce ménage accompagné.",
        colonne="groupe",
    )


def before_inclusion(records: Records, rule: Rule) -> pd.DataFrame:
    """An intervention dated before the household entered the study."""
    inclusion = records.dates_of_household("accompagnement", "date_inclusion")
    early = as_days(records["accompagnement"]["date"]) < inclusion
    return records.findings(
        rule, "accompagnement", early, "L’intervention est antérieure à l’inclusion du ménage.", colonne="date"
    )


CHECKS = (
    Check(CONTROL_SUPPORTED, ("menages", "accompagnement"), control_supported),
    Check(NOT_SUPPORTED, ("menages", "accompagnement"), not_supported),
    Check(BEFORE_INCLUSION, ("menages", "accompagnement"), before_inclusion),
)
