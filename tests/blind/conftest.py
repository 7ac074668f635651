from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

CLEAN = Path(__file__).parents[1] / "deliveries" / "propre" / "livraison"
SWAP = {"accompagne": "temoin", "temoin": "accompagne"}
KEY = "8f" * 31 + "42"  # even last byte: A is the accompanied group
FLIPPED = "8f" * 31 + "43"  # the same names, the opposite draw

Edit = Callable[[list[dict[str, str]]], None]


def copy_delivery(to: Path, edit: Edit | None = None, without: tuple[str, ...] = ()) -> Path:
    """The clean delivery in `to`, its households edited in place, some of its tables left out."""
    shutil.copytree(CLEAN, to)
    for name in without:
        shutil.rmtree(to / name)
    if edit is not None:
        path = to / "menages" / "menages.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        edit(rows)
        with path.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return to


def swap_groups(rows: list[dict[str, str]]) -> None:
    for row in rows:
        row["groupe"] = SWAP[row["groupe"]]


@pytest.fixture(scope="session")
def clean() -> Path:
    return CLEAN
