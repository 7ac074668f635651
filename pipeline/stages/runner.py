"""How a stage runs: parameters it declares, folders of the repository, and what to do when it fails."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.layout import Layout
from pipeline.params import Params, load_params
from pipeline.progress import TITLES, step
from pipeline.stages.guard import guarded
from pipeline.stages.interruption import end_with_parent
from pipeline.storage import close_folder, make_folder


def stage(run: Callable[[Params, Layout], None], reads: tuple[str, ...]) -> None:
    """Run one DVC stage in the repository (the current folder) and exit with its status.

    `reads`: the sections or keys of `params.yaml` that the stage uses, the same as in `dvc.yaml`.
    """
    root = Path.cwd()
    end_with_parent()
    _keep_cache_private(root)

    def one() -> None:
        params = _load(root, reads)
        with _shown():
            run(params, Layout.repository(root))

    _exit(guarded(one))


def edition_stage(run: Callable[[Params, Layout, Sequence[str]], None], reads: tuple[str, ...]) -> None:
    """Run one DVC stage for the edition that the command line names (none: all of them) and exit with its status.

    `reads`: as for `stage`; `editions.${key}` when the stage knows no edition but its own.
    """
    root, names = Path.cwd(), sys.argv[1:]

    def one() -> None:
        params = _load(root, reads)
        unknown = [name for name in names if name not in params.editions]
        if unknown:
            raise UsageError(
                f"params.yaml : l’édition « {unknown[0]} » n’y est pas. Possibles : {', '.join(params.editions)}."
            )
        if names and OWN_EDITION in reads:
            own = {name: params.editions[name] for name in names}
            params = params.model_copy(update={"editions": own})
        with _shown(*names):
            run(params, Layout.repository(root), names)

    end_with_parent()
    _keep_cache_private(root)
    _exit(guarded(one))


def _shown(*editions: str) -> AbstractContextManager[object]:
    """The step that this program is (`pipeline/stages/<name>.py`), shown while it runs."""
    title = TITLES.get(Path(sys.argv[0]).stem)
    return step(", ".join([title, *editions])) if title else contextlib.nullcontext()


def _keep_cache_private(root: Path) -> None:
    """DVC copies into its cache, for all to read, what the stages write for their owner alone: its folder is closed."""
    if (root / ".dvc").is_dir():
        with contextlib.suppress(OSError):  # a cache shared by others is theirs to close
            make_folder(root / ".dvc" / "cache", private=True)
            close_folder(root / ".dvc" / "cache")


def _load(root: Path, reads: tuple[str, ...]) -> Params:
    return load_params(root / "params.yaml", {key.split(".")[0] for key in reads})


def _exit(status: int) -> None:
    """Leave with `status`; in French, before DVC says in English that the stage failed, what to do about it."""
    if status:
        what = _WHAT_TO_DO.get(status, _INTERRUPTED if status > 128 else _WHAT_TO_DO[2])
        print(f"{what} {_DVC_NEXT}", file=sys.stderr)
    sys.exit(status)


OWN_EDITION = "editions.${key}"
_WHAT_TO_DO = {
    1: (
        "Que faire : ouvrir les pages de reports/validation/ (une par expéditeur), corriger ou faire corriger les "
        "fichiers de la livraison, puis relancer « dvc repro »."
    ),
    2: "Que faire : corriger ce que dit le message ci-dessus, puis relancer « dvc repro ».",
}
_INTERRUPTED = "Que faire : relancer « dvc repro », qui reprend à cette étape."
_DVC_NEXT = "Ce qui est déjà calculé reste acquis. (La ligne qui suit, « failed to reproduce », vient de DVC.)"
