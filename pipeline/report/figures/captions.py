"""What the words under a figure print and state, from the process that draws it to the account of the report."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.printed import Account
from pipeline.report.wording import no_break
from pipeline.traced import without_marks

Outcome = Drawing | NoDrawing


def accounted(section: str, draw: Callable[[], Outcome]) -> tuple[Outcome, Account]:
    """Return what `draw` makes, its words as the reader sees them, and the account of its caption and remark.

    What is written in the plot itself keeps its marks: `write_drawing` takes them out.
    """
    account, made = Account(), list[Outcome]()

    def words() -> str:
        outcome = draw()
        made.append(outcome)
        under = (outcome.caption, outcome.remark) if isinstance(outcome, Drawing) else ()
        return "\n".join(no_break(part) for part in under if part)

    account.section(section, words)
    return _plain(made[0]), account


def leave_account(folder: Path, name: str, account: Account) -> None:
    """Write the rows of one figure beside it, for `take_accounts`."""
    rows = {"numbers": account.numbers, "statements": account.statements}
    _file(folder, name).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8", newline="\n")


def take_accounts(folder: Path, names: Iterable[str], account: Account) -> None:
    """Add to `account` what was left for these figures, in their order (nothing for one not drawn); no file stays."""
    for left in (path for name in names if (path := _file(folder, name)).is_file()):
        rows = json.loads(left.read_text(encoding="utf-8"))
        account.numbers += rows["numbers"]
        account.statements += rows["statements"]
        left.unlink()


def _plain(outcome: Outcome) -> Outcome:
    if isinstance(outcome, NoDrawing):
        return NoDrawing(without_marks(outcome.sentence))
    words = {part: without_marks(getattr(outcome, part)) for part in ("caption", "alt", "remark")}
    return replace(outcome, **words)


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.json"
