"""Erasing the files that hold a pseudonym, place by place, and reading everything again to prove that none is left."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.commands.archives_without import archives_among, take_out_of_archive
from pipeline.commands.places import Places, files_below, holding, temporary_folders
from pipeline.errors import UsageError, reason
from pipeline.french import count
from pipeline.removal.pseudonyms import Pseudonyms
from pipeline.report.wording import no_break

_SHOWN = 20
_DIRECTORY = ".dir"  # a DVC object that lists those of a folder


@dataclass(frozen=True)
class Remains:
    """The files that hold a pseudonym, by what they are; `others` are nobody's to erase but a person's."""

    delivery: tuple[Path, ...]
    results: tuple[Path, ...]
    stores: tuple[Path, ...]
    archives: tuple[Path, ...]
    temporary: tuple[Path, ...]
    others: tuple[Path, ...]

    @property
    def named(self) -> Sequence[tuple[str, Sequence[Path]]]:
        """What is told before anything is done, in French."""
        return (
            ("résultats de la chaîne, effacés puis refaits", self.results),
            ("cache DVC et dépôts distants de cette machine, effacés", self.stores),
            ("archives, dont les lignes sont retirées", self.archives),
            ("dossiers temporaires, effacés", self.temporary),
            ("ailleurs dans le dossier de travail, laissés et nommés à la fin", self.others),
        )


def sort_found(found: Iterable[Path], places: Places) -> Remains:
    """Return the files by what they are, the first place that fits."""
    kinds: dict[str, list[Path]] = {}
    temporary = [p.resolve() for p in temporary_folders()]
    order = (
        ("delivery", (places.delivery,)), ("archives", places.archives), ("stores", places.stores),
        ("temporary", temporary),
    )  # fmt: skip
    for path in found:
        other = "results" if places.is_made(path) else "others"
        kind = next((name for name, folders in order if any(path.is_relative_to(f) for f in folders)), other)
        kinds.setdefault(kind, []).append(path)
    names = ("delivery", "results", "stores", "archives", "temporary", "others")
    return Remains(*(tuple(kinds.get(name, ())) for name in names))


def erase(remains: Remains, places: Places, pseudonyms: Pseudonyms, action: str, *, whole_tables: bool = False) -> None:
    """Erase what can be made again, take the households out of the archives. Raises `UsageError`.

    `whole_tables`: as for `take_out_of_archive`.
    """
    try:
        for path in (*remains.results, *remains.stores, *remains.temporary):
            path.unlink(missing_ok=True)
        _erase_lists(remains.stores, places.stores)
        for folder in archives_among(remains.archives, places.archives):
            take_out_of_archive(folder, pseudonyms, action, whole_tables=whole_tables)
    except OSError as error:
        raise UsageError(
            f"{error.filename} : impossible de l’effacer ({reason(error)}). Relancer la commande."
        ) from None


def prove(places: Places, pseudonyms: Pseudonyms, apart: Path | None = None) -> list[Path]:
    """Read every file within reach again, print what was found, and return the files that still hold a pseudonym.

    `apart`: the list of the pseudonyms itself, of which the person is told.
    """
    left, read = holding(places.searched, pseudonyms, apart)
    files = count(read, "fichier relu", "fichiers relus")
    if not left:
        print(no_break(f"{files}, classeurs et Parquet compris : aucun ne porte plus de pseudonyme retiré."))
        return left
    print(no_break(f"{files}, dont {count(len(left), 'porte', 'portent')} encore un pseudonyme :"))
    for path in left[:_SHOWN]:
        print(f"  – {pseudonyms.masked(str(path).encode('utf-8', 'replace')).decode()}")
    if len(left) > _SHOWN:
        print(f"  – et {len(left) - _SHOWN} autres.")
    return left


def _erase_lists(erased: Sequence[Path], stores: Sequence[Path]) -> None:
    """Erase the DVC objects that list an erased one: a folder that cannot be laid whole any more."""
    gone = {path.parent.name + path.name for path in erased}
    for path in files_below(stores) if gone else ():
        if path.name.endswith(_DIRECTORY):
            try:
                listed = {str(entry.get("md5")) for entry in json.loads(path.read_bytes())}
            except (ValueError, AttributeError):
                continue
            if listed & gone:
                path.unlink()
