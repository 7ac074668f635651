"""The secondary family adjusted three ways: the plan's p as the plan has them, Holm by hand, Welch from scratch."""

from __future__ import annotations

import math

import numpy as np
import pytest
from support.sensitivity_settings import QUICK, estimate_once, setting_of

from pipeline.indicators.edition import compute_edition
from pipeline.report.remarks import sentences
from pipeline.sensitivity.landlords import landlord_rows
from pipeline.sensitivity.multiplicity import multiplicity_rows

FAMILY = QUICK.plan.secondaires


@pytest.fixture(scope="module")
def rows(demonstration_tables):
    return {(r.variante, r.indicateur): r for r in multiplicity_rows(setting_of(demonstration_tables))}


def test_the_plans_p_are_those_of_the_estimates(demonstration_tables, rows):
    edition = QUICK.editions["finale"]
    computed = compute_edition(demonstration_tables, edition, QUICK.seuils, QUICK.controles)
    table = estimate_once("finale", edition, computed, QUICK.plan)["estimations"]
    at_horizon = table[(table["methode"] == "permutation") & (table["vague"] == edition.wave)]
    planned = at_horizon[at_horizon["famille"] == "secondaire"].set_index("indicateur")
    assert set(planned.index) == {name for _, name in rows}
    for name, row in planned.to_dict("index").items():
        assert rows["seule", name].p_valeur == row["p_valeur"]
        assert rows["max_t", name].p_valeur == row["p_ajustee"]
        assert rows["max_t", name].estimation == pytest.approx(row["estimation"], nan_ok=True)


def test_holm_multiplies_the_smallest_by_the_size_of_the_family(rows):
    alone = {name: rows["seule", name].p_valeur for name in FAMILY}
    smallest, second = sorted(alone, key=alone.get)[:2]
    assert rows["holm", smallest].p_valeur == pytest.approx(min(1.0, len(FAMILY) * alone[smallest]))
    expected = max(rows["holm", smallest].p_valeur, min(1.0, (len(FAMILY) - 1) * alone[second]))
    assert rows["holm", second].p_valeur == pytest.approx(expected)


@pytest.mark.parametrize("name", ["impaye_solde", "who5", "troubles"])
def test_welchs_t_is_that_of_the_values_centred_by_stratum(demonstration_tables, rows, name):
    """A count is what it exceeds the common rate by, over the time that it was observed."""
    sample = setting_of(demonstration_tables).sample(name)
    known, strata, group = sample.known, sample.study.strata, sample.study.treated
    values = sample.outcome.copy()
    if name == "troubles":
        values -= values[known].sum() / sample.exposure[known].sum() * sample.exposure
    for s in np.unique(strata[known]):
        values[strata == s] -= values[known & (strata == s)].mean()
    one, two = values[known & group], values[known & ~group]
    t = (one.mean() - two.mean()) / math.sqrt(one.var(ddof=1) / len(one) + two.var(ddof=1) / len(two))
    said = f"{abs(t):.2f}".replace(".", ",")
    assert sentences(rows["max_t_welch", name].note).rstrip(".").endswith(("−" if t < 0 else "+") + said)


def test_without_two_groups_in_a_stratum_there_is_no_family(tiny):
    households = tiny(("accompagne", None, [100.0] * 25), ("temoin", None, [0.0] * 25))
    households["menages"]["profil"] = ["dalo", "autre"]
    assert list(multiplicity_rows(setting_of(households))) == []


def test_rows_do_not_depend_on_the_order_of_the_family(demonstration_tables, rows):
    turned = QUICK.model_copy(update={"plan": QUICK.plan.model_copy(update={"secondaires": FAMILY[::-1]})})
    again = {(r.variante, r.indicateur): r for r in multiplicity_rows(setting_of(demonstration_tables, params=turned))}
    assert {k: r.p_valeur for k, r in rows.items()} == pytest.approx({k: r.p_valeur for k, r in again.items()})


def test_every_indicator_has_its_interval_by_landlords_which_inverts_its_p(demonstration_tables):
    level = 1 - QUICK.plan.niveau
    found = [r for r in landlord_rows(setting_of(demonstration_tables)) if r.variante in ("grappes", "effets_fixes")]
    assert len({r.indicateur for r in found}) == 7  # the plan's indicators, less the rate
    for row in found:
        assert row.ic_bas < row.estimation < row.ic_haut
        assert (row.ic_bas <= 0 <= row.ic_haut) == (row.p_valeur > level)
        assert sentences(row.note).split(" ; ")[0] in row.libelle


def test_with_two_landlords_the_interval_has_no_bound_and_the_row_says_so(tiny):
    groups = ["accompagne", "accompagne", "temoin", "temoin"] * 3
    tables = tiny(*[(group, None, [100.0 * (r % 5)] * 25) for r, group in enumerate(groups)])
    rows = {(r.variante, r.indicateur): r for r in landlord_rows(setting_of(tables))}
    row = rows["grappes", "impaye_solde"]
    assert math.isnan(row.ic_bas)
    assert sentences(row.note).startswith("2\u00a0bailleurs")
    assert "Sans borne" in sentences(row.note)
