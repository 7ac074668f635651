"""The synthetic study: one draw of households, lived in two worlds, of which one is observed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from pipeline.contract import codes
from pipeline.contract.schema import Kind
from pipeline.contract.tables import TABLES
from pipeline.params import Demonstration, Menaces
from pipeline.synthetic.cases import SMALLEST, Luck, plant_cases
from pipeline.synthetic.costs import cost_table
from pipeline.synthetic.earlier_months import earlier_months
from pipeline.synthetic.events import Counts, draw_events, event_table, happen
from pipeline.synthetic.fates import Fates, draw_fates, live
from pipeline.synthetic.interviews import Scores, answer, draw_interviews, interview_table
from pipeline.synthetic.ledger import SimulatedLedger, draw_ledger, keep_accounts, ledger_table
from pipeline.synthetic.panel import Bools, Floats, Panel, draw_panel
from pipeline.synthetic.support import support_table
from pipeline.synthetic.threats import AS_DELIVERED, Threats, all_seen, chosen, draw_threats, pressed


@dataclass(frozen=True)
class World:
    """All that happens to the panel when each household is accompanied `since` that month from its inclusion (infinite:
    never), exits not yet applied to what is seen."""

    since: Floats
    fates: Fates
    ledger: SimulatedLedger
    answers: Scores
    counts: Counts

    @property
    def treated(self) -> Bools:
        """Who is accompanied."""
        return np.isfinite(self.since)


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


def make_study(
    demonstration: Demonstration,
    *,
    cases: bool = True,
    accompanied: bool = True,
    threats: Menaces = AS_DELIVERED,
    studies: int = 1,
) -> SimulatedStudy:
    """Return the study of these parameters: same parameters, same study.

    `cases=False` plants no edge case: for recovery tests, where every household must follow the model.
    `accompanied=False`: the groups are named but nobody is accompanied, so that nothing can tell them apart (the
    studies without effect of the calibration; no effect, no difference in who answers the interviews). `threats`: what
    the calibration adds to it; `studies`: the small ones that it will be dealt into.
    """
    panel, luck = _drawn(demonstration, threats)
    wanted = cases and demonstration.effectif_par_groupe >= SMALLEST
    planted = plant_cases(panel, luck, demonstration.graine) if wanted else {}
    drawn = draw_threats(panel, threats, demonstration.graine, studies)
    nobody, everybody = np.zeros(panel.size, dtype=bool), np.ones(panel.size, dtype=bool)
    observed = _world(panel, luck, panel.treated if accompanied else nobody, drawn, demonstration)
    ledger = _ledger(panel, luck, observed, seen_whole=not threats.sorties)
    whole = ledger
    if demonstration.mois_avant_inclusion:
        earlier = earlier_months(panel, observed.ledger, demonstration)
        whole = pd.concat([ledger, earlier], ignore_index=True)
    return SimulatedStudy(
        panel=panel,
        luck=luck,
        tables=_tables(panel, luck, observed, whole, demonstration.graine, seen_whole=not threats.sorties),
        follow_up=len(ledger),
        cases=planted,
        observed=observed,
        none=_world(panel, luck, nobody, drawn, demonstration),
        all=_world(panel, luck, everybody, drawn, demonstration),
    )


def lived_twice(demonstration: Demonstration, threats: Menaces, studies: int = 1) -> dict[str, pd.DataFrame]:
    """Return the tables of a study in which each household is lived twice with the same luck, and seen to the end.

    Once among the controls of a world where nobody is accompanied, once (its pseudonym marked) among the accompanied of
    one where everybody is. What any method gives on it is the effect, free of choice, of exits and of refusals.
    """
    panel, luck = _drawn(demonstration, threats)
    luck = all_seen(luck)
    drawn = draw_threats(panel, threats, demonstration.graine, studies)
    parts = []
    for group, mark, treated in ((codes.TEMOIN, "", False), (codes.ACCOMPAGNE, _TWIN, True)):
        menages = panel.menages.assign(groupe=group, menage_id=panel.menages["menage_id"] + mark)
        everybody = replace(panel, menages=menages, treated=np.full(panel.size, treated))
        world = _world(panel, luck, everybody.treated, drawn, demonstration)
        ledger = _ledger(everybody, luck, world, seen_whole=True)
        parts.append(_tables(everybody, luck, world, ledger, demonstration.graine, seen_whole=True))
    return {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in TABLES}


_TWIN = "'"  # after the pseudonym of a household's life with support


def _drawn(demonstration: Demonstration, threats: Menaces) -> tuple[Panel, Luck]:
    panel = draw_panel(demonstration.graine, demonstration.effectif_par_groupe)
    if threats.selection:
        panel = chosen(panel, threats.selection, demonstration.graine)
    return panel, Luck(
        fates=draw_fates(panel, demonstration),
        ledger=draw_ledger(panel, demonstration.graine),
        interviews=draw_interviews(panel, demonstration.graine),
        events=draw_events(panel, demonstration),
    )


def _world(panel: Panel, luck: Luck, treated: Bools, threats: Threats, demonstration: Demonstration) -> World:
    since = threats.since(treated)
    shift = np.where(treated, threats.team[1], threats.team[0])
    if shift.any():
        panel, luck = pressed(panel, luck, shift)
    return World(
        since=since,
        fates=live(panel, luck.fates, since, demonstration),
        ledger=keep_accounts(panel, luck.ledger, since, demonstration),
        answers=answer(panel, luck.interviews, since, demonstration),
        counts=happen(luck.events, since, demonstration),
    )


def _ledger(panel: Panel, luck: Luck, world: World, *, seen_whole: bool) -> pd.DataFrame:
    """The follow-up as the landlords send it; `seen_whole`: that of those who left goes on."""
    return ledger_table(panel, world.ledger, luck.ledger, world.fates.seen_whole if seen_whole else world.fates)


def _tables(
    panel: Panel, luck: Luck, world: World, ledger: pd.DataFrame, seed: int, *, seen_whole: bool
) -> dict[str, pd.DataFrame]:
    """The tables as they are sent; `seen_whole`: interviews of those who left go on."""
    seen = world.fates.seen_whole if seen_whole else world.fates
    contact = np.where(world.treated, world.since, 0.0)
    raw = {
        "menages": panel.menages,
        "suivi_locatif": ledger,
        "evenements": event_table(panel, luck.events, world.counts, world.fates, world.ledger, seed),
        "entretiens": interview_table(panel, luck.interviews, world.answers, seen, world.treated),
        "accompagnement": support_table(panel, world.fates, contact, seed),
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
