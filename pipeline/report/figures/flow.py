"""The flow diagram: from the households planned to those analysed at each wave, one column a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.contract import flow as f
from pipeline.contract.indicators import FOLLOW_UP_WAVES
from pipeline.french import NBSP, number
from pipeline.report.context import ReportContext
from pipeline.report.figures.canvas import Canvas
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.theme import (
    GROUP_COLOURS,
    GROUP_LABELS,
    INK,
    PAPER,
    SMALL,
    WIDTH,
    groups_present,
)
from pipeline.report.results import EditionResults
from pipeline.report.wording import at_wave, capitalised

# Inches.
COLUMN = WIDTH / 2
MAIN, ASIDE, GUTTER = 1.56, 1.43, 0.11
LINE, PADDING, GAP = 0.15, 0.07, 0.17
FITTING = 28  # characters of a line at the usual size; a study of a hundred thousand households has longer ones
_SHORT = {f.SUIVI_PRESENT.name: "Suivi locatif présent", f.MUTES.name: f"–{NBSP}relogés par mutation"}


@dataclass(frozen=True)
class Stage:
    """One row of the diagram in one group: a box (title, then lines) and what leaves the flow, in a box aside."""

    box: tuple[str, ...]
    aside: tuple[str, ...] = ()
    aside_titled: bool = False


def draw_flow(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw the numbers of `flux`, group by group; a step that an absent table makes unknowable has no box."""
    groups = groups_present(results.flux)
    if not groups:
        return NoDrawing("Le diagramme de flux n’est pas tracé : aucun ménage n’est compté.")
    waves = [w for w in context.edition.waves if w in FOLLOW_UP_WAVES]
    columns = {g: stages(results.flux[results.flux["groupe"] == g], waves) for g in groups}
    canvas, depth = _laid_out(columns)
    size = SMALL * min(1.0, FITTING / canvas.longest)
    return Drawing(
        canvas.plot(depth, text_size=size),
        caption=(
            "Flux des ménages, par groupe : prévus, reçus, inclus, puis analysés à chaque vague. À droite, ceux qui "
            "quittent l’analyse et pourquoi, comptés depuis l’inclusion."
        ),
        alt=" ".join(f"{GROUP_LABELS[g]} : {'. '.join(s.box[0] for s in columns[g])}." for g in groups),
    )


def stages(flux: pd.DataFrame, waves: Sequence[str]) -> list[Stage]:
    """Return the rows of one group's column; `flux`: its rows of `flux.parquet`."""
    counts = _Counts(flux)
    before = [
        Stage((counts.line(f.PREVUS),)),
        Stage((counts.line(f.RECUS),), counts.some(f.SANS_CONSENTEMENT, f.INCLUS_APRES_GEL)),
        Stage((counts.line(f.INCLUS), *counts.some(f.SUIVI_PRESENT, f.ENTRETIENS_FAITS, wave="T0"))),
    ]
    return [*before, *[_wave_stage(counts, wave) for wave in waves]]


def _wave_stage(counts: _Counts, wave: str) -> Stage:
    title = capitalised(at_wave(wave))
    lines = counts.some(f.SUIVI_PRESENT, f.ENTRETIENS_FAITS, wave=wave)
    if not counts.has(f.ANALYSES, wave):
        return Stage((f"{title} : maintien non connu", *lines))
    kept = counts.some(f.MAINTENUS, f.MUTES, wave=wave)
    left = counts.split(f.SORTIS, wave)
    lost = counts.split(f.NON_ANALYSES, wave)
    return Stage(
        (f"{title}, analysés : {number(counts.of(f.ANALYSES, wave))}", *kept, *left, *lines), lost, aside_titled=True
    )


class _Counts:
    """The counts of one group, by step, wave and reason."""

    def __init__(self, flux: pd.DataFrame) -> None:
        self._of: dict[tuple[str, str, str], int] = {}
        for r in flux.to_dict("records"):
            wave, reason = (x if isinstance(x, str) else "" for x in (r["vague"], r["motif"]))
            key = (str(r["etape"]), wave, reason)
            self._of[key] = self._of.get(key, 0) + int(r["effectif"])

    def has(self, step: f.Step, wave: str = "") -> bool:
        return any(name == step.name and w == wave for name, w, _ in self._of)

    def of(self, step: f.Step, wave: str = "") -> int:
        """The step's count, its reasons summed."""
        return sum(n for (name, w, _), n in self._of.items() if name == step.name and w == wave)

    def line(self, step: f.Step, wave: str = "") -> str:
        count = number(self.of(step, wave)) if self.has(step, wave) else "non connu"
        return f"{_SHORT.get(step.name, step.label)} : {count}"

    def some(self, *steps: f.Step, wave: str = "") -> tuple[str, ...]:
        """A line a step that is there."""
        return tuple(self.line(s, wave) for s in steps if self.has(s, wave))

    def split(self, step: f.Step, wave: str) -> tuple[str, ...]:
        """The step's total, then a line a reason that is not 0."""
        reasons = [(m, self._of.get((step.name, wave, m), 0)) for m in step.motifs]
        lines = [f"–{NBSP}{f.MOTIFS[m].lower()} : {number(n)}" for m, n in reasons if n]
        return (self.line(step, wave), *lines) if self.has(step, wave) else ()


def _laid_out(columns: dict[str, list[Stage]]) -> tuple[Canvas, float]:
    """Return the drawing and its height; the rows of all groups are in line."""
    canvas = Canvas()
    lefts = dict(zip(columns, (0.01, COLUMN + 0.04), strict=False))

    def write(x: float, top: float, lines: Sequence[str], colour: str = INK, *, titled: bool = True) -> None:
        for i, line in enumerate(lines):
            y = top + PADDING + (i + 0.5) * LINE
            canvas.write(x + 0.07, y, line, colour=colour, bold=titled and i == 0)

    header = LINE + 2 * PADDING
    for group, x in lefts.items():
        canvas.box(x, 0.02, MAIN + GUTTER + ASIDE, header, fill=GROUP_COLOURS[group], edge=GROUP_COLOURS[group])
        write(x, 0.02, [GROUP_LABELS[group]], PAPER)
    top = 0.02 + header + 0.1
    for row in range(max(len(s) for s in columns.values())):
        present = {g: s[row] for g, s in columns.items()}
        height = max(_height(lines) for s in present.values() for lines in (s.box, s.aside))
        for group, stage in present.items():
            x, beside = lefts[group], lefts[group] + MAIN + GUTTER
            canvas.box(x, top, MAIN, height)
            write(x, top + (height - _height(stage.box)) / 2 if len(stage.box) == 1 else top, stage.box)
            if row:
                canvas.arrow(x + MAIN / 2, top - GAP, x + MAIN / 2, top)
            if stage.aside:
                tall = _height(stage.aside)
                above = top + (height - tall) / 2
                canvas.box(beside, above, ASIDE, tall)
                write(beside, above, stage.aside, titled=stage.aside_titled)
                canvas.arrow(x + MAIN, top + height / 2, beside, top + height / 2)
        top += height + GAP
    return canvas, top - GAP + 0.03


def _height(lines: Sequence[str]) -> float:
    return LINE * len(lines) + 2 * PADDING
