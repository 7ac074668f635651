"""Answers to a questionnaire as the sender wrote them: what was refused as out of bounds is put back in its place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.findings import Gravity
from pipeline.contract.indicators import WAVE_MONTHS
from pipeline.contract.instruments import Instrument
from pipeline.validate.findings import Mask
from pipeline.validate.records import Records

Floats = npt.NDArray[np.float64]
_PLACE = ["fichier", "feuille", "ligne"]


@dataclass(frozen=True)
class Answers:
    """`written`: interviews × items, as written (missing = NaN); `waves`: the wave of each interview."""

    written: Floats
    waves: npt.NDArray[np.object_]

    def of(self, rows: Mask) -> Floats:
        """All the answers of some interviews, in one line."""
        answers = self.written[rows].ravel()
        known: Floats = answers[~np.isnan(answers)]
        return known


def answers(records: Records, instrument: Instrument) -> Answers:
    """Return the answers of all interviews to the items of `instrument`."""
    return records.once(("answers", instrument.name), lambda: _read(records, instrument))


def waves(records: Records) -> list[str]:
    """The waves of the interviews sent, in order."""
    sent = set(records["entretiens"]["vague"].dropna())
    return [wave for wave in WAVE_MONTHS if wave in sent]


def _read(records: Records, instrument: Instrument) -> Answers:
    interviews = records["entretiens"]
    columns = [
        np.where(np.isnan(read), refused_numbers(records, "entretiens", item), read)
        for item in instrument.items
        for read in [interviews[item].to_numpy(dtype=float, na_value=np.nan)]
    ]
    return Answers(np.column_stack(columns), interviews["vague"].to_numpy(dtype=object, na_value=""))


def refused_numbers(records: Records, table: str, column: str) -> Floats:
    """Return, for each row of `table`, the number of `column` that the reading refused as not allowed; else NaN."""
    numbers = np.full(len(records[table]), np.nan)
    said, rows = records.reading, records.provenance.get(table)
    said = said[(said["table"] == table) & (said["colonne"] == column) & (said["gravite"] == Gravity.REJECTION)]
    if said.empty or rows is None:
        return numbers
    value = pd.to_numeric(said["valeur"].str.replace(",", "."), errors="coerce").to_numpy(dtype=float)
    places = pd.MultiIndex.from_frame(said[_PLACE].astype("str"))
    first = ~places.duplicated()
    where = places[first].get_indexer(pd.MultiIndex.from_frame(rows[_PLACE].astype("str")))
    found = where >= 0
    numbers[found] = value[first][where[found]]
    return numbers
