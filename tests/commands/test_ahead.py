"""Stages done before their turn: what is shown stays in order, and a failure or a refusal costs nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial

import pytest

from pipeline.commands.ahead import Ahead
from pipeline.progress import tell

SHOWN = [
    "Premières…", "Premières : a, 1 sur 2…", "première de a", "Premières : b, 2 sur 2…", "première de b",
    "Secondes…", "Secondes : a, 1 sur 2…", "seconde de a", "Secondes : b, 2 sur 2…", "seconde de b",
]  # fmt: skip

Begun = Callable[[Callable[[], None]], Callable[[], None]]


@pytest.fixture
def calls() -> list[str]:
    return []


def ahead(calls: list[str], failing: str = "", begun: Begun | None = None) -> Ahead:
    def stage(name: str, editions: Sequence[str]) -> None:
        for edition in editions:
            calls.append(f"{name} {edition}")
            tell(1, 1)  # names nothing: a terminal would show it
            if calls[-1] == failing:
                raise ValueError("refus")
            print(f"{name} de {edition}", file=sys.stderr)

    return Ahead([(f"{n.capitalize()}s", partial(stage, n)) for n in ("première", "seconde")], ["a", "b"], begun)


def test_what_was_done_ahead_is_shown_in_its_turn(calls: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    stages = ahead(calls)
    stages.begin(lambda: False)
    assert calls == ["première a", "première b", "seconde a", "seconde b"]
    assert capfd.readouterr() == ("", "")
    stages.finish()
    assert len(calls) == 4
    assert capfd.readouterr().err.splitlines() == SHOWN


@pytest.mark.parametrize("time_for", [0, 1, 3])
def test_it_stops_once_the_verdict_is_there_and_the_rest_is_done_in_its_turn(
    time_for: int, calls: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    stages = ahead(calls)
    stages.begin(lambda: len(calls) >= time_for)
    assert len(calls) == time_for
    stages.finish()
    assert calls == ["première a", "première b", "seconde a", "seconde b"]
    assert capfd.readouterr().err.splitlines() == SHOWN


def test_one_that_fails_is_done_again_in_its_turn_and_its_error_raised(
    calls: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    stages = ahead(calls, failing="seconde a")
    stages.begin(lambda: False)
    assert capfd.readouterr() == ("", "")
    with pytest.raises(ValueError, match="refus"):
        stages.finish()
    assert calls == ["première a", "première b", "seconde a", "seconde a"]
    assert capfd.readouterr().err.splitlines() == SHOWN[:7]


def test_another_process_is_left_all_of_it_at_once(calls: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    left: list[Callable[[], None]] = []

    def begun(work: Callable[[], None]) -> Callable[[], None]:
        left.append(work)
        return work  # what waits for its end, and says it

    stages = ahead(calls, begun=begun)
    stages.begin(lambda: True)
    assert (len(left), calls) == (4, [])
    stages.finish()
    assert calls == ["première a", "première b", "seconde a", "seconde b"]
    assert capfd.readouterr().err.splitlines() == SHOWN


def test_a_signal_ends_it(calls: list[str]) -> None:
    def interrupted() -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ahead(calls).begin(interrupted)
