"""The release record of an edition: who released what, when, on which audit; other facts make it void."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.errors import ParameterError

FACTS = "publication.csv"
COPY = "publication.yaml"  # in the public folder
KEYS = ("edition", "par", "le", "audit", "fichiers")


@dataclass(frozen=True)
class Release:
    """`par`: who released; `le`: the day; `audit`: what the audit looked at and found; `fichiers`: name → SHA-256."""

    edition: str
    par: str
    le: dt.date
    audit: str
    fichiers: Mapping[str, str]

    def covers(self, facts: str) -> bool:
        """Whether it released these very facts, the text of `publication.csv`."""
        return self.fichiers.get(FACTS) == digest(facts.encode("utf-8"))

    def as_yaml(self) -> str:
        """Return the record as its file holds it."""
        lines = [
            "# Ce qui est publié, par qui, après quel contrôle. Écrit par « evaluation publier » ; ne se modifie pas.",
            f"edition: {self.edition}",
            f"par: {_quoted(self.par)}",
            f'le: "{self.le.isoformat()}"',
            f"audit: {_quoted(self.audit)}",
            "fichiers:",
            *(f"  {name}: {sha}" for name, sha in sorted(self.fichiers.items())),
        ]
        return "\n".join(lines) + "\n"


def record_name(edition: str) -> str:
    """Return « publication-finale.yaml », the record's name beside the plan."""
    return f"publication-{edition}.yaml"


def read_release(tree: Mapping[str, Any], where: str) -> Release:
    """Return a record from its mapping. Raises `ParameterError` naming `where` and what is missing."""
    missing = [key for key in KEYS if not tree.get(key)]
    if missing:
        raise ParameterError(
            f"{where} : il manque « {missing[0]} » ; refaire la publication par « evaluation publier »."
        )
    try:
        day = dt.date.fromisoformat(str(tree["le"]))
        files = {str(name): str(sha) for name, sha in tree["fichiers"].items()}
    except (ValueError, AttributeError):
        raise ParameterError(
            f"{where} : « le » est une date AAAA-MM-JJ, « fichiers » des noms et leurs empreintes."
        ) from None
    return Release(str(tree["edition"]), str(tree["par"]), day, str(tree["audit"]), files)


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's bytes, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
