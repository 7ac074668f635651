"""An earlier edition as the report reads it: what it said, of how many households, and its findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class EarlierEdition:
    """`jour`: of the archive; `gel`: its data freeze; `horizon`: its months of follow-up.

    `menages`: households included by group. `livraison`: the fingerprint of its delivery; `empreinte`: the SHA-256 of
    the archive's manifest, which holds that of each of its files. `affirmations`, `constats`: its tables, None where
    the archive has none.
    """

    nom: str
    jour: dt.date
    gel: dt.date
    horizon: int
    menages: Mapping[str, int] = field(default_factory=dict)
    livraison: str = ""
    empreinte: str = ""
    affirmations: pd.DataFrame | None = None
    constats: pd.DataFrame | None = None
