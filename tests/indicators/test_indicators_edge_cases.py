"""The households that carry an edge case in the clean delivery, and editions with nobody, or nothing, to measure.

Expected values: read in the delivery's own tables, by hand.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from random_studies import random_study

from pipeline.contract.indicators import INDICATORS
from pipeline.contract.produced.indicators import DUREES, FLUX, INCLUSIONS, INDICATEURS, SUIVI_MENSUEL
from pipeline.indicators.catalogue import COMPUTE
from pipeline.indicators.edition import compute_edition
from pipeline.params import Params

TRUTH = Path(__file__).parents[1] / "deliveries" / "propre" / "attendu"
CASES = json.loads((TRUTH / "cas_limites.json").read_text(encoding="utf-8"))
PARAMS = Params()
RELATIVE = 1e-12  # one division apart
NAN = float("nan")

# case → (indicateur, vague, value) in the edition `finale`, for the first household that carries it
EXPECTED = {
    "expulsion après une procédure complète": [("procedure_max", "M24", 8), ("maintien", "M24", 0)],
    "décès": [("maintien", "M12", 1), ("maintien", "M18", NAN), ("procedure_max", "M24", NAN), ("troubles", "M24", 2)],
    "retrait de l'étude": [("maintien", "M12", NAN), ("impaye_solde", "M12", NAN), ("lsns6", "M12", NAN)],
    "mutation": [("maintien", "M24", 1), ("maintien_strict", "M24", 0)],
    "abandon": [("maintien", "M24", 0), ("maintien_strict", "M24", 0)],
    "inclusion tardive (le mois 24 tombe après le gel), abandon daté après le gel": [
        ("maintien", "M18", 1),
        ("maintien", "M24", NAN),
        ("impaye_solde", "M24", NAN),
    ],
    "inclusion un 31": [("impaye_solde", "M12", 352.10), ("maintien", "M12", 1)],
    "assignation avant l'inclusion": [("procedure_max", "M12", 4)],  # an audience follows the inclusion
    "départ et plainte datés après le gel": [("maintien", "M24", 1), ("troubles", "M24", 0)],
    "quittance nulle au mois 12": [
        ("impaye_solde", "M12", 1303.40),
        ("impaye_mois", "M12", NAN),
        ("impaye_2mois", "M12", NAN),
    ],
    "quittance nulle au mois 18": [
        ("impaye_solde", "M18", 717.82),
        ("impaye_mois", "M18", NAN),
        ("impaye_2mois", "M18", NAN),
    ],
    "solde créditeur": [
        ("impaye_solde", "M12", -172.99),
        ("impaye_mois", "M12", -172.99 / 344.10),
        ("impaye_2mois", "M12", 0),
    ],
    "mois 12 absent du suivi": [("impaye_solde", "M12", NAN), ("impaye_2mois", "M12", NAN)],
    "mois 5 à 8 absents du suivi": [("pente_impaye", "M12", None), ("taux_recouvrement", "M12", None)],
    "LSNS-6 : un item manquant à M12": [("lsns6", "M12", 11 / 5 * 6)],
    "LSNS-6 : deux items manquants à M12": [("lsns6", "M12", NAN), ("isole", "M12", NAN)],
    "UCLA-3 : un item manquant à M12": [("ucla3", "M12", NAN), ("solitude", "M12", NAN)],
    "entretien M12 hors de sa fenêtre": [("lsns6", "M12", 12), ("isole", "M12", 0), ("ucla3", "M12", 7)],
    "entretien M24 après le gel": [("lsns6", "M24", NAN), ("ucla3", "M24", NAN), ("who5", "M24", NAN)],
}


@pytest.fixture(scope="module")
def finale(_propre):
    computed = compute_edition(_propre, PARAMS.editions["finale"], PARAMS.seuils, PARAMS.controles)
    return computed["indicateurs"].set_index(["menage_id", "indicateur", "vague"])["valeur"]


def test_every_edge_case_of_the_delivery_is_looked_at():
    assert set(EXPECTED) | {"sans consentement"} == set(CASES)


def test_households_without_consent_are_nowhere(finale):
    assert len(CASES["sans consentement"]) == 2
    assert not set(CASES["sans consentement"]) & set(finale.index.get_level_values("menage_id"))


@pytest.mark.parametrize("case", EXPECTED)
def test_the_household_that_carries_the_case(finale, case):
    """None: the value is known, whatever it is."""
    for name, wave, value in EXPECTED[case]:
        got = finale[CASES[case][0], name, wave]
        if value is None:
            assert not math.isnan(got)  # its value is compared with R's elsewhere
        else:
            np.testing.assert_allclose(got, value, rtol=RELATIVE)


def test_the_catalogue_computes_what_the_contract_lists():
    assert list(COMPUTE) == list(INDICATORS)


@pytest.mark.parametrize("edition", PARAMS.editions)
@pytest.mark.parametrize("households", [0, 1, 4])
def test_small_studies_work(as_tables, edition, households):
    study = random_study(1, 4)
    study["menages"] = study["menages"][:households]
    tables = as_tables(study)
    computed = compute_edition(tables, PARAMS.editions[edition], PARAMS.seuils, PARAMS.controles)
    columns = {
        "indicateurs": INDICATEURS.names,
        "durees": DUREES.names,
        "inclusions": INCLUSIONS.names,
        "suivi_mensuel": SUIVI_MENSUEL.names,
        "flux": FLUX.names,
    }
    assert {name: list(frame.columns) for name, frame in computed.items()} == columns
    assert len(computed["inclusions"]) <= households


def test_an_edition_with_nobody_measured_has_rows_and_no_value(propre_tables):
    tables = {"menages": propre_tables["menages"]}
    tables |= {n: propre_tables[n].iloc[:0] for n in ("suivi_locatif", "evenements", "entretiens", "accompagnement")}
    computed = compute_edition(tables, PARAMS.editions["finale"], PARAMS.seuils, PARAMS.controles)
    measured = computed["indicateurs"].groupby("indicateur")["valeur"].count()
    from_ledger_or_interviews = [n for n, i in INDICATORS.items() if i.domain in ("impayes", "bien_etre")]
    assert (measured[from_ledger_or_interviews] == 0).all()
    known = computed["indicateurs"]["indicateur"].isin(pd.read_csv(TRUTH / "finale" / "indicateurs.csv")["indicateur"])
    # Of those that the truth knows, 10 at M12, M18, M24 only (one for the 24 accompanied, one for the 28 new
    # households), 5 of the ledger and 7 of the interviews at T0 too, these not at M18; 2 at T0 only.
    assert known.sum() == 3 * (48 * 8 + 24 + 28) + 4 * 5 * 48 + 3 * 7 * 48 + 2 * 48
    assert computed["suivi_mensuel"].empty
    assert len(computed["inclusions"]) == 48


def test_the_types_of_the_output_do_not_depend_on_what_was_measured(propre_tables):
    full = compute_edition(propre_tables, PARAMS.editions["finale"], PARAMS.seuils, PARAMS.controles)
    nothing = {name: frame.iloc[:0] for name, frame in propre_tables.items()}
    empty = compute_edition(nothing, PARAMS.editions["finale"], PARAMS.seuils, PARAMS.controles)
    for name, frame in full.items():
        pd.testing.assert_series_equal(frame.dtypes, empty[name].dtypes)


def test_the_flow_adds_up_in_every_edition(propre_tables):
    for edition in PARAMS.editions.values():
        frame = compute_edition(propre_tables, edition, PARAMS.seuils, PARAMS.controles)["flux"]
        total = frame.groupby(["groupe", "etape"])["effectif"].sum()
        by_wave = frame.groupby(["groupe", "vague", "etape"])["effectif"].sum()
        for group in ("accompagne", "temoin"):
            assert total[group, "recus"] == 25
            assert total[group, "sans_consentement"] == 1
            assert total[group, "inclus"] == 24
            for wave in edition.waves[1:]:
                step = by_wave[group, wave]
                assert step["analyses"] + step["non_analyses"] == 24
                assert step["maintenus"] + step["sortis"] == step["analyses"]
