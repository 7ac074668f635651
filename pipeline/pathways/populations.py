"""Two questions: those who were to be kept in place, and those who were to settle in, each measured for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from pipeline.contract import populations as p
from pipeline.contract.codes import ACCOMPAGNE, SITUATION_BLOQUEE, TEMOIN
from pipeline.contract.indicators import FOLLOW_UP_WAVES
from pipeline.contract.populations import PopulationMeasure
from pipeline.contract.produced.pathways import POPULATIONS
from pipeline.indicators.observed.study import Study
from pipeline.pathways.first_arrears import FirstArrears, compare_first_arrears, curves_table, first_arrears
from pipeline.pathways.sample import Booleans
from pipeline.stats.effect import Effect, Floats, Reason
from pipeline.stats.newcombe import newcombe_difference
from pipeline.stats.welch import welch_difference

Row = dict[str, object]
_SLIDING = "bail_glissant"
_SLID = "glissement_bail"
_REASONS = {
    Reason.EMPTY_GROUP: "aucune_valeur",
    Reason.FEW_VALUES: "moins_de_deux_valeurs",
    Reason.NO_VARIATION: "aucune_variation",
    Reason.NO_EVENT: "aucun_impaye_lourd",
}


class _Values:
    """The indicators of an edition as one array a name and wave, in the order of the cohort."""

    def __init__(self, study: Study, indicators: pd.DataFrame) -> None:
        self.study = study
        self._parts = dict(tuple(indicators.groupby(["indicateur", "vague"], sort=False)))

    def of(self, indicator: str, wave: str) -> Floats:
        """The values of `indicator` at `wave`, shape (n,), `nan` where missing or without a row."""
        values = np.full(self.study.cohort.size, np.nan)
        part = self._parts.get((indicator, wave))
        if part is not None:
            where = self.study.cohort.positions(part["menage_id"])
            values[where[where >= 0]] = part["valeur"].to_numpy(dtype=float, na_value=np.nan)[where >= 0]
        return values


def population_tables(study: Study, indicators: pd.DataFrame, level: float) -> dict[str, pd.DataFrame]:
    """Return `populations` and `premier_impaye`.

    `indicators`: `indicateurs` of the edition. A household whose profile is not known counts among the new ones, as
    for `insertion`. Measures of a table that was not delivered have no row, nor has a population without a household.
    """
    values = _Values(study, indicators)
    blocked = np.asarray((study.cohort.frame["profil"] == SITUATION_BLOQUEE).fillna(False), dtype=bool)
    members = {p.SE_MAINTENIR.name: blocked, p.S_INSTALLER.name: ~blocked}
    arrears = first_arrears(study)
    rows = [
        row
        for name, households in members.items()
        if households.any()
        for measure in p.MEASURES[name]
        for row in _rows(name, measure, values, households, arrears, level)
    ]
    groups = {g: ~blocked & study.cohort.in_group(g) for g in (ACCOMPAGNE, TEMOIN)}
    return {
        "populations": POPULATIONS.frame(rows),
        "premier_impaye": curves_table(arrears, groups, study.edition.horizon, level),
    }


def _rows(
    population: str, measure: PopulationMeasure, values: _Values, members: Booleans, arrears: FirstArrears, level: float
) -> Iterator[Row]:
    study = values.study
    groups = members & study.cohort.in_group(ACCOMPAGNE), members & study.cohort.in_group(TEMOIN)
    if measure in (p.PREMIER_IMPAYE, p.PREMIER_IMPAYE_TEST):
        row = _first_arrears(measure, study, arrears, groups, level)
        yield {"population": population, "mesure": measure.name, "vague": study.edition.wave, **row}
        return
    for wave in (w for w in study.edition.waves if w in FOLLOW_UP_WAVES):
        if not _TABLES[measure.name].isdisjoint(study.absent):
            continue
        known = _MEASURED[measure.name](values, wave)
        row = _COMPARED[measure.kind](known[groups[0]], known[groups[1]], level)
        yield {"population": population, "mesure": measure.name, "vague": wave, **row}


def _insertion(values: _Values, wave: str) -> Floats:
    return values.of("insertion", wave)


def _kept(values: _Values, wave: str) -> Floats:
    return values.of("maintien", wave)


def _no_heavy_arrears(values: _Values, wave: str) -> Floats:
    return 1 - values.of("impaye_2mois", wave)


def _no_procedure(values: _Values, wave: str) -> Floats:
    reached = values.of("procedure_max", wave)
    return np.where(np.isnan(reached), np.nan, (reached == 0).astype(float))


def _balance(values: _Values, wave: str) -> Floats:
    return values.of("impaye_solde", wave)


def _smaller_debt(values: _Values, wave: str) -> Floats:
    before, now = values.of("impaye_solde", "T0"), values.of("impaye_solde", wave)
    concerned = (before > 0) & ~np.isnan(now)
    return np.where(concerned, (now < before).astype(float), np.nan)


def _lease_of_ones_own(values: _Values, wave: str) -> Floats:
    study = values.study
    end = study.anniversary[wave]
    slid = study.events.first([_SLID]) <= end
    unknown = (np.isnan(values.of("maintien", wave)) & ~slid) | (end > study.cohort.freeze)
    sliding = np.asarray((study.cohort.frame["statut_occupation"] == _SLIDING).fillna(False), dtype=bool)
    return np.where(sliding & ~unknown, slid.astype(float), np.nan)


_MEASURED: dict[str, Callable[[_Values, str], Floats]] = {
    p.MAINTIEN.name: _kept,
    p.SANS_IMPAYE_LOURD.name: _no_heavy_arrears,
    p.SANS_PROCEDURE.name: _no_procedure,
    p.INSERTION.name: _insertion,
    p.GLISSEMENT.name: _lease_of_ones_own,
    p.DETTE_REDUITE.name: _smaller_debt,
    p.SOLDE.name: _balance,
}
_EVENTS, _LEDGER = frozenset({"evenements"}), frozenset({"suivi_locatif"})
_TABLES = {
    p.MAINTIEN.name: _EVENTS,
    p.SANS_IMPAYE_LOURD.name: _LEDGER,
    p.SANS_PROCEDURE.name: _EVENTS,
    p.INSERTION.name: _EVENTS,
    p.GLISSEMENT.name: _EVENTS,
    p.DETTE_REDUITE.name: _LEDGER,
    p.SOLDE.name: _LEDGER,
}


def _share(treated: Floats, control: Floats, level: float) -> Row:
    known = [v[~np.isnan(v)] for v in (treated, control)]
    counts = [int(v.sum()) for v in known]
    effect = newcombe_difference(counts[0], len(known[0]), counts[1], len(known[1]), level)
    return _row(effect, known, counts)


def _mean(treated: Floats, control: Floats, level: float) -> Row:
    known = [v[~np.isnan(v)] for v in (treated, control)]
    return _row(welch_difference(known[0], known[1], level), known, [None, None])


_COMPARED: dict[str, Callable[[Floats, Floats, float], Row]] = {"part": _share, "euros": _mean}


def _first_arrears(
    measure: PopulationMeasure, study: Study, arrears: FirstArrears, groups: tuple[Booleans, Booleans], level: float
) -> Row:
    gap, test, means = compare_first_arrears(arrears, *groups, study.edition.horizon, level)
    effect = gap if measure is p.PREMIER_IMPAYE else Effect(test.estimate, p_value=test.p_value, reason=test.reason)
    known = [arrears.months[g & ~np.isnan(arrears.months)] for g in groups]
    events = [int((arrears.events & g).sum()) for g in groups]
    row = _row(effect, known, list(events))
    values = means if measure is p.PREMIER_IMPAYE else (np.nan, np.nan)
    p_value = effect.p_value if measure is p.PREMIER_IMPAYE_TEST else np.nan
    return row | {"valeur_accompagnes": values[0], "valeur_temoins": values[1], "p_valeur": p_value}


def _row(effect: Effect, known: list[Floats], counts: list[int] | list[None]) -> Row:
    return {
        "effectif_accompagnes": counts[0],
        "n_accompagnes": len(known[0]),
        "valeur_accompagnes": known[0].mean() if len(known[0]) else np.nan,
        "effectif_temoins": counts[1],
        "n_temoins": len(known[1]),
        "valeur_temoins": known[1].mean() if len(known[1]) else np.nan,
        "ecart": effect.estimate,
        "ic_bas": effect.low,
        "ic_haut": effect.high,
        "p_valeur": np.nan,
        "note": "" if effect.reason is None else _REASONS[effect.reason],
    }
