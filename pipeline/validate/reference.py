"""The project note's public tables: pilot sites, budget, schedule, rents, and the note's own totals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from pipeline.contract.fold import fold
from pipeline.errors import UsageError

SITES = "sites_pilotes"
BUDGET = "budget"
SCHEDULE = "echeancier"
RENTS = "loyers_apl"
TOTALS = "totaux"

_TEXT = {
    SITES: ("region", "bailleur", "departement", "commune", "nom_officiel", "departement_officiel", "lot", "source"),
    BUDGET: ("poste", "volet", "nature", "libelle", "unite", "source"),
    SCHEDULE: ("action", "trimestre", "etape", "source"),
    RENTS: ("nature", "region", "zone", "typologie", "parc", "menage", "source"),
    TOTALS: ("code", "libelle", "unite", "source"),
}
_NUMBERS = {
    SITES: ("logements",),
    BUDGET: (
        "quantite",
        "cout_unitaire_min",
        "cout_unitaire_max",
        "cout_annuel",
        "prevu",
        "associes",
        "autres_partenaires",
        "aide_sollicitee",
        "total_financement",
    ),
    SCHEDULE: (),
    RENTS: ("montant_mensuel",),
    TOTALS: ("valeur",),
}


@dataclass(frozen=True)
class Reference:
    """The tables of `data/raw/reference/`, as printed in the note; every row carries its `source`.

    `sites`: `region`, `bailleur`, `departement`, `commune`, `nom_officiel`, `departement_officiel`, `lot`, `logements`
    (missing: counted in the lot's first row). `budget`: a row a line, sub-total or total, € over two years.
    `schedule`: `action`, `trimestre` ("2014-T4"), `etape`. `rents`: €/month. `totals`: what the note states, by `code`.
    """

    sites: pd.DataFrame
    budget: pd.DataFrame
    schedule: pd.DataFrame
    rents: pd.DataFrame
    totals: pd.DataFrame

    @cached_property
    def communes(self) -> tuple[str, ...]:
        """The reference spelling of each pilot commune, once, in the note's order."""
        return tuple(self.sites["commune"].drop_duplicates())

    @cached_property
    def commune_of(self) -> dict[str, str]:
        """Folded spelling (the note's, or the official name) → reference spelling."""
        official = {fold(o): c for o, c in zip(self.sites["nom_officiel"], self.sites["commune"], strict=True)}
        return official | {fold(c): c for c in self.communes}

    def total(self, code: str) -> float:
        """Return the figure that the note states for `code` (`totaux.csv`)."""
        return float(self.totals.set_index("code")["valeur"].loc[code])

    @cached_property
    def semesters(self) -> tuple[str, str]:
        """First and last semester of the schedule, as `2014-S2`."""
        years = self.schedule["trimestre"].str.slice(0, 4)
        halves = 1 + (self.schedule["trimestre"].str.slice(6, 7).astype(int) - 1) // 2
        semesters = years + "-S" + halves.astype(str)
        return semesters.min(), semesters.max()


def load_reference(folder: Path) -> Reference:
    """Read the five tables of `folder`.

    Raises `UsageError` when a file or a column is missing, or a figure is not a number.
    """
    return Reference(*(_read(folder, name) for name in (SITES, BUDGET, SCHEDULE, RENTS, TOTALS)))


def _read(folder: Path, name: str) -> pd.DataFrame:
    path = folder / f"{name}.csv"
    try:
        frame = pd.read_csv(path, encoding="utf-8", dtype=str, keep_default_na=False)
    except FileNotFoundError:
        raise UsageError(f"{path} : table de référence absente. Elle est livrée avec le dépôt ; la rétablir.") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} : table de référence illisible ({type(error).__name__}).") from None
    missing = [c for c in (*_TEXT[name], *_NUMBERS[name]) if c not in frame]
    if missing:
        raise UsageError(f"{path} : colonnes absentes : {', '.join(missing)}.")
    for column in _NUMBERS[name]:
        written = frame[column].str.strip()
        numbers = pd.to_numeric(written.where(written != ""), errors="coerce")
        wrong = numbers.isna() & (written != "")
        if wrong.any():
            line = int(wrong.to_numpy().argmax()) + 2
            raise UsageError(f"{path}, ligne {line}, colonne {column} : un nombre est attendu.")
        frame[column] = numbers.astype(float)
    return frame
