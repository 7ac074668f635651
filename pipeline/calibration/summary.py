"""From the sums of all lots to the table of the calibration, every number with its Monte-Carlo error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from pipeline.calibration.lots import Lot, Scenario
from pipeline.calibration.methods import Key, plan_methods
from pipeline.calibration.studies import design_of
from pipeline.calibration.tally import SUMS
from pipeline.calibration.targets import Targets
from pipeline.contract.calibration import CALIBRATION, COVERAGE_NORM, FAMILY
from pipeline.contract.indicators import DUREE_MAINTIEN, FOLLOW_UP_WAVES, INDICATORS
from pipeline.contract.produced.estimates import FAMILLES
from pipeline.estimate.families import family_of
from pipeline.estimate.sample import Floats
from pipeline.params import Params

_KEY = ["indicateur", "vague", "methode", "mesure"]


def calibration_table(
    lots: Iterable[tuple[Lot, pd.DataFrame]], aims: Mapping[Scenario, Targets], params: Params
) -> pd.DataFrame:
    """Return the table `CALIBRATION`: by setting, indicator, wave and method.

    `annonces`: share of the studies in which the method announces a difference at the plan's level (without effect, its
    type-I error; with one, its power); in the row of the looks together, in which one interval at least excludes
    equality. `couverture`: share of the intervals that hold the value aimed at; `couverture_vraie`, the true effect.
    `biais`: mean distance to the value aimed at, `ecart_type` their spread, `largeur` the mean width of the intervals
    with two bounds; for ratios the three are on the scale of the logarithm. `…_mc`: Monte-Carlo standard errors, that
    of the bias with the error of the value aimed at. `hors_norme`: the coverage of the true effect (or of the value
    aimed at, where there is none) is outside 93–97 % by more than its Monte-Carlo error; only an interval at 95 % is
    held to it. It warns; it chooses nothing.
    """
    by_scenario: dict[Scenario, list[pd.DataFrame]] = {s: [] for s in aims}
    for lot, frame in lots:
        by_scenario[lot.scenario].append(frame)
    parts = [
        _of_scenario(scenario, pd.concat(frames, ignore_index=True), aims[scenario], params)
        for scenario, frames in by_scenario.items()
        if frames
    ]
    return pd.concat(parts, ignore_index=True)[list(CALIBRATION)]


def _of_scenario(scenario: Scenario, sums: pd.DataFrame, aims: Targets, params: Params) -> pd.DataFrame:
    table = sums.groupby(_KEY, sort=False)[list(SUMS)].sum().reset_index()
    table = table.iloc[sorted(range(len(table)), key=[_place(*row) for row in table[_KEY[:3]].to_numpy()].__getitem__)]
    targets = [aims.of(Key(*row)) for row in table[_KEY].itertuples(index=False, name=None)]
    n, estimated, bounded = (table[c].to_numpy(float) for c in ("etudes", "estimees", "bornes"))
    bias, spread = _mean_and_spread(table, "ecarts", "estimees")
    width, width_spread = _mean_and_spread(table, "largeurs", "bornes")
    announced, covered = _share(table, "annonces", "etudes"), _share(table, "couverts", "intervalles")
    true = _share(table, "couverts_vrais", "intervalles_vrais")
    judged = np.where(np.isnan(true), covered, true)
    low, high = COVERAGE_NORM
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(judged * (1 - judged) / table["intervalles"].to_numpy(float))
        return pd.DataFrame(
            {
                "effet": scenario.name,
                "force": scenario.strength,
                "menaces": scenario.words,
                "indicateur": table["indicateur"].to_numpy(),
                "vague": table["vague"].to_numpy(),
                "famille": [_family(name, params) for name in table["indicateur"]],
                "methode": table["methode"].to_numpy(),
                "mesure": table["mesure"].to_numpy(),
                "etudes": n.astype(int),
                "estimees": estimated.astype(int),
                "cible": [aimed for aimed, _ in targets],
                "effet_vrai": [effect for _, effect in targets],
                "biais": bias,
                "biais_mc": spread * np.sqrt(1 / estimated + _target_error(scenario, params)),
                "ecart_type": spread,
                "annonces": announced,
                "annonces_mc": np.sqrt(announced * (1 - announced) / n),
                "couverture": covered,
                "couverture_mc": np.sqrt(covered * (1 - covered) / table["intervalles"].to_numpy(float)),
                "couverture_vraie": true,
                "couverture_vraie_mc": np.sqrt(true * (1 - true) / table["intervalles_vrais"].to_numpy(float)),
                "largeur": width,
                "largeur_mc": width_spread / np.sqrt(bounded),
                "hors_norme": (judged + error < low) | (judged - error > high),
            }
        )


def _target_error(scenario: Scenario, params: Params) -> float:
    """The variance of the value aimed at, in variances of one study: its population is that many studies put together.

    Without effect the value is known.
    """
    if scenario.strength == 0 and not scenario.threatened:
        return 0.0
    return 2 * design_of(params.controles).per_group / params.calibration.population


def _share(table: pd.DataFrame, part: str, whole: str) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        share: Floats = table[part].to_numpy(float) / table[whole].to_numpy(float)
    return share


def _mean_and_spread(table: pd.DataFrame, name: str, count: str) -> tuple[Floats, Floats]:
    squares = "ecarts_carres" if name == "ecarts" else "largeurs_carrees"
    total, of_squares, n = (table[c].to_numpy(float) for c in (name, squares, count))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = total / n
        return mean, np.sqrt(np.maximum(of_squares - n * mean**2, 0) / (n - 1))


def _family(name: str, params: Params) -> str:
    if name == FAMILY:
        return FAMILLES[1]
    indicator = DUREE_MAINTIEN if name == DUREE_MAINTIEN.name else INDICATORS[name]
    return family_of(indicator, params.plan)


def _place(indicator: str, wave: str, method: str) -> tuple[int, int, int]:
    names = [*INDICATORS, DUREE_MAINTIEN.name, FAMILY]
    methods = [m.name for heavy in (False, True) for m in plan_methods(heavy=heavy)]
    waves = [*FOLLOW_UP_WAVES]
    last = waves.index(wave) if wave in waves else len(waves)
    return names.index(indicator), last, methods.index(method)
