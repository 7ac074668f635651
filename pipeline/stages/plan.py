"""Stage « plan »: the locked plan against the one in force; ROBINS-I, declarations and prose checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.plan.comparison import compare
from pipeline.plan.declarations import read_declarations
from pipeline.plan.lock import LOCKED_SECTIONS, read_lock
from pipeline.plan.prose import read_prose
from pipeline.plan.rating import read_rating
from pipeline.stages.clean import remove
from pipeline.stages.declared import DeclaredFiles, in_repository
from pipeline.stages.runner import stage
from pipeline.storage import replacing

READS = LOCKED_SECTIONS


def run(params: Params, layout: Layout, files: DeclaredFiles | None = None) -> None:
    """Write `plan.json`, `robins.json`, `declarations.json` and `redaction.json`.

    `params`: with all its editions. `files`: None for those of the repository, the current folder. No lock is no
    error: the report says that there is none.
    """
    files = files or in_repository(Path())
    remove([layout.lock_reading, layout.risk_of_bias, layout.declarations, layout.prose])
    lock = read_lock(files.lock) if files.lock is not None else None
    _write(layout.lock_reading, compare(lock, params).as_json())
    _write(layout.risk_of_bias, read_rating(files.rating).as_json())
    _write(layout.declarations, read_declarations(files.declarations).as_json())
    written = read_prose(files.prose, params.editions)
    _write(layout.prose, {edition: asdict(prose) for edition, prose in written.items()})


def _write(path: Path, tree: Mapping[str, Any]) -> None:
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(tree, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="")


if __name__ == "__main__":
    stage(run, READS)
