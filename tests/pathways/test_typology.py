"""Typical pathways: planted types are found again; small ones, none, and large studies."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.params import Params
from pipeline.pathways.sample import Pathways
from pipeline.pathways.typology import make_typology


def planted(seed: int, sizes: tuple[int, ...], months: int = 25, noise: float = 0.05) -> Pathways:
    """Households that stay in one state of their own type, but for a few months drawn at random."""
    rng = np.random.default_rng(seed)
    kinds = np.repeat(np.arange(len(sizes)), sizes)
    states = np.repeat(kinds[:, None], months, axis=1)
    moved = rng.random(states.shape) < noise
    states[moved] = rng.integers(0, 10, moved.sum())
    treated = rng.random(len(kinds)) < 0.5
    return Pathways(pd.Series([f"AA{i:05d}" for i in range(len(kinds))]), states, treated, np.zeros(len(kinds), int))


def params(**parcours) -> Params:
    return Params.model_validate({"plan": {"tirages": 99}, "parcours": {"reechantillonnages": 20, **parcours}})


@pytest.mark.parametrize("costs", ["constant", "transitions"])
@pytest.mark.parametrize("sizes", [(20, 12, 8), (25, 25), (15, 12, 10, 6)])
def test_planted_types_are_found_again(sizes, costs):
    p = params(cout_substitution=costs)
    typology = make_typology(planted(1, sizes), p.plan, p.parcours)
    types = typology.tables["types"]
    assert types["effectif"].tolist() == sorted(sizes, reverse=True)
    assert (types["stabilite"] > 0.9).all()
    assert types["etat_dominant"].nunique() == len(sizes)
    kept = typology.tables["types_nombre"].query("retenu")
    assert kept["nombre"].tolist() == [len(sizes)]
    assert kept["silhouette"].iloc[0] == typology.tables["types_nombre"]["silhouette"].max()


def test_groups_are_counted_within_types():
    study = planted(2, (20, 12, 8))
    p = params()
    types = make_typology(study, p.plan, p.parcours).tables["types"]
    assert (types["effectif_accompagnes"] + types["effectif_temoins"]).tolist() == [20, 12, 8]
    assert types["effectif_accompagnes"].sum() == study.treated.sum()
    assert types["part_accompagnes"].sum() == pytest.approx(1.0)
    assert types["effectif_accompagnes"][0] == study.treated[:20].sum()


def test_a_partition_with_too_small_a_type_is_not_kept():
    p = params(effectif_type_min=5)
    tables = make_typology(planted(3, (20, 15, 3)), p.plan, p.parcours).tables
    assert (tables["types"]["effectif"] >= 5).all()
    refused = params(effectif_type_min=20)
    none = make_typology(planted(3, (20, 15, 3)), refused.plan, refused.parcours).tables
    assert none["types"].empty
    assert none["typologie"].empty
    assert not none["types_nombre"]["retenu"].any()
    assert none["dissemblance"]["pseudo_r2"].notna().all()


def test_pathways_that_are_all_alike_have_no_type_and_no_discrepancy():
    p = params()
    tables = make_typology(planted(4, (30,), noise=0.0), p.plan, p.parcours).tables
    assert tables["types_nombre"].empty
    assert tables["types"].empty
    assert np.isnan(tables["dissemblance"]["pseudo_r2"][0])
    assert tables["dissemblance"]["note"][0] == "parcours_non_comparables"


def test_a_large_study_is_sampled_the_same_way_each_time():
    p = params(effectif_max=100)
    study = planted(5, (200, 150))
    first, second = (make_typology(study, p.plan, p.parcours).tables for _ in range(2))
    pd.testing.assert_frame_equal(first["typologie"], second["typologie"])
    assert len(first["typologie"]) == 100
    assert first["dissemblance"]["n"][0] == 100
    assert first["dissemblance"]["note"][0].startswith("echantillon_de_parcours=100,")
    assert set(first["typologie"]["menage_id"]) < set(study.ids)


def test_groups_that_go_their_own_ways_explain_the_diversity():
    study = planted(6, (20, 20), noise=0.02)
    apart = Pathways(study.ids, study.states, np.arange(40) < 20, study.strata)
    p = params()
    row = make_typology(apart, p.plan, p.parcours).tables["dissemblance"].iloc[0]
    assert row["pseudo_r2"] > 0.8
    assert row["p_valeur"] == pytest.approx(1 / 100)
    assert row["attendu"] == pytest.approx(1 / 39)


@pytest.mark.slow
def test_without_difference_the_p_values_of_the_discrepancy_are_uniform():
    """200 studies without any effect: at most 5 % of p ≤ 0.05, give or take 3 standard errors (0.015)."""
    p = params(types_max=2, effectif_type_min=100)
    low = [
        make_typology(planted(100 + i, (8, 7)), p.plan, p.parcours).tables["dissemblance"]["p_valeur"][0] <= 0.05
        for i in range(200)
    ]
    assert np.mean(low) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 200)
    assert np.mean(low) >= 0.005
