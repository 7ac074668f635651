"""Several outcomes read as one, in order of gravity: the next tells apart units that those before leave equal."""

from __future__ import annotations

import numpy as np

from pipeline.stats.effect import Floats


def ordered_places(*outcomes: Floats) -> Floats:
    """Return the place of each unit, shape (n,), from the best (1) to the worst, equal units sharing a place.

    Units are compared on the first outcome; where they are equal on it, on the second, and so on. Larger is worse in
    all. A unit with an unknown (`nan`) outcome has no place: `nan`. Only the order of the places has a meaning.
    Reference: Pocock et al. 2012, European Heart Journal 33:176-182 (the order, by pairs); R BuyseTest.

    >>> gone, debt = np.array([0.0, 1.0, 0.0, 0.0]), np.array([50.0, 0.0, 20.0, 50.0])
    >>> ordered_places(gone, debt).tolist()
    [2.0, 3.0, 1.0, 2.0]
    """
    table = np.column_stack(outcomes)
    known = ~np.isnan(table).any(axis=1)
    places = np.full(len(table), np.nan)
    _, where = np.unique(table[known], axis=0, return_inverse=True)
    places[known] = where.ravel() + 1.0
    return places
