from __future__ import annotations

from collections.abc import Callable

import pytest
from support.command import Outcome, runner


@pytest.fixture
def evaluation(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """The console script, in this process."""
    return runner(monkeypatch, capfd)
