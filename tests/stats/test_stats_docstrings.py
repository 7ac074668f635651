"""Every number of a docstring's example is checked."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import pipeline.stats

MODULES = [m.name for m in pkgutil.iter_modules(pipeline.stats.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_say(name):
    result = doctest.testmod(importlib.import_module(f"pipeline.stats.{name}"))
    assert result.failed == 0
