"""What describes a table that comes out: its sentence, its columns, and the columns whose meaning is the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass, field

# fmt: off
# ruff: noqa: E501 (one line an entry)


@dataclass(frozen=True)
class Output:
    """One table written by the pipeline. `by_edition`: below the edition's folder, else common to all editions.

    `own`: descriptions of columns that mean something of their own here; the others are in `SHARED`.
    """

    name: str
    description: str
    columns: tuple[str, ...]
    by_edition: bool = True
    own: dict[str, str] = field(default_factory=dict)

    def describe(self, column: str) -> str:
        """What the column holds."""
        return self.own.get(column) or SHARED[column]


SHARED = {
    "menage_id": "Pseudonyme du ménage.",
    "groupe": "`accompagne` ou `temoin`.",
    "edition": "Nom de l’édition.",
    "indicateur": "Nom de l’indicateur (liste ci-dessus).",
    "vague": "`T0`, `M12`, `M18` ou `M24` ; un indicateur de tout le suivi porte la vague de l’horizon.",
    "mois": "Mois depuis l’inclusion.",
    "ic_bas": "Borne basse de l’intervalle de confiance.",
    "ic_haut": "Borne haute de l’intervalle de confiance.",
    "note": "Ce qu’il faut savoir pour lire la ligne ; pourquoi une valeur manque.",
}
