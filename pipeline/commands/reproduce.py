"""What `evaluation reproduire` does: « dvc repro » with this environment's Python, and French before DVC's English."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.errors import UnfitDataError, UsageError


def reproduce(stages: Sequence[str]) -> None:
    """Run « dvc repro », of `stages` or of all, in the repository that the current folder is.

    The stages' `python` is this one, whether its environment is activated or not. Raises `UnfitDataError` when a stage
    found that the data are not fit, `UsageError` when DVC failed otherwise: the words of both are printed already.
    """
    from dvc.cli import main

    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    french = _French()
    _take_away_cut_register()
    logger = logging.getLogger("dvc")
    logger.handlers.insert(0, french)  # it speaks before DVC's own
    try:
        status = main(["repro", *stages])
    finally:
        logger.removeHandler(french)
    if status:
        kind = UnfitDataError if french.status == UnfitDataError.exit_status else UsageError
        raise kind("La chaîne ne s’est pas achevée.")


def _take_away_cut_register() -> None:
    """Take away DVC's list of who reads and writes what, where a killed command left it cut short: DVC stops at it.

    A command that is at work holds its guard: the list is then its own, and stays.
    """
    from dvc.exceptions import NotDvcRepoError
    from dvc.lock import LockError, make_lock
    from dvc.repo import Repo
    from dvc.rwlock import RWLOCK_FILE, RWLOCK_LOCK

    with suppress(NotDvcRepoError, LockError, FileNotFoundError):
        folder = Path(Repo.find_root(), Repo.DVC_DIR, "tmp")
        register = folder / RWLOCK_FILE
        register.stat()  # without one, nothing is locked nor made
        with make_lock(str(folder / RWLOCK_LOCK), tmp_dir=str(folder)):
            try:
                json.loads(register.read_bytes())
            except ValueError:
                register.unlink()
                print(f"{register} : une commande arrêtée net l’avait laissé incomplet ; DVC en refait un.")


class _French(logging.Handler):
    """Says in French what DVC is about to say in English; `status`: that of the stage that failed."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.status = 0

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return
        self.status = self.status or _status(error)
        print(_words(error), file=sys.stderr, flush=True)


def _status(error: BaseException) -> int:
    """Return the status of the stage that failed, which DVC keeps in its words alone; 0 when none did."""
    from dvc.stage.exceptions import StageCmdFailedError

    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, StageCmdFailedError):
        cause = cause.__cause__
    found = re.search(r"exited with (-?\d+)$", str(cause))
    return int(found[1]) if found else 0


def _words(error: BaseException) -> str:
    from dvc.exceptions import NotDvcRepoError
    from dvc.lock import LockError

    if isinstance(error, LockError):
        return (
            "Une autre commande de DVC travaille dans ce dépôt : attendre qu’elle finisse, puis relancer. (La suite "
            "vient de DVC.)"
        )
    if isinstance(error, NotDvcRepoError):
        return f"{Path.cwd()} : ce dossier n’est pas dans un dépôt DVC ; aller dans le clone. (La suite vient de DVC.)"
    if _status(error):
        return "L’étape que DVC va nommer s’est arrêtée ; ce qu’elle a dit est au-dessus. (La suite vient de DVC.)"
    return "DVC s’est arrêté. Ses mots, en anglais :"
