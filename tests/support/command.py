"""Run `evaluation` in this process and hand back its exit status and what it printed."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from pipeline.cli import main


@dataclass(frozen=True)
class Outcome:
    status: int
    printed: str


def runner(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    def run(*arguments: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["evaluation", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capfd.readouterr()
        return Outcome(int(stopped.value.code or 0), captured.out + captured.err)

    return run


def run_quietly(*arguments: object) -> Outcome:
    """Run `evaluation` outside any test, as the fixtures of a session do; what it prints is only handed back."""
    printed = io.StringIO()
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(sys, "argv", ["evaluation", *map(str, arguments)])
        with (
            contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed),
            pytest.raises(SystemExit) as stopped,
        ):  # fmt: skip
            main()
    return Outcome(int(stopped.value.code or 0), printed.getvalue())
