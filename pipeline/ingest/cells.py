"""A column as its sender wrote it: the distinct texts, and for each row which of them stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

# What a spreadsheet cell is beside its text. A mark at the text's end carries it until the texts are made distinct.
_MARKS = {"\x1d": 1, "\x1e": 2, "\x1f": 3}

_Encoded = tuple[Any, npt.NDArray[np.int32], npt.NDArray[np.int8]]  # texts, codes, natures


class Nature(IntEnum):
    """What a cell was before it became text."""

    TEXT = 0
    NUMBER = 1  # a stored number: its text has a decimal point, whatever the column's convention
    FORMULA = 2  # a formula without a stored value
    ERROR = 3  # a spreadsheet error (#N/A, #REF!…)


def marked(text: str, nature: Nature) -> str:
    """Return `text` with the mark of its nature, for `Cells.from_texts`."""
    return text if nature is Nature.TEXT else text + list(_MARKS)[nature - 1]


class Cells:
    """One column of a file: one text a row, made distinct when first asked for (amounts seldom need it).

    `raw`: the texts row by row (Arrow strings, chunked), None where they were built distinct. `texts`: distinct texts,
    never null ("" = empty cell); `codes`: row → text; `natures`: the `Nature` of each distinct text (the same text may
    stand twice, with two natures).
    """

    def __init__(self, raw: Any = None, encoded: _Encoded | None = None) -> None:
        self.raw = raw
        self._given = encoded

    @classmethod
    def from_texts(cls, texts: Any) -> Cells:
        """Build from one text a row: a list (marked or not), or an Arrow array, chunked or not."""
        import pyarrow as pa

        if isinstance(texts, list):
            texts = pa.array(texts, pa.string())
        return cls(texts if isinstance(texts, pa.ChunkedArray) else pa.chunked_array([texts]))

    @classmethod
    def empty(cls, rows: int) -> Cells:
        """A column of empty cells."""
        import pyarrow as pa

        return cls(encoded=(pa.array([""]), np.zeros(rows, np.int32), np.zeros(1, np.int8)))

    @classmethod
    def joined(cls, parts: Sequence[Cells]) -> Cells:
        """The columns of several sheets, one below the other."""
        import pyarrow as pa

        if len(parts) == 1:
            return parts[0]
        offsets = np.cumsum([0, *(len(p.texts) for p in parts[:-1])])
        texts = pa.concat_arrays([p.texts for p in parts])
        codes = np.concatenate([p.codes + o for p, o in zip(parts, offsets, strict=True)]).astype(np.int32)
        return cls(encoded=(texts, codes, np.concatenate([p.natures for p in parts])))

    def with_nature(self, nature: Nature) -> Cells:
        """The same column, each filled cell of one nature."""
        natures = np.where(np.array([t != "" for t in self.texts.to_pylist()], bool), nature, Nature.TEXT)
        return Cells(encoded=(self.texts, self.codes, natures.astype(np.int8)))

    @cached_property
    def _encoded(self) -> _Encoded:
        return self._given if self._given is not None else _encode(self.raw)

    @property
    def texts(self) -> Any:
        return self._encoded[0]

    @property
    def codes(self) -> npt.NDArray[np.int32]:
        return self._encoded[1]

    @property
    def natures(self) -> npt.NDArray[np.int8]:
        return self._encoded[2]

    def __len__(self) -> int:
        return len(self.raw) if self.raw is not None else len(self.codes)

    def rows(self, keep: npt.NDArray[np.bool_]) -> Cells:
        """The rows where `keep` is true."""
        import pyarrow as pa

        if self.raw is not None:
            return Cells(self.raw.filter(pa.array(keep)))
        return Cells(encoded=(self.texts, self.codes[keep], self.natures))

    def with_text(self, row: int, text: str) -> Cells:
        """The same column, another text in one row."""
        import pyarrow as pa

        codes = self.codes.copy()
        codes[row] = len(self.texts)
        texts = pa.concat_arrays([self.texts, pa.array([text], self.texts.type)])
        return Cells(encoded=(texts, codes, np.append(self.natures, np.int8(Nature.TEXT))))

    def where(self, flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Row by row, whether its text is flagged; cheap when no text is."""
        return flags[self.codes] if flags.any() else np.zeros(len(self.codes), bool)

    def at(self, row: int) -> str:
        """The text of one row."""
        text: str = self.texts[int(self.codes[row])].as_py() if self.raw is None else self.raw[row].as_py()
        return text


@dataclass(frozen=True)
class Sheet:
    """One sheet with the header row (a text file has one, without a name).

    `lines`: the line of each row as its sender sees it. `asides`: texts outside the table (titles), with their line.
    `mended`: ranks of the rows to which empty cells were added, or taken away, unlike the file's others.
    """

    name: str | None
    headers: tuple[str, ...]
    columns: tuple[Cells, ...]
    lines: npt.NDArray[np.int64]
    asides: tuple[tuple[int, str], ...] = ()
    mended: tuple[int, ...] = ()

    def rows(self, keep: npt.NDArray[np.bool_]) -> Sheet:
        """The rows where `keep` is true."""
        mended = np.zeros(len(self.lines), bool)
        mended[list(self.mended)] = True
        columns = tuple(c.rows(keep) for c in self.columns)
        return replace(self, columns=columns, lines=self.lines[keep], mended=tuple(np.flatnonzero(mended[keep])))


@dataclass(frozen=True)
class Ragged:
    """A line with more or fewer cells than the header."""

    line: int
    cells: int
    text: str = field(repr=False)


@dataclass(frozen=True)
class Content:
    """What a file holds, whatever its format. `skipped`: sheets without the header row; `columns_left_out`: how many.

    `named_sheets`: ranks, from 1, of the sheets whose title names a person (it is masked everywhere else).
    """

    sheets: tuple[Sheet, ...]
    encoding: str | None = None
    separator: str | None = None
    ragged: tuple[Ragged, ...] = ()
    skipped: tuple[str, ...] = ()
    skipped_asides: tuple[tuple[str, int, str], ...] = ()
    epoch_1904: bool = False
    named_sheets: tuple[int, ...] = ()
    encoded_twice: bool = False
    columns_left_out: int = 0


def _encode(raw: Any) -> _Encoded:
    """Make the texts distinct; the chunks of one Arrow column share one dictionary."""
    import pyarrow as pa
    import pyarrow.compute as pc

    encoded = raw.dictionary_encode()
    if not encoded.num_chunks:
        return pa.array([], pa.string()), np.zeros(0, np.int32), np.zeros(0, np.int8)
    codes = [c.indices.to_numpy(zero_copy_only=False) for c in encoded.chunks]
    texts = encoded.chunk(encoded.num_chunks - 1).dictionary
    natures = np.zeros(len(texts), np.int8)
    for mark, nature in _MARKS.items():
        natures[pc.ends_with(texts, mark).to_numpy(zero_copy_only=False)] = nature
    if natures.any():
        texts = pc.replace_substring_regex(texts, r"[\x1d\x1e\x1f]$", "")
    return texts, codes[0] if len(codes) == 1 else np.concatenate(codes), natures
