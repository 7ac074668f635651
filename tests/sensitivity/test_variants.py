"""Named variants of the definitions on households written out, and their place beside the plan's own estimates."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from support.sensitivity_settings import QUICK, estimate_once, setting_of, typed

from pipeline.indicators.edition import compute_edition
from pipeline.sensitivity.variants import VARIANTS, variant_rows


def outcome(setting, name, wave="M24"):
    variant = next(v for v in VARIANTS if v.name == name)
    return np.asarray(variant.compute(setting, wave), dtype=float).tolist()


@pytest.fixture
def fates(tiny):
    """Stays; rehoused in month 5; evicted in month 3; leaves in month 4; abandons in month 6; dies in month 2."""
    tables = tiny(
        ("accompagne", None, [0.0] * 25), ("accompagne", None, [0.0] * 25), ("accompagne", 3, [0.0] * 4),
        ("temoin", 4, [0.0] * 5), ("temoin", 6, [0.0] * 7), ("temoin", 2, [0.0] * 3),
    )  # fmt: skip
    events = tables["evenements"]
    events["type"] = ["expulsion", "depart_volontaire", "abandon", "deces"]
    moved = typed("evenements", [{"menage_id": "M001", "date": "2015-06-10", "type": "mutation"}])
    tables["evenements"] = pd.concat([events, moved], ignore_index=True)
    return setting_of(tables)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("maintien", [1, 1, 0, 0, 0, math.nan]),
        ("maintien_strict", [1, 0, 0, 0, 0, math.nan]),
        ("maintien_large", [1, 1, 0, 1, 0, math.nan]),
        ("maintien_expulsion", [1, 1, 0, 1, 1, math.nan]),
        ("maintien_deces_garde", [1, 1, 0, 0, 0, 1]),
        ("maintien_deces_perdu", [1, 1, 0, 0, 0, 0]),
        ("maintien_suivi", [1, 1, 0, 0, 0, math.nan]),
        ("issue_stricte", [2, 1, 0, 0, 0, math.nan]),
        ("issue_large", [2, 1, 0, 1, 0, math.nan]),
    ],
)
def test_what_counts_as_kept(fates, name, expected):
    assert outcome(fates, name) == pytest.approx(expected, nan_ok=True)


def test_a_ledger_that_stops_counts_as_missing_from_its_last_month(tiny):
    # Followed 24 months: a ledger to month 21, three months early, is followed; to month 20 it stops, and nothing is
    # known after its last month.
    setting = setting_of(
        tiny(
            ("accompagne", None, [0.0] * 22), ("accompagne", None, [0.0] * 21), ("accompagne", None, [0.0] * 13),
            ("temoin", None, [0.0] * 12), ("temoin", 4, [0.0] * 5),
        )
    )  # fmt: skip
    assert outcome(setting, "maintien") == [1, 1, 1, 1, 0]
    assert outcome(setting, "maintien_suivi") == pytest.approx([1, math.nan, math.nan, math.nan, 0], nan_ok=True)
    assert outcome(setting, "maintien_suivi", "M12") == pytest.approx([1, 1, 1, math.nan, 0], nan_ok=True)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # Debts of 1600, 1000, 700, 600 (evicted in month 3) and none known; rent call 500, aid 200, rent 400.
        ("impaye_brut", [1, 1, 0, math.nan, math.nan]),  # 1000
        ("impaye_net", [1, 1, 1, math.nan, math.nan]),  # 2 × 300
        ("impaye_hors_charges", [1, 1, 0, math.nan, math.nan]),  # 800
        ("impaye_3mois", [1, 0, 0, math.nan, math.nan]),  # 1500
        ("impaye_reporte", [1, 1, 0, 0, math.nan]),
    ],
)
def test_what_counts_as_arrears(tiny, name, expected):
    tables = tiny(
        ("accompagne", None, [*[0.0] * 24, 1600.0]), ("accompagne", None, [*[0.0] * 24, 1000.0]),
        ("temoin", None, [*[0.0] * 24, 700.0]), ("temoin", 3, [0.0, 0.0, 0.0, 600.0]), ("temoin", None, [0.0] * 5),
    )  # fmt: skip
    assert outcome(setting_of(tables), name) == pytest.approx(expected, nan_ok=True)


def test_a_net_threshold_is_not_nothing_where_aid_pays_all(tiny):
    tables = tiny(("accompagne", None, [*[0.0] * 24, 99.0]), ("temoin", None, [*[0.0] * 24, 100.0]))
    tables["suivi_locatif"]["apl"] = 500.0  # nothing is left to pay: a tenth of 500 stands for it, twice
    assert outcome(setting_of(tables), "impaye_net") == [0.0, 1.0]


def test_without_rent_at_inclusion_or_rent_call_nothing_is_counted(tiny):
    tables = tiny(("accompagne", None, [900.0] * 25), ("temoin", None, [900.0] * 25))
    tables["menages"]["loyer_mensuel"] = [400.0, math.nan]
    tables["suivi_locatif"]["quittance"] = 0.0
    setting = setting_of(tables)
    assert outcome(setting, "impaye_hors_charges") == pytest.approx([1, math.nan], nan_ok=True)
    assert outcome(setting, "impaye_3mois") == pytest.approx([math.nan] * 2, nan_ok=True)


@pytest.mark.slow
def test_the_definition_of_the_plan_gives_the_very_estimates_of_the_plan(demonstration_tables):
    computed = compute_edition(demonstration_tables, QUICK.editions["finale"], QUICK.seuils, QUICK.controles)
    planned = estimate_once("finale", QUICK.editions["finale"], computed, QUICK.plan)["estimations"]
    planned = planned.set_index(["indicateur", "vague", "methode"])
    rows = {(r.variante, r.methode): r for r in variant_rows(setting_of(demonstration_tables))}
    checked = 0
    for variant in ("maintien", "impaye_brut", "solde", "lsns6", "isole"):
        for method in ("difference_brute", "ajustee", "firth"):
            if (variant, method) in rows:
                row = rows[variant, method]
                expected = planned.loc[(row.indicateur, row.vague, method)]
                assert [row.estimation, row.ic_bas, row.ic_haut, row.p_valeur] == pytest.approx(
                    expected[["estimation", "ic_bas", "ic_haut", "p_valeur"]].tolist(), nan_ok=True
                )
                checked += 1
    assert checked == 13
