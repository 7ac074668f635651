"""The clean delivery's scheme, and a tiny study of four households worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from support.once import Once

from pipeline.contract.schema import Table
from pipeline.contract.tables import TABLES
from pipeline.estimate.edition import estimate_edition
from pipeline.indicators.edition import compute_edition
from pipeline.params import Params
from pipeline.scheme.edition import scheme_edition
from pipeline.scheme.household_costs import household_costs
from pipeline.scheme.note import Note
from pipeline.stages.scheme import read_note

PARAMS = Params.model_validate({"plan": {"tirages": 499}})
Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="session")
def note() -> Note:
    return read_note()


@pytest.fixture(scope="session")
def scheme_of(note: Note) -> Callable[..., Tables]:
    """The tables of an edition, estimates of staying included, from delivered tables; the same are computed once."""

    def build(tables: Tables, name: str = "finale", **changes: Any) -> Tables:
        params = PARAMS.model_copy(update=changes)
        edition = params.editions[name]
        computed = compute_edition(tables, edition, params.seuils, params.controles)
        costs = household_costs(
            tables.get("couts"), computed["inclusions"], computed["indicateurs"], edition, params.couts
        )
        # Costs are compared with the primary indicator alone, whose estimates are the same without the others.
        primary = computed["indicateurs"]["indicateur"] == params.plan.indicateur_principal
        read = computed | {"couts_menages": costs, "indicateurs": computed["indicateurs"][primary]}
        computed |= estimate_edition(name, edition, read, params.plan, params.couts)
        return computed | {"couts_menages": costs} | scheme_edition(name, tables, computed, note, params)

    return Once(build)


@pytest.fixture
def tiny(typed: Callable[[pd.DataFrame, Table], pd.DataFrame]) -> Callable[..., Tables]:
    """Two accompanied (A1 in house, A2 by an association) and two controls, included on 2015-01-15, in the Nord."""

    def build(**rows: list[dict[str, object]]) -> Tables:
        homes = [
            ("A001", "accompagne", "interne", "isole", 1, 240.0, 800.0),
            ("A002", "accompagne", "associatif", "couple", 2, 310.0, 1000.0),
            ("T001", "temoin", None, "monoparental", 2, 342.0, 900.0),
            ("T002", "temoin", None, "couple_enfants", 5, 500.0, 1200.0),
        ]
        base = {
            "bailleur": "habitat_du_nord", "region": "nord_pas_de_calais", "commune": "Lomme",
            "profil": "situation_bloquee", "date_inclusion": "2015-01-15", "consentement": 1,
        }  # fmt: skip
        names = (
            "menage_id",
            "groupe",
            "mode_accompagnement",
            "composition",
            "nb_personnes",
            "loyer_mensuel",
            "ressources_mensuelles",
        )
        given: dict[str, list[dict[str, object]]] = {
            "menages": [base | dict(zip(names, home, strict=True)) for home in homes],
            "suivi_locatif": [
                {"menage_id": home[0], "mois": month, "quittance": 400, "apl": 200, "paiement": 200, "solde_impaye": 0}
                for home in homes
                for month in ("2015-01", "2017-01")
            ],
            "evenements": [],
        } | rows
        return {
            name: typed(pd.DataFrame(lines, columns=None if lines else TABLES[name].names), TABLES[name])
            for name, lines in given.items()
        }

    return build
