"""A delivery read whole: typed tables, where each row comes from, and everything that could not be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.contract.fold import fold
from pipeline.contract.tables import TABLES
from pipeline.ingest.assemble import assemble
from pipeline.ingest.corrections import by_source, corrections_file, read_corrections
from pipeline.ingest.locate import locate
from pipeline.ingest.rules import MISSING_TABLE, findings, gather
from pipeline.ingest.shifted_dates import explained_by_their_file
from pipeline.ingest.source import FileReport, read_source
from pipeline.params import Donnees


@dataclass(frozen=True)
class Delivery:
    """`tables`: name → the contract's columns, all of them, in order; a table not delivered is absent.

    `provenance`: name → `fichier`, `feuille`, `ligne` of the same rows. `findings`: `FINDING_COLUMNS`. `files`: what
    was found in each sheet of each file.
    """

    tables: dict[str, pd.DataFrame]
    provenance: dict[str, pd.DataFrame]
    findings: pd.DataFrame
    files: list[FileReport]


def read_delivery(
    folder: Path,
    donnees: Donnees,
    *,
    communes: Sequence[str],
    last_freeze: dt.date,
    advance: Callable[[int, int], None] | None = None,
) -> Delivery:
    """Read all files of a delivery, whatever their formats and conventions; nothing in them is executed.

    `communes`: reference spellings, taken where a commune matches. `last_freeze`: dates more than a year later are
    warned of. `advance` is told which file is being read, and of how many. What is wrong in the data is a finding,
    never an exception; `UsageError` when the folder cannot be read.
    """
    spellings = {fold(c): c for c in communes}
    located = locate(folder)
    corrections, lost = by_source(read_corrections(corrections_file(folder)), located.sources)
    told, files = [*located.findings, *lost], []
    tables, provenance = {}, {}
    begun = 0
    for name, table in TABLES.items():
        reads = []
        for source in (s for s in located.sources if s.table == name):
            begun += 1
            if advance is not None:
                advance(begun, len(located.sources))
            reads.append(read_source(source, table, donnees, spellings, corrections.get(source.shown, ())))
        for read in reads:
            told.extend(read.findings)
            files.extend(read.reports)
        if any(r.reports for r in reads):
            assembled = assemble(table, reads, donnees.tolerance_rejets, last_freeze)
            tables[name], provenance[name] = assembled.frame, assembled.provenance
            told.extend(assembled.findings)
        elif table.mandatory and name not in located.announced:
            motif = f"La table obligatoire « {name} » n’est pas dans la livraison."
            told.append(findings(MISSING_TABLE, motif, table=name))
        elif table.mandatory and not reads:
            motif = f"La table obligatoire « {name} » n’a aucun fichier lisible."
            told.append(findings(MISSING_TABLE, motif, table=name))
    explained = explained_by_their_file(gather(told), tables, provenance, last_freeze)
    return Delivery(tables, provenance, explained, files)
