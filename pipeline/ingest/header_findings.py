"""What is wrong in the headers of a sheet: missing, double, unknown, near another's, meaning the sign of an amount."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.schema import Table
from pipeline.french import count
from pipeline.ingest.cells import Cells, Sheet
from pipeline.ingest.headers import Mapping
from pipeline.ingest.identifiers import find_identifiers, identifier_in, may_be_person, names_persons
from pipeline.ingest.lost_columns import NEEDED, lost_instruments, near_columns
from pipeline.ingest.missing import missing, trimmed
from pipeline.ingest.rules import (
    IDENTIFIER_FOUND,
    LOST_COLUMN,
    LOST_INSTRUMENT,
    MASK,
    MISSING_COLUMN,
    NEAR_COLUMN,
    TWO_HEADERS,
    UNKNOWN_COLUMN,
    findings,
)
from pipeline.ingest.sign_columns import tells_the_sign

# Beyond, unknown columns are one finding: nobody reads two thousand.
_MANY = 50
_NAMED = 10


def header_findings(sheet: Sheet, mapping: Mapping, table: Table, at: dict[str, Any]) -> Iterator[pd.DataFrame]:
    """Yield what the headers of a sheet say; `at`: table and file of each finding."""
    at = at | {"sheets": sheet.name}
    near = near_columns([sheet.headers[p] for p in mapping.unknown], table, mapping)
    for name, headers in mapping.doubles.items():
        quoted = " et ".join(f"« {_header(h)} »" for h in headers)
        motif = f"Deux en-têtes pour la colonne « {name} » : {quoted} ; un seul est admis."
        yield findings(TWO_HEADERS, motif, column=name, **at)
    for column in table:
        if column.required and column.name not in mapping.columns and column.name not in mapping.doubles:
            motif = f"Colonne obligatoire absente : « {column.name} » ({column.label})."
            like = [h for h, n in near.items() if n == column.name]
            if like:
                motif += f" L’en-tête « {_header(like[0])} » y ressemble."
            yield findings(MISSING_COLUMN, motif, column=column.name, **at)
    totals, motifs = lost_instruments([sheet.headers[p] for p in mapping.unknown], table, mapping)
    for motif in motifs:
        yield findings(LOST_INSTRUMENT, motif, **at)
    unknown: list[str] = []
    for position in mapping.unknown:
        header = sheet.headers[position].strip()
        told = header in totals or (header in near and table[near[header]].required)
        if header in near and not told:
            told = True
            yield _near(header, near[header], at)
        if tells_the_sign(sheet, position, mapping, table):
            told = True  # with the amounts that it gives its sign to
        shown = yield from _column(sheet, position, told, at)
        unknown += [shown] if shown else []
    if len(unknown) <= _MANY:
        for shown in unknown:
            yield findings(UNKNOWN_COLUMN, "Colonne inconnue du contrat : elle est ignorée.", column=shown, **at)
    else:
        some = ", ".join(f"« {shown} »" for shown in unknown[:_NAMED])
        motif = f"{count(len(unknown), 'colonne inconnue', 'colonnes inconnues')} du contrat, ignorées : {some}…"
        yield findings(UNKNOWN_COLUMN, motif, **at)


def _near(header: str, name: str, at: dict[str, Any]) -> pd.DataFrame:
    motif = (
        f"L’en-tête « {_header(header)} » ressemble à « {name} », qui manque à ce fichier : la colonne n’est pas lue."
    )
    if name in NEEDED:
        return findings(LOST_COLUMN, f"{motif} L’analyse en a besoin.", column=name, **at)
    return findings(NEAR_COLUMN, motif, column=name, **at)


def _column(sheet: Sheet, position: int, told: bool, at: dict[str, Any]) -> Generator[pd.DataFrame, None, str | None]:
    """Search an unknown column for what identifies, by its header and in its cells; return its name if it is to say."""
    cells, header = sheet.columns[position], sheet.headers[position].strip()
    texts = trimmed(cells.texts)
    present = np.unique(cells.codes)
    filled = present[~missing(texts)[present]]
    if not header and (not len(filled) or (position == 0 and _numbers_rows(texts.take(filled).to_pylist()))):
        return None
    shown = _header(header) if header else f"(colonne {position + 1} sans en-tête)"
    at = at | {"column": shown}
    if names_persons(header) and any(may_be_person(t, header) for t in texts.take(filled).to_pylist()):
        motif = "Colonne qui désigne des personnes : les données doivent rester pseudonymes."
        yield findings(IDENTIFIER_FOUND, motif, values=MASK, **at)
        return None
    if shown == MASK:
        motif = "Identifiant direct dans un en-tête : les données doivent rester pseudonymes."
        yield findings(IDENTIFIER_FOUND, motif, values=MASK, **at)
    yield from _identified_cells(cells, texts, sheet.lines, at)
    return None if told else shown


def _numbers_rows(texts: list[str]) -> bool:
    """Whether a first column without header numbers the rows, as R and pandas write it."""
    return all(t.isdigit() for t in texts)


def _identified_cells(
    cells: Cells, texts: Any, lines: npt.NDArray[np.int64], at: dict[str, Any]
) -> Iterator[pd.DataFrame]:
    kinds = find_identifiers(texts)
    for kind in sorted({k for k in kinds if k is not None}):
        rows = np.flatnonzero(cells.where(kinds == kind))
        motif = f"Identifiant direct dans une cellule ({kind}) : les données doivent rester pseudonymes."
        yield findings(IDENTIFIER_FOUND, motif, lines=lines[rows], values=MASK, **at)


def _header(header: str) -> str:
    return MASK if identifier_in(header) else header[:100]
