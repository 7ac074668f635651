"""Whether the typical pathways stand firmly enough to be named, drawn and counted."""

from __future__ import annotations

from pipeline.report.records import Record, records
from pipeline.report.results import EditionResults

# Kaufman & Rousseeuw 1990, Finding Groups in Data, table 4: from 0.51 on, a reasonable structure has been found.
LEAST_SILHOUETTE = 0.50
# Hennig 2007: mean Jaccard index under which a group is not to be trusted, from which it is stable.
UNSTABLE, STABLE = 0.60, 0.75


def partition_kept(results: EditionResults) -> Record | None:
    """Return the row of `types_nombre` of the partition that separates best, None when none was found."""
    return next((r for r in records(results.types_nombre) if r["retenu"]), None)


def are_named(results: EditionResults) -> bool:
    """Whether the types are well enough apart, and found again when households are drawn again, all of them."""
    kept = partition_kept(results)
    found = [r["stabilite"] for r in records(results.types)]
    if kept is None or kept["silhouette"] is None or not found:
        return False
    return kept["silhouette"] >= LEAST_SILHOUETTE and all(s is not None and s >= UNSTABLE for s in found)
