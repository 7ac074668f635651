"""How households divide between the monthly states: one small panel a state, one line a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.contract.states import SANS_IMPAYE, SORTI, STATE_CODES, STATE_LABELS
from pipeline.french import NBSP, percent
from pipeline.report.context import ReportContext
from pipeline.report.figures.canvas import Canvas
from pipeline.report.figures.direct import spread
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.lettering import width
from pipeline.report.figures.theme import (
    GROUP_COLOURS,
    GROUP_LINES,
    INK,
    RULE,
    SMALL,
    SOFT,
    WIDTH,
    axis_breaks,
    inner_breaks,
    percent_labels,
)
from pipeline.report.figures.under_axis import marked_months
from pipeline.report.records import records
from pipeline.report.results import EditionResults
from pipeline.report.wording import GROUP_TITLES, households
from pipeline.traced import counted

ACROSS = 3  # panels in a row
TOP, TALL, STEP = 0.42, 0.62, 0.94  # inches: where the first row of panels begins, a panel, from a row to the next
_SCALE, _NAMES, _BETWEEN = 0.42, 0.36, 0.12  # at the left of all panels; at the right of each; between two
_APART = 0.15  # between the names of two lines
_SHORT = {ACCOMPAGNE: "acc.", TEMOIN: "tém."}


@dataclass(frozen=True)
class _Grid:
    """Where a share in a month stands: `most`, the share at the top of each panel."""

    most: float
    horizon: int

    @property
    def wide(self) -> float:
        """The width of a panel, without the names of its lines."""
        return (WIDTH - _SCALE - (ACROSS - 1) * _BETWEEN) / ACROSS - _NAMES

    def left(self, rank: int) -> float:
        return _SCALE + rank % ACROSS * (self.wide + _NAMES + _BETWEEN)

    def top(self, rank: int) -> float:
        return TOP + rank // ACROSS * STEP + 0.2

    def across(self, rank: int, month: float) -> float:
        return self.left(rank) + self.wide * month / self.horizon

    def down(self, rank: int, share: float) -> float:
        return self.top(rank) + TALL * (1 - share / self.most)


def draw_states(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw the share of each group in each state, month after month; a group under the threshold is left out.

    A state in which no household ever was has no panel. Columns piled up would have one baseline for eleven states, and
    eleven greys.
    """
    frame = results.repartition_etats
    sizes = {group: _size(frame, group) for group in GROUP_TITLES}
    sizes = {group: size for group, size in sizes.items() if size >= context.params.confidentialite.seuil}
    if not sizes:
        return NoDrawing(
            "La répartition des états mois par mois n’est pas tracée : aucun groupe n’atteint le seuil de "
            "confidentialité."
        )
    shares = state_shares(frame, list(sizes))
    canvas, height = _sheet(shares, sizes, context.horizon)
    seen = _gone(frame, list(sizes), context.horizon)
    return Drawing(
        canvas.plot(height),
        caption=(
            f"{seen} Un cadre par état, une courbe par groupe : la part de ses ménages dans cet état, mois par mois"
            f"{'' if _of_a_few(frame, list(sizes), context) else ' ; aucun parcours individuel n’est montré'}."
        ),
        alt=f"Un cadre par état, une courbe par groupe, de 0 à {context.horizon}{NBSP}mois. {seen}",
        remark=_unfinished(frame, list(sizes), context),
    )


def state_shares(frame: pd.DataFrame, groups: Sequence[str]) -> dict[str, dict[str, list[tuple[int, float]]]]:
    """Return, state by state in their order, the (month, share) of each group; no state in which nobody ever was.

    A month of which the share is masked is left out.
    """
    rows = frame[frame["ensemble"].isin(list(groups)) & frame["part"].notna()].astype({"mois": int, "part": float})
    rows = rows.sort_values("mois", kind="stable")
    seen = set(rows.loc[rows["part"] > 0, "etat"])
    shares: dict[str, dict[str, list[tuple[int, float]]]] = {}
    for state in (code for code in STATE_CODES if code in seen):
        of = rows[rows["etat"] == state]
        lines = {g: of[of["ensemble"] == g] for g in groups}
        shares[state] = {
            g: list(zip(line["mois"], line["part"], strict=True)) for g, line in lines.items() if len(line)
        }
    return shares


