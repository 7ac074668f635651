"""Settings to put through the analyses: large synthetic studies, the demonstration, tiny studies written out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from support.sensitivity_settings import setting_of, typed

from pipeline.params import Demonstration
from pipeline.sensitivity.setting import Setting
from pipeline.synthetic.study import make_study


@pytest.fixture(scope="session")
def synthetic() -> Callable[..., Setting]:
    """A synthetic study of these parameters, without planted cases."""

    def make(**parameters: Any) -> Setting:
        return setting_of(make_study(Demonstration(**parameters), cases=False).tables)

    return make


@pytest.fixture(scope="session")
def demonstration_tables() -> dict[str, pd.DataFrame]:
    return make_study(Demonstration()).tables


@pytest.fixture
def tiny() -> Callable[..., dict[str, pd.DataFrame]]:
    """Households included on 2015-01-15, given as (group, exit month or None, balances by month); two landlords.

    `None` for a balance: no row that month. The rent call is 500, the aid 200.
    """

    def make(*households: tuple[str, int | None, list[float | None]], exit_type: str = "expulsion") -> Any:
        people, ledger, events = [], [], []
        for rank, (group, gone, balances) in enumerate(households):
            name = f"M{rank:03d}"
            people.append({
                "menage_id": name, "groupe": group, "bailleur": "toit_et_joie" if rank % 2 else "essonne_habitat",
                "region": "ile_de_france", "profil": "dalo", "date_inclusion": "2015-01-15", "consentement": True,
                "loyer_mensuel": 400.0,
            })  # fmt: skip
            start = pd.Period("2015-01", "M")
            ledger += [
                {"menage_id": name, "mois": str(start + m), "quittance": 500.0, "apl": 200.0, "autres_aides": 0.0,
                 "paiement": 300.0, "solde_impaye": b}
                for m, b in enumerate(balances)
                if b is not None
            ]  # fmt: skip
            if gone is not None:
                day = (start + gone).start_time + pd.Timedelta(days=9)
                events.append({"menage_id": name, "date": day, "type": exit_type})
        return {
            "menages": typed("menages", people),
            "suivi_locatif": typed("suivi_locatif", ledger),
            "evenements": typed("evenements", events),
        }

    return make
