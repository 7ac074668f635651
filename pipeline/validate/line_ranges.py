"""Line numbers written short: « 3, 7 à 12, 20 »."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def line_ranges(lines: npt.NDArray[np.int64], most: int) -> str:
    """Return sorted distinct `lines` as ranges, at most `most` of them, then « … ».

    >>> line_ranges(np.array([3, 7, 8, 9, 20]), 10)
    '3, 7 à 9, 20'
    """
    numbers = np.unique(lines)
    if not len(numbers):
        return ""
    breaks = np.flatnonzero(np.diff(numbers) > 1)
    starts = numbers[np.concatenate([[0], breaks + 1])]
    ends = numbers[np.concatenate([breaks, [len(numbers) - 1]])]
    shown = [_range(int(a), int(b)) for a, b in zip(starts[:most], ends[:most], strict=True)]
    return ", ".join(shown) + (" …" if len(starts) > most else "")


def _range(first: int, last: int) -> str:
    if first == last:
        return str(first)
    return f"{first}, {last}" if last == first + 1 else f"{first} à {last}"
