"""Where what the evaluator declares and writes lies: locked plan, ROBINS-I, declarations, prose; in `plan/`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.contract.markers import ACCEPTED_WARNINGS
from pipeline.errors import UsageError
from pipeline.shipped import declared_folder

FOLDER = "plan"
LOCK_NAME = "plan-verrouille.json"
RATING_NAME = "robins-i.yaml"
DECLARATIONS_NAME = "declarations.yaml"


@dataclass(frozen=True)
class DeclaredFiles:
    """`lock`: None when no locked plan goes with this run; a path that does not exist is none either.

    `accepted`: the warnings accepted once; a path that does not exist accepts none. `prose`: the folder of what the
    evaluator writes (`plan.prose`).
    """

    lock: Path | None
    rating: Path
    declarations: Path
    accepted: Path
    prose: Path


def in_repository(root: Path) -> DeclaredFiles:
    """Return the files of a repository: what DVC runs with."""
    folder = root / FOLDER
    lock, rating, declarations = (folder / name for name in (LOCK_NAME, RATING_NAME, DECLARATIONS_NAME))
    return DeclaredFiles(lock, rating, declarations, folder / ACCEPTED_WARNINGS, folder)


def beside(params_file: Path | None, lock: Path | None) -> DeclaredFiles:
    """Return the files that go with a parameter file, wherever it lies.

    `params_file`: None for the shipped defaults, which carry no lock. `lock`: the one that the evaluator names, which
    must exist. A file that is not beside the parameters is the shipped one; prose and accepted warnings that are not
    are none. Raises `UsageError`.
    """
    if lock is not None and not lock.is_file():
        raise UsageError(f"{lock} : ce plan verrouillé n’existe pas, ou n’est pas un fichier.")
    rating, declarations = declared_folder() / RATING_NAME, declared_folder() / DECLARATIONS_NAME
    if params_file is not None:
        own = in_repository(params_file.parent)
        lock = lock or own.lock
        rating = own.rating if own.rating.is_file() else rating
        declarations = own.declarations if own.declarations.is_file() else declarations
    folder = declared_folder() if params_file is None else params_file.parent / FOLDER
    return DeclaredFiles(lock, rating, declarations, folder / ACCEPTED_WARNINGS, folder)


def accepted_files(source: Path, declared: DeclaredFiles) -> list[Path]:
    """Return where accepted warnings may be: with the delivery at `source`, and with the parameters."""
    return [source / ACCEPTED_WARNINGS, declared.accepted]
