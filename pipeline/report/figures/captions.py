"""The numbers that the caption of a figure prints, from the process that draws it to `chiffres.csv`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.printed import Account, Row
from pipeline.report.wording import no_break
from pipeline.traced import without_marks

Outcome = Drawing | NoDrawing


def accounted(section: str, draw: Callable[[], Outcome]) -> tuple[Outcome, list[Row]]:
    """Return what `draw` makes, its words as the reader sees them, and one row a number of its caption.

    What is written in the plot itself keeps its marks: `write_drawing` takes them out.
    """
    account, made = Account(), list[Outcome]()

    def words() -> str:
        outcome = draw()
        made.append(outcome)
        return no_break(outcome.caption) if isinstance(outcome, Drawing) else ""

    account.section(section, words)
    return _plain(made[0]), account.numbers


def leave_numbers(folder: Path, name: str, numbers: Iterable[Row]) -> None:
    """Write the rows of one figure beside it, for `taken_numbers`."""
    _file(folder, name).write_text(json.dumps(list(numbers), ensure_ascii=False), encoding="utf-8", newline="\n")


def taken_numbers(folder: Path, names: Iterable[str]) -> list[Row]:
    """Return the rows that were left for these figures, in their order (none for one not drawn); no file stays."""
    rows: list[Row] = []
    for left in (path for name in names if (path := _file(folder, name)).is_file()):
        rows += json.loads(left.read_text(encoding="utf-8"))
        left.unlink()
    return rows


def _plain(outcome: Outcome) -> Outcome:
    if isinstance(outcome, NoDrawing):
        return NoDrawing(without_marks(outcome.sentence))
    words = {part: without_marks(getattr(outcome, part)) for part in ("caption", "alt", "remark")}
    return replace(outcome, **words)


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.json"
