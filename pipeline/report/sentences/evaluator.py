"""What the evaluator wrote, in its place in the documents; where nothing is written, that is said."""

from __future__ import annotations

from pipeline.report.context import ReportContext
from pipeline.report.prose import prose_markdown

_CONCLUSIONS = "L’évaluateur n’a pas encore écrit ses conclusions."
_RECOMMENDATIONS = "L’évaluateur n’a pas encore écrit ses recommandations."
_VOICES = "L’évaluateur n’a pas encore écrit ce que les équipes et les ménages en disent."


def conclusions_text(context: ReportContext) -> str:
    """Return the evaluator's conclusions, or that there are none yet."""
    return _or(context.redaction.conclusions, _CONCLUSIONS)


def recommendations_text(context: ReportContext) -> str:
    """Return the evaluator's recommendations, or that there are none yet."""
    return _or(context.redaction.recommandations, _RECOMMENDATIONS)


def voices_text(context: ReportContext) -> str:
    """Return what teams and households say, as the evaluator wrote it, or that nothing is written yet."""
    return _or(context.redaction.paroles, _VOICES)


def _or(written: str, absent: str) -> str:
    return prose_markdown(written) or f"{absent}\n"
