"""The public folder of an edition: finished files alone, all made from the publication."""

from __future__ import annotations

from pathlib import Path

from pipeline.publication.fact import publication_csv
from pipeline.publication.publication import Publication
from pipeline.publication.record import COPY, FACTS, Release


def write_public_folder(folder: Path, publication: Publication, release: Release | None) -> None:
    """Write into `folder` (`reports/<edition>/publique`) all that the public may read; it is there to be filled.

    `release`: the record of the release, None while the edition is a project.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / FACTS, publication_csv(publication.facts))
    if release is not None:
        _write(folder / COPY, release.as_yaml())


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
