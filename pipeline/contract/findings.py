"""Findings: what is wrong in a delivery, where, how grave, and what the sender can do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Gravity(StrEnum):
    """`bloquant` stops the run before any estimate; `avertissement` is listed; `rejet` is a cell or row not read."""

    BLOCKING = "bloquant"
    WARNING = "avertissement"
    REJECTION = "rejet"


# In the counts of findings only: a warning that the evaluator has accepted, with a reason.
ACCEPTED = "accepte"


@dataclass(frozen=True)
class Rule:
    """One thing that can be wrong.

    `name`: stable identifier; `title`: what it is, in a few French words; `action`: one sentence on what to do.
    """

    name: str
    gravity: Gravity
    title: str
    action: str


# The columns of the frame in which findings travel between stages: those of `rejets`, then ours.
# One row a finding (a cell, a row, a file); `menage_id` is for the senders' restricted pages only.
# `motif` is the French sentence shown to people and logs: it never holds a pseudonym or a cell's value.
FINDING_COLUMNS = (
    "table",
    "fichier",
    "feuille",
    "ligne",
    "colonne",
    "valeur",
    "motif",
    "gravite",
    "regle",
    "menage_id",
)
