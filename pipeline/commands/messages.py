"""`docs/messages.md`: every message that a delivery can give, from the rules themselves, so that none is forgotten."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.contract.findings import Gravity, Rule
from pipeline.ingest.rules import RULES as READING
from pipeline.validate.checks import RULES as CHECKS

_HEADINGS = {
    Gravity.BLOCKING: (
        "Bloquants",
        "La chaîne s’arrête avant toute estimation ; les rejets et les pages par expéditeur sont écrits quand même.",
    ),
    Gravity.REJECTION: (
        "Rejets",
        "Une cellule ou une ligne n’a pas pu être lue : elle devient manquante et compte dans la tolérance.",
    ),
    Gravity.WARNING: ("Avertissements", "La donnée est lue telle quelle ; elle est à vérifier."),
}


def render_messages() -> str:
    """Return the page: the rules by gravity, those of the reading first, each with what to do."""
    return "\n".join(_lines({**READING, **CHECKS})) + "\n"


def _lines(rules: Mapping[str, Rule]) -> Iterator[str]:
    yield "# Les messages, et que faire"
    yield ""
    yield "Page produite par `make demonstration` à partir des règles du programme ; ne pas la modifier à la main."
    for gravity, (title, meaning) in _HEADINGS.items():
        yield from ("", f"## {title}", "", meaning, "", "| message | que faire | nom de la règle |", "|---|---|---|")
        for rule in rules.values():
            if rule.gravity is gravity:
                yield f"| {rule.title} | {rule.action} | `{rule.name}` |"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(render_messages(), encoding="utf-8", newline="\n")
