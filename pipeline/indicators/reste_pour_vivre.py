"""What a household has left to live on once it is housed, per consumption unit and day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.contract.clock import DAYS_PER_MONTH
from pipeline.contract.indicators import WAVE_MONTHS
from pipeline.indicators.measured import Floats, Measured
from pipeline.indicators.observed.study import Study

_ADULTS = {"isole": 1, "couple": 2, "couple_enfants": 2, "monoparental": 1}
_WITH_CHILDREN = ("couple_enfants", "monoparental")
_SECOND_ADULT, _CHILD = 0.5, 0.3


def reste_pour_vivre(study: Study, wave: str) -> Measured:
    """(ressources − (quittance − apl)) / consumption units / days, of the inclusion month, in €; it can be negative.

    Missing where income, rent call, aid or the units are: as `taux_effort`, but that an income of 0 is known.
    """
    month, frame = WAVE_MONTHS[wave], study.cohort.frame
    income = frame["ressources_mensuelles"].to_numpy(dtype=float, na_value=np.nan)
    housing = study.ledger.quittance[:, month] - study.ledger.apl[:, month]
    left: Floats = (income - housing) / consumption_units(frame["composition"], frame["nb_personnes"]) / DAYS_PER_MONTH
    return Measured(left)


def consumption_units(composition: pd.Series, persons: pd.Series) -> Floats:
    """The units of each household, shape (n,): 1, 0.5 for a second adult, 0.3 a child; missing where not given.

    Children's ages are not known: each counts as one under 14 (OECD-modified scale). One person is one unit where the
    composition is `autre` or empty; `isole` and `couple` say their number themselves. Missing: `autre` of several
    persons, children whose number is not known, a number that contradicts the composition.
    """
    adults = composition.map(_ADULTS).to_numpy(dtype=float, na_value=np.nan)
    n = persons.to_numpy(dtype=float, na_value=np.nan)
    parents = np.asarray(composition.isin(_WITH_CHILDREN), dtype=bool)
    n = np.where(np.isnan(n) & ~parents, adults, n)
    adults = np.where(np.isnan(adults) & (n == 1), 1.0, adults)
    children = n - adults
    possible = np.where(parents, children >= 1, children == 0)
    units: Floats = np.where(possible, 1 + _SECOND_ADULT * (adults - 1) + _CHILD * children, np.nan)
    return units