def _sheet(
    shares: Mapping[str, Mapping[str, Sequence[tuple[int, float]]]], sizes: Mapping[str, int], horizon: int
) -> tuple[Canvas, float]:
    """Return the panels and the height of the sheet."""
    canvas = Canvas()
    canvas.write(0.02, 0.09, "Part des ménages dans chaque état, mois par mois")
    x = 0.02
    for group, size in sizes.items():
        title = f"{GROUP_TITLES[group]} ({households(size)})"
        canvas.write(x, 0.27, title, bold=True, colour=GROUP_COLOURS[group])
        short = f"= {_SHORT[group]}"
        canvas.write(x + width(title, SMALL, bold=True) + 0.05, 0.27, short, colour=GROUP_COLOURS[group])
        x += width(title, SMALL, bold=True) + width(short, SMALL) + 0.3
    points = [share for state in shares.values() for line in state.values() for _, share in line]
    grid = _Grid(min(axis_breaks(0.0, max(points), n=3)[-1], 1.0), horizon)
    for rank, (state, lines) in enumerate(shares.items()):
        _panel(canvas, grid, rank, STATE_LABELS[state], lines, last=rank + ACROSS >= len(shares))
    bottom = grid.top(len(shares) - 1) + TALL
    canvas.write(_SCALE + (WIDTH - _SCALE) / 2, bottom + 0.28, "Mois depuis l’inclusion", ha="center")
    return canvas, bottom + 0.38


def _panel(
    canvas: Canvas,
    grid: _Grid,
    rank: int,
    title: str,
    lines: Mapping[str, Sequence[tuple[int, float]]],
    *,
    last: bool,
) -> None:
    left, right, top = grid.left(rank), grid.left(rank) + grid.wide, grid.top(rank)
    canvas.write(left, top - 0.1, title, bold=True)
    breaks = inner_breaks(0.0, grid.most, n=3)
    for share, text in zip(breaks, percent_labels(breaks), strict=True):
        y = grid.down(rank, share)
        canvas.line(left, y, right, y, colour=INK if share == 0 else RULE, size=0.4)
        if rank % ACROSS == 0:
            canvas.write(left - 0.06, y, text, ha="right", colour=SOFT)
    for month in marked_months(grid.horizon)[:: 2 if grid.horizon > 12 else 1] if last else ():
        canvas.write(grid.across(rank, month), top + TALL + 0.11, str(month), ha="center", colour=SOFT)
    ends = sorted((grid.down(rank, line[-1][1]), group) for group, line in lines.items())
    for y, (_, group) in zip(
        spread([place for place, _ in ends], _APART, top + 0.05, top + TALL - 0.05), ends, strict=True
    ):
        canvas.write(right + 0.05, y, _SHORT[group], colour=GROUP_COLOURS[group])
    for group, line in lines.items():
        for run in _runs(line):
            canvas.curve(
                [(grid.across(rank, month), grid.down(rank, share)) for month, share in run],
                colour=GROUP_COLOURS[group],
                size=0.7,
                dashed=GROUP_LINES[group] == "dashed",
            )


def _runs(line: Sequence[tuple[int, float]]) -> list[list[tuple[int, float]]]:
    """Return the parts of a line without a month left out."""
    runs: list[list[tuple[int, float]]] = []
    for month, share in line:
        if not runs or month > runs[-1][-1][0] + 1:
            runs.append([])
        runs[-1].append((month, share))
    return runs


def _gone(frame: pd.DataFrame, groups: Sequence[str], horizon: int) -> str:
    """What is seen: the share of each group in place without arrears, unless masked, and the one that has left."""
    parts = []
    for group in groups:
        shares = {r["etat"]: r["part"] for r in records(frame, ensemble=group) if r["mois"] == horizon}
        none = counted(0, "repartition_etats", f"ensemble={group};mois={horizon}")  # no row: nobody
        settled, left = (shares.get(code, none) for code in (SANS_IMPAYE.code, SORTI.code))
        settled_words = "" if settled is None else f"{percent(settled)} en place sans impayé et "
        parts.append(f"{GROUP_TITLES[group].lower()}, {settled_words}{percent(left)} en sortie négative")
    return f"À {horizon}{NBSP}mois : {' ; '.join(parts)}."


def _unfinished(frame: pd.DataFrame, groups: Sequence[str], context: ReportContext) -> str:
    """Why a line of a state of debts ends, or is cut, where its months are masked; nothing where none is."""
    if frame.loc[frame["ensemble"].isin(list(groups)), "part"].notna().all():
        return ""
    few = f"moins de {context.params.confidentialite.seuil} d’entre eux sont en place sans procédure"
    return f"Ce que doivent les ménages d’un groupe n’est pas tracé les mois où {few}."


def _of_a_few(frame: pd.DataFrame, groups: Sequence[str], context: ReportContext) -> bool:
    """Whether a share is at some month of so few households that its line is their pathway."""
    counts = frame.loc[frame["ensemble"].isin(list(groups)), "effectif"].astype(float)
    return bool(((counts > 0) & (counts < context.params.confidentialite.seuil)).any())


def _size(frame: pd.DataFrame, group: str) -> int:
    """How many households the group has, from any state and month told of it; 0 when none is."""
    told = frame[(frame["ensemble"] == group) & (frame["part"].astype(float) > 0)]
    return round(told["effectif"].iloc[0] / told["part"].iloc[0]) if len(told) else 0
