"""The three questionnaires of the interviews: their items, how they are scored, what a low score means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Instrument:
    """One questionnaire.

    `items`: column names; `minimum`, `maximum`: bounds of an item; `factor`: score = sum of the items × factor;
    `missing_allowed`: how many missing items are replaced by the mean of the others (the contract's rule, not
    the authors'). `source`: the paper that defines the score.
    """

    name: str
    label: str
    title: str
    items: tuple[str, ...]
    minimum: int
    maximum: int
    factor: int
    missing_allowed: int
    source: str
    short_names: tuple[str, ...] = ()


LSNS6 = Instrument(
    "lsns6",
    "LSNS-6",
    "réseau social (échelle de Lubben abrégée)",
    tuple(f"lsns_{i}" for i in range(1, 7)),
    0,
    5,
    1,
    1,
    "Lubben et al. 2006, The Gerontologist 46(4):503-513 ; validée à 65 ans et plus",
    ("LSNS",),
)
UCLA3 = Instrument(
    "ucla3",
    "UCLA-3",
    "sentiment de solitude",
    tuple(f"ucla_{i}" for i in range(1, 4)),
    1,
    3,
    1,
    0,
    "Hughes et al. 2004, Research on Aging 26(6):655-672",
    ("UCLA",),
)
WHO5 = Instrument(
    "who5",
    "WHO-5",
    "bien-être",
    tuple(f"who5_{i}" for i in range(1, 6)),
    0,
    5,
    4,
    0,
    "Topp et al. 2015, Psychotherapy and Psychosomatics 84(3):167-176",
    ("WHO5", "OMS-5", "OMS5"),
)
INSTRUMENTS = (LSNS6, UCLA3, WHO5)
