"""The synthetic study: one draw of households, lived in two worlds, of which one is observed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.contract.schema import Kind
from pipeline.contract.tables import TABLES
from pipeline.params import Demonstration
from pipeline.synthetic.cases import SMALLEST, Luck, plant_cases
from pipeline.synthetic.costs import cost_table
from pipeline.synthetic.earlier_months import earlier_months
from pipeline.synthetic.events import Counts, draw_events, event_table, happen
from pipeline.synthetic.fates import Fates, draw_fates, live
from pipeline.synthetic.interviews import Scores, answer, draw_interviews, interview_table
from pipeline.synthetic.ledger import SimulatedLedger, draw_ledger, keep_accounts, ledger_table
from pipeline.synthetic.panel import Bools, Panel, draw_panel
from pipeline.synthetic.support import support_table


@dataclass(frozen=True)
class World:
    """All that happens to the panel when `treated` are accompanied, exits not yet applied to what is seen."""

    treated: Bools
    fates: Fates
    ledger: SimulatedLedger
    answers: Scores
    counts: Counts


@dataclass(frozen=True)
class SimulatedStudy:
    """`tables`: the six clean tables, typed as the reader types them. `cases`: edge case → pseudonyms.

    `follow_up`: the first rows of `suivi_locatif`, how many are sent as the follow-up; the others, of the months before
    the inclusion, are sent apart.

    `observed` is the world that the tables show; `none`, `all`: nobody, or everybody accompanied (same luck).
    """

    panel: Panel
    luck: Luck
    tables: dict[str, pd.DataFrame]
    follow_up: int
    cases: dict[str, list[str]]
    observed: World
    none: World
    all: World


def make_study(demonstration: Demonstration, *, cases: bool = True, accompanied: bool = True) -> SimulatedStudy:
    """Return the study of these parameters: same parameters, same study.

    `cases=False` plants no edge case: for recovery tests, where every household must follow the model.
    `accompanied=False`: the groups are named but nobody is accompanied, so that nothing can tell them apart (the
    studies without effect of the calibration; no effect, no difference in who answers the interviews).
    """
    panel = draw_panel(demonstration.graine, demonstration.effectif_par_groupe)
    luck = Luck(
        fates=draw_fates(panel, demonstration),
        ledger=draw_ledger(panel, demonstration.graine),
        interviews=draw_interviews(panel, demonstration.graine),
        events=draw_events(panel, demonstration),
    )
    wanted = cases and demonstration.effectif_par_groupe >= SMALLEST
    planted = plant_cases(panel, luck, demonstration.graine) if wanted else {}
    nobody, everybody = np.zeros(panel.size, dtype=bool), np.ones(panel.size, dtype=bool)
    observed = _world(panel, luck, panel.treated if accompanied else nobody, demonstration)
    ledger = ledger_table(panel, observed.ledger, luck.ledger, observed.fates)
    if demonstration.mois_avant_inclusion:
        earlier = earlier_months(panel, observed.ledger, demonstration)
        whole = pd.concat([ledger, earlier], ignore_index=True)
    else:
        whole = ledger
    return SimulatedStudy(
        panel=panel,
        luck=luck,
        tables=_tables(panel, luck, observed, whole, demonstration.graine),
        follow_up=len(ledger),
        cases=planted,
        observed=observed,
        none=_world(panel, luck, nobody, demonstration),
        all=_world(panel, luck, everybody, demonstration),
    )


def _world(panel: Panel, luck: Luck, treated: Bools, demonstration: Demonstration) -> World:
    return World(
        treated=treated,
        fates=live(panel, luck.fates, treated, demonstration),
        ledger=keep_accounts(panel, luck.ledger, treated, demonstration),
        answers=answer(panel, luck.interviews, treated, demonstration),
        counts=happen(luck.events, treated, demonstration),
    )


def _tables(panel: Panel, luck: Luck, world: World, ledger: pd.DataFrame, seed: int) -> dict[str, pd.DataFrame]:
    raw = {
        "menages": panel.menages,
        "suivi_locatif": ledger,
        "evenements": event_table(panel, luck.events, world.counts, world.fates, world.ledger, seed),
        "entretiens": interview_table(panel, luck.interviews, world.answers, world.fates, world.treated),
        "accompagnement": support_table(panel, world.fates, seed),
        "couts": cost_table(seed),
    }
    return {name: _typed(raw[name], name) for name in TABLES}


def _typed(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The contract's columns in their order, with the dtypes of the reader."""
    columns = TABLES[name].columns
    return frame[[c.name for c in columns]].astype({c.name: _DTYPES.get(c.kind, "str") for c in columns})


_DTYPES: dict[Kind, Any] = {
    Kind.BOOLEAN: "boolean",
    Kind.INTEGER: "Int64",
    Kind.AMOUNT: "float64",
    Kind.DECIMAL: "float64",
    Kind.DATE: "datetime64[ms]",
}
