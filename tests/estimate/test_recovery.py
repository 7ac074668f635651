"""On synthetic studies of growing size the estimates come to the true effects, and no nearer than chance allows."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from pipeline.estimate.catalogue import ESTIMATORS
from pipeline.estimate.estimations import estimations_table
from pipeline.estimate.sample import read_samples, read_study
from pipeline.indicators.edition import compute_edition
from pipeline.params import Params
from pipeline.synthetic.study import make_study
from pipeline.synthetic.truth import true_effects

pytestmark = pytest.mark.slow  # studies of twenty thousand households

PARAMS = Params()
SIZES = (100, 1_000, 10_000)  # households a group
WANTED = ("difference_brute", "ancova", "doubles_differences")
Z = 4.5  # one false alarm in 150,000
# What exits and refusals do not select: the scores move for all alike, staying and rates are observed in all.
FREE_OF_SELECTION = (
    ("maintien", "difference_brute"),
    ("maintien", "ancova"),
    ("lsns6", "ancova"),
    ("lsns6", "doubles_differences"),
    ("ucla3", "doubles_differences"),
    ("who5", "ancova"),
    ("who5", "doubles_differences"),
    ("troubles", "difference_brute"),
    ("droits_ouverts", "difference_brute"),
)
# The worst debtors of the controls leave: the naive difference aims at those who are left, not at all.
SELECTED = (("impaye_solde", "difference_brute"), ("impaye_2mois", "difference_brute"))


@pytest.fixture(scope="module")
def truth() -> pd.DataFrame:
    rows = pd.DataFrame(true_effects(PARAMS.demonstration, 40_000))
    return rows[rows["vague"] == "M24"].set_index(["indicateur", "lecture"])


@pytest.fixture(scope="module")
def recovered() -> dict[int, pd.DataFrame]:
    methods = [m for m in ESTIMATORS if m.name in WANTED]
    tables = {}
    for size in SIZES:
        drawn = make_study(
            PARAMS.demonstration.model_copy(update={"effectif_par_groupe": size, "graine": 7 + size}), cases=False
        )
        edition = PARAMS.editions["finale"]
        measured = compute_edition(drawn.tables, edition, PARAMS.seuils, PARAMS.controles)
        study = read_study("finale", edition, measured["inclusions"], PARAMS.plan)
        samples = read_samples(study, measured["indicateurs"], measured["durees"])
        names = {name for name, _ in (*FREE_OF_SELECTION, *SELECTED)}
        chosen = [s for s in samples if s.wave == "M24" and s.indicator.name in names]
        tables[size] = estimations_table(chosen, methods).set_index(["indicateur", "methode"])
    return tables


def distance(row: pd.Series, true: pd.Series) -> tuple[float, float]:
    """Return how far the estimate is from the truth, and the standard error of that distance."""
    ratio = row["mesure"] == "rapport_taux"
    scale = math.log if ratio else float
    width = scale(row["ic_haut"]) - scale(row["ic_bas"])
    of_truth = true["erreur_simulation"] / (true["effet"] if ratio else 1.0)
    return abs(scale(row["estimation"]) - scale(true["effet"])), math.hypot(width / 3.92, of_truth)


@pytest.mark.parametrize(("indicator", "method"), FREE_OF_SELECTION)
def test_the_true_effect_is_met_within_chance_at_every_size(
    recovered: dict[int, pd.DataFrame], truth: pd.DataFrame, indicator: str, method: str
) -> None:
    for size, rows in recovered.items():
        gap, error = distance(rows.loc[(indicator, method)], truth.loc[(indicator, "vraie")])
        assert gap < Z * error, size


@pytest.mark.parametrize(("indicator", "method"), FREE_OF_SELECTION)
def test_a_hundred_times_the_households_is_ten_times_the_precision(
    recovered: dict[int, pd.DataFrame], indicator: str, method: str
) -> None:
    widths = [rows.loc[(indicator, method)] for rows in (recovered[SIZES[0]], recovered[SIZES[-1]])]
    scale = math.log if widths[0]["mesure"] == "rapport_taux" else float
    small, large = (scale(r["ic_haut"]) - scale(r["ic_bas"]) for r in widths)
    assert small / large == pytest.approx(10, rel=0.35)


@pytest.mark.parametrize(("indicator", "method"), SELECTED)
def test_the_naive_difference_of_arrears_falls_into_the_trap_and_aims_at_those_who_stay(
    recovered: dict[int, pd.DataFrame], truth: pd.DataFrame, indicator: str, method: str
) -> None:
    row = recovered[SIZES[-1]].loc[(indicator, method)]
    real, naive = (truth.loc[(indicator, reading)] for reading in ("vraie", "restants"))
    gap, error = distance(row, naive)
    assert gap < Z * error
    gap, error = distance(row, real)
    assert gap > Z * error  # not the effect over all households, and no size would bring it there
