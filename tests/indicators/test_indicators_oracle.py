"""Random studies: the vectorised indicators against a plain loop written from the contract alone."""

from __future__ import annotations

import math

import pytest
from naive_indicators import naive_edition
from random_studies import random_study

from pipeline.indicators.edition import compute_edition
from pipeline.params import Params

RELATIVE = 1e-9  # the same sums in another order
ABSOLUTE = 1e-9
PARAMS = Params()


def close(got: float, wanted: float | None) -> bool:
    if wanted is None:
        return math.isnan(got)
    return math.isclose(got, wanted, rel_tol=RELATIVE, abs_tol=ABSOLUTE)


@pytest.mark.parametrize("edition", PARAMS.editions)
@pytest.mark.parametrize("seed", [*range(2), *(pytest.param(s, marks=pytest.mark.slow) for s in range(2, 12))])
def test_the_vectorised_indicators_equal_the_loop(as_tables, seed, edition):
    study = random_study(seed)
    clock = PARAMS.editions[edition]
    values, durations = naive_edition(study, clock.gel, clock.horizon)
    computed = compute_edition(as_tables(study), clock, PARAMS.seuils, PARAMS.controles)

    frame = computed["indicateurs"]
    frame = frame[frame["indicateur"].isin({name for _, name, _ in values})]  # those that the loop knows
    got = {(r.menage_id, r.indicateur, r.vague): (r.valeur, r.exposition) for r in frame.itertuples()}
    assert len(got) == len(frame)
    assert set(got) == set(values)
    different = {
        key for key, wanted in values.items() if not (close(got[key][0], wanted[0]) and close(got[key][1], wanted[1]))
    }
    assert different == set()

    lengths = {r.menage_id: (r.duree_mois, r.evenement, r.cause) for r in computed["durees"].itertuples()}
    assert set(lengths) == set(durations)
    for household, (length, event, cause) in durations.items():
        assert lengths[household][1:] == (event, cause)
        assert close(lengths[household][0], length)


def test_the_random_studies_hold_what_they_are_for():
    """Without deaths, late inclusions, missing values … the comparison above would prove little."""
    clock = PARAMS.editions["finale"]
    values, causes = {}, set()
    for seed in range(12):
        found, durations = naive_edition(random_study(seed), clock.gel, clock.horizon)
        values |= {(seed, *key): value for key, value in found.items()}
        causes |= {cause for _, _, cause in durations.values()}
    assert causes == {"expulsion", "abandon", "depart_volontaire", "deces", "retrait_etude", "fin_suivi"}
    for name in {key[2] for key in values}:
        seen = {value[0] for key, value in values.items() if key[2] == name}
        assert len(seen) >= 2
    binary = ("maintien", "maintien_strict", "insertion", "impaye_2mois", "impaye_3mois", "impaye_12mois")
    for name in (*binary, "isole", "solitude", "bien_etre_faible"):
        assert {value[0] for key, value in values.items() if key[2] == name} == {0, 1, None}
