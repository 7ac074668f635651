"""Events in order: nothing before the way in that should follow it, nothing after the way out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.contract.clock import as_days
from pipeline.contract.codes import CENSURES, GRAVITE_PROCEDURE, MUTATION, SORTIES_NEGATIVES
from pipeline.contract.findings import Gravity, Rule
from pipeline.validate.records import Records, is_in
from pipeline.validate.rules.check import Check, warning
from pipeline.validate.rules.exits import first_event

AFTER_EXIT = warning(
    "evenement_apres_sortie",
    "Événement daté après la sortie du ménage",
    "Vérifier les deux dates ; laisser en l’état si l’événement concerne bien le ménage sorti.",
)
EXIT_BEFORE_INCLUSION = warning(
    "sortie_avant_inclusion",
    "Sortie datée du jour de l’inclusion ou d’avant",
    "Vérifier la date de sortie et la date d’inclusion ; en l’état, cette sortie est ignorée.",
)
EVICTION_ALONE = warning(
    "expulsion_sans_procedure",
    "Expulsion sans procédure auparavant",
    "Ajouter les actes de la procédure (commandement, assignation, jugement…) ou vérifier la date de l’expulsion.",
)
LEASE_SLIDES_TWICE = warning(
    "glissement_bail_direct",
    "Glissement de bail pour un ménage en bail direct",
    "Corriger le statut d’occupation à l’inclusion (bail glissant), ou le type de l’événement.",
)

_EXITS = (*SORTIES_NEGATIVES, "deces")
_ALL_EXITS = (*SORTIES_NEGATIVES, MUTATION, *CENSURES)
_PROCEDURE = tuple(code for code in GRAVITE_PROCEDURE if code != "expulsion")


def after_exit(records: Records, rule: Rule) -> pd.DataFrame:
    """Any event later than the first negative exit or death (a household moved within the stock is still there)."""
    exits = first_event(records, _EXITS, after_inclusion=True).of(records.household("evenements"))
    late = as_days(records["evenements"]["date"]) > exits
    return records.findings(
        rule,
        "evenements",
        late,
        "L’événement est postérieur à la sortie du ménage (expulsion, abandon, départ ou décès).",
        colonne="date",
    )


def exit_before_inclusion(records: Records, rule: Rule) -> pd.DataFrame:
    """An exit on or before the day of inclusion is not read by the indicators.

    Where the reading blocks on the dates of a whole file (those of 1904), that is the cause, and it is said.
    """
    events, blocking = records["evenements"], (Gravity.BLOCKING,)
    inclusion = records.dates_of_household("evenements", "date_inclusion")
    early = is_in(events["type"], _ALL_EXITS) & (as_days(events["date"]) <= inclusion)
    households = np.append(records.already_said("menages", "date_inclusion", blocking), False)
    early &= ~records.already_said("evenements", "date", blocking) & ~households[records.household("evenements")]
    return records.findings(
        rule,
        "evenements",
        early,
        "La sortie est datée du jour de l’inclusion ou d’avant : elle est ignorée.",
        colonne="date",
    )


def eviction_alone(records: Records, rule: Rule) -> pd.DataFrame:
    """An eviction with no step of the procedure dated on or before it."""
    events = records["evenements"]
    dates = as_days(events["date"])
    procedure = first_event(records, _PROCEDURE, after_inclusion=False).of(records.household("evenements"))
    prepared = procedure <= dates
    alone = is_in(events["type"], ("expulsion",)) & ~np.isnat(dates) & ~prepared
    return records.findings(
        rule,
        "evenements",
        alone & (records.household("evenements") >= 0),
        "Aucun acte de procédure n’est daté avant cette expulsion.",
        colonne="type",
    )


def lease_slides_twice(records: Records, rule: Rule) -> pd.DataFrame:
    """`glissement_bail` is for a household under a sliding lease."""
    direct = records.of_household("evenements", "statut_occupation") == "bail_direct"
    slides = is_in(records["evenements"]["type"], ("glissement_bail",))
    return records.findings(
        rule,
        "evenements",
        slides & direct.fillna(False).to_numpy(dtype=bool),
        "Le bail de ce ménage est déjà direct à l’inclusion.",
        colonne="type",
    )


CHECKS = (
    Check(AFTER_EXIT, ("menages", "evenements"), after_exit),
    Check(EXIT_BEFORE_INCLUSION, ("menages", "evenements"), exit_before_inclusion),
    Check(EVICTION_ALONE, ("menages", "evenements"), eviction_alone),
    Check(LEASE_SLIDES_TWICE, ("menages", "evenements"), lease_slides_twice),
)
