"""Run `evaluation` with the arguments given, and write which parameters each stage read: `{stage: ["plan.graine", …]}`.

Started as a program by the fixture `watched_run`; the first argument is the file to write.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from pipeline.cli import main
from pipeline.params import Params

STAGES = (
    "ingest", "validate", "indicators", "estimate", "scheme", "pathways", "sensitivity", "plan", "elements", "render",
)  # fmt: skip


def record_reads(reads: set[str]) -> None:
    """Have every section of the parameters note in `reads` the fields that are read of it."""
    sections = {name: getattr(Params(), name) for name in Params.model_fields}
    for name, section in sections.items():
        if isinstance(section, BaseModel):
            _record_section(type(section), name, reads)


def _record_section(cls: type[BaseModel], section: str, reads: set[str]) -> None:
    fields = set(cls.model_fields)

    def read(self: object, name: str) -> object:
        if name in fields:
            reads.add(f"{section}.{name}")
        return object.__getattribute__(self, name)

    cls.__getattribute__ = read  # type: ignore[method-assign]  # this process is for that


def record_stage(name: str, reads: set[str], by_stage: dict[str, list[str]]) -> None:
    """Have the `run` of a stage leave in `by_stage` what was read while it ran."""
    stage = importlib.import_module(f"pipeline.stages.{name}")
    run: Callable[..., Any] = stage.run

    def recorded(*args: Any, **named: Any) -> Any:
        reads.clear()
        try:
            return run(*args, **named)
        finally:
            by_stage[name] = sorted(reads)

    stage.run = recorded  # type: ignore[attr-defined]


if __name__ == "__main__":
    _reads: set[str] = set()
    _by_stage: dict[str, list[str]] = {}
    _written = Path(sys.argv.pop(1))
    record_reads(_reads)
    for _name in STAGES:
        record_stage(_name, _reads, _by_stage)
    try:
        main()
    finally:
        _written.write_text(json.dumps(_by_stage), encoding="utf-8")
