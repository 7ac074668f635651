"""When the one household of a group left: mean times kept, edition after edition, beside how many stayed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from pipeline.contract.indicators import DUREE_MAINTIEN, WAVE_MONTHS
from pipeline.publication.audit.facts import ListedFact
from pipeline.publication.audit.finding import DisclosureFinding, Leak

_KEPT = "maintien"
_NEAR = 0.1  # a time bounded to within this share of itself is known
_SLACK = 1e-9
Told = dict[tuple[str, str, str], ListedFact]  # indicator, wave, group → the narrowest fact


def dated_exits(facts: Sequence[ListedFact]) -> Iterator[DisclosureFinding]:
    """Yield the groups of which one household may have left, whose time in the home is then known within 10 %.

    At horizon h, n households kept a mean m months and one left at t: t = h − n (h − m). Sizes and shares leave several
    n; each edition gives an interval, and the household left in all of them or had not left yet.
    """
    told = [f for f in facts if not f.is_frame and f.group]
    means = _by_cell(f for f in told if f.measure == "valeur" and f.named.get("indicateur") == DUREE_MAINTIEN.name)
    sizes = _by_cell(f for f in told if f.measure == "n")
    shares = _by_cell(f for f in told if f.measure == "valeur" and f.named.get("indicateur") == _KEPT)
    for group in sorted({g for _, _, g in means}):
        waves = sorted((w for _, w, g in means if g == group), key=lambda w: WAVE_MONTHS.get(w, 0))
        last = shares.get((_KEPT, waves[-1], group))
        size = sizes.get((DUREE_MAINTIEN.name, waves[-1], group)) or sizes.get((_KEPT, waves[-1], group))
        if last is None or size is None:
            continue
        between = _exit_time([(WAVE_MONTHS[w], means[DUREE_MAINTIEN.name, w, group]) for w in waves], last, size)
        if between is not None and between[1] - between[0] <= _NEAR * (between[0] + between[1]):
            fact = means[DUREE_MAINTIEN.name, waves[-1], group]
            yield DisclosureFinding(
                Leak.EXACT_DATE, fact.file, f"élément {fact.element}", f"groupe={group} ; {', '.join(waves)}",
                "si un seul ménage est parti, on sait quand, à moins de 10 % près.",
            )  # fmt: skip


def _by_cell(facts: Iterable[ListedFact]) -> Told:
    found: Told = {}
    for fact in facts:
        key = fact.named.get("indicateur", ""), fact.named.get("vague", ""), fact.group
        if key not in found or fact.high - fact.low < found[key].high - found[key].low:
            found[key] = fact
    return found


def _exit_time(
    means: Sequence[tuple[int, ListedFact]], kept: ListedFact, size: ListedFact
) -> tuple[float, float] | None:
    """The least and the latest month at which the one that left did; None when one exit is not possible, or none is."""
    low_share, high_share = kept.share_bounds
    possible = range(math.ceil(size.low - _SLACK), math.floor(size.high + _SLACK) + 1)
    households = [n for n in possible if n > 1 and low_share - _SLACK <= (n - 1) / n <= high_share + _SLACK]
    if not households or all(m.high >= h - _SLACK for h, m in means):
        return None
    found = [_of_size(n, means) for n in households]
    times = [t for t in found if t[0] <= t[1]]
    return (min(t[0] for t in times), max(t[1] for t in times)) if times else None


def _of_size(n: int, means: Sequence[tuple[int, ListedFact]]) -> tuple[float, float]:
    """Where the time of the one of `n` that left is, in every edition at once."""
    low, high = 0.0, float(max(h for h, _ in means))
    for horizon, mean in means:
        earliest, latest = horizon - n * (horizon - mean.low), horizon - n * (horizon - mean.high)
        low = max(low, earliest)
        if latest < horizon:  # it had left by then
            high = min(high, latest)
    return low, high
