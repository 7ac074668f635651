"""Results in blind mode: which rows of which tables may leave the process."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from pipeline.blind.mask import HIDDEN_INDICATORS
from pipeline.contract.flow import PREVUS, RECUS, SANS_CONSENTEMENT

# Received − included is the number without consent; the planned sizes may differ between the groups.
_HIDDEN_STEPS = (PREVUS.name, RECUS.name, SANS_CONSENTEMENT.name)
_HIDDEN_METHODS = ("cout_efficacite",)


def _without_consent_counts(flux: pd.DataFrame) -> pd.DataFrame:
    return flux[~flux["etape"].isin(_HIDDEN_STEPS)].reset_index(drop=True)


def _shown_indicators(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[~frame["indicateur"].isin(HIDDEN_INDICATORS)].reset_index(drop=True)


def _shown_estimates(frame: pd.DataFrame) -> pd.DataFrame:
    return _shown_indicators(frame[~frame["methode"].isin(_HIDDEN_METHODS)])


def _as_it_is(frame: pd.DataFrame) -> pd.DataFrame:
    return frame


# The tables that the blind mode writes; a table that is not here is not written.
SHOWN_TABLES: Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "indicateurs": _shown_indicators,
    "durees": _as_it_is,
    "inclusions": _as_it_is,
    "suivi_mensuel": _as_it_is,
    "flux": _without_consent_counts,
    "estimations": _shown_estimates,
    "comparabilite": _as_it_is,
    "survie": _as_it_is,
    "incidences": _as_it_is,
    "trajectoires": _as_it_is,
    "evolutions": _shown_indicators,
}


def shown_results(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables of an edition that may be shown, restricted to the rows that may be."""
    return {name: restrict(frames[name]) for name, restrict in SHOWN_TABLES.items() if name in frames}
