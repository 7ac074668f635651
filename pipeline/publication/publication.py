"""One edition's publication: its cells, made once from produced tables, and the facts of the editions before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.publication.allowed import ALLOWED
from pipeline.publication.fact import Cell, Masked, PublishedFact, Rounded, key_of, key_parts
from pipeline.publication.rounding import Rounding
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults


@dataclass(frozen=True)
class Publication:
    """`cells`: of this edition, published or masked, in the order of the allow-list; `earlier`: facts of others."""

    edition: str
    cells: tuple[Cell, ...]
    earlier: tuple[PublishedFact, ...] = field(default=())

    @property
    def facts(self) -> tuple[PublishedFact, ...]:
        """All that `publication.csv` lists: of the editions before, unchanged, then of this one."""
        return (*self.earlier, *(c for c in self.cells if isinstance(c, PublishedFact)))

    @property
    def masked(self) -> tuple[Masked, ...]:
        return tuple(c for c in self.cells if isinstance(c, Masked))

    def of(self, element: str) -> list[Cell]:
        """Return the cells of an element."""
        return [c for c in self.cells if c.element == element]

    def cell(self, element: str, colonne: str, **named: object) -> Cell:
        """Return the cell of a row, named by its key or a part of it. Raises `KeyError` when there is none."""
        wanted = {column: str(value) for column, value in named.items()}
        for found in self._rows.get((element, colonne), ()):
            if wanted.items() <= key_parts(found.cle).items():
                return found
        raise KeyError(element, key_of(**named), colonne)

    def fact(self, element: str, colonne: str, **named: object) -> PublishedFact | None:
        """Return the published fact of a row, None where it is masked."""
        found = self.cell(element, colonne, **named)
        return found if isinstance(found, PublishedFact) else None

    @cached_property
    def _rows(self) -> dict[tuple[str, str], list[Cell]]:
        rows: dict[tuple[str, str], list[Cell]] = {}
        for c in self.cells:
            rows.setdefault((c.element, c.colonne), []).append(c)
        return rows


def publication_of(
    results: EditionResults, context: ReportContext, earlier: Iterable[PublishedFact] = ()
) -> Publication:
    """Return what may be published of an edition. `earlier`: the facts of released publications, kept as they are."""
    rounding = Rounding(context.params.confidentialite.publique)
    cells: list[Cell] = []
    for element in ALLOWED:
        for cle, colonne, value in element.cells(results, context, rounding):
            place = (context.nom, element.name, cle, colonne)
            cells.append(PublishedFact(*place, value) if isinstance(value, Rounded) else Masked(*place, value))
    kept = tuple(f for f in earlier if f.edition != context.nom)
    return Publication(context.nom, tuple(cells), kept)
