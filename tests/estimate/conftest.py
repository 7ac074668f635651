"""The tables of stage 3 made from the clean truth, and the editions estimated once a session."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from support.once import Once

from pipeline.contract.produced.indicators import INCLUSIONS, SUIVI_MENSUEL
from pipeline.estimate.edition import estimate_edition
from pipeline.params import Params

TRUTH = Path(__file__).parents[1] / "deliveries" / "propre" / "attendu"
# The last edition has every indicator and wave; the two before it are read with the long tests.
EDITIONS = [*(pytest.param(name, marks=pytest.mark.slow) for name in ("intermediaire", "parcours")), "finale"]

Tables = dict[str, pd.DataFrame]


def tables_of(edition: str) -> dict[str, pd.DataFrame]:
    """Indicators and durations of the truth; households as the clean table has them; the ledger by month."""
    households = pd.read_csv(TRUTH / "tables" / "menages.csv")
    households = households[households["consentement"] == 1]
    ledger = pd.read_csv(TRUTH / "tables" / "suivi_locatif.csv").merge(
        households[["menage_id", "groupe", "date_inclusion"]], on="menage_id"
    )
    start = pd.PeriodIndex(ledger["date_inclusion"].str[:7], freq="M")
    month = pd.PeriodIndex(ledger["mois"], freq="M")
    ledger["mois_suivi"] = (month.year - start.year) * 12 + month.month - start.month
    horizon = Params().editions[edition].horizon
    ledger = ledger[ledger["mois_suivi"].between(0, horizon)]
    return {
        "inclusions": households.reindex(columns=INCLUSIONS.names),
        "indicateurs": pd.read_csv(TRUTH / edition / "indicateurs.csv"),
        "durees": pd.read_csv(TRUTH / edition / "durees.csv"),
        "suivi_mensuel": ledger[SUIVI_MENSUEL.names],
    }


class Estimated(dict[str, Tables]):
    """The tables of an edition, by its name, estimated when they are first asked for."""

    params = Params()
    estimate_once = Once(estimate_edition)

    def __missing__(self, name: str) -> Tables:
        self[name] = self.estimate_once(name, self.params.editions[name], tables_of(name), self.params.plan)
        return self[name]


@pytest.fixture(scope="session")
def estimated() -> Estimated:
    return Estimated()


@pytest.fixture
def tables() -> Callable[[str], dict[str, pd.DataFrame]]:
    return tables_of


@pytest.fixture(scope="session")
def truth() -> Callable[[str, str], Any]:
    return lambda edition, name: json.loads((TRUTH / edition / f"{name}.json").read_text(encoding="utf-8"))
