"""What a step shows while it runs."""

from __future__ import annotations

import io
import sys

import pytest

from pipeline.progress import step, tell


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


def test_elsewhere_each_thing_that_is_counted_has_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with step("Figures"):
        for edition in ("parcours", "finale"):
            for figure in (1, 2, 3):
                tell(figure, 3, f"{edition}, figure")
    assert capsys.readouterr().err.splitlines() == [
        "Figures…", "Figures : parcours, figure 1 sur 3…", "Figures : finale, figure 1 sur 3…",
    ]  # fmt: skip


def test_a_terminal_is_told_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(sys, "stderr", Terminal())
    with step("Figures"):
        tell(12, 31, "finale, figure")
    assert "Figures : finale, figure 12 sur 31…" in sys.stderr.getvalue()


def test_outside_a_step_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    tell(1, 2, "finale, figure")
    assert capsys.readouterr().err == ""
