"""What holds of everything that an edition says, whatever the delivery: one function a claim, `CLAIMS` all of them."""

from __future__ import annotations

from collections.abc import Callable

from support.claims.differences import DIFFERENCES
from support.claims.numbers import NUMBERS
from support.claims.words import WORDS
from support.said import Said

CLAIMS: tuple[Callable[[Said], None], ...] = (*DIFFERENCES, *NUMBERS, *WORDS)
