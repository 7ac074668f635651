"""The evaluator's own words in public: shown when each number in them is a published fact, else left out, and said."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.publication.audit.documents import audit_document
from pipeline.publication.audit.facts import ListedFact, parsed_key
from pipeline.publication.audit.finding import Leak
from pipeline.publication.audit.listing import Listing
from pipeline.publication.audit.passages import DocumentReading, Passage
from pipeline.publication.audit.places import places_in
from pipeline.publication.publication import Publication
from pipeline.report.context import ReportContext
from pipeline.report.prose import prose_markdown

_NUMBER = re.compile(r"\d+(?:[\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
_OF_SOMEONE = frozenset({Leak.PSEUDONYM, Leak.PLACE, Leak.EXACT_DATE, Leak.ALL_OR_NONE})
_SPACE = re.compile(r"[\u00a0\u202f ]")


def public_conclusions(publication: Publication, context: ReportContext) -> str:
    """Return the evaluator's conclusions, or why they are not there."""
    return _public(publication, context.redaction.conclusions, "conclusions")


def public_recommendations(publication: Publication, context: ReportContext) -> str:
    """Return the evaluator's recommendations, or why they are not there."""
    return _public(publication, context.redaction.recommandations, "recommandations")


def _public(publication: Publication, text: str, what: str) -> str:
    if not text:
        return f"L’évaluateur n’a pas encore écrit de {what}.\n"
    numbers = _numbers(text) <= {n for f in publication.facts for n in _numbers(f"{f.texte} {f.nombre}")}
    found = _found(publication, text)
    if numbers and not found:
        return prose_markdown(text)
    said = "elles citent des nombres qui ne sont pas publiés"
    if found & _OF_SOMEONE:
        said = "elles nomment un lieu, une date ou un ménage"
    return f"Les {what} de l’évaluateur ne sont pas reprises ici\u00a0: {said}.\n"


def _found(publication: Publication, text: str) -> set[Leak]:
    """What the auditor would find in these words: the same reading, before they are anywhere."""
    facts = (
        ListedFact(f.edition, f.element, parsed_key(f.cle), f.colonne, *f.rounded.bounds, "") for f in publication.facts
    )
    passages = tuple(Passage("", "", line) for line in text.splitlines() if line.strip())
    found = {f.leak for f in audit_document(Path(), DocumentReading(passages), Listing(facts))}
    return found | ({Leak.PLACE} if any(True for _ in places_in(text)) else set())


def _numbers(text: str) -> set[str]:
    """The numbers of a text, however their thousands and their decimals are parted."""
    return {_SPACE.sub("", n).replace(".", ",") for n in _NUMBER.findall(text)}
