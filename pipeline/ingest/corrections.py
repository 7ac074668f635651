"""The evaluator's corrections: a cell of a file as received, and what to read in its place. Files are never written."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd

from pipeline.contract.corrections import CORRECTION_COLUMNS
from pipeline.contract.findings import Rule
from pipeline.contract.fold import fold
from pipeline.contract.markers import CORRECTIONS
from pipeline.errors import UsageError, reason
from pipeline.ingest.cells import Cells, Sheet
from pipeline.ingest.headers import Mapping as HeaderMapping
from pipeline.ingest.locate import Source
from pipeline.ingest.prepared_rules import CORRECTED, CORRECTION_FAILED, CORRECTION_PENDING
from pipeline.ingest.rules import findings

_MEANT = ("motif", "auteur", "date")  # filled in once the correction is decided


@dataclass(frozen=True)
class Correction:
    """One line of the file; `number` is its own line there. `ancienne` is what must stand in the cell."""

    number: int
    fichier: str
    feuille: str
    ligne: int
    colonne: str
    ancienne: str
    nouvelle: str
    motif: str
    auteur: str
    date: dt.date | None

    @property
    def pending(self) -> bool:
        """True while nothing was written in the place of the old value, nor why."""
        return not (self.nouvelle or self.motif)


def corrections_file(delivery: Path) -> Path | None:
    """Return the corrections of a delivery: in its folder, or else beside it; None when there are none."""
    places = (delivery / CORRECTIONS, delivery.resolve().parent / CORRECTIONS)
    return next((p for p in places if p.is_file()), None)


def read_corrections(path: Path | None) -> list[Correction]:
    """Return the lines of a file of corrections, empty ones left out; « ; » or « , », UTF-8 or Windows-1252.

    Raises `UsageError`: a column is missing, a line has no number, a decided correction no reason, author or date.
    """
    if path is None:
        return []
    lines = _text(path).splitlines()
    reader = csv.DictReader(lines, delimiter=";" if lines and ";" in lines[0] else ",")
    reader.fieldnames = [str(name).strip() for name in reader.fieldnames or ()]
    missing = [name for name in CORRECTION_COLUMNS if name not in reader.fieldnames]
    if missing:
        raise UsageError(f"{path} : colonne absente : {missing[0]}. Attendues : {', '.join(CORRECTION_COLUMNS)}.")
    return [_correction(path, reader.line_num, row) for row in reader if any(v for v in row.values() if v)]


def corrected(
    sheets: Sequence[Sheet], mappings: Sequence[HeaderMapping], source: Source, corrections: Sequence[Correction]
) -> tuple[list[Sheet], list[pd.DataFrame]]:
    """Return the sheets of one file with its corrections applied, and one finding a correction.

    A cell that no longer holds `ancienne`, a line or a column that is not there: a blocking finding, and nothing is
    changed. No finding repeats a value or the evaluator's words, which `corrections.csv` holds.
    """
    out, told = list(sheets), []
    for one in corrections:
        places = [k for k, s in enumerate(out) if _same(one.feuille, s.name or "") or not one.feuille]
        if len(places) != 1:
            what = "feuille introuvable" if not places else "plusieurs feuilles : dire laquelle dans « feuille »"
            told.append(_finding(CORRECTION_FAILED, f"Correction non appliquée : {what}.", one, source))
            continue
        sheet, mapping = out[places[0]], mappings[places[0]]
        try:
            row, column = _row(sheet, one), _column(sheet, mapping, one)
            _held(sheet.columns[column], row, one)
        except _NotThereError as error:
            told.append(_finding(CORRECTION_FAILED, f"Correction non appliquée : {error}.", one, source))
            continue
        columns = list(sheet.columns)
        columns[column] = columns[column].with_text(row, one.nouvelle)
        out[places[0]] = replace(sheet, columns=tuple(columns))
        day = f", datée du {one.date:%d/%m/%Y}" if one.date else ""
        told.append(_finding(CORRECTED, f"Cellule lue corrigée{day}.", one, source))
    return out, told


def by_source(
    corrections: Sequence[Correction], sources: Sequence[Source]
) -> tuple[dict[str, list[Correction]], list[pd.DataFrame]]:
    """Return the decided corrections of each file that is read, and what is to be said of the others.

    A file is named as the findings name it, by its path in the delivery, or by its name alone when no other has it.
    Corrections of a file that is not there are blocking; those that are not filled in yet are warned of, once.
    """
    shown = {s.shown: s.shown for s in sources}
    names = [PurePosixPath(s.shown).name for s in sources]
    shown.update({n: s.shown for n, s in zip(names, sources, strict=True) if names.count(n) == 1 and n not in shown})
    taken: dict[str, list[Correction]] = {}
    lost: list[Correction] = []
    for one in corrections:
        place = shown.get(one.fichier.replace("\\", "/"))
        if not one.pending:
            (lost if place is None else taken.setdefault(place, [])).append(one)
    told = [
        findings(rule, motif, file=CORRECTIONS, lines=[some[0].number])
        for rule, motif, some in (
            (CORRECTION_FAILED, "Correction d’un fichier qui n’est pas dans la livraison, ou n’y est pas lu.", lost),
            (CORRECTION_PENDING, "Lignes préparées, ni valeur ni motif.", [c for c in corrections if c.pending]),
        )
        if some
    ]
    return taken, told


class _NotThereError(Exception):
    """What a correction names is not in the file."""


def _row(sheet: Sheet, one: Correction) -> int:
    rows = np.flatnonzero(sheet.lines == one.ligne)
    if len(rows) != 1:
        raise _NotThereError("cette ligne n’est pas lue comme une donnée")
    return int(rows[0])


def _column(sheet: Sheet, mapping: HeaderMapping, one: Correction) -> int:
    if one.colonne in mapping.columns:
        return mapping.columns[one.colonne]
    places = [k for k, header in enumerate(sheet.headers) if fold(header) == fold(one.colonne)]
    if len(places) != 1:
        raise _NotThereError("colonne introuvable dans ce fichier")
    return places[0]


def _held(cells: Cells, row: int, one: Correction) -> None:
    here = _plain(cells.at(row))
    if here == _plain(one.ancienne):
        return
    if here == _plain(one.nouvelle):
        raise _NotThereError("la nouvelle valeur est déjà dans le fichier")
    raise _NotThereError("l’ancienne valeur n’est plus dans cette cellule")


def _plain(text: str) -> str:
    """A cell's text without what a spreadsheet or our own lists add: blanks around, the apostrophe before a formula."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").strip().removeprefix("'").strip("\x1d\x1e\x1f")


