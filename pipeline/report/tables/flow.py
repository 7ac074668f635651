"""The flow of households in numbers: planned, received, included, analysed, measured."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.contract.flow import (
    ANALYSES,
    ENTRETIENS_FAITS,
    INCLUS,
    INCLUS_APRES_GEL,
    MAINTENUS,
    MOTIFS,
    MUTES,
    NON_ANALYSES,
    PREVUS,
    RECUS,
    SANS_CONSENTEMENT,
    SORTIS,
    SUIVI_PRESENT,
    Step,
)
from pipeline.contract.indicators import INTERVIEW_WAVES
from pipeline.french import MISSING, number
from pipeline.report.context import ReportContext
from pipeline.report.flow import count_of
from pipeline.report.results import EditionResults
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.wording import GROUP_TITLES, wave_title

_BEFORE = (PREVUS, RECUS, SANS_CONSENTEMENT, INCLUS_APRES_GEL, INCLUS)
_AFTER = (ANALYSES, MAINTENUS, MUTES, SORTIS, NON_ANALYSES)

DATA_TITLES = ("etape", "libelle", "echeance", "motif", *GROUP_TITLES)


def flow_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return one row a step and wave, split by reason where the step is; None when nothing was counted."""
    if results.flux.empty:
        return None
    lines = [*_lines(results, context)]
    return PipeTable(
        "flux",
        "Nombre de ménages à chaque étape",
        (Head("Étape"), Head("Échéance"), *(Head(title, right=True) for title in GROUP_TITLES.values())),
        [[title, when, *map(_shown, counts)] for _, title, when, _, counts in lines],
        (),
        (DATA_TITLES, [[step, title, when, reason, *counts] for step, title, when, reason, counts in lines]),
    )


def _lines(results: EditionResults, context: ReportContext) -> Iterator[tuple[str, str, str, str, list[int | None]]]:
    for step in _BEFORE:
        yield step.name, step.label, "", "", _counts(results, step, None)
    for wave in context.edition.waves:
        steps: tuple[Step, ...] = () if wave == "T0" else _AFTER
        measured = (SUIVI_PRESENT, ENTRETIENS_FAITS) if wave in INTERVIEW_WAVES else (SUIVI_PRESENT,)
        for step in (*steps, *measured):
            yield step.name, step.label, wave_title(wave), "", _counts(results, step, wave)
            for reason in step.motifs:
                counts = _counts(results, step, wave, reason)
                if any(counts):
                    yield step.name, f"dont {MOTIFS[reason].lower()}", wave_title(wave), reason, counts


def _counts(results: EditionResults, step: Step, wave: str | None, reason: str | None = None) -> list[int | None]:
    return [count_of(results.flux, step, group, wave, reason) for group in GROUP_TITLES]


def _shown(count: int | None) -> str:
    return MISSING if count is None else number(count)
