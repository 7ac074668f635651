"""What is loaded while the chain waits: libraries that are there, and nothing said when one is not."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from pipeline.commands import ahead


@pytest.mark.parametrize("name", ahead.SLOW)
def test_what_is_loaded_ahead_exists(name: str) -> None:
    assert find_spec(name) is not None


def test_what_cannot_be_loaded_is_left_to_who_needs_it(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ahead, "SLOW", ("bibliotheque_absente",))
    ahead.load_meanwhile().join()
    assert capfd.readouterr() == ("", "")
