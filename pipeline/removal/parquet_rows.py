"""A Parquet table without some households: same columns, same types, no trace left in a dictionary of values."""

from __future__ import annotations

import io
from typing import Any

from pipeline.contract.schema import Table
from pipeline.ingest.headers import map_headers
from pipeline.removal.pseudonyms import Pseudonyms
from pipeline.removal.rewritten import Mention, NotRewritableError, Rewritten

_KEY = "menage_id"
_COMPRESSION = "zstd"


def without_in_parquet(data: bytes, table: Table | None, pseudonyms: Pseudonyms, *, mask: bool) -> Rewritten:
    """Return the file without the rows of these households; a row's line is its rank + 1, as for the reader.

    `table`: None for a table of ours, whose households are in `menage_id`. `mask`: as for `without_in_text`.
    Raises `NotRewritableError` for a damaged file.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        read = pq.ParquetFile(io.BytesIO(data)).read()
    except (pa.ArrowException, OSError):
        raise NotRewritableError("fichier Parquet tronqué ou endommagé") from None
    key = _key(read.column_names, table)
    rows = [i for i, cell in enumerate(_texts(read.column(key))) if pseudonyms.is_one(cell)] if key is not None else []
    gone = set(rows)
    kept = read.take([i for i in range(read.num_rows) if i not in gone]) if gone else read
    mentions = []
    for position, name in enumerate(kept.column_names):
        column = _decoded(kept.column(position))
        texts = _texts(column)
        found = [i for i, text in enumerate(texts) if pseudonyms.in_text(text)]
        if found and mask and pa.types.is_string(column.type):
            masked = [pseudonyms.masked(t.encode()).decode() if i in set(found) else None for i, t in enumerate(texts)]
            whole = column.to_pylist()
            column = pa.chunked_array([pa.array([m or w for m, w in zip(masked, whole, strict=True)], column.type)])
        elif found:
            mentions += [Mention(None, i + 2, name) for i in found]
        kept = kept.set_column(position, _field(read.schema.field(position), column), column)
    out = io.BytesIO()
    # Without pandas' own notes, which count the rows and may quote an index.
    pq.write_table(kept.replace_schema_metadata(None), out, compression=_COMPRESSION)
    return Rewritten(out.getvalue(), tuple((None, i + 2) for i in rows), tuple(mentions))


def _key(names: list[str], table: Table | None) -> int | None:
    if table is not None:
        return map_headers(names, table).columns.get(_KEY)
    return names.index(_KEY) if _KEY in names else None


def _decoded(column: Any) -> Any:
    """The column without its dictionary, which would keep the values of the rows removed."""
    import pyarrow as pa

    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def _field(field: Any, column: Any) -> Any:
    return field.with_type(column.type)


def _texts(column: Any) -> list[str]:
    import pyarrow as pa

    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_primitive(kind) or pa.types.is_null(kind) or pa.types.is_decimal(kind):
        return [""] * len(column)
    return ["" if value is None else str(value) for value in column.to_pylist()]
