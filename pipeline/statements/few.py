"""Under five households in a group: no interval of a mean is printed, and no difference is given a class or a side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.contract.indicators import Scale
from pipeline.contract.methods import MEASURES, MeasureKind
from pipeline.contract.remarks import TOO_FEW_FOR_AN_INTERVAL, joined, remark
from pipeline.statements.statement import Direction, Statement

_MEANS = (MeasureKind.DIFFERENCE, MeasureKind.STANDARDISED, MeasureKind.SUPERIORITY)
FEWEST = 5  # households of each group


def of_a_few(e: Statement) -> bool:
    """Whether a group of `e` has so few households that one of them could turn the difference over."""
    return _few(e.used or (e.n_accompagnes, e.n_temoins))


def told_side(e: Statement) -> Direction:
    """Return the side that may be said of `e`: its direction, unknown where a group is that small."""
    return Direction.UNKNOWN if of_a_few(e) else e.direction


def without_bounds_of_a_few(e: Statement) -> Statement:
    """Return `e` without the bounds of a mean, or of mean ranks, where a group is that small; its note says why."""
    if not _of_means(e) or not _few((e.n_accompagnes, e.n_temoins)) or (e.ic_bas is None and e.ic_haut is None):
        return e
    return replace(e, ic_bas=None, ic_haut=None, note=joined(remark(TOO_FEW_FOR_AN_INTERVAL, FEWEST), e.note))


def row_of_a_few(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the row of another table, a difference of means, without its bounds where a group is that small."""
    sizes = (row["n_accompagnes"], row["n_temoins"])
    if None in sizes or min(sizes) >= FEWEST or (row["ic_bas"] is None and row["ic_haut"] is None):
        return row
    why = joined(remark(TOO_FEW_FOR_AN_INTERVAL, FEWEST), row.get("note") or "")
    return {**row, "ic_bas": None, "ic_haut": None, "note": why}


def _few(sizes: tuple[int, int]) -> bool:
    """Sizes that disclosure control masks read as 0, and are of more households than that."""
    return any(sizes) and min(n for n in sizes if n) < FEWEST


def _of_means(e: Statement) -> bool:
    if e.mesure not in MEASURES or e.indicator.scale is Scale.BINARY:
        return False
    return MEASURES[e.mesure].kind in _MEANS
