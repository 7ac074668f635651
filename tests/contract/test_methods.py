"""Every method and every measure that a table can hold has its name in the catalogue."""

from __future__ import annotations

import pytest

from pipeline.contract.calibration import NEUTRAL, RATIOS
from pipeline.contract.methods import MEASURES, METHODS, PLAN_METHODS, MeasureKind
from pipeline.estimate.catalogue import ESTIMATORS
from pipeline.sensitivity.methods import VARIANT_METHODS


def test_each_method_of_the_plan_has_its_function_and_each_function_its_method() -> None:
    assert sorted(e.name for e in ESTIMATORS) == sorted(m.name for m in PLAN_METHODS)


def test_no_name_is_given_twice_and_none_is_missing() -> None:
    assert len({m.label for m in METHODS.values()}) == len(METHODS)
    for entry in (*METHODS.values(), *MEASURES.values()):
        assert entry.label
        assert entry.label != entry.name
    assert all(m.brief for m in METHODS.values())


def test_a_method_measures_what_the_catalogue_knows() -> None:
    measured = {measure for m in PLAN_METHODS for measure in m.measures.values()}
    assert measured <= set(MEASURES.values())
    for method in VARIANT_METHODS:
        assert method.name in METHODS
        assert set(method.measures.values()) <= set(MEASURES)


@pytest.mark.parametrize(
    ("measure", "neutral"),
    [("rapport_cotes", 1.0), ("difference_risques", 0.0), ("p_superiorite", 0.5), ("g_hedges", 0.0)],
)
def test_a_measure_knows_what_it_is_worth_when_the_groups_are_alike(measure: str, neutral: float) -> None:
    assert MEASURES[measure].neutral == neutral == NEUTRAL[measure]


def test_ratios_are_what_the_columns_call_rapport_and_chi2_has_no_neutral_value() -> None:
    assert sorted(RATIOS) == ["rapport_cotes", "rapport_risques", "rapport_taux"]
    assert {m.name for m in MEASURES.values() if m.kind is MeasureKind.DIFFERENCE} >= {
        "difference_risques", "difference_moyennes", "double_difference", "difference_rmst", "interaction", "decalage",
    }  # fmt: skip
    assert "logrank_chi2" not in NEUTRAL
