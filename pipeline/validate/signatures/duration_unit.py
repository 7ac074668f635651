"""Durations of interventions in hours or minutes instead of days."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.contract.tables import ACCOMPAGNEMENT
from pipeline.french import percent
from pipeline.validate.records import Records
from pipeline.validate.signatures.answers import refused_numbers
from pipeline.validate.signatures.factors import OTHER_UNIT, PERHAPS, Floats
from pipeline.validate.signatures.signature import Explained, Group, Seen, Signature, files_of

_COLUMN = "duree_jours"
_LONGEST_DAYS = ACCOMPAGNEMENT[_COLUMN].maximum or np.inf
# The contract refuses more than three days for one intervention: one in twenty above it is no slip (that is the default
# tolerance of rejections), and most are of less than a day: three in ten above are not visits counted in days.
_TOO_LONG_SHARE = 0.05
_OVER_A_DAY_SHARE = 0.3
# From a quarter of an hour in minutes; an intervention of fifteen hours does not exist.
_MINUTES = 15.0
_ROWS = 12


def too_long(records: Records) -> Iterator[Seen]:
    """Durations refused as too long too often to be slips: hours, or minutes."""
    for group, written in _durations(records):
        share = _share_too_long(written)
        if share >= _TOO_LONG_SHARE:
            unit = "minutes" if np.median(written) >= _MINUTES else "heures"
            motif = (
                f"{percent(share)} des durées dépassent trois journées : elles paraissent en {unit} ; n’en refuser que "
                "les plus longues fausserait le total."
            )
            rules = ("valeur_non_admise", "tolerance_depassee", "cellule_obligatoire_vide", "completude")
            explains = (Explained(rules, "accompagnement", (_COLUMN,), group.file),)
            yield Seen(motif, "accompagnement", _COLUMN, group.file, explains=explains)


def over_a_day(records: Records) -> Iterator[Seen]:
    """Durations of more than a day too often for visits, though none is refused."""
    for group, written in _durations(records):
        share = float((written > 1).mean())
        if share >= _OVER_A_DAY_SHARE and _share_too_long(written) < _TOO_LONG_SHARE:
            motif = f"{percent(share)} des interventions durent plus d’une journée : des heures, peut-être ?"
            yield Seen(motif, "accompagnement", _COLUMN, group.file)


def _share_too_long(written: Floats) -> float:
    return float((written > _LONGEST_DAYS).mean())


def _durations(records: Records) -> Iterator[tuple[Group, Floats]]:
    """The durations of each file as they were written, those that the reading refused among them."""
    read = records["accompagnement"][_COLUMN].to_numpy(dtype=float, na_value=np.nan)
    written = np.where(np.isnan(read), refused_numbers(records, "accompagnement", _COLUMN), read)
    for group in files_of(records, "accompagnement"):
        known = written[group.rows]
        known = known[~np.isnan(known)]
        if len(known) >= _ROWS:
            yield group, known


SIGNATURES = (
    Signature(OTHER_UNIT, ("accompagnement",), too_long),
    Signature(PERHAPS, ("accompagnement",), over_a_day),
)
