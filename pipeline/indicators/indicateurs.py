"""The long table of indicators: one row per household, indicator and wave."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.indicators import INDICATORS, WAVES
from pipeline.contract.produced.indicators import INDICATEURS
from pipeline.indicators.catalogue import COMPUTE
from pipeline.indicators.measured import Measured
from pipeline.indicators.observed.study import Study

_NAMES = tuple(INDICATORS)


def indicateurs(study: Study) -> pd.DataFrame:
    """Return the long table, columns `INDICATEURS`, in the catalogue's order, then by wave and `menage_id`.

    Every household has a row for every indicator that concerns it, at every wave of the indicator up to the horizon,
    its value missing where it could not be measured. An indicator whose table was not delivered has no row at all.
    """
    blocks = [
        _block(study, name, wave)
        for name, indicator in INDICATORS.items()
        if indicator.table not in study.absent
        for wave in indicator.waves
        if wave in study.edition.waves
    ]
    household, indicator_, wave_, valeur, exposition = (np.concatenate(column) for column in zip(*blocks, strict=True))
    who = study.cohort.frame
    return INDICATEURS.frame(
        {
            "menage_id": who["menage_id"].array.take(household),
            "groupe": who["groupe"].array.take(household),
            "indicateur": pd.array(_NAMES, dtype="str").take(indicator_),
            "vague": pd.array(WAVES, dtype="str").take(wave_),
            "valeur": valeur,
            "exposition": exposition,
        }
    )


def _block(study: Study, name: str, wave: str) -> tuple[npt.NDArray[np.generic], ...]:
    measured: Measured = COMPUTE[name](study, wave)
    rows = np.arange(study.cohort.size) if measured.concerned is None else np.flatnonzero(measured.concerned)
    exposition = np.full(study.cohort.size, np.nan) if measured.exposition is None else measured.exposition
    return (
        rows.astype(np.int32),
        np.full(len(rows), _NAMES.index(name), dtype=np.int8),
        np.full(len(rows), WAVES.index(wave), dtype=np.int8),
        measured.valeur[rows],
        exposition[rows],
    )
