"""References from one document of a folder to another: « Section 3 de l’annexe », in words, the same for both engines.

A reference inside a document is the engine's own affair. One that leads to another document is replaced by words before
the engine reads the text: what it numbers is counted here as it counts it, headings, figures and tables apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.french import NBSP
from pipeline.report.rendering.sources import ReportSource
from pipeline.report.rendering.words import report_words

_OF = {"synthese": "de la synthèse", "rapport": "du rapport", "annexe": "de l’annexe"}
_HEADING = re.compile(r"^(#{1,6})[ \t]+.*?(?:\{([^{}]*)\})?[ \t]*$")
_FLOAT = re.compile(r"\{#((fig|tbl)-[\w-]+)[^{}]*\}")
_FENCE = re.compile(r"^[ \t]*(```|~~~)")
_REFERENCE = re.compile(r"(?<![\w\\@])@((?:sec|fig|tbl)-[\w-]*\w)")


def labels_elsewhere(documents: Mapping[str, ReportSource], name: str) -> dict[str, str]:
    """Return what is said, in the document `name`, of each target of the other `documents` of its folder.

    `sec-normes` → « Section 12 de l’annexe ». What `name` itself has is left out: the engine knows it.
    """
    found: dict[str, str] = {}
    for other, document in documents.items():
        if other != name:
            for identifier, label in labels(document).items():
                found.setdefault(identifier, f"{label} {_OF[other]}")
    own = labels(documents[name]) if found else {}
    return {identifier: label for identifier, label in found.items() if identifier not in own}


def labels(source: ReportSource) -> dict[str, str]:
    """Return the label of each numbered heading, figure and table of a document, under its identifier."""
    words = report_words(source.header)
    counts = {"fig": 0, "tbl": 0}
    section: list[int] = []
    found: dict[str, str] = {}
    fenced = False
    for line in source.body.splitlines():
        fenced ^= bool(_FENCE.match(line))
        if fenced:
            continue
        heading = _HEADING.match(line)
        if heading is None:
            for identifier, kind in _FLOAT.findall(line):
                counts[kind] += 1
                found[identifier] = f"{words[f'{kind}-prefix']}{NBSP}{counts[kind]}"
            continue
        attributes = (heading[2] or "").split()
        if ".unnumbered" in attributes or "-" in attributes:
            continue
        level = len(heading[1])
        section = [*section, *[0] * level][:level]
        section[-1] += 1
        for identifier in (a[1:] for a in attributes if a.startswith("#sec-")):
            found[identifier] = f"{words['sec-prefix']}{NBSP}{'.'.join(map(str, section))}"
    return found


def resolved(text: str, elsewhere: Mapping[str, str]) -> str:
    """Return a Markdown text with each reference to another document in words (`elsewhere`: `labels_elsewhere`)."""
    return _REFERENCE.sub(lambda match: elsewhere.get(match[1], match[0]), text)
