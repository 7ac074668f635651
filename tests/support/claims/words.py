"""The words of a whole report: no verdict, nothing that is not French, singular and plural, no size but its own."""

from __future__ import annotations

import re
from collections.abc import Collection

from support.said import Said, rows

from pipeline.contract.flow import INCLUS

_VERDICT = re.compile(r"\bexclu|\btranch(?!es? d’âge)|aussi bien|significati|\bcompatible|contien\w+ zéro")
_ODD = re.compile(
    r"\bnan\b|\bNaN\b|\bNone\b|\binf\b|[−+-]0(?:,0+)?(?![\d,])|\[–|– ?\]|(?<=[a-z]) –[.,;]| à partir de –|\( *\)|  \b"
)
# A word in the plural after 0, 1 or 1,9; in the singular after 2 and more. Those that end in s in the singular too.
_SAME = "mois|fois|décès|sans|dans|chez|puis|plus|moins|pas|mais|au|sous|cours|après|inclus|connus|vers|à"
_ONE = re.compile(rf"(?<![\d,\u202f.-])[−+]?[01](?:,\d+)? (?!(?:{_SAME})\b)([a-zéèêà]+s)\b")
_NOUNS = (
    "ménage|point|accompagné|témoin|jour|rang|sortie|indicateur|estimation|caractéristique|écart|semestre|bailleur|"
    "comparaison|expulsion|abandon|type|retrait|intervalle|étude"
)
_MANY = re.compile(rf"(?<![\d,\u202f.-])(?:[2-9]|[1-9][\d\u202f]+)(?:,\d+)? (?:{_NOUNS})\b(?!s)")

_AMONG_ONE = re.compile(
    r"plus (?:grand|petit)e?s? de 1\b|\b[Cc]es 1 |Aucune? des 1 |dont 0 (?!%)|"
    r"(?:différer|écart) d(?:e|’au moins) 0,00 écart"
)
_NUMBER = r"[+-]?\d[\d ]*(?:,\d+)?"
_RANGE = re.compile(rf"(?:\[|compris entre )({_NUMBER}(?: €)?)(?: points?| mois)?(?: ; | et )({_NUMBER}(?: €)?)")


def no_word_is_a_verdict(said: Said) -> None:
    """No text says what flips when zero, or a threshold, is just inside or just outside."""
    _none(said, _VERDICT)


def no_text_prints_what_is_no_number(said: Said) -> None:
    _none(said, _ODD)


def one_is_singular_and_two_are_plural(said: Said) -> None:
    _none(said, _ONE)
    _none(said, _MANY)


def nothing_is_the_largest_of_one(said: Said) -> None:
    """No comparison among a single thing, no « dont 0 », no detectable difference of nothing."""
    _none(said, _AMONG_ONE)


def ranges_are_told_from_low_to_high(said: Said) -> None:
    found = []
    for name, text in said.texts.items():
        for m in _RANGE.finditer(re.sub("[\u00a0\u202f]", " ", text).replace("−", "-")):
            low, high = (float(re.sub(r"[ €]", "", end).replace(",", ".")) for end in m.groups())
            found += [] if low <= high else [f"{name}: {m[0]}"]
    assert not found, found[:8]


def no_size_is_another_deliverys(said: Said) -> None:
    included = {r["effectif"] for r in rows(said, "flux", {"etape": INCLUS.name})}
    if included != {25}:
        _none(said, re.compile("avec 25 ménages|25 contre 25|25 ménages par groupe"), but=("calibration",))


def _none(said: Said, pattern: re.Pattern[str], but: Collection[str] = ()) -> None:
    found = []
    for name in said.texts.keys() - {*but}:  # the simulated studies have sizes of their own
        text = said.texts[name]
        flat = re.sub("[\u00a0]", " ", text).replace("\u202f%", " %")
        found += [
            f"{name}: …{flat[max(0, m.start() - 60) : m.end() + 40]}…".replace("\n", " ")
            for m in pattern.finditer(flat)
        ]
    assert not found, found[:8]


WORDS = (
    no_word_is_a_verdict,
    no_text_prints_what_is_no_number,
    one_is_singular_and_two_are_plural,
    nothing_is_the_largest_of_one,
    ranges_are_told_from_low_to_high,
    no_size_is_another_deliverys,
)
