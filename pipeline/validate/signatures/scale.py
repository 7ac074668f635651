"""A questionnaire coded on another scale than the contract: shifted, on more levels, multiplied, without its floor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from pipeline.contract.instruments import INSTRUMENTS, Instrument
from pipeline.french import enumeration, number
from pipeline.validate.findings import Mask
from pipeline.validate.records import Records
from pipeline.validate.rules.check import blocking, warning
from pipeline.validate.signatures.answers import Answers, Floats, answers, waves
from pipeline.validate.signatures.signature import (
    Explained,
    Group,
    Seen,
    Signature,
    files_of,
    parts_of,
    speaking_of,
)

OTHER_SCALE = blocking(
    "echelle_autre",
    "Questionnaire coté sur une autre échelle",
    "Demander à l’expéditeur comment les réponses sont cotées, et les recoder toutes sur l’échelle du contrat (pas "
    "seulement celles qui sont refusées).",
)
FLOOR_UNUSED = warning(
    "echelle_sans_plancher",
    "Questionnaire dont la cote la plus basse ne sert jamais",
    "Demander à l’expéditeur si la cotation commence bien à la cote la plus basse du contrat ; sinon la recoder.",
)

# Fewer answers than this (two interviews of six items) say nothing of how a questionnaire is coded.
_ANSWERS = 12
# One answer out of bounds is a slip of the pen; two with the other end never used are a scale.
_OUTSIDE = 2
# Above the tolerance of rejections by default, answers out of bounds are no slips; and on two items at least, since a
# single item is rather a wrong column.
_OUTSIDE_SHARE = 0.05
_ITEMS = 2
# The floor is expected to be used where this many answers were given and the ceiling is reached by one in thirty;
# 200 simulated studies, where the floor is unused by chance in half the waves, reach it by one in seventy at most.
_FLOOR_ANSWERS = 100
_CEILING_SHARE = 0.03
# With n answers at the level above the floor and m at the next, n²/m are expected at the floor of a regular tail; the
# largest value in 600 simulated waves without any is 56.
_FLOOR_EXPECTED = 100.0

# Answers at the floor that the other waves foretell: with as many, none at all arises once in three thousand.
_MISSED_FLOOR = 8.0

_REFUSALS = ("valeur_non_admise", "tolerance_depassee", "completude")


def other_scale(records: Records) -> Iterator[Seen]:
    """Answers out of the bounds of the contract that follow a pattern, by instrument, file and wave."""
    for instrument, group, given in _questionnaires(records, parts_of):
        told: dict[str, list[str]] = {}
        for wave in waves(records) if group.landlord is None else ():
            at = group.rows & (given.waves == wave)
            cause = _cause(given.written[at], instrument, least=_least(given, at, instrument))
            if cause:
                told.setdefault(cause, []).append(wave)
        everywhere = _cause(given.written[group.rows], instrument, shifts_only=group.landlord is not None)
        if everywhere and (not told or everywhere in told):  # a wave may have too few answers to show it alone
            told = {everywhere: waves(records)}
        for cause, at in told.items():
            bounds = f"{instrument.minimum} à {instrument.maximum}"
            yield Seen(
                f"{_whose(group)}{instrument.label} ({enumeration(at)}) : {cause} "
                f"L’échelle du contrat va de {bounds} ; refuser les seules "
                "réponses hors bornes fausserait tous les scores.",
                "entretiens",
                instrument.items[0],
                group.file,
                group.landlord,
                explains=(Explained(_REFUSALS, "entretiens", instrument.items, group.file),),
            )


def floor_unused(records: Records) -> Iterator[Seen]:
    """The lowest level never used, over all waves or at one, where the ceiling is, or where the tail foretells it."""
    for instrument, group, given in _questionnaires(records, files_of):
        everywhere = _floor_unused(given.of(group.rows), instrument)
        at = [] if everywhere else [w for w in waves(records) if _floor_unused(_at(given, group, w), instrument)]
        if not everywhere and not at:
            continue
        size = sum(len(_at(given, group, w)) for w in at or waves(records))
        yield Seen(
            f"{instrument.label} ({enumeration(at or waves(records))}) : aucune réponse à {instrument.minimum} sur "
            f"{number(size)}, l’échelle est peut-être décalée (cotée de {instrument.minimum + 1} à "
            f"{instrument.maximum} ou à {instrument.maximum + 1}).",
            "entretiens",
            instrument.items[0],
            group.file,
        )


def _questionnaires(
    records: Records, groups: Callable[[Records, str], Iterable[Group]]
) -> Iterator[tuple[Instrument, Group, Answers]]:
    for instrument in INSTRUMENTS:
        given = answers(records, instrument)
        for group in groups(records, "entretiens"):
            yield instrument, group, given


def _whose(group: Group) -> str:
    return "" if group.landlord is None else f"{speaking_of(group)} "


def _least(given: Answers, rows: Mask, instrument: Instrument) -> int:
    """How many answers out of bounds tell a shift: one where the floor, used at the other waves, is missed at this."""
    other = given.written[~rows]
    other = other[~np.isnan(other)]
    expected = len(given.of(rows)) * float((other == instrument.minimum).mean()) if len(other) else 0.0
    return 1 if expected >= _MISSED_FLOOR else _OUTSIDE


def _at(given: Answers, group: Group, wave: str) -> Floats:
    return given.of(group.rows & (given.waves == wave))


def _cause(written: Floats, instrument: Instrument, *, least: int = _OUTSIDE, shifts_only: bool = False) -> str | None:
    """Say what was done to the answers (interviews × items), None when nothing shows.

    `least`: how many answers out of bounds show a shift. `shifts_only`: the answers are too few for other causes.
    """
    known = written[~np.isnan(written)]
    low, high = instrument.minimum, instrument.maximum
    outside = (known < low) | (known > high)
    found = int(outside.sum())
    if len(known) < _ANSWERS or found < least:
        return None
    items = int(((written < low) | (written > high)).any(axis=0).sum())
    common = items >= _ITEMS and found >= _OUTSIDE_SHARE * len(known)
    if known.min() > low and known.max() == high + 1:
        return f"réponses cotées de {low + 1} à {high + 1}, échelle décalée d’un point."
    if known.max() < high and known.min() == low - 1:
        return f"réponses cotées de {low - 1} à {high - 1}, échelle décalée d’un point."
    if not common or shifts_only:
        return None
    factor = _factor(known)
    if factor > 1:
        return f"réponses toutes multiples de {factor}, déjà multipliées par {factor}."
    return "réponses hors bornes trop souvent, et sur plusieurs items, pour des fautes de frappe : d’autres niveaux."


def _factor(known: Floats) -> int:
    """The greatest whole number that divides all the answers (1 when they are not whole)."""
    if not np.equal(known, np.round(known)).all():
        return 1
    return int(np.gcd.reduce(np.abs(known).astype(np.int64)))


def _floor_unused(known: Floats, instrument: Instrument) -> bool:
    low, high = instrument.minimum, instrument.maximum
    if len(known) < _FLOOR_ANSWERS or known.min() <= low or known.max() > high:
        return False
    above, next_above = (int((known == low + step).sum()) for step in (1, 2))
    return bool((known == high).mean() >= _CEILING_SHARE or above**2 >= _FLOOR_EXPECTED * max(next_above, 1))


SIGNATURES = (
    Signature(OTHER_SCALE, ("entretiens",), other_scale),
    Signature(FLOOR_UNUSED, ("entretiens",), floor_unused),
)
