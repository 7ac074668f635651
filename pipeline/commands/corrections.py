"""`corrections.csv` prepared beside a delivery: the rejected cells to fill in; what is there already is kept."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipeline.contract.corrections import CORRECTION_COLUMNS
from pipeline.contract.findings import Gravity
from pipeline.contract.markers import CORRECTIONS
from pipeline.french import count
from pipeline.ingest.corrections import Correction, corrections_file, read_corrections
from pipeline.spreadsheet import write_csv
from pipeline.storage import replacing
from pipeline.validate.rejections import neutralise

_CELL = ["fichier", "feuille", "ligne", "colonne"]


def prepare_corrections(delivery: Path, reading: pd.DataFrame) -> str:
    """Write the file, and return what to do with it. `reading`: what the reading found, `FINDING_COLUMNS`."""
    path = corrections_file(delivery) or delivery / CORRECTIONS
    present = read_corrections(corrections_file(delivery))
    lines = to_correct(reading, present)
    added = len(lines) - len(present)
    with replacing(path) as temporary:
        write_csv(lines, temporary)
    return (
        f"{path} : {count(added, 'cellule')} de plus à compléter (nouvelle valeur, motif, auteur, date) ; "
        "les fichiers reçus ne sont pas modifiés."
    )


def to_correct(reading: pd.DataFrame, present: list[Correction]) -> pd.DataFrame:
    """Return the lines of `corrections.csv` as texts: those of `present`, then one a rejected cell that has none."""
    cells = reading[(reading["gravite"] == Gravity.REJECTION) & reading["ligne"].notna() & reading["colonne"].notna()]
    cells = cells.drop_duplicates(_CELL).fillna({"feuille": "", "valeur": ""})
    known = {(c.fichier, c.feuille, c.ligne, c.colonne) for c in present}
    empty = dict.fromkeys(CORRECTION_COLUMNS, "")
    new = [
        empty | {"ancienne": value} | dict(zip(_CELL, map(str, cell), strict=True))
        for *cell, value in cells[[*_CELL, "valeur"]].to_numpy(dtype=object)
        if tuple(cell) not in known
    ]
    table = pd.DataFrame([*map(_as_written, present), *new], columns=list(CORRECTION_COLUMNS), dtype="str")
    return table.apply(neutralise)


def _as_written(one: Correction) -> dict[str, str]:
    day = f"{one.date:%Y-%m-%d}" if one.date else ""
    return {name: str(getattr(one, name)) for name in CORRECTION_COLUMNS if name != "date"} | {"date": day}
