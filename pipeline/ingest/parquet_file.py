"""Parquet files: typed columns as text, in the same form as the cells of a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from pipeline.contract.schema import Table
from pipeline.ingest.cells import Cells, Content, Nature, Sheet
from pipeline.ingest.headers import matches
from pipeline.ingest.problems import NoHeaderError, RefusedFileError, TooLargeError

_FEWEST_MATCHES = 2
_MAX_CELLS = 500_000_000


def read_parquet(path: Path, table: Table, *, max_bytes: float) -> Content:
    """Return the rows; a row's line is its rank + 1 (the header counts as line 1).

    `max_bytes`: of the columns unpacked, as the file's own description says. Raises `RefusedFileError`,
    `TooLargeError`, `NoHeaderError`.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        source = pq.ParquetFile(path)
        groups = [source.metadata.row_group(i) for i in range(source.metadata.num_row_groups)]
        unpacked = sum(g.total_byte_size for g in groups)
        if unpacked > max_bytes or source.metadata.num_rows * max(source.metadata.num_columns, 1) > _MAX_CELLS:
            raise TooLargeError("fichier Parquet qui, décompressé, dépasse la taille admise")
        data = source.read()
    except (pa.ArrowException, OSError):
        raise RefusedFileError("fichier Parquet tronqué ou endommagé") from None
    headers = tuple(str(n) for n in data.column_names)
    if matches(headers, table) < _FEWEST_MATCHES:
        raise NoHeaderError
    columns = tuple(_cells(data.column(i)) for i in range(data.num_columns))
    return Content((Sheet(None, headers, columns, np.arange(2, data.num_rows + 2, dtype=np.int64)),))


def _cells(column: Any) -> Cells:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    kind = column.type
    number = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        column = pc.local_timestamp(column)
    try:
        texts = column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError):
        texts = pa.chunked_array([pa.array([_loose(v) for v in column.to_pylist()], pa.string())])
    if number:
        texts = pc.replace_substring_regex(texts, r"^(-?\d+)\.0$", r"\1")
    cells = Cells.from_texts(pc.fill_null(texts, ""))
    return cells.with_nature(Nature.NUMBER) if number else cells


def _loose(value: Any) -> str | None:
    """Lists, structures, bytes that are no UTF-8: as text, to be rejected or ignored with its column."""
    if value is None:
        return None
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
