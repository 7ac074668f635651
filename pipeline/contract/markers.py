"""The files of a delivery that are no table and are expected there: notes for people, and the synthetic marker."""

from __future__ import annotations

from pipeline.contract.fold import fold

# Written into synthetic deliveries; a real delivery never holds it.
SYNTHETIC_MARKER = "SYNTHETIQUE"

_NOTE_STEMS = ("readme", "lisezmoi")


def is_expected_note(name: str) -> bool:
    """Whether a file at the root of a delivery is a note for people or the marker: no finding is due.

    >>> is_expected_note("README.md"), is_expected_note("Lisez-moi.txt"), is_expected_note("menages.csv")
    (True, True, False)
    """
    return name == SYNTHETIC_MARKER or fold(name.rsplit(".", 1)[0]) in _NOTE_STEMS
