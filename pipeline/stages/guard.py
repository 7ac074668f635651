"""Errors and signals as French messages with a status: the last net, which needs nothing that is slow to import."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from pipeline.errors import PipelineError, reason
from pipeline.stages.interruption import Interrupted, trapped_signals


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
