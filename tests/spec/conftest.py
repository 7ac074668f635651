"""A study of one household (and one control beside it), written in a few words, and what is measured of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import pytest

from pipeline.contract.tables import TABLES
from pipeline.indicators.edition import compute_edition
from pipeline.params import Edition, Params, Seuils

HOUSEHOLD = "AA01"
CONTROL = "ZZ99"
LEDGER = ("quittance", "apl", "autres_aides", "paiement", "solde_impaye")


@dataclass(frozen=True)
class Measures:
    """What an edition measured of the household."""

    tables: dict[str, pd.DataFrame]

    def rows(self, indicateur: str, household: str = HOUSEHOLD) -> pd.DataFrame:
        frame = self.tables["indicateurs"]
        return frame[(frame["indicateur"] == indicateur) & (frame["menage_id"] == household)].set_index("vague")

    def __call__(self, indicateur: str, vague: str) -> float | None:
        """The value, None when the row is there and its value missing; KeyError when there is no row."""
        value = self.rows(indicateur).loc[vague, "valeur"]
        return None if math.isnan(value) else float(value)

    def exposition(self, indicateur: str, vague: str) -> float:
        return float(self.rows(indicateur).loc[vague, "exposition"])

    @property
    def duree(self) -> tuple[float, int, str]:
        row = self.tables["durees"].set_index("menage_id").loc[HOUSEHOLD]
        return float(row["duree_mois"]), int(row["evenement"]), str(row["cause"])

    @property
    def inclusion(self) -> pd.Series:
        return self.tables["inclusions"].set_index("menage_id").loc[HOUSEHOLD]

    @property
    def mois(self) -> dict[int, float]:
        frame = self.tables["suivi_mensuel"]
        own = frame[frame["menage_id"] == HOUSEHOLD]
        return dict(zip(own["mois_suivi"], own["solde_impaye"], strict=True))

    def flux(self, etape: str, vague: str | None = None, motif: str | None = None, groupe: str = "accompagne") -> int:
        frame = self.tables["flux"]
        match = (frame["groupe"] == groupe) & (frame["etape"] == etape)
        match &= frame["vague"].isna() if vague is None else frame["vague"] == vague
        match &= frame["motif"].isna() if motif is None else frame["motif"] == motif
        (effectif,) = frame.loc[match, "effectif"]
        return int(effectif)


@pytest.fixture
def etude(typed) -> Callable[..., Measures]:
    """Return a function that measures a household included on `inclusion`.

    `evenements`: (date, type); `suivi`: month → (quittance, apl, autres_aides, paiement, solde_impaye);
    `entretiens`: (vague, date, answers); `interventions`: (date, duree_jours); `sans`: tables not delivered;
    other keywords: cells of `menages`. A control included the same day has nothing but its row.
    """

    def measure(
        inclusion: str = "2015-01-15",
        *,
        evenements=(),
        suivi=None,
        entretiens=(),
        interventions=(),
        edition: str | Edition = "finale",
        seuils: Seuils | None = None,
        sans=(),
        **cells,
    ) -> Measures:
        household = {
            "menage_id": HOUSEHOLD,
            "groupe": "accompagne",
            "bailleur": "toit_et_joie",
            "region": "ile_de_france",
            "profil": "dalo",
            "date_inclusion": inclusion,
            "ressources_mensuelles": 1000,
            "consentement": 1,
            **cells,
        }
        control = {
            **household,
            "menage_id": CONTROL,
            "groupe": "temoin",
            "consentement": 1,
            "date_inclusion": "2015-01-15",
        }
        raw = {
            "menages": pd.DataFrame([household, control]),
            "suivi_locatif": pd.DataFrame(
                [{"mois": month, **dict(zip(LEDGER, row, strict=True))} for month, row in (suivi or {}).items()],
                columns=["mois", *LEDGER],
            ),
            "evenements": pd.DataFrame(list(evenements), columns=["date", "type"]),
            "entretiens": pd.DataFrame(
                [{"vague": wave, "date": date, **answers} for wave, date, answers in entretiens] or None,
                columns=None if entretiens else ["vague", "date"],
            ),
            "accompagnement": pd.DataFrame(list(interventions), columns=["date", "duree_jours"]),
            "couts": pd.DataFrame(columns=["poste", "semestre", "montant"]),
        }
        tables = {
            name: typed(frame if name in ("menages", "couts") else frame.assign(menage_id=HOUSEHOLD), TABLES[name])
            for name, frame in raw.items()
            if name not in sans
        }
        params = Params()
        chosen = params.editions[edition] if isinstance(edition, str) else edition
        return Measures(compute_edition(tables, chosen, seuils or params.seuils, params.controles))

    return measure
