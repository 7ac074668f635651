"""Warnings that the evaluator has accepted once, with a reason: no longer open; new ones still appear."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.contract.findings import ACCEPTED, Gravity, Rule
from pipeline.errors import UsageError, reason
from pipeline.validate.senders import senders_of

REASON = "raison"

_REQUIRED = ("regle", "motif")
_OPTIONAL = ("table", "expediteur", "colonne", "constat", "nombre")


@dataclass(frozen=True)
class AcceptedWarning:
    """One line of the file: the warnings of a rule that its other cells, where they are filled, tell apart.

    `constat`: the sentence itself; `nombre`: how many were there when they were accepted, None for any number.
    """

    regle: str
    motif: str
    table: str = ""
    expediteur: str = ""
    colonne: str = ""
    constat: str = ""
    nombre: int | None = None


def read_accepted(paths: Iterable[Path], rules: Mapping[str, Rule]) -> list[AcceptedWarning]:
    """Return the lines of the files of `paths` that exist.

    Columns `regle`, `motif`, and if need be `table`, `expediteur`, `colonne`, `constat`, `nombre`; « ; » or « , ».
    Raises `UsageError`: a column or a reason missing, a rule that does not exist or is no warning.
    """
    return [one for path in paths if path.is_file() for one in _read(path, rules)]


def accept(findings: pd.DataFrame, accepted: Sequence[AcceptedWarning], expediteurs: Mapping[str, str]) -> pd.DataFrame:
    """Return `findings`, those that are accepted with the gravity « accepte » and, in `raison`, why.

    A line that gives a number accepts nothing once there are more: the new ones are among them.
    """
    told = findings.assign(**{REASON: pd.Series(pd.NA, index=findings.index, dtype="str")})
    senders = senders_of(findings["fichier"].reset_index(drop=True), expediteurs).to_numpy(dtype=object)
    plain = findings["motif"].map(_plain).to_numpy(dtype=object)
    for one in accepted:
        here = np.logical_and.reduce(
            [
                findings["regle"] == one.regle,
                findings["gravite"] == Gravity.WARNING,
                *(findings[c] == v for c, v in (("table", one.table), ("colonne", one.colonne)) if v),
                *([senders == one.expediteur] if one.expediteur else []),
                *([plain == _plain(one.constat)] if one.constat else []),
            ]
        )
        if one.nombre is None or here.sum() <= one.nombre:
            told.loc[here, "gravite"] = ACCEPTED
            told.loc[here, REASON] = one.motif
    return told


def _read(path: Path, rules: Mapping[str, Rule]) -> list[AcceptedWarning]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        what = reason(error) if isinstance(error, OSError) else "ce n’est pas de l’UTF-8"
        raise UsageError(f"{path} : fichier des constats acceptés illisible ({what}).") from None
    lines = text.splitlines()
    reader = csv.DictReader(lines, delimiter=";" if lines and ";" in lines[0] else ",")
    given = [str(name).strip() for name in reader.fieldnames or ()]
    _refuse_columns(path, given)
    reader.fieldnames = given
    return [_line(path, reader.line_num, row, rules) for row in reader if any(row.values())]


def _refuse_columns(path: Path, given: Collection[str]) -> None:
    missing = [name for name in _REQUIRED if name not in given]
    unknown = [name for name in given if name not in (*_REQUIRED, *_OPTIONAL)]
    if missing or unknown:
        what = f"colonne absente : {missing[0]}" if missing else f"colonne inconnue : « {unknown[0]} »"
        raise UsageError(f"{path} : {what}. Attendues : {', '.join((*_REQUIRED, *_OPTIONAL))}.")


def _line(path: Path, number: int, row: Mapping[str, str | None], rules: Mapping[str, Rule]) -> AcceptedWarning:
    cells = {name: str(row.get(name) or "").strip() for name in (*_REQUIRED, *_OPTIONAL)}
    where, rule = f"{path}, ligne {number}", rules.get(cells["regle"])
    if rule is None:
        raise UsageError(f"{where} : règle inconnue, « {cells['regle']} ». Leurs noms sont dans docs/messages.md.")
    if rule.gravity is not Gravity.WARNING:
        raise UsageError(f"{where} : « {cells['regle']} » n’est pas un avertissement, il ne peut pas être accepté.")
    if not cells["motif"]:
        raise UsageError(f"{where} : dire dans « motif » pourquoi ce constat est accepté.")
    if cells["nombre"] and not cells["nombre"].isdigit():
        raise UsageError(f"{where}, colonne nombre : un nombre entier est attendu.")
    size = int(cells.pop("nombre")) if cells["nombre"] else None
    return AcceptedWarning(**{k: v for k, v in cells.items() if k != "nombre"}, nombre=size)


def _plain(sentence: object) -> str:
    """A sentence whatever the spaces in it: a spreadsheet does not keep no-break ones."""
    return " ".join(str(sentence).replace("\u202f", " ").replace("\xa0", " ").split())
