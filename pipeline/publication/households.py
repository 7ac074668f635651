"""The facts of how many households there are, are still there at the wave, and left by which way."""

from __future__ import annotations

from pipeline.contract.codes import SORTIES_NEGATIVES
from pipeline.contract.flow import ANALYSES, ENTRETIENS_FAITS, INCLUS, SORTIS, SUIVI_PRESENT
from pipeline.contract.indicators import INTERVIEW_WAVES
from pipeline.publication.fact import key_of
from pipeline.publication.outcomes import Cells, Value, group_size
from pipeline.publication.reasons import (
    CONCLUSION_ONLY,
    NOT_DELIVERED,
    UNKNOWN,
    few_households,
    few_of_a_cause,
    not_at_this_wave,
)
from pipeline.publication.rounding import Rounding
from pipeline.report.context import ReportContext
from pipeline.report.flow import count_of
from pipeline.report.looks import concludes
from pipeline.report.records import records
from pipeline.report.results import EditionResults

GROUPS = ("accompagne", "temoin")
STEPS = (INCLUS, ANALYSES, SUIVI_PRESENT, ENTRETIENS_FAITS)


def flow_facts(results: EditionResults, context: ReportContext, rounding: Rounding) -> Cells:
    """Yield how many households each group has, and how many are known at the wave of the edition's horizon."""
    for step in STEPS:
        for group in GROUPS:
            wave = {"vague": context.vague} if step.by_wave else {}
            key = key_of(groupe=group, **wave, etape=step.name)
            if step is ENTRETIENS_FAITS and context.vague not in INTERVIEW_WAVES:
                yield key, "effectif", not_at_this_wave(context.vague)
                continue
            n = count_of(results.flux, step, group, context.vague)
            yield key, "effectif", NOT_DELIVERED if n is None else group_size(n, rounding)


def survival_facts(results: EditionResults, context: ReportContext, rounding: Rounding) -> Cells:
    """Yield the share still in their home at the edition's own wave, by Kaplan–Meier; no other moment of the curve."""
    why = _why_no_curve(results, context, rounding)
    for group in GROUPS:
        key = key_of(groupe=group, mois=context.horizon)
        yield key, "survie", why or _still_there(results, context, rounding, group)


def exit_facts(results: EditionResults, context: ReportContext, rounding: Rounding) -> Cells:
    """Yield the exits by cause, both groups together: in the edition that concludes, and when each cause has enough."""
    counts = {cause: _exits(results, context, cause) for cause in SORTIES_NEGATIVES}
    why = ""
    if not concludes(context):
        why = CONCLUSION_ONLY
    elif None in counts.values():
        why = NOT_DELIVERED
    elif min(n or 0 for n in counts.values()) < rounding.steps.petit_effectif:
        why = few_of_a_cause(rounding.steps)
    for cause, n in counts.items():
        yield key_of(vague=context.vague, etape=SORTIS.name, motif=cause), "effectif", why or rounding.size(n or 0)


def _why_no_curve(results: EditionResults, context: ReportContext, rounding: Rounding) -> str:
    """Few households of a group, included or known at the wave: as the share kept, which the curve tells again."""
    sizes = [count_of(results.flux, step, g, context.vague) for step in (INCLUS, ANALYSES) for g in GROUPS]
    enough = all(n is not None and n >= rounding.steps.menages_min for n in sizes)
    return "" if enough else few_households(rounding.steps)


def _still_there(results: EditionResults, context: ReportContext, rounding: Rounding, group: str) -> Value:
    included = count_of(results.flux, INCLUS, group) or 0
    rows = [r for r in records(results.survie, groupe=group) if r["mois"] == context.horizon]
    return rounding.share(rows[0]["survie"], included) if rows and rows[0]["survie"] is not None else UNKNOWN


def _exits(results: EditionResults, context: ReportContext, cause: str) -> int | None:
    counts = [count_of(results.flux, SORTIS, group, context.vague, cause) for group in GROUPS]
    return None if None in counts else sum(n or 0 for n in counts)