def _same(name: str, other: str) -> bool:
    return fold(name) == fold(other)


def _finding(rule: Rule, motif: str, one: Correction, source: Source) -> pd.DataFrame:
    return findings(
        rule,
        motif,
        table=source.table,
        file=source.shown,
        sheets=one.feuille or None,
        lines=[one.ligne],
        column=one.colonne,
        values=one.ancienne or None,
    )


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} : fichier des corrections illisible ({reason(error)}).") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _correction(path: Path, number: int, row: Mapping[str, str | None]) -> Correction:
    cells = {name: str(row.get(name) or "").strip() for name in CORRECTION_COLUMNS}
    where = f"{path}, ligne {number}"
    if not cells["ligne"].isdigit():
        raise UsageError(f"{where}, colonne ligne : le numéro de la ligne du fichier est attendu.")
    decided = cells["nouvelle"] or cells["motif"]
    empty = [name for name in _MEANT if not cells[name]]
    if decided and empty:
        raise UsageError(f"{where} : une correction se justifie ; à remplir : {', '.join(empty)}.")
    written = cells.pop("date")
    day = _day(written, where) if decided else None
    line = int(cells.pop("ligne"))
    return Correction(number=number, ligne=line, date=day, **cells)


def _day(text: str, where: str) -> dt.date:
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, shape).date()
        except ValueError:
            continue
    raise UsageError(f"{where}, colonne date : une date AAAA-MM-JJ ou JJ/MM/AAAA est attendue.")
