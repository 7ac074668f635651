"""The evaluator's own words in public: shown when each number in them is a published fact, else left out, and said."""

from __future__ import annotations

import re

from pipeline.publication.publication import Publication
from pipeline.report.context import ReportContext
from pipeline.report.prose import prose_markdown

_NUMBER = re.compile(r"\d+(?:[\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
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
    if _numbers(text) <= {n for f in publication.facts for n in _numbers(f"{f.texte} {f.nombre}")}:
        return prose_markdown(text)
    said = "elles citent des nombres qui ne sont pas publiés"
    return f"Les {what} de l’évaluateur ne sont pas reprises ici\u00a0: {said}.\n"


def _numbers(text: str) -> set[str]:
    """The numbers of a text, however their thousands and their decimals are parted."""
    return {_SPACE.sub("", n).replace(".", ",") for n in _NUMBER.findall(text)}
