"""Dates elsewhere in a whole file, or for one landlord in it: 1,462 days off (1904), or outside the study's years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.findings import Rule
from pipeline.contract.schema import Column, Kind
from pipeline.contract.tables import MENAGES, TABLES
from pipeline.ingest.periods import FIRST_YEAR, MAY_BE_OLD, last_plausible
from pipeline.ingest.rules import DATES_OF_1904, ODD_PERIOD, OUTSIDE_STUDY, OUTSIDE_STUDY_EVENTS, findings

# Day 0 of a workbook is 30 December 1899, or 1 January 1904: 1,462 days later.
_SHIFT = 1_462
_MOST, _NEARLY_ALL = 0.5, 0.8
_FEWEST_SHIFTED, _FEWEST_OUTSIDE = 3, 5
# Around an inclusion: a ledger may begin a year before; a date more than two years earlier belongs to no follow-up.
_BEFORE, _FAR_BEFORE = -370, -730
# An inclusion, in days from its household's first ledger month: that may be a year before it, or a month after.
_FIRST_MONTHS = (-62, 430)

Days = npt.NDArray[np.float64]
Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, eq=False)
class FileDates:
    """The dates of one column in one file, in days since 1970 (NaN = missing), with those of each household.

    `landlord`: the code of the landlord whose households' rows alone these are, in a file of several; None: all of it.
    """

    table: str
    file: str
    column: Column
    days: Days
    inclusion: Days
    first_month: Days
    landlord: str | None = None

    @property
    def place(self) -> tuple[str, str, str]:
        """The column and the file."""
        return self.table, self.file, self.column.name


def explained_by_their_file(
    told: pd.DataFrame, tables: Frames, provenance: Frames, last_freeze: dt.date
) -> pd.DataFrame:
    """Return the findings of the reading, those on odd years replaced by one a file and column where most are odd."""
    found = list(_signatures(tables, provenance, last_freeze))
    if not found:
        return told
    place = ["table", "fichier", "colonne"]
    explained = pd.MultiIndex.from_frame(pd.concat(found)[place])
    replaced = (told["regle"] == ODD_PERIOD.name).to_numpy() & pd.MultiIndex.from_frame(told[place]).isin(explained)
    return pd.concat([*found, told[~replaced]], ignore_index=True)


def _signatures(tables: Frames, provenance: Frames, last_freeze: dt.date) -> Iterator[pd.DataFrame]:
    first, last = _days(dt.date(FIRST_YEAR, 1, 1)), _days(last_plausible(last_freeze))
    files = list(_files(tables, provenance))
    inclusions = [f for f in files if f.column.name == "date_inclusion"]
    moved = [f for f in inclusions if _shift_of_inclusions(f)]
    told = {f.place for f in moved if f.landlord is None}  # a landlord says nothing that the whole file says
    for file in moved:
        if file.landlord is None or file.place not in told:
            yield _told(file, DATES_OF_1904, _motif_1904(file, _shift_of_inclusions(file)))
    for file in files:
        outside = (file.days < first) | (file.days > last)
        if file in moved or (file.landlord is not None and file.place in told):
            continue
        # Where the inclusions themselves are elsewhere, nothing can be measured from them.
        shift = 0 if moved or file in inclusions else _shift_from_inclusion(file, last)
        if shift:
            told.add(file.place)
            yield _told(file, DATES_OF_1904, _motif_1904(file, shift))
        elif file.landlord is None and len(file.days) >= _FEWEST_OUTSIDE and outside.mean() > _MOST:
            yield _told(file, OUTSIDE_STUDY_EVENTS if file.table == "evenements" else OUTSIDE_STUDY, _MOTIF_OUTSIDE)


def _motif_1904(file: FileDates, sign: int) -> str:
    whose = "du fichier" if file.landlord is None else f"des ménages de {MENAGES['bailleur'].label_of[file.landlord]}"
    return (
        f"Presque toutes les dates {whose} tombent 1 462 jours (quatre ans et un jour) trop "
        f"{'tôt' if sign > 0 else 'tard'} : elles viennent d’un classeur au calendrier 1904, ou y ont été copiées."
    )


_MOTIF_OUTSIDE = (
    f"La plupart des dates du fichier sont hors de la période de l’étude : avant {FIRST_YEAR}, ou plus d’un an après "
    "le dernier gel des données."
)


def _told(file: FileDates, rule: Rule, motif: str) -> pd.DataFrame:
    return findings(rule, motif, table=file.table, file=file.file, column=file.column.name)


def _shift_from_inclusion(file: FileDates, last: float) -> int:
    """1 when most dates are four years early for their household, −1 when late, 0 when neither."""
    known = ~np.isnan(file.inclusion)
    days, since = file.days[known], (file.days - file.inclusion)[known]
    if len(since) < _FEWEST_SHIFTED:
        return 0
    for sign, far in ((1, since < _FAR_BEFORE), (-1, days > last)):
        right = (since + sign * _SHIFT >= _BEFORE) & (days + sign * _SHIFT <= last)
        if far.mean() > _MOST and right.mean() >= _NEARLY_ALL:
            return sign
    return 0


def _shift_of_inclusions(file: FileDates) -> int:
    since = (file.days - file.first_month)[~np.isnan(file.first_month)]
    if len(since) < _FEWEST_SHIFTED:
        return 0
    low, high = _FIRST_MONTHS
    for sign in (1, -1):
        right = (since + sign * _SHIFT >= low) & (since + sign * _SHIFT <= high)
        if right.mean() >= _NEARLY_ALL:
            return sign
    return 0


def _files(tables: Frames, provenance: Frames) -> Iterator[FileDates]:
    households = tables.get("menages", pd.DataFrame({"menage_id": [], "date_inclusion": [], "bailleur": []}))
    one = households.drop_duplicates("menage_id").set_index("menage_id")
    inclusion = pd.Series(_as_days(one["date_inclusion"]), one.index)
    ledger = tables.get("suivi_locatif", pd.DataFrame({"menage_id": [], "mois": []}))
    month = pd.Series(_as_days(ledger["mois"]), ledger.index).groupby(ledger["menage_id"]).min()
    for name, frame in tables.items():
        for column in TABLES[name]:
            if column.kind not in (Kind.DATE, Kind.MONTH) or column.name in MAY_BE_OLD or frame.empty:
                continue
            days = _as_days(frame[column.name])
            known = ~np.isnan(days)
            of = frame["menage_id"]
            start = inclusion.reindex(of).to_numpy("float64")
            first = month.reindex(of).to_numpy("float64")
            landlord = one["bailleur"].reindex(of).astype(object).fillna("").to_numpy(dtype=object)
            files = provenance[name]["fichier"]
            for file in files.unique():
                kept = (files == file).to_numpy(bool) & known
                if kept.any():
                    yield FileDates(name, str(file), column, days[kept], start[kept], first[kept])
                own = landlord[kept]
                for code in sorted(set(own) - {""}) if len(set(own)) > 1 else ():
                    part = kept & (landlord == code)
                    yield FileDates(name, str(file), column, days[part], start[part], first[part], code)


def _as_days(values: pd.Series) -> Days:
    """Dates, or months as text, in days since 1970; NaN where there is none."""
    if pd.api.types.is_datetime64_any_dtype(values):
        days = values.to_numpy("datetime64[D]")
    else:
        codes, months = pd.factorize(values)
        known = np.array([*(str(m) for m in months), "NaT"], "datetime64[M]").astype("datetime64[D]")
        days = known[codes]  # a missing month has the code −1: the last
    return np.where(np.isnat(days), np.nan, days.astype(float))


def _days(day: dt.date) -> float:
    return float((day - dt.date(1970, 1, 1)).days)
