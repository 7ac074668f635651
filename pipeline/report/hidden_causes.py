"""The rows of `causes_cachees` as the sentence and the table read them: the model, and each measured cause."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.contract.produced.sensitivity import CAUSES_CACHEES
from pipeline.contract.tables import MENAGES
from pipeline.french import NBSP, enumeration, number
from pipeline.report.context import ReportContext
from pipeline.report.records import Record, records
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import Result
from pipeline.report.tables.comparability import inline_label
from pipeline.statements.few import without_bounds_of_a_few
from pipeline.statements.statement import read_statements

_NO_CAUSE, _STRATA, _BASELINE = "aucune", "strates", "inclusion"
_MOST = 100  # times: beyond, the number says nothing more


@dataclass(frozen=True)
class MeasuredCause:
    """One row: `result` its difference, `row` its other numbers (missing: None), `words` the cause in a sentence."""

    name: str
    words: str
    result: Result
    row: Record


@dataclass(frozen=True)
class HiddenCauses:
    """One indicator: the model without any hidden cause, and the measured causes, easiest to match first."""

    whole: MeasuredCause
    causes: tuple[MeasuredCause, ...]

    @property
    def strongest(self) -> MeasuredCause | None:
        """The measured cause that a hidden one has to surpass the least to cancel the difference."""
        linked = [c for c in self.causes if c.row["fois_estimation"] is not None]
        return min(linked, key=lambda c: c.row["fois_estimation"]) if linked else None


def hidden_causes_of(results: EditionResults, context: ReportContext) -> list[HiddenCauses]:
    """Return the indicators of `causes_cachees`, in their order."""
    frame = results.causes_cachees
    made: dict[str, list[MeasuredCause]] = {}
    for row, e in zip(records(frame), read_statements(frame, CAUSES_CACHEES), strict=True):
        name = str(row["cause"])
        words = cause_in_words(name, context)
        result = Result("", name, words, without_bounds_of_a_few(e), CAUSES_CACHEES.name)
        made.setdefault(e.indicateur, []).append(MeasuredCause(name, words, result, row))
    return [
        HiddenCauses(whole, tuple(c for c in rows if c is not whole))
        for rows in made.values()
        for whole in rows
        if whole.name == _NO_CAUSE
    ]


def cause_in_words(name: str, context: ReportContext) -> str:
    """« le profil », « l’indicateur à l’inclusion », « impayé à l’inclusion »."""
    if name == _STRATA:
        return enumeration([MENAGES[s].label.lower() for s in context.plan.strates])
    return "l’indicateur lui-même à l’inclusion" if name == _BASELINE else inline_label(name)


def times(value: float | None) -> str:
    """« 2,4 fois », « plus de 100 fois »; « aucun multiple » when there is none."""
    if value is None:
        return "aucun multiple"
    if value > _MOST:
        return f"plus de {number(_MOST)}{NBSP}fois"
    return f"{number(value, 1)}{NBSP}fois"
