"""The flow of households in numbers: planned, received, included, analysed, measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
from pipeline.french import number
from pipeline.report.context import ReportContext
from pipeline.report.flow import count_of
from pipeline.report.results import EditionResults
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.wording import GROUP_TITLES, wave_title

_BEFORE = (PREVUS, RECUS, SANS_CONSENTEMENT, INCLUS_APRES_GEL, INCLUS)
_AFTER = (ANALYSES, MAINTENUS, MUTES, SORTIS, NON_ANALYSES)

Counts = tuple[int | None, int | None]

DATA_TITLES = ("etape", "libelle", "echeance", "motif", *GROUP_TITLES)


def flow_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return one row a step (and reason), one column a wave: accompanied / controls; None when nothing was counted."""
    if results.flux.empty:
        return None
    waves = context.edition.waves
    lines = [*_lines(results, waves)]
    heads = (Head("Étape"), Head("Motif"), *(Head(wave_title(w), right=True) for w in waves))
    data = [
        [step.name, label, wave, reason, *counts]
        for step, label, reason, by_wave in lines
        for wave, counts in by_wave.items()
        if counts is not None
    ]
    return PipeTable(
        "flux",
        "Nombre de ménages à chaque étape : accompagnés / témoins",
        heads,
        [[*_names(label, reason), *(_shown(by_wave.get(w)) for w in waves)] for _, label, reason, by_wave in lines],
        (),
        (DATA_TITLES, data),
    )


def _lines(results: EditionResults, waves: Sequence[str]) -> Iterator[tuple[Step, str, str, dict[str, Counts | None]]]:
    for step in _BEFORE:
        yield step, step.label, "", {"T0": _counts(results, step, None)}
    for step in (*_AFTER, SUIVI_PRESENT, ENTRETIENS_FAITS):
        yield step, step.label, "", {w: _counts(results, step, w) for w in waves}
        for reason in step.motifs:
            by_wave = {w: _counts(results, step, w, reason) for w in waves}
            if any(sum(n or 0 for n in counts) for counts in by_wave.values() if counts):
                yield step, f"dont {MOTIFS[reason].lower()}", reason, by_wave


def _names(label: str, reason: str) -> tuple[str, str]:
    """The two first cells: a step under its own name, a reason under the step above."""
    return ("", label) if reason else (label, "")


def _counts(results: EditionResults, step: Step, wave: str | None, reason: str | None = None) -> Counts | None:
    """Accompanied, controls; None where nothing is counted at that wave."""
    counts = [count_of(results.flux, step, group, wave, reason) for group in GROUP_TITLES]
    return None if all(n is None for n in counts) else (counts[0], counts[1])


def _shown(counts: Counts | None) -> str:
    return "" if counts is None else " / ".join(number(n) for n in counts)
