"""How a stage runs: parameters it declares, folders of the repository, errors as French messages with a status."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import PipelineError, reason
from pipeline.layout import Layout
from pipeline.params import Params, load_params


def guarded(action: Callable[[], None]) -> int:
    """Run `action` and return the exit status; an error is a French message on stderr, never a traceback.

    The text of an unexpected error may hold a household's data: only its kind and place are printed, unless
    the variable EVALUATION_DEBUG asks for the whole trace.
    """
    try:
        action()
    except PipelineError as error:
        print(error.message, file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
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


def stage(run: Callable[[Params, Layout], None], reads: tuple[str, ...]) -> None:
    """Run one DVC stage in the repository (the current folder) and exit with its status.

    `reads`: the sections or keys of `params.yaml` that the stage uses, the same as in `dvc.yaml`.
    """
    root = Path.cwd()
    sections = {key.split(".")[0] for key in reads}
    sys.exit(guarded(lambda: run(load_params(root / "params.yaml", sections), Layout.repository(root))))
