"""How a stage runs: parameters it declares, folders of the repository, errors as French messages with a status."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from pipeline.errors import PipelineError, UsageError, reason
from pipeline.layout import Layout
from pipeline.params import Params, load_params
from pipeline.progress import TITLES, step
from pipeline.stages.interruption import Interrupted, end_with_parent, trapped_signals
from pipeline.storage import close_folder, make_folder


def guarded(action: Callable[[], None]) -> int:
    """Run `action` and return the exit status; an error is a French message on stderr, never a traceback.

    The text of an unexpected error may hold a household's data: only its kind and place are printed, unless
    the variable EVALUATION_DEBUG asks for the whole trace.
    """
    _speak_utf8()
    try:
        with trapped_signals():
            action()
    except PipelineError as error:
        print(error.message, file=sys.stderr)
        return error.exit_status
    except Interrupted as interruption:
        print(interruption.message, file=sys.stderr)
        return interruption.exit_status
    except KeyboardInterrupt:  # outside the main thread signals are not ours
        print("Interrompu.", file=sys.stderr)
        return 130
    except MemoryError:
        print("La mémoire de la machine ne suffit pas pour cette livraison.", file=sys.stderr)
        return 2
    except OSError as error:
        if os.environ.get("EVALUATION_DEBUG"):
            raise
        print(f"{error.filename or 'Fichier'} : {reason(error)}.", file=sys.stderr)
        return 2
    except Exception as error:  # the last net: an evaluator never meets a traceback
        if os.environ.get("EVALUATION_DEBUG"):
            raise
        place = traceback.extract_tb(error.__traceback__)[-1]
        print(
            f"Erreur interne ({type(error).__name__}, {Path(place.filename).name}, ligne {place.lineno}). "
            "Relancer avec EVALUATION_DEBUG=1 pour la trace complète, et la signaler.",
            file=sys.stderr,
        )
        return 2
    return 0


def _speak_utf8() -> None:
    """What is printed is French, whatever a Windows console or a pipe is set to."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


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
