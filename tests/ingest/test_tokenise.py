"""Both ways of cutting a text into cells give the same cells and the same line numbers."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest import tokenise as module
from pipeline.ingest.tokenise import Body, Shape, Tokens, is_plain, tokenise, tokenise_awkward, tokenise_plain

CELL = st.text(alphabet='aé1,;. "€\u00a0\n', max_size=6)
PLAIN_CELL = st.text(alphabet="aé1,;. €\u00a0", max_size=6)
QUOTED_CELL = PLAIN_CELL.map(lambda t: f'"{t}"')


def _rows(tokens: Tokens) -> list[tuple[object, ...]]:
    columns = [[c.at(i) for i in range(len(c))] for c in tokens.columns]
    return list(zip(tokens.lines.tolist(), *columns, strict=True))


def _written(rows: list[list[str]], quoting: int, end: str, separator: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, quoting=quoting, lineterminator=end).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue().encode()


@settings(deadline=None)
@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=12),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(";,\t|"),
    st.integers(0, 3),
)
def test_both_ways_agree(rows: list[list[str]], quoting: int, end: str, separator: str, blanks: int) -> None:
    data = end.encode() * blanks + _written(rows, quoting, end, separator) + end.encode() * blanks
    body = Body(b"titre\n" + data, 6, 2)
    awkward = tokenise_awkward(body, separator, Shape(3, 3, 3))
    assert [r[1:] for r in _rows(awkward)] == [tuple(r) for r in rows]
    if rows and is_plain(body):
        plain = tokenise_plain(body, separator, Shape(3, 3, 3))
        assert plain is not None
        assert _rows(plain) == _rows(awkward)


@settings(deadline=None)
@given(st.lists(st.lists(PLAIN_CELL | QUOTED_CELL, min_size=1, max_size=4), min_size=1, max_size=12), st.booleans())
def test_ragged_lines_are_set_apart_with_their_line(rows: list[list[str]], last_newline: bool) -> None:
    text = "\n".join("|".join(r) for r in rows) + ("\n" if last_newline else "")
    tokens = tokenise(Body(text.encode(), 0, 1), "|", Shape(3, 3, 3))
    kept = {r[0]: r[1:] for r in _rows(tokens)}
    apart = {r.line: r.cells for r in tokens.ragged}
    for line, row in enumerate(rows, start=1):
        if len(row) == 3:
            assert kept[line] == tuple(cell.strip('"') for cell in row)
        elif len(row) == 4 and not row[3].strip('" \u00a0') and any(c.strip('" \u00a0') for c in row):
            assert kept[line] == tuple(cell.strip('"') for cell in row[:3])
        elif any(c.strip('" \u00a0') for c in row):
            assert apart[line] == len(row)
    assert not set(kept) & set(apart)
    awkward = tokenise_awkward(Body(text.encode(), 0, 1), "|", Shape(3, 3, 3))
    assert _rows(awkward) == _rows(tokens)
    assert awkward.ragged == tokens.ragged


def test_a_quote_never_closed_loses_its_line_only() -> None:
    tokens = tokenise(Body(b'a;b\n"c;d\ne;f\ng;h\n', 0, 5), ";", Shape(2, 2, 2))
    assert _rows(tokens) == [(5, "a", "b"), (7, "e", "f"), (8, "g", "h")]
    assert [(r.line, r.cells) for r in tokens.ragged] == [(6, 1)]


def test_line_breaks_between_quotes_keep_the_line_of_the_first_character() -> None:
    tokens = tokenise(Body(b'a;"b\nb"\n\nc;d\n', 0, 2), ";", Shape(2, 2, 2))
    assert _rows(tokens) == [(2, "a", "b\nb"), (5, "c", "d")]


def test_lines_cut_short_of_their_optional_cells_are_mended_and_marked() -> None:
    body = Body(b"a;b;c\nd;e\nf\ng;h;\ni;j;k;\nl;m;n;o\n", 0, 2)
    tokens = tokenise(body, ";", Shape(3, 2, 3))
    assert _rows(tokens) == [(2, "a", "b", "c"), (3, "d", "e", ""), (5, "g", "h", ""), (6, "i", "j", "k")]
    assert [(r.line, r.cells) for r in tokens.ragged] == [(4, 1), (7, 4)]
    assert tokens.mended == (1, 3)
    assert [r.line for r in tokenise(Body(b"a;b;c\nd;e", 0, 2), ";", Shape(3, 2, 3)).ragged] == [3]  # a file cut short
    all_longer = tokenise(Body(b"a;b;\nc;d;\n", 0, 2), ";", Shape(2, 2, 2))
    assert (_rows(all_longer), all_longer.mended) == ([(2, "a", "b"), (3, "c", "d")], ())


def test_a_line_of_millions_of_quotes_is_no_blank_line() -> None:
    for quotes in (3_000_000, 2_999_999):
        tokens = tokenise(Body(b"a;b\n" + b'"' * quotes + b"\nc;d\n", 0, 2), ";", Shape(2, 2, 2))
        assert [r.line for r in tokens.ragged] == [3]
        assert _rows(tokens) == [(2, "a", "b"), (4, "c", "d")]


def test_old_line_ends() -> None:
    assert _rows(tokenise(Body(b"a;b\rc;d\r", 0, 2), ";", Shape(2, 2, 2))) == [(2, "a", "b"), (3, "c", "d")]


def test_many_blocks_share_one_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BLOCK_BYTES", 64)
    rows = [[f"HN{i % 7:03d}", str(i)] for i in range(200)]
    data = _written(rows, csv.QUOTE_MINIMAL, "\n", ";")
    tokens = tokenise_plain(Body(data, 0, 1), ";", Shape(2, 2, 2))
    assert tokens is not None
    assert tokens.columns[0].raw.num_chunks > 1
    assert len(tokens.columns[0].texts) == 7
    assert tokens.columns[0].texts.take(tokens.columns[0].codes).to_pylist() == [r[0] for r in rows]


def test_chunks_of_the_awkward_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHUNK_ROWS", 3)
    tokens = tokenise_awkward(Body(b"".join(b"%d;x\n" % i for i in range(10)), 0, 1), ";", Shape(2, 2, 2))
    assert _rows(tokens) == [(i + 1, str(i), "x") for i in range(10)]
