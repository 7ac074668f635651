"""A stage by its name: the process that does it loads what it needs, and no other one."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def run_stage(name: str, *of: Any, **how: Any) -> None:
    """Do what the `run` of `pipeline.stages.<name>` does of these arguments; its errors are raised."""
    import_module(f"pipeline.stages.{name}").run(*of, **how)
