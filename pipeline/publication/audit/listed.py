"""`publication.csv` itself: no cross of a group with a place, no pseudonym, and among the constants only constants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.contract.codes import ACCOMPAGNE, BAILLEURS, PROFILS, REGIONS, TEMOIN
from pipeline.publication.audit.facts import EXITS, ListedFact
from pipeline.publication.audit.finding import DisclosureFinding, Leak
from pipeline.publication.audit.places import places_in, pseudonyms
from pipeline.publication.audit.where import PLACES, where

_OF_BOTH = frozenset({"estimation", "ic_bas", "ic_haut", "difference", "smd"})
_CONSTANT_KEYS = frozenset({"nom", "date", "fichier", "gel", "unite"})
_NAMES = frozenset(c.value for codes in (BAILLEURS, REGIONS, PROFILS) for c in codes if c.value != "autre")
_PLANNED = re.compile(rf"^(prevus?|effectif_prevu|planned)_({ACCOMPAGNE}s?|{TEMOIN}s?)$")


def misplaced(facts: Sequence[ListedFact]) -> Iterator[DisclosureFinding]:
    """Yield the rows of a list that no publication may hold, whatever their bounds."""
    for fact in facts:
        if pseudonyms(_words(fact)):
            yield _finding(Leak.PSEUDONYM, fact, "un pseudonyme de ménage s’y lit.")
        if fact.is_frame:
            if _no_constant(fact):
                yield _finding(Leak.MISFILED, fact, "une constante est exacte, connue de tous, et de personne.")
        elif (fact.group or fact.measure in _OF_BOTH) and _place(fact):
            yield _finding(Leak.PLACE, fact, "rien n’est publié d’un groupe par lieu ou profil.")


def _words(fact: ListedFact) -> str:
    return " ; ".join((fact.edition, fact.element, fact.column, *(f"{name} {value}" for name, value in fact.key)))


def _place(fact: ListedFact) -> bool:
    if where(fact).dimensions & PLACES:
        return True
    return any(bool(_NAMES & set(re.split(r"[:=]", value))) or any(places_in(value)) for _, value in fact.key)


def _no_constant(fact: ListedFact) -> bool:
    """Its bounds differ, it has another key than a constant's, or its name tells of a place, of exits or of a group."""
    names = fact.named.get("nom", "")
    told = any(name in names for name in (*_NAMES, *EXITS)) or any(places_in(_words(fact)))
    of_group = any(group in names for group in (ACCOMPAGNE, TEMOIN)) and not _PLANNED.match(names)
    return not fact.is_exact or not set(fact.named) <= _CONSTANT_KEYS or told or of_group


def _finding(leak: Leak, fact: ListedFact, why: str) -> DisclosureFinding:
    return DisclosureFinding(
        leak, fact.file, f"élément {fact.element}" if pseudonyms(fact.element) == 0 else "", fact.cell, why
    )
