"""The French words of the embedded renderer: Quarto's own keys, overridden by the report's header as in Quarto."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.french import NBSP

_DEFAULTS = {
    "fig-title": "Figure",
    "fig-prefix": "Figure",
    "tbl-title": "Tableau",
    "tbl-prefix": "Tableau",
    "sec-prefix": "Section",
    "title-delim": f"{NBSP}:",
    "toc-title": "Table des matières",
    "callout-note-title": "Note",
    "callout-tip-title": "Conseil",
    "callout-warning-title": "Avertissement",
    "callout-important-title": "Important",
    "callout-caution-title": "Attention",
}


def report_words(header: Mapping[str, Any]) -> dict[str, str]:
    """Return the words of captions, references and callouts: the header's `crossref` and `language`, else French."""
    words = dict(_DEFAULTS)
    words["toc-title"] = str(header.get("toc-title", words["toc-title"]))
    for section in ("crossref", "language"):
        given = header.get(section)
        if isinstance(given, dict):
            words.update({key: str(value) for key, value in given.items() if key in words})
    return words
