"""Columns that a garbled header loses, and instruments given without their items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from pipeline.contract.covariates import COVARIATES
from pipeline.contract.fold import fold
from pipeline.contract.instruments import INSTRUMENTS, Instrument
from pipeline.contract.schema import Table
from pipeline.ingest.headers import Mapping
from pipeline.ingest.mojibake import repaired

# Optional columns without which a figure of the plan changes or disappears, or a household is taken in by default.
NEEDED = frozenset(
    (*COVARIATES, *(item for i in INSTRUMENTS for item in i.items), "membre_cooperative", "autres_aides")
) | {"consentement", "statut_occupation"}

_ALIKE = 0.85
_SHORTEST = 4
_OF_A_TOTAL = re.compile(r"score|total|somme|indice|index|brut|global|note|sur\d+|points?|echelle|0?a?100$")


def near_columns(headers: Sequence[str], table: Table, mapping: Mapping) -> dict[str, str]:
    """Return which unknown headers are nearly those of a column that is absent: header (trimmed) → column.

    Nearly: the same digits, and at least 85 % of the letters in common, once accents encoded twice are restored.
    """
    absent = [c for c in table if c.name not in mapping.columns and c.name not in mapping.doubles]
    spellings = [(s, c.name) for c in absent for s in c.spellings() if len(s) >= _SHORTEST]
    found: dict[str, str] = {}
    for header in headers:
        folded = fold(repaired(header))[:100]
        best = max(((_likeness(folded, s), name) for s, name in spellings), default=(0.0, ""))
        if len(folded) >= _SHORTEST and best[0] >= _ALIKE and best[1] not in found.values():
            found[header.strip()] = best[1]
    return found


def _likeness(folded: str, spelling: str) -> float:
    if abs(len(folded) - len(spelling)) > 3 or re.sub(r"\D", "", folded) != re.sub(r"\D", "", spelling):
        return 0.0
    matcher = SequenceMatcher(None, folded, spelling, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def lost_instruments(headers: Sequence[str], table: Table, mapping: Mapping) -> tuple[set[str], list[str]]:
    """Return the unknown headers that are an instrument's total, and what is said of each instrument that is lost."""
    totals, motifs = set(), []
    for instrument in INSTRUMENTS:
        if instrument.items[0] not in table:
            continue
        absent = [i for i in instrument.items if i not in mapping.columns and i not in mapping.doubles]
        given = [h.strip() for h in headers if _is_total(h, instrument)]
        some = 0 < len(absent) < len(instrument.items)
        if len(absent) <= instrument.missing_allowed or not (given or some):
            continue
        totals.update(given)
        what = "un total ne suffit pas" if given else f"il manque {', '.join(absent)}"
        motifs.append(
            f"« {instrument.name} » ({instrument.label}) ne peut pas être calculé pour ce fichier : il faut les "
            f"{len(instrument.items)} items, de {instrument.items[0]} à {instrument.items[-1]} ; {what}."
        )
    return totals, motifs


def _is_total(header: str, instrument: Instrument) -> bool:
    names = {fold(n) for n in (instrument.name, instrument.label, *instrument.short_names)}
    folded = fold(header)
    return folded in names or _OF_A_TOTAL.sub("", folded) in names
