"""How tables are written and read: Parquet, the same bytes for the same content, replaced whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.errors import UsageError, reason

SIGNIFICANT_DIGITS = 12


def round_significant(values: pd.Series, digits: int = SIGNIFICANT_DIGITS) -> pd.Series:
    """Return floats at `digits` significant digits, so that the last bits of two machines do not show."""
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        magnitude = np.floor(np.log10(np.abs(numbers)))
    finite = np.isfinite(magnitude)
    shift = np.where(finite, digits - 1 - magnitude, 0)
    # A whole number below 10^12 and a power of ten up to 10^22 are exact: one division or product gives the nearest.
    power = 10.0 ** np.minimum(np.abs(shift), 22)
    rounded = np.where(shift >= 0, np.rint(numbers * power) / power, np.rint(numbers / power) * power)
    extreme = np.abs(shift) > 22
    rounded[extreme] = [float(f"{x:.{digits - 1}e}") for x in numbers[extreme]]
    rounded = np.where(finite, rounded, numbers)
    return pd.Series(rounded, index=values.index, name=values.name)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path`, moved onto it at the end; nothing is left behind on failure."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
    except OSError as error:
        raise UsageError(f"{path.parent} : impossible d’y écrire ({reason(error)}).") from None
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        raise UsageError(f"{path} : écriture impossible ({reason(error)}).") from None
    finally:
        temporary.unlink(missing_ok=True)


def write_table(frame: pd.DataFrame, path: Path, *, rounded: bool = True) -> None:
    """Write `frame` as Parquet: dates as dates, floats at 12 significant digits unless `rounded=False`, no index."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    frame = frame.reset_index(drop=True)
    if rounded:
        frame = frame.assign(**{c: round_significant(frame[c]) for c in frame.select_dtypes("float").columns})
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
