"""Does a file hold a pseudonym? Read inside: Parquet, workbooks and other archives, compressed streams of a PDF."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

from pipeline.removal.pseudonyms import Pseudonyms

_DEEPEST = 3
_STREAM = re.compile(rb"stream\r?\n")


def file_holds(path: Path, pseudonyms: Pseudonyms) -> bool:
    """Whether the file's content holds a pseudonym, by its first bytes and not by its name. Raises `OSError`."""
    with path.open("rb") as stream:
        if stream.read(4) == b"PAR1":
            return _parquet(path, pseudonyms)
    return holds_bytes(path.read_bytes(), pseudonyms)


def holds_bytes(data: bytes, pseudonyms: Pseudonyms, depth: int = 0) -> bool:
    """Whether bytes hold a pseudonym, also inside what they pack."""
    if pseudonyms.in_bytes(data):
        return True
    if depth >= _DEEPEST:
        return False
    if data.startswith(b"PK\x03\x04"):
        return _archive(data, pseudonyms, depth)
    if data.startswith(b"\x1f\x8b"):
        return _unpacked(gzip.decompress, data, pseudonyms, depth)
    if data.startswith(b"%PDF"):
        return any(_unpacked(_inflated, data[match.end() :], pseudonyms, depth) for match in _STREAM.finditer(data))
    if data.startswith(b"PAR1"):
        return _parquet(io.BytesIO(data), pseudonyms)
    return False


def _archive(data: bytes, pseudonyms: Pseudonyms, depth: int) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(holds_bytes(archive.read(name), pseudonyms, depth + 1) for name in archive.namelist())
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError):
        # Damaged, under a password or an unknown compression: its bytes were searched as they are.
        return False


def _unpacked(unpack: Any, data: bytes, pseudonyms: Pseudonyms, depth: int) -> bool:
    try:
        return holds_bytes(unpack(data), pseudonyms, depth + 1)
    except (OSError, EOFError, zlib.error):
        return False


def _inflated(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data)


def _parquet(source: Any, pseudonyms: Pseudonyms) -> bool:
    """Every text of every column, and the names and notes beside them; an unreadable file is searched as bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(source).read()
    except (pa.ArrowException, OSError):
        data = source.getvalue() if isinstance(source, io.BytesIO) else Path(source).read_bytes()
        return pseudonyms.in_bytes(data)
    notes = b"\n".join(value for pair in (table.schema.metadata or {}).items() for value in pair)
    beside = "\n".join(table.column_names).encode() + b"\n" + notes
    return pseudonyms.in_bytes(beside) or any(pseudonyms.in_text(text) for c in table.columns for text in _texts(c))


def _texts(column: Any) -> list[str]:
    """The distinct values of a column that may hold a text, each as a text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_primitive(kind) or pa.types.is_null(kind) or pa.types.is_decimal(kind):
        return []
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return [text for text in pc.unique(column.cast(kind)).to_pylist() if text is not None]
    return [value.decode("latin-1") if isinstance(value, bytes) else str(value) for value in column.to_pylist()]
