"""An archive of an edition as a later run reads it: its manifest, held to the files, and the tables of one edition."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.contract.said import AFFIRMATIONS, CHIFFRES
from pipeline.errors import UsageError, reason
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.spreadsheet import ENCODING, SEPARATOR
from pipeline.storage import digest_of, read_table

MANIFEST = "manifeste-archive.json"  # that of a run is another, in `processed`
VERSION = 1


@dataclass(frozen=True)
class Archive:
    """A folder written by `evaluation archiver`.

    `menages`: households included, by group; `data`: the delivery's fingerprint; `digest`: SHA-256 of the manifest.
    """

    folder: Path
    edition: str
    day: dt.date
    gel: dt.date
    horizon: int
    menages: Mapping[str, int]
    data: str
    digest: str

    @property
    def layout(self) -> Layout:
        """Its folders, which are those of an output."""
        return Layout.output(self.folder)


def read_archive(folder: Path) -> Archive:
    """Return the archive in `folder`. Raises `UsageError` when it is none, or when a file is not what it was."""
    manifest = archive_manifest(folder)
    for entry in manifest["fichiers"]:
        path = folder / entry["chemin"]
        if not path.is_file() or digest_of(path) != entry["sha256"]:
            raise UsageError(
                f"{path} : ce fichier manque, ou n’est plus celui de l’archive. Reprendre une copie de l’archive : son "
                "contenu ne se modifie pas."
            )
    return Archive(
        folder=folder,
        edition=manifest["edition"],
        day=dt.date.fromisoformat(manifest["jour"]),
        gel=dt.date.fromisoformat(manifest["gel"]),
        horizon=int(manifest["horizon"]),
        menages=manifest["menages"],
        data=manifest["empreintes"]["livraison"],
        digest=digest_of(folder / MANIFEST),
    )


def archive_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of an archive as plain values. Raises `UsageError`."""
    path = folder / MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if manifest["version"] == VERSION:
            return manifest
    except OSError as error:
        raise UsageError(f"{path} : ce dossier n’est pas une archive lisible ({reason(error)}).") from None
    except (ValueError, KeyError, TypeError):
        pass
    raise UsageError(f"{path} : ce n’est pas le manifeste d’une archive.")


def latest_archive(params: Params) -> Archive | None:
    """Return the latest of the archives that the parameters name, whatever the edition; None when they name none."""
    named = [read_archive(Path(folder)) for folder in dict.fromkeys(params.rapport.archives_precedentes.values())]
    return max(named, key=lambda found: (found.day, found.gel, found.edition), default=None)


def earlier_findings(found: Archive) -> pd.DataFrame | None:
    """Return the counted findings of an archive, None when it has none."""
    path = found.layout.findings
    return read_table(path) if path.is_file() else None


def read_said(folder: Path) -> tuple[pd.DataFrame | None, pd.DataFrame | None]:
    """Return `chiffres.csv` and `affirmations.csv` of an edition's report folder as texts; None for one not there."""
    return _csv(folder / "chiffres.csv", tuple(CHIFFRES)), _csv(folder / "affirmations.csv", tuple(AFFIRMATIONS))


def _csv(path: Path, columns: tuple[str, ...]) -> pd.DataFrame | None:
    if not path.is_file():
        return None
    try:
        table = pd.read_csv(path, sep=SEPARATOR, encoding=ENCODING, dtype="str", keep_default_na=False)
        return table[list(columns)]
    except (ValueError, KeyError):  # pandas' own errors on a text that is no such table are ValueErrors
        raise UsageError(f"{path} : ce fichier n’a pas les colonnes attendues ({', '.join(columns)}).") from None
