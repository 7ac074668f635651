"""What docs/methods.md says of proportions at 25 against 25: coverage and level over all 676 outcomes, enumerated."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom

from pipeline.stats.boschloo import boschloo_p, boschloo_table
from pipeline.stats.koopman import koopman_ratio
from pipeline.stats.newcombe import newcombe_difference

N = 25
SHARES = np.arange(0.05, 0.96, 0.05)
LAW = np.array([binom.pmf(np.arange(N + 1), N, p) for p in SHARES])  # (shares, outcomes)
PAGE = (Path(__file__).parents[2] / "docs" / "methods.md").read_text(encoding="utf-8")


def coverage(function, truth):
    """Probability that the interval holds the truth, shape (shares, shares); a missing bound is no bound."""
    effects = [[function(a, N, b, N) for b in range(N + 1)] for a in range(N + 1)]
    low = np.array([[e.low for e in row] for row in effects])
    high = np.array([[e.high for e in row] for row in effects])
    held = np.empty((len(SHARES), len(SHARES)))
    for i, p1 in enumerate(SHARES):
        for j, p0 in enumerate(SHARES):
            value = truth(p1, p0)
            missed = (low > value + 1e-12) | (high < value - 1e-12)
            held[i, j] = LAW[i] @ ~missed @ LAW[j]
    return held


@pytest.mark.parametrize(
    ("section", "function", "truth"),
    [
        ("newcombe.py", newcombe_difference, lambda p1, p0: p1 - p0),
        ("koopman.py", koopman_ratio, lambda p1, p0: p1 / p0),
    ],
)
def test_the_page_tells_the_coverage(section, function, truth):
    said = PAGE[PAGE.index(f"`{section}`") :]
    mean, worst = re.search(r"coverage: ([\d.]+) % on average, ([\d.]+) % at\s+worst", said).groups()
    held = coverage(function, truth)
    assert round(100 * held.mean(), 1) == float(mean)
    assert round(100 * held.min(), 1) == float(worst)


def test_the_page_tells_the_level_of_boschloo():
    refused = boschloo_table(N, N) <= 0.05
    level = [law @ refused @ law for law in LAW]
    low, high = re.search(r"between ([\d.]+) % and ([\d.]+) % for a nominal 5 %", PAGE).groups()
    assert round(100 * min(level), 1) == float(low)
    assert round(100 * max(level), 1) == float(high)


def test_21_controls_kept_leave_nothing_to_be_seen():
    """R Exact, `exact.test(method = "boschloo")`: 25/25 against 21/25 gives .0649."""
    assert boschloo_p(25, 25, 21, 25)[0] == pytest.approx(0.0649, abs=5e-5)


def test_every_file_that_the_page_names_exists():
    root = Path(__file__).parents[2]
    for path in re.findall(r"`((?:tests|benchmarks)/[\w/.]+)`", PAGE):
        assert (root / path).exists(), path
    for module in re.findall(r"^## .+ – (.+)$", PAGE, flags=re.MULTILINE):
        for name in re.findall(r"`(\w+\.py)`", module):
            assert (root / "pipeline" / "stats" / name).exists(), name


def test_the_sections_are_in_alphabetical_order_of_their_titles():
    titles = re.findall(r"^## (.+?) – ", PAGE, flags=re.MULTILINE)
    assert titles == sorted(titles, key=str.casefold)
