"""What runs with other editions left behind: folders that nothing reads any more."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.contract.produced.indicators import INDICATEURS
from pipeline.layout import Layout


def editions_left(layout: Layout, known: Iterable[str]) -> list[str]:
    """Return the editions that an earlier run made and that are not among `known`; they are known by their tables."""
    made = {table.parent.name for table in layout.processed.glob(f"*/{INDICATEURS.name}.parquet")}
    return sorted(made - set(known))


def left_over_words(layout: Layout, known: Iterable[str]) -> str:
    """Return the sentence that says so, empty when there is nothing to say."""
    left = editions_left(layout, known)
    if not left:
        return ""
    names = ", ".join(f"« {name} »" for name in left)
    folders = ", ".join(f"{layout.processed.name}/{name} et {layout.reports.name}/{name}" for name in left)
    return (
        f"Éditions qui ne sont plus dans les paramètres : {names}. Rien ne lit plus ce qu’une exécution passée en a "
        f"laissé ({folders}) ; ces dossiers peuvent être effacés."
    )
