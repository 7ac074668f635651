"""The figures of the report: one file a figure, one catalogue, one function that writes them all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline.report.context import ReportContext
from pipeline.report.figures.arrears import draw_arrears
from pipeline.report.figures.balance import draw_balance
from pipeline.report.figures.bayesian import draw_bayesian
from pipeline.report.figures.calibration import draw_calibration
from pipeline.report.figures.captions import accounted, leave_account
from pipeline.report.figures.causes import draw_causes
from pipeline.report.figures.cost_effect import draw_acceptability, draw_plane, draw_sensitivity
from pipeline.report.figures.drawing import Drawing, NoDrawing, write_drawing
from pipeline.report.figures.effects import draw_effects
from pipeline.report.figures.first_arrears import draw_first_arrears
from pipeline.report.figures.flow import draw_flow
from pipeline.report.figures.implementation import draw_implementation
from pipeline.report.figures.monthly_gaps import draw_monthly_gaps
from pipeline.report.figures.pathway_types import draw_types
from pipeline.report.figures.specifications import draw_specifications
from pipeline.report.figures.spending import draw_spending
from pipeline.report.figures.states import draw_states
from pipeline.report.figures.summary import draw_summary
from pipeline.report.figures.survival import draw_survival
from pipeline.report.figures.tile_map import draw_map
from pipeline.report.figures.weighting import draw_weighting
from pipeline.report.figures.well_being import draw_well_being
from pipeline.report.places import figure_section
from pipeline.report.processes import shared_out
from pipeline.report.results import EditionResults, texts_by_the_cell
from pipeline.traced import without_marks

FIGURES: dict[str, Callable[[EditionResults, ReportContext], Drawing | NoDrawing]] = {
    "synthese": draw_summary,
    "flux": draw_flow,
    "comparabilite": draw_balance,
    "survie": draw_survival,
    "causes": draw_causes,
    "impayes": draw_arrears,
    "bien_etre": draw_well_being,
    "effets": draw_effects,
    "equilibre": draw_weighting,
    "calibration": draw_calibration,
    "mise_en_oeuvre": draw_implementation,
    "couts": draw_spending,
    "plan_cout": draw_plane,
    "acceptabilite": draw_acceptability,
    "sensibilite": draw_sensitivity,
    "carte": draw_map,
    "etats": draw_states,
    "types": draw_types,
    "premier_impaye": draw_first_arrears,
    "specifications": draw_specifications,
    "lecture_bayesienne": draw_bayesian,
    "ecarts_mensuels": draw_monthly_gaps,
}
# Begun first: no process is left alone with one of them at the end.
_LONG = (
    "bien_etre", "premier_impaye", "ecarts_mensuels", "survie", "impayes", "causes", "calibration", "specifications",
    "effets",
)  # fmt: skip


@dataclass(frozen=True)
class FigureWriter:
    """Writes one figure below `folder` by its name: what a process of the pool is given."""

    folder: Path
    results: EditionResults
    context: ReportContext

    @texts_by_the_cell()
    def __call__(self, name: str) -> None:
        draw = partial(FIGURES[name], self.results, self.context)
        outcome, account = accounted(figure_section(name), draw)
        write_drawing(self.folder, name, outcome, without_marks)
        leave_account(self.folder, name, account)


def writing_figures(
    folder: Path,
    results: EditionResults,
    context: ReportContext,
    advance: Callable[[int, int], None] = lambda _done, _total: None,
    processes: int | None = None,
) -> AbstractContextManager[None]:
    """Write all figures below `folder`/figures, `folder` being the edition's (`reports/<edition>`), while the block
    runs: begun before it, they are all there after it.

    Each name gives `<name>.svg`, `<name>.png` (200 dpi, for DOCX) and `<name>.md`; or, when there is nothing to
    draw, `<name>.md` alone with the French sentence that says why; and `<name>.json`, the account of its caption, which
    `take_accounts` takes away. `advance`: told how many are drawn, of how many.
    `processes`: over how many they are drawn, as many as cores when None; the bytes are the same.
    """
    names = [*_LONG, *(name for name in FIGURES if name not in _LONG)]
    return shared_out(names, FigureWriter(folder / "figures", results, context), advance, processes)
