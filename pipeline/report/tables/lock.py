"""What has changed in the plan since it was locked: key, value then, value now."""

from __future__ import annotations

from pipeline.contract.declared import PlanChange
from pipeline.french import MISSING
from pipeline.report.context import ReportContext
from pipeline.report.markdown import escape
from pipeline.report.tables.pipe import Head, PipeTable


def lock_table(context: ReportContext) -> PipeTable | None:
    """Return one row a key that has changed; None when none has, or when no plan was locked."""
    changes = context.verrou.changements
    if not changes:
        return None
    return PipeTable(
        "verrou",
        "Ce qui a changé dans le plan depuis qu’il a été verrouillé",
        (Head("Clé"), Head("Au verrouillage"), Head("Dans cette édition")),
        [[f"`{_code(c.cle)}`", _value(c.avant), _value(c.maintenant)] for c in changes],
        (),
        (("cle", "avant", "maintenant"), [_raw(c) for c in changes]),
    )


def _code(key: str) -> str:
    """Return a key fit for a code span: a parameter file's keys hold no accent, but a hostile lock may."""
    return "".join(c for c in key if c.isalnum() or c in "._-")


def _value(text: str) -> str:
    return escape(text) if text else MISSING


def _raw(change: PlanChange) -> list[str | float | int | None]:
    return [change.cle, change.avant, change.maintenant]
