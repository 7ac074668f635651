"""All that an edition reads, gathered: what every indicator is computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.contract.clock import Dates, add_months
from pipeline.contract.indicators import WAVE_MONTHS
from pipeline.contract.tables import TABLES
from pipeline.indicators.observed.cohort import Cohort, select_cohort
from pipeline.indicators.observed.events import Events, Exits, find_exits, read_events
from pipeline.indicators.observed.interventions import Interventions, read_interventions
from pipeline.indicators.observed.interviews import Interviews, read_interviews
from pipeline.indicators.observed.ledger import Ledger, read_ledger
from pipeline.params import Edition, Seuils


@dataclass(frozen=True)
class Study:
    """The cohort of an edition and what is read of it.

    `absent`: the tables not delivered (read here as empty). `anniversary`: wave → inclusion + h months, the day clipped
    to the month's end, shape (n,).
    """

    edition: Edition
    seuils: Seuils
    absent: frozenset[str]
    cohort: Cohort
    anniversary: dict[str, Dates]
    events: Events
    exits: Exits
    ledger: Ledger
    interviews: Interviews
    interventions: Interventions

    def observed_until(self, wave: str) -> Dates:
        """The earliest of negative exit, death, withdrawal, freeze and inclusion + h months; shape (n,)."""
        exits = self.exits
        ends = (exits.negative, exits.deces, exits.retrait, self.anniversary[wave])
        until: Dates = np.minimum(np.minimum.reduce(ends), self.cohort.freeze)
        return until


def observe(tables: Mapping[str, pd.DataFrame], edition: Edition, seuils: Seuils) -> Study:
    """Read the tables of a delivery by the clock of one edition."""
    absent = frozenset(TABLES) - frozenset(tables)
    given = {name: tables[name] if name in tables else _empty(name) for name in TABLES}
    cohort = select_cohort(given["menages"], edition.gel)
    events = read_events(given["evenements"], cohort)
    exits = find_exits(events)
    return Study(
        edition,
        seuils,
        absent,
        cohort,
        {wave: add_months(cohort.inclusion, WAVE_MONTHS[wave]) for wave in edition.waves},
        events,
        exits,
        ledger=read_ledger(given["suivi_locatif"], cohort, exits.retrait, edition.horizon),
        interviews=read_interviews(given["entretiens"], cohort, exits.retrait),
        interventions=read_interventions(given["accompagnement"], cohort, exits.retrait),
    )


def _empty(table: str) -> pd.DataFrame:
    return pd.DataFrame({column.name: pd.Series(dtype=object) for column in TABLES[table]})
