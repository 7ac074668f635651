"""Cells and files damaged at random: no error of ours, no value changed without a word."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from pipeline.contract.schema import Kind
from pipeline.contract.tables import TABLES
from pipeline.ingest.delivery import Delivery, read_delivery
from pipeline.params import Donnees

CLEAN = Path(__file__).parents[1] / "deliveries" / "propre" / "livraison"
CELLS_A_DELIVERY = 40

# Another way to write the same, or a slip that leaves no readable value: a digit put for another is neither.
REWRITTEN: tuple[Callable[[str], str], ...] = (
    lambda t: f" {t} ", lambda t: f"\u00a0{t}", lambda t: f"{t}\t", lambda t: f'"{t}"', lambda t: t + "\ufeff",
    str.upper, str.title, lambda t: t.replace("_", " "), lambda t: t.replace("_", "-"),
)  # fmt: skip
GARBLED: tuple[Callable[[str], str], ...] = (
    lambda t: t + "?", lambda t: "?" + t, lambda t: t.replace("0", "O", 1), lambda t: t.replace("1", "l", 1),
    lambda t: t + "\x07", lambda t: "=" + t, lambda t: t + " !",
    lambda t: t[: len(t) // 2] + "\ufffd" + t[len(t) // 2 :],
    lambda _: "#REF!", lambda _: "nan", lambda _: "x" * 12_000, lambda t: t + " " + t, lambda _: "???",
)  # fmt: skip


def _read(folder: Path) -> Delivery:
    return read_delivery(folder, Donnees(tolerance_rejets=1.0), communes=[], last_freeze=dt.date(2017, 3, 31))


@pytest.fixture(scope="module")
def clean() -> Delivery:
    return _read(CLEAN)


def _texts() -> dict[str, list[list[str]]]:
    return {
        name: [line.split(",") for line in (CLEAN / name / f"{name}.csv").read_text(encoding="utf-8").splitlines()]
        for name in TABLES
    }


def _write(folder: Path, tables: dict[str, list[list[str]]]) -> None:
    for name, rows in tables.items():
        (folder / name).mkdir(parents=True)
        (folder / name / f"{name}.csv").write_text("\n".join(",".join(r) for r in rows) + "\n", encoding="utf-8")


def _keyed(delivery: Delivery, name: str) -> pd.DataFrame:
    return delivery.tables[name].astype(object).set_index(delivery.provenance[name]["ligne"])


@pytest.mark.parametrize("seed", [*range(2), *(pytest.param(s, marks=pytest.mark.slow) for s in range(2, 50))])
def test_a_damaged_cell_keeps_its_value_or_is_told_of(seed: int, clean: Delivery, tmp_path: Path) -> None:
    draw, tables = random.Random(seed), _texts()
    touched: set[tuple[str, int, str]] = set()
    while len(touched) < CELLS_A_DELIVERY:
        name = draw.choice(list(TABLES))
        rows = tables[name]
        line, at = draw.randrange(1, len(rows)), draw.randrange(len(rows[0]))
        column = rows[0][at]
        if len(rows[line]) != len(rows[0]) or not rows[line][at] or (name, line + 1, column) in touched:
            continue
        change = draw.choice(REWRITTEN + GARBLED)
        if TABLES[name][column].kind is Kind.TEXT or column in ("menage_id", "paire_id"):
            change = draw.choice(REWRITTEN[:5])  # a free text is what it is, and an identifier is never repaired
        rows[line][at] = change(rows[line][at])
        touched.add((name, line + 1, column))
    _write(tmp_path, tables)
    damaged = _read(tmp_path)
    told = damaged.findings
    for name in TABLES:
        was, now = _keyed(clean, name), _keyed(damaged, name)
        here = told[told["table"] == name]
        lines, whole = set(here["ligne"].dropna()), set(here.loc[here["ligne"].isna(), "colonne"].dropna())
        assert set(was.index) - set(now.index) <= lines
        now = now.reindex(was.index)
        changed = (was != now) & ~(was.isna() & now.isna())
        for column in was:
            if column not in whole:
                assert set(was.index[changed[column].fillna(True).to_numpy(bool)]) <= lines, (name, column)


def _bytes_changed(draw: random.Random, raw: bytes) -> bytes:
    at = draw.randrange(len(raw))
    lines = raw.splitlines(keepends=True)
    row = draw.randrange(1, len(lines))
    cut = [i for i, b in enumerate(raw) if b == ord(",")]
    comma = draw.choice(cut)
    return draw.choice(
        [
            lambda: raw[:comma] + raw[comma + 1 :],
            lambda: raw[:comma] + b"," + raw[comma:],
            lambda: raw[:at] + bytes([draw.choice([0, 7, 0x81, 0xFF])]) + raw[at:],
            lambda: raw[:at] + b'"' + raw[at:],
            lambda: raw[:at] + b"\n" + raw[at:],
            lambda: b"".join([*lines[:row], b"\n\n", *lines[row:]]),
            lambda: b"".join(lines[:row]) + lines[row][: len(lines[row]) // 2],
            lambda: raw.replace(b"\n", draw.choice([b"\r\n", b"\r", b",\n", b",,\r\n"])),
            lambda: b"\xef\xbb\xbf" + raw,
            lambda: raw.decode().encode(draw.choice(["cp1252", "cp858", "mac_roman", "utf-16"]), "replace"),
            lambda: raw.replace(b",", draw.choice([b";", b"\t", b"|"])),
            lambda: b"Extrait du logiciel\n\n" + raw + b"\nTOTAL,,\n",
            lambda: raw[:at] + draw.randbytes(draw.choice([1, 30, 3_000])) + raw[at:],
            lambda: b"",
        ]
    )()


@pytest.mark.parametrize("seed", [*range(6), *(pytest.param(s, marks=pytest.mark.slow) for s in range(6, 300))])
def test_a_damaged_file_is_read_alike_or_told_of(seed: int, clean: Delivery, tmp_path: Path) -> None:
    draw = random.Random(1_000 + seed)
    hit = draw.choice(list(TABLES))
    for name in TABLES:
        raw = (CLEAN / name / f"{name}.csv").read_bytes()
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.csv").write_bytes(_bytes_changed(draw, raw) if name == hit else raw)
    damaged = _read(tmp_path)
    if len(damaged.findings) > len(clean.findings):
        return
    for name, table in TABLES.items():
        read = [c.name for c in table if c.kind is not Kind.TEXT]  # a free text is what is written
        assert damaged.tables[name][read].equals(clean.tables[name][read]), name
