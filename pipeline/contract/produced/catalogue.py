"""All the tables that come out, in the order of the stages: what paths, types, dictionary and readers derive from."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.contract.produced import delivery, estimates, funders, indicators, pathways, scheme, sensitivity
from pipeline.contract.produced.entry import Produced

_DOMAINS = (delivery, indicators, estimates, scheme, funders, pathways, sensitivity)

PRODUCED: Mapping[str, Produced] = {
    entry.name: entry for domain in _DOMAINS for entry in vars(domain).values() if isinstance(entry, Produced)
}


def written_by(stage: str) -> list[Produced]:
    """Return the tables that a DVC stage writes."""
    return [entry for entry in PRODUCED.values() if entry.stage == stage]


def read_by(stage: str) -> list[Produced]:
    """Return the tables that a DVC stage reads."""
    return [entry for entry in PRODUCED.values() if stage in entry.read_by]
