"""The truth of a synthetic study: its effects in the whole population, and what a naive reading would find."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from pipeline.contract.clock import add_months
from pipeline.contract.indicators import WAVE_MONTHS
from pipeline.contract.instruments import INSTRUMENTS
from pipeline.params import Demonstration
from pipeline.synthetic.fates import date_of
from pipeline.synthetic.interviews import WAVES
from pipeline.synthetic.panel import Bools, Floats
from pipeline.synthetic.study import SimulatedStudy, World, make_study

POPULATION = 20_000  # households of the large study in which the truth is computed
_LEDGER_WAVES = ("M12", "M18", "M24")


def true_effects(demonstration: Demonstration, population: int = POPULATION) -> list[dict[str, Any]]:
    """Return the mean potential outcomes of a large population, one row an indicator, wave and reading.

    Each household is lived twice with the same luck, accompanied or not. Keys: `indicateur`, `vague`, `lecture`,
    `accompagnes`, `temoins` (means, shares, or yearly rates), `effet` (difference; ratio for rates),
    `erreur_simulation` (standard error of the difference). `lecture`: `vraie` = over all households, whoever leaves;
    `restants` = naive, over the households still in their dwelling in each world. The two differ where exits select.
    """
    size = {"effectif_par_groupe": max(population // 2, 1), "mois_avant_inclusion": 0}
    large = demonstration.model_copy(update=size)
    study = make_study(large, cases=False)
    rows = [*_staying(study), *_balances(study), *_scores(study), *_rates(study)]
    return [{k: round(v, 6) if isinstance(v, float) else v for k, v in row.items()} for row in rows]


def _row(indicator: str, wave: str, reading: str, with_: Floats, without: Floats) -> dict[str, Any]:
    paired = len(with_) == len(without)
    error = (
        np.std(with_ - without) / np.sqrt(len(with_))
        if paired
        else np.hypot(np.std(with_) / np.sqrt(len(with_)), np.std(without) / np.sqrt(len(without)))
    )
    return {
        "indicateur": indicator,
        "vague": wave,
        "lecture": reading,
        "accompagnes": float(np.mean(with_)),
        "temoins": float(np.mean(without)),
        "effet": float(np.mean(with_) - np.mean(without)),
        "erreur_simulation": float(error),
    }


def _housed(study: SimulatedStudy, world: World, month: int) -> Bools:
    gone = date_of(study.panel, world.fates.exit)
    limit = add_months(study.panel.inclusion, month)
    housed: Bools = np.isnat(gone) | (gone > limit)
    return housed


def _staying(study: SimulatedStudy) -> list[dict[str, Any]]:
    def kept(world: World, month: int) -> Floats:
        return _housed(study, world, month).astype(float)

    return [
        _row("maintien", wave, "vraie", kept(study.all, WAVE_MONTHS[wave]), kept(study.none, WAVE_MONTHS[wave]))
        for wave in _LEDGER_WAVES
    ]


def _balances(study: SimulatedStudy) -> list[dict[str, Any]]:
    def debt(world: World, month: int) -> Floats:
        return world.ledger.at(month)[0]

    def heavy(world: World, month: int) -> Floats:
        balance, called = world.ledger.at(month)
        return (balance >= 2 * called).astype(float)

    readings: dict[str, Callable[[World, int], Floats]] = {"impaye_solde": debt, "impaye_2mois": heavy}
    rows = []
    for name, value in readings.items():
        for wave in _LEDGER_WAVES:
            month = WAVE_MONTHS[wave]
            with_, without = value(study.all, month), value(study.none, month)
            rows.append(_row(name, wave, "vraie", with_, without))
            still = with_[_housed(study, study.all, month)], without[_housed(study, study.none, month)]
            rows.append(_row(name, wave, "restants", *still))
    return rows


def _scores(study: SimulatedStudy) -> list[dict[str, Any]]:
    rows = []
    for instrument in INSTRUMENTS:
        totals = [
            instrument.factor * np.sum([world.answers[item] for item in instrument.items], axis=0, dtype=float)
            for world in (study.all, study.none)
        ]
        for position, wave in enumerate(WAVES):
            if wave != "T0":
                rows.append(_row(instrument.name, wave, "vraie", totals[0][:, position], totals[1][:, position]))
    return rows


def _rates(study: SimulatedStudy) -> list[dict[str, Any]]:
    draws, years, n = study.luck.events, 2.0, study.panel.size
    processes = {
        "troubles": (draws.trouble_at, study.all.counts.trouble_kept, study.none.counts.trouble_kept),
        "droits_ouverts": (draws.right_at, study.all.counts.right_kept, study.none.counts.right_kept),
    }
    rows = []
    for name, (at, kept_with, kept_without) in processes.items():
        within = at <= 12 * years
        counts = [int((within & kept).sum()) for kept in (kept_with, kept_without)]
        rates = [count / (n * years) for count in counts]
        ratio = rates[0] / rates[1] if rates[1] else float("nan")
        error = ratio * float(np.sqrt(sum(1 / c for c in counts))) if all(counts) else float("nan")
        rows.append(
            {
                "indicateur": name,
                "vague": "M24",
                "lecture": "vraie",
                "accompagnes": rates[0],
                "temoins": rates[1],
                "effet": ratio,
                "erreur_simulation": error,
            }
        )
    return rows
