"""The files of a delivery that name some households, each as it will be without them; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.contract.schema import Table
from pipeline.contract.tables import TABLES
from pipeline.ingest.corrections import corrections_file
from pipeline.ingest.formats import PARQUET, XLSX, recognise
from pipeline.ingest.locate import locate, printable
from pipeline.ingest.problems import RefusedFileError
from pipeline.removal.corrections_rows import without_corrections
from pipeline.removal.parquet_rows import without_in_parquet
from pipeline.removal.pseudonyms import Pseudonyms
from pipeline.removal.rewritten import NotRewritableError, Rewritten
from pipeline.removal.search import file_holds
from pipeline.removal.text_rows import without_in_text
from pipeline.removal.workbook_rows import without_in_workbook


@dataclass(frozen=True)
class FileWithout:
    """`shown`: the path inside the delivery, fit to be printed; `table`: its table, empty for a file of none.

    `problem`: why the file cannot be rewritten, in French; `new` is then None.
    """

    path: Path
    shown: str
    table: str
    new: Rewritten | None
    problem: str = ""


def files_without(folder: Path, pseudonyms: Pseudonyms, *, mask: bool) -> list[FileWithout]:
    """Return the files of the delivery in `folder` that name one of the households, whatever the chain reads of them,
    and its corrections, in it or beside it, when one is about a row removed.

    `mask`: mentions in other rows are replaced instead of told. Raises `UsageError` when the folder cannot be listed.
    """
    located = locate(folder)
    tables = {source.path: source.table for source in located.sources}
    corrections = corrections_file(folder)
    files = [f for f in _files(folder, tables, pseudonyms, mask) if f.path != corrections]
    if corrections is not None:
        removed = [(f.shown, sheet, line) for f in files if f.new is not None for sheet, line in f.new.rows]
        new = without_corrections(corrections, removed, pseudonyms, mask=mask)
        if new.rows or new.mentions or new.content != corrections.read_bytes():
            files.append(FileWithout(corrections, corrections.name, "", new))
    return files


def _files(folder: Path, tables: dict[Path, str], pseudonyms: Pseudonyms, mask: bool) -> Iterator[FileWithout]:
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        relative = path.relative_to(folder).as_posix()
        shown = printable(pseudonyms.masked(relative.encode("utf-8", "replace")).decode())
        name = tables.get(path, "")
        if pseudonyms.in_text(relative):
            yield FileWithout(path, shown, name, None, "le nom du fichier porte un pseudonyme : le renommer")
        elif file_holds(path, pseudonyms):
            try:
                yield FileWithout(path, shown, name, _without(path, TABLES.get(name), pseudonyms, mask))
            except NotRewritableError as error:
                yield FileWithout(path, shown, name, None, str(error))


def _without(path: Path, table: Table | None, pseudonyms: Pseudonyms, mask: bool) -> Rewritten:
    try:
        kind = recognise(path)
    except RefusedFileError as error:
        raise NotRewritableError(str(error)) from None
    if kind == XLSX:
        return without_in_workbook(path, table, pseudonyms, mask=mask)
    if kind == PARQUET:
        return without_in_parquet(path.read_bytes(), table, pseudonyms, mask=mask)
    return without_in_text(path, table, pseudonyms, mask=mask)
