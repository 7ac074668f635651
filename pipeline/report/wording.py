"""Words that every sentence shares: groups, waves, levels, p-values, paragraphs and their no-break spaces."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.contract.indicators import WAVE_MONTHS
from pipeline.french import NBSP, number, percent, quantity
from pipeline.report.units import p_text
from pipeline.statements.statement import Statement

_BEFORE_MARK = re.compile(r" (?=\\?[:;!?»])")
_INSIDE = re.compile(r"(?<=«) |(?<=\bIC) (?=\d)|(?<=\(1 −) |(?<=\(1) (?=− )|(?<=[<>≤≥]) (?=\d)| (?=\\?[<>≤≥] \d)")
# A number that is traced has its mark, of a private plane, between it and its unit.
_BEFORE_UNIT = re.compile(
    r"(?<=[\d\U000f0000-\U000ffffd]) (?=\\?(?:%|€|mois|jours?|points?|ans|ménages?|rangs?)(?!\w))"
)

GROUP_TITLES = {"accompagne": "Accompagnés", "temoin": "Témoins"}
CAUTION = (
    "Les deux panels ont été choisis, non tirés au sort : ce qui les séparait déjà à l’entrée peut expliquer une part "
    "de ces écarts, dans un sens comme dans l’autre."
)

NOT_DECLARED = "non renseigné"  # in the place of what the evaluator has not filled in


def at_wave(wave: str) -> str:
    """« à l’inclusion », « à 24 mois »."""
    months = WAVE_MONTHS[wave]
    return f"à{NBSP}{months}{NBSP}mois" if months else "à l’inclusion"


def over_wave(e: Statement) -> str:
    """« à 24 mois » for a state, « sur les 24 premiers mois » for what adds up since inclusion."""
    return f"sur les {WAVE_MONTHS[e.vague]} premiers mois" if e.indicator.adds_up else at_wave(e.vague)


def wave_title(wave: str) -> str:
    """« Inclusion », « 24 mois »: a table's cell."""
    months = WAVE_MONTHS[wave]
    return f"{months}{NBSP}mois" if months else "Inclusion"


def level(e: Statement) -> str:
    """« 95 % »."""
    share = 100 * e.niveau
    return percent(e.niveau, 0 if abs(share - round(share)) < 1e-9 else 1)


def p_sentence(p: float) -> str:
    """« p = 0,007 », « p < 0,001 », « p > 0,99 »."""
    text = p_text(p)
    return f"p{NBSP}{text}" if text[0] in "<>" else f"p{NBSP}={NBSP}{text}"


def households(n: int, adjective: str = "") -> str:
    """« 1 ménage témoin », « 24 ménages témoins » (`adjective` in the singular, regular plural)."""
    plural = "s" if n >= 2 else ""
    words = f"{number(n)}{NBSP}ménage{plural}"
    return f"{words} {adjective}{plural}" if adjective else words


def spreads(times: float | None, decimals: int = 2) -> str:
    """« 1,90 écart-type », « 2,46 écarts-types »."""
    return quantity(times, decimals, "écart-type", "écarts-types")


def capitalised(text: str) -> str:
    """First letter upper-case, the rest untouched."""
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """First letter lower-case, the rest (« Firth ») untouched."""
    return text[:1].lower() + text[1:]


def paragraphs(parts: Iterable[str]) -> str:
    """Join the non-empty paragraphs by blank lines, one final line end; punctuation gets its no-break spaces."""
    kept = [no_break(p.strip()) for p in parts if p.strip()]
    return "\n\n".join(kept) + "\n" if kept else ""


def no_break(text: str) -> str:
    """Return `text` with a no-break space before « : ; ! ? » and units, inside « », and in « IC 95 % », « (1 − p) »,
    « score ≥ 6 ».

    >>> no_break("Oui : « non » ?") == "Oui\u00a0: «\u00a0non\u00a0»\u00a0?"
    True
    """
    return _BEFORE_UNIT.sub(NBSP, _INSIDE.sub(NBSP, _BEFORE_MARK.sub(NBSP, text)))
