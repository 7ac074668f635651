"""A study of one household (and one control), written in a few words, and its pathway."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from pipeline.contract.tables import TABLES
from pipeline.indicators.edition import compute_edition
from pipeline.indicators.observed.study import observe
from pipeline.params import Params
from pipeline.pathways.edition import compute_pathways
from pipeline.pathways.monthly_states import states_table
from pipeline.pathways.sample import read_pathways

HOUSEHOLD, CONTROL = "AA01", "ZZ99"
LEDGER = ("solde_impaye", "quittance", "plan_apurement")


@pytest.fixture
def months() -> Callable[..., list[str]]:
    """The calendar months from `first`, `n` of them."""

    def make(n: int, first: str = "2015-01") -> list[str]:
        return list(pd.period_range(first, periods=n, freq="M").astype(str))

    return make


@pytest.fixture
def study_tables(typed) -> Callable[..., dict[str, pd.DataFrame]]:
    """Return a function: households, ledger and events as rows → the tables of a delivery."""

    def build(menages: list[dict], suivi=(), evenements=(), sans=()) -> dict[str, pd.DataFrame]:
        common = {"bailleur": "toit_et_joie", "region": "ile_de_france", "profil": "dalo", "consentement": 1}
        raw = {
            "menages": pd.DataFrame([common | m for m in menages]),
            "suivi_locatif": pd.DataFrame(list(suivi), columns=["menage_id", "mois", *LEDGER]).assign(
                apl=0, autres_aides=0, paiement=0
            ),
            "evenements": pd.DataFrame(list(evenements), columns=["menage_id", "date", "type"]),
        }
        return {name: typed(frame, TABLES[name]) for name, frame in raw.items() if name not in sans}

    return build


@pytest.fixture
def computed() -> Callable[..., dict[str, pd.DataFrame]]:
    """Return a function: tables → all the pathway tables of an edition."""

    def run(tables: dict[str, pd.DataFrame], edition: str = "finale", **parcours) -> dict[str, pd.DataFrame]:
        params = Params.model_validate({"plan": {"tirages": 199}, "parcours": {"reechantillonnages": 20, **parcours}})
        chosen = params.editions[edition]
        indicators = compute_edition(tables, chosen, params.seuils, params.controles)["indicateurs"]
        return compute_pathways(tables, indicators, chosen, params.seuils, params.plan, params.parcours)

    return run


@pytest.fixture
def states_of(study_tables) -> Callable[..., list[str]]:
    """Return a function: the states of one household, month after month.

    `suivi`: month → (balance, rent call, plan: 1, 0 or None); `evenements`: (date, type).
    """

    def states(suivi=None, evenements=(), inclusion: str = "2015-01-15", edition: str = "finale", sans=()) -> list[str]:
        tables = study_tables(
            [
                {"menage_id": HOUSEHOLD, "groupe": "accompagne", "date_inclusion": inclusion},
                {"menage_id": CONTROL, "groupe": "temoin", "date_inclusion": "2015-01-15"},
            ],
            [(HOUSEHOLD, month, *row) for month, row in (suivi or {}).items()],
            [(HOUSEHOLD, day, kind) for day, kind in evenements],
            sans,
        )
        params = Params()
        study = observe(tables, params.editions[edition], params.seuils)
        etats = states_table(study, read_pathways(study, params.plan).states)
        return list(etats.loc[etats["menage_id"] == HOUSEHOLD, "etat"])

    return states
