"""How tables are written and read: Parquet, the same bytes for the same content, replaced whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.errors import UsageError, reason

ESTIMATE_DIGITS = 8  # of estimates and all that follows them
_TIE = 1e-4  # of the last digit: nearer than that to a tie is a tie, which goes away from zero
_NOTHING = 1e-13  # of the largest value of a column, or of 1: what is left of a zero
_LARGEST = 1e9  # a column of several units may hold a value without measure: it makes no other value nothing
_OWNER_FILE, _OWNER_FOLDER = 0o600, 0o700
_ANY_FILE, _ANY_FOLDER = 0o666, 0o777
_UMASK = os.umask(0o077)  # it can only be read by changing it: once, before there are threads
os.umask(_UMASK)


def round_significant(values: pd.Series, digits: int = ESTIMATE_DIGITS) -> pd.Series:
    """Return floats at `digits` significant digits, so that the last bits of two processors do not show.

    Their round-off differs by 1e-12 of a value at most (intervals far from their estimate), often by 1e-15. Three
    places where that would show, and what is done there:
    - A tie. A sum of cents over 16 households is one at 8 digits (12345.67 / 16 = 771.604375): nearest to even would
      follow the last bit. What is within 1e-4 of the last digit of a tie goes away from zero, on both sides alike.
    - A zero, such as the gap that weights remove, comes out as 1e-16 of the terms that cancel. Under 1e-13 of the
      column's largest value, or of 1 where that is smaller (the terms of a share or of a standardised gap), it is
      written 0; a value above a thousand million is taken for that, for it says nothing of the terms of the others.
      What this erases by right: a density or a p-value under 1e-13, which are shown in no other way.
    - The sign of a zero, which is not written.
    """
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    size = np.abs(numbers)
    largest = min(float(size[np.isfinite(size)].max(initial=1.0)), _LARGEST)
    numbers = np.where(size < _NOTHING * largest, 0.0, numbers)
    with np.errstate(divide="ignore", invalid="ignore"):
        magnitude = np.floor(np.log10(np.abs(numbers)))
    finite = np.isfinite(magnitude)
    shift = np.where(finite, digits - 1 - magnitude, 0)
    # A whole number below 10^15 and a power of ten up to 10^22 are exact: one division or product gives the nearest.
    power = 10.0 ** np.minimum(np.abs(shift), 22)
    whole = np.floor(np.where(shift >= 0, size * power, size / power) + 0.5 + _TIE)
    rounded = np.copysign(np.where(shift >= 0, whole / power, whole * power), numbers)
    extreme = np.abs(shift) > 22
    rounded[extreme] = [float(f"{x:.{digits - 1}e}") for x in numbers[extreme]]
    rounded = np.where(finite, rounded, numbers) + 0.0
    return pd.Series(rounded, index=values.index, name=values.name)


@contextmanager
def replacing(path: Path, *, private: bool = True) -> Iterator[Path]:
    """Yield a temporary path beside `path`, moved onto it at the end; nothing is left behind on failure.

    `private`: a household's data, for their owner alone (0600, and 0700 for the folders that are made on the way);
    else what others may read, as the umask says. Raises `UsageError`.
    """
    try:
        make_folder(path.parent, private=private)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
    except OSError as error:
        raise UsageError(f"{path.parent} : impossible d’y écrire ({reason(error)}).") from None
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod((_OWNER_FILE if private else _ANY_FILE) & ~_UMASK)
        temporary.replace(path)
    except OSError as error:
        raise refusal(path, error) from None
    finally:
        temporary.unlink(missing_ok=True)


def refusal(path: Path, error: OSError) -> UsageError:
    """Return what to say of a file that could not be written: under Windows, one that is open elsewhere is refused."""
    words = f"{path} : écriture impossible ({reason(error)})."
    if isinstance(error, PermissionError) and path.is_file():
        words += " S’il est ouvert dans Excel, Word ou un autre programme, fermez-le, puis relancez."
    return UsageError(words)


def make_folder(folder: Path, *, private: bool = False) -> None:
    """Make a folder and those above it; `private`: all that are made are their owner's alone. Raises `OSError`."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(mode=_OWNER_FOLDER if private else _ANY_FOLDER, exist_ok=True)


def close_folder(folder: Path) -> None:
    """Leave a folder to its owner alone; what is in it is out of others' reach. Windows keeps its own rights."""
    folder.chmod(_OWNER_FOLDER & ~_UMASK)


def close_file(path: Path) -> None:
    """Leave a file to its owner alone, and the folder it lies in, which may be anyone's, as it is."""
    path.chmod(_OWNER_FILE & ~_UMASK)


def keep_private(folder: Path) -> None:
    """Leave a folder, and all that is below it, to their owner alone."""
    close_folder(folder)
    for path in folder.rglob("*"):
        path.chmod((_OWNER_FOLDER if path.is_dir() else _OWNER_FILE) & ~_UMASK)


def write_table(frame: pd.DataFrame, path: Path, *, digits: int = ESTIMATE_DIGITS, rounded: bool = True) -> None:
    """Write `frame` as Parquet: dates as dates, floats at `digits` significant digits, no index.

    `rounded`: False for what was delivered, which is written as it was read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    frame = frame.reset_index(drop=True)
    if rounded:
        frame = frame.assign(**{c: round_significant(frame[c], digits) for c in frame.select_dtypes("float").columns})
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for i, column in enumerate(table.schema):
        if pa.types.is_timestamp(column.type):
            table = table.set_column(i, column.name, table[column.name].cast(pa.date32()))
    table = table.replace_schema_metadata(None)
    with replacing(path) as temporary:
        pq.write_table(table, temporary, compression="zstd")


def read_table(path: Path) -> pd.DataFrame:
    """Read what `write_table` wrote; dates come back as `datetime64`, whole numbers and booleans as nullable types."""
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except OSError as error:
        raise UsageError(f"{path} : table illisible ou absente ({reason(error)}).") from None
    frame: pd.DataFrame = table.to_pandas(date_as_object=False, types_mapper=_nullable)
    return frame


def _nullable(arrow_type: object) -> object | None:
    import pyarrow as pa

    nullable = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    return nullable.get(arrow_type)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
