"""Another program run without surprise: no shell, a time limit, its whole family ended, its own words kept."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.errors import RenderError, reason

_SHOWN = 4_000  # characters of a program's own words: enough for a message, not for a document


def run_program(
    command: Sequence[str | Path],
    *,
    name: str,
    folder: Path,
    environment: Mapping[str, str],
    timeout: float,
    stdin: bytes = b"",
    refused: re.Pattern[str] | None = None,
) -> bytes:
    """Run `command` in `folder` and return what it wrote on its standard output.

    `name` stands in the messages (« Quarto », « pandoc »). `timeout`: seconds. `refused`: a warning that is a failure
    here, whatever the program's status. Raises `RenderError` with the program's own words when it cannot start, fails,
    is too long or says what is refused.
    """
    try:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # so that what it starts can be ended with it
        )
    except OSError as error:
        raise RenderError(f"{name} ne démarre pas ({reason(error)}).") from None
    try:
        output, errors = process.communicate(stdin, timeout=timeout)
    except subprocess.TimeoutExpired:
        _end(process)
        raise RenderError(f"{name} n’a pas fini au bout de {timeout:g} secondes ; il a été arrêté.") from None
    except BaseException:
        _end(process)
        raise
    if process.returncode:
        raise RenderError(f"{name} a échoué (statut {process.returncode}) :\n{own_words(errors or output)}")
    if refused is not None:
        said = [line for line in _plain(errors + b"\n" + output).splitlines() if refused.search(line)]
        if said:
            raise RenderError(f"{name} laisse un trou dans le document :\n{_end_of(chr(10).join(said))}")
    return output


def own_words(raw: bytes) -> str:
    """Return the end of what a program wrote, printable and without colour codes."""
    return _end_of(_plain(raw))


def _plain(raw: bytes) -> str:
    text = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", raw.decode("utf-8", errors="replace"))
    return "".join(c for c in text if c.isprintable() or c in "\n\t").strip()


def _end_of(text: str) -> str:
    return text[-_SHOWN:] or "(sans message)"


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=10)
