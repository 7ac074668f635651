"""What a file is, by its first bytes and never by its name; each format's reader."""

from __future__ import annotations

from pathlib import Path

from pipeline.contract.schema import Table
from pipeline.ingest.cells import Content
from pipeline.ingest.problems import RefusedFileError
from pipeline.ingest.text_file import read_text
from pipeline.params import Donnees

TEXT, XLSX, PARQUET = "texte", "xlsx", "parquet"
BYTES_PER_MO = 1_000_000

_REFUSED = {
    b"\xd0\xcf\x11\xe0": "ancien classeur Excel, ou classeur protégé par un mot de passe",
    b"%PDF": "document PDF",
    b"\x1f\x8b": "archive compressée",
    b"7z\xbc\xaf": "archive compressée",
    b"Rar!": "archive compressée",
}


def recognise(path: Path) -> str:
    """Return the format. Raises `RefusedFileError` for what is known to be none of the contract's."""
    with path.open("rb") as stream:
        start = stream.read(8)
    for magic, what in _REFUSED.items():
        if start.startswith(magic):
            raise RefusedFileError(what)
    if start.startswith(b"PK\x03\x04"):
        return XLSX
    if start.startswith(b"PAR1"):
        return PARQUET
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        raise RefusedFileError("fichier .xlsx qui n’est pas un classeur, ou classeur endommagé")
    if path.suffix.lower() in (".parquet", ".pq"):
        raise RefusedFileError("fichier .parquet qui n’est pas du Parquet, ou fichier endommagé")
    return TEXT


def read_content(path: Path, kind: str, table: Table, donnees: Donnees) -> Content:
    """Read a file of a known format; errors as each reader says."""
    limit = donnees.taille_max_mo * BYTES_PER_MO
    if kind == XLSX:
        from pipeline.ingest.workbook import read_workbook

        return read_workbook(path, table, max_bytes=limit, max_ratio=donnees.ratio_decompression_max)
    if kind == PARQUET:
        from pipeline.ingest.parquet_file import read_parquet

        return read_parquet(path, table, max_bytes=limit)
    return read_text(path, table)
