"""The files of one table, one below the other: typed columns, provenance, duplicates, tolerance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.contract.findings import Gravity
from pipeline.contract.schema import Column, Kind, Table
from pipeline.french import count, number, percent
from pipeline.ingest.columns import ColumnRead
from pipeline.ingest.duplicates import Duplicates, find_duplicates
from pipeline.ingest.file_findings import looks_merged, row_keys
from pipeline.ingest.periods import odd_periods
from pipeline.ingest.rules import NO_CONSENT_COLUMN, NO_READABLE_ROW, TOLERANCE, findings
from pipeline.ingest.source import SourceRead

_CONSENT = "consentement"


@dataclass(frozen=True)
class Assembled:
    """`frame`: the contract's columns, in order; `provenance`: the same rows."""

    frame: pd.DataFrame
    provenance: pd.DataFrame
    findings: list[pd.DataFrame]


def assemble(table: Table, reads: Sequence[SourceRead], tolerance: float, last_freeze: Any) -> Assembled:
    """Return the rows with a key of all files; duplicates dropped in a table with a key, said in the others."""
    import pyarrow as pa

    given = [r for r in reads if r.reports]
    without_consent = _CONSENT in table and bool(given) and not any(_CONSENT in r.delivered for r in given)
    parts, origins = [], []
    for read in given:
        keep = _rows_with_key(table, read)
        part = pa.table({c.name: _column(c, read, without_consent) for c in table})
        origin = _provenance(read)
        parts.append(part if keep is None else part.filter(keep))
        origins.append(origin if keep is None else origin.filter(keep))
    rows = pa.concat_tables(parts).unify_dictionaries().combine_chunks() if parts else _no_rows(table)
    origin = pa.concat_tables(origins).combine_chunks() if origins else _no_origin()

    told: list[pd.DataFrame] = list(_tolerance(table, given, tolerance))
    provenance = _pandas(origin)
    duplicates = find_duplicates(table, rows, provenance) if len(provenance) else Duplicates(None, [])
    if duplicates.keep is not None:
        rows, provenance = rows.filter(duplicates.keep), provenance[duplicates.keep].reset_index(drop=True)
    frame = _pandas(rows)
    told.extend(duplicates.findings)
    told.extend(odd_periods(table, frame, provenance, last_freeze))
    if without_consent:
        motif = "Aucun fichier n’a la colonne « consentement » : il est réputé recueilli pour tous les ménages."
        told.append(findings(NO_CONSENT_COLUMN, motif, table=table.name, column=_CONSENT))
    elif _CONSENT in table:
        motif = (
            "Ce fichier n’a pas la colonne « consentement », que d’autres ont : il n’est pas donné pour ces ménages."
        )
        without = [r.source.shown for r in given if _CONSENT not in r.delivered]
        told.extend(findings(NO_CONSENT_COLUMN, motif, table=table.name, file=f, column=_CONSENT) for f in without)
    if frame.empty and (table.mandatory or any(len(r.lines) or r.rejected_lines for r in given)):
        told.append(findings(NO_READABLE_ROW, "Aucune ligne de la table n’a pu être lue.", table=table.name))
    return Assembled(frame, provenance, told)


def _rows_with_key(table: Table, read: SourceRead) -> Any:
    """Return the rows whose key is read, None when all are. A key column that is absent is told once, not by row."""
    import pyarrow as pa

    keep = np.ones(len(read.lines), bool)
    for name in row_keys(table):
        if name in read.columns and read.columns[name].ambiguous is None:
            keep &= read.columns[name].read_rows()
    return None if keep.all() else pa.array(keep)


def _column(column: Column, read: SourceRead, without_consent: bool) -> Any:
    import pyarrow as pa

    kind = _arrow_type(column.kind)
    if column.name in read.columns:
        array = read.columns[column.name].array()
        # Texts stay as dictionaries until the files are joined: keys are compared on them.
        if pa.types.is_dictionary(array.type) and not pa.types.is_string(kind):
            array = array.dictionary_decode().cast(kind)
        return array
    value: Any = column.fill if column.name not in read.delivered else None
    if column.name == _CONSENT and without_consent:
        value = True
    array = pa.repeat(pa.scalar(value, kind), len(read.lines))
    return array.dictionary_encode() if pa.types.is_string(kind) else array


def _arrow_type(kind: Kind) -> Any:
    import pyarrow as pa

    types = {
        Kind.DATE: pa.date32(),
        Kind.AMOUNT: pa.float64(),
        Kind.DECIMAL: pa.float64(),
        Kind.INTEGER: pa.int64(),
        Kind.BOOLEAN: pa.bool_(),
    }
    return types.get(kind, pa.string())


def _provenance(read: SourceRead) -> Any:
    import pyarrow as pa

    file = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(read.lines), np.int32)), pa.array([read.source.shown]))
    sheet = pa.DictionaryArray.from_arrays(pa.array(read.sheet_of), pa.array(read.sheets, pa.string()))
    return pa.table(
        {
            "fichier": file.cast(pa.large_string()),
            "feuille": sheet.cast(pa.large_string()),
            "ligne": pa.array(read.lines, pa.int64()),
        }
    )


def _no_rows(table: Table) -> Any:
    import pyarrow as pa

    return pa.table({c.name: pa.array([], _arrow_type(c.kind)) for c in table})


def _no_origin() -> Any:
    import pyarrow as pa

    text = pa.array([], pa.large_string())
    return pa.table({"fichier": text, "feuille": text, "ligne": pa.array([], pa.int64())})


def _pandas(table: Any) -> pd.DataFrame:
    import pyarrow as pa

    for i, column in enumerate(table.schema):
        if pa.types.is_dictionary(column.type):
            table = table.set_column(i, column.name, table.column(i).cast(pa.large_string()))
    nullable = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    frame: pd.DataFrame = table.to_pandas(date_as_object=False, types_mapper=nullable.get)
    return frame


def _tolerance(table: Table, reads: Sequence[SourceRead], tolerance: float) -> Iterator[pd.DataFrame]:
    """Rejected cells over cells that are not empty, by column over all the table's files; lines that are no record."""
    keys = row_keys(table)
    for column in table:
        columns = [r.columns[column.name] for r in reads if column.name in r.columns]
        if column.name in keys:  # merged cells are told once, as what they are
            columns = [c for c in columns if not looks_merged(c)]
        rejected = sum(_rejected(c) for c in columns)
        empty = sum(len(c.empty_rows()) for c in columns)
        filled = sum(len(c.cells) for c in columns) - empty
        if column.name in keys:  # a row without its key is rejected too
            rejected, filled = rejected + empty, filled + empty
        if rejected > tolerance * filled:
            motif = (
                f"{count(rejected, 'cellule rejetée', 'cellules rejetées')} sur {count(filled, 'remplie')} dans la "
                f"colonne « {column.name} » : au-delà de la tolérance de {percent(tolerance, 1)}."
            )
            yield findings(TOLERANCE, motif, table=table.name, column=column.name)
    lost = sum(r.rejected_lines for r in reads)
    lines = lost + sum(len(r.lines) for r in reads)
    if lost > tolerance * lines:
        rejected_lines = count(lost, "ligne rejetée", "lignes rejetées")
        motif = f"{rejected_lines} sur {number(lines)} : au-delà de la tolérance de {percent(tolerance, 1)}."
        yield findings(TOLERANCE, motif, table=table.name)


def _rejected(column: ColumnRead) -> int:
    return sum(len(rows) for problem, rows in column.problem_rows() if problem.rule.gravity is Gravity.REJECTION)
