"""Which households a fact tells of: the values of each dimension of its key, and what it takes for one subject."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pipeline.contract.codes import BAILLEURS, GROUPES, PROFILS, REGIONS
from pipeline.publication.audit.facts import ListedFact

GROUP = "groupe"
PLACES = frozenset({"bailleur", "region", "profil", "commune", "departement", "site"})
# Dimensions whose values everyone knows: their parts add up to the whole.
KNOWN: dict[str, tuple[str, ...]] = {
    GROUP: tuple(c.value for c in GROUPES),
    "bailleur": tuple(c.value for c in BAILLEURS),
    "region": tuple(c.value for c in REGIONS),
    "profil": tuple(c.value for c in PROFILS),
}
# Columns of a key that say how something was computed or is shown, not of whom.
_NOT_WHO = frozenset((
    "indicateur", "vague", "methode", "mesure", "edition", "famille", "libelle", "analyse", "unite", "note",
    "table", "ajustee", "statut", "source", "seuil", "effet", "parametre", "niveau", "importance", "sens", "rang",
    "ordre", "titre", "texte", "etat_plan",
    "fichier", "variable", "aide", "poste", "question", "etat", "de", "vers", "etape", "mois",
))  # fmt: skip
_SUBJECT = (
    "indicateur", "vague", "variable", "variante", "aide", "poste", "question", "etat", "de", "vers", "etape", "mois",
)  # fmt: skip
_CLASSES = frozenset({"modalite", "classe", "cause", "motif"})
_OF_CODE = {code: name for name, codes in KNOWN.items() for code in codes if code != "autre"}


@dataclass(frozen=True)
class Where:
    """Households of `fact`: for each dimension, the values that they have (`but`: those that they have not).

    `classes`: the dimensions that the rows of its table divide a whole by; `n` beside them counts the whole.
    """

    fact: ListedFact
    of: tuple[tuple[str, str], ...]
    but: tuple[tuple[str, str], ...] = ()
    classes: frozenset[str] = frozenset()

    @cached_property
    def dimensions(self) -> frozenset[str]:
        """The dimensions that the fact distinguishes, the group among them."""
        return frozenset(name for name, _ in (*self.of, *self.but))

    def holds(self, atom: dict[str, str]) -> bool:
        """True when the households of `atom` are among those of the fact."""
        return all(atom.get(name) == value for name, value in self.of) and not any(
            atom.get(name) == value for name, value in self.but
        )


def where(fact: ListedFact) -> Where:
    """Read the cell of a fact: `variante=sans:x` leaves x out; `variante=profil:x`, `dimension=…;modalite=…` name x."""
    of: dict[str, str] = {}
    classes = set[str]()
    but: list[tuple[str, str]] = []
    named = fact.named
    for name, value in fact.key:
        left_out = re.match(r"^sans[:_](?P<value>.+)$", f"sans:{value}" if name == "sans" else value)
        pair = re.match(r"^(?P<name>\w+):(?P<value>.+)$", value)
        if left_out and name in {"variante", "sans"}:
            but.append((_OF_CODE.get(left_out["value"], name), left_out["value"]))
        elif name == "modalite":
            what = named.get("dimension", named.get("variable", name))
            dimension = what if what in PLACES or "dimension" in named else name
            of[dimension] = value
            classes.add(dimension)
        elif pair and name == "variante":
            of[pair["name"]] = pair["value"]
        elif name not in _NOT_WHO | {"dimension", "variante"}:
            of[name] = value
            classes |= {name} & _CLASSES
    if fact.group:
        of[GROUP] = fact.group
    return Where(fact, tuple(sorted(of.items())), tuple(but), frozenset(classes))


def subject(fact: ListedFact) -> tuple[tuple[str, str], ...]:
    """Return what a fact is about: two facts on one subject count the same households, or parts of them."""
    named = dict(fact.named)
    if named.get("variable", "") in PLACES:
        named.pop("variable")
    variant = named.get("variante", "")
    if re.match(r"^(sans[:_]|\w+:)", variant):  # part of the households; any other variant is another computation
        named.pop("variante")
    return tuple((name, named[name]) for name in _SUBJECT if named.get(name))


def values_of(dimension: str, wheres: Iterable[Where]) -> tuple[str, ...]:
    """Return the values of a dimension that facts name, and all those that everyone knows."""
    seen = [value for w in wheres for name, value in (*w.of, *w.but) if name == dimension]
    return tuple(dict.fromkeys((*KNOWN.get(dimension, ()), *sorted(seen))))
