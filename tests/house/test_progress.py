"""What a step shows while it runs."""

from __future__ import annotations

import io
import sys

import pytest

from pipeline.progress import step


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_how_far_the_step_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(sys, "stderr", Terminal())
    with step("Lecture des fichiers") as advance:
        advance(7, 31)
    assert "Lecture des fichiers, 7 sur 31…" in sys.stderr.getvalue()


def test_elsewhere_a_step_is_one_plain_line(capsys: pytest.CaptureFixture[str]) -> None:
    with step("Lecture des fichiers") as advance:
        advance(7, 31)
    assert capsys.readouterr().err == "Lecture des fichiers…\n"
