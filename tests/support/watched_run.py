"""Run `evaluation` with the arguments given, and write what each stage read: parameters and files; and files written.

Started as a program by the fixture `watched_run`. The first argument is the folder of the run: `out` and `params.yaml`
lie there, and there are written `reads.json` (`{stage: ["plan.graine", …]}`) and `files.json` (`{stage: {"read": […],
"written": […]}}`, each file as `dvc.yaml` names it).
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from support.file_accesses import recorded

from pipeline.cli import application, main
from pipeline.commands import chain
from pipeline.commands.output import WORKING
from pipeline.params import Params

STAGES = (
    "ingest", "validate", "indicators", "estimate", "scheme", "pathways", "sensitivity", "plan", "elements", "render",
    "publish",
)  # fmt: skip
ROOT = Path(__file__).resolve().parents[2]
SOURCES = [ROOT / name for name in ("calibration", "data/raw", "params.yaml", "pipeline", "plan", "reports")]


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


def record_stage(name: str, folder: Path, reads: set[str], by_stage: dict[str, Any], files: dict[str, Any]) -> None:
    """Have the `run` of a stage leave in `by_stage` and `files` what was used while it ran; `folder`: the run's."""
    stage = importlib.import_module(f"pipeline.stages.{name}")
    run: Callable[..., Any] = stage.run

    def watched(*args: Any, **named: Any) -> Any:
        reads.clear()
        with pytest.MonkeyPatch.context() as patch:
            with recorded(patch, folder / "out", folder / "params.yaml", folder / "plan", *SOURCES) as accesses:
                result = run(*args, **named)
            by_stage[name] = sorted(reads)
            read = (p for p in accesses.read if p.suffix not in (".py", ".pyc"))
            files[name] = {
                "read": sorted(as_declared(p, folder) for p in read),
                "written": sorted(as_declared(p, folder) for p in accesses.written),
            }
        return result

    stage.run = watched  # type: ignore[attr-defined]


def as_declared(path: Path, folder: Path) -> str:
    """The name in `dvc.yaml` of a file of the run, or of the repository."""
    staged = folder / "out" / WORKING
    for base, declared in ((staged / "processed", "data/processed"), (staged / "reports", "reports")):
        if path.is_relative_to(base.resolve()):
            return f"{declared}/{path.relative_to(base.resolve()).as_posix()}"
    return path.relative_to(folder.resolve() if path.is_relative_to(folder.resolve()) else ROOT).as_posix()


if __name__ == "__main__":
    _reads: set[str] = set()
    _by_stage: dict[str, Any] = {}
    _files: dict[str, Any] = {}
    _folder = Path(sys.argv.pop(1))
    record_reads(_reads)
    for _name in STAGES:
        record_stage(_name, _folder, _reads, _by_stage, _files)
    try:
        with pytest.MonkeyPatch.context() as _patch:
            # All is looked at in this process, and done in it.
            _patch.setattr(application, "suites_apart", lambda *_: nullcontext())
            _patch.setattr(chain, "alongside", lambda: nullcontext(lambda work: work))
            main()
    finally:
        (_folder / "reads.json").write_text(json.dumps(_by_stage), encoding="utf-8")
        (_folder / "files.json").write_text(json.dumps(_files), encoding="utf-8")
