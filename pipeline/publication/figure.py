"""The one figure of the public documents: the planned outcomes, drawn from their rounded numbers alone."""

from __future__ import annotations

import base64
from pathlib import Path

from pipeline.contract.indicators import DUREE_MAINTIEN
from pipeline.contract.methods import MeasureKind
from pipeline.french import NBSP
from pipeline.publication.outcomes import planned_outcomes
from pipeline.publication.page import PageFigure
from pipeline.publication.publication import Publication
from pipeline.publication.rounded_statement import PublishedOutcome, published
from pipeline.report.context import ReportContext
from pipeline.report.figures.drawing import Drawing, NoDrawing, write_drawing
from pipeline.report.figures.outcomes import OutcomeRow, described, draw_outcomes
from pipeline.report.wording import capitalised
from pipeline.statements.precision import precision_of

NAME = "resultats"
_OWN_SCALE = {
    MeasureKind.SUPERIORITY: "probabilité d’être plus haut qu’un témoin",
    MeasureKind.RATIO: "rapport des nombres par an",
}
_INTRODUCTION = "La @fig-resultats montre chaque résultat prévu par le plan et son intervalle.\n"
_NO_CLASS = "le plan n’a pas fixé ce qui compterait"


def write_public_figure(folder: Path, publication: Publication, context: ReportContext) -> PageFigure | None:
    """Write the figure and the sentence before it below `folder`, and return it for the page; None without a figure."""
    outcome = drawn_outcomes(publication, context)
    write_drawing(folder / "figures", NAME, outcome)
    introduction = "" if isinstance(outcome, NoDrawing) else _INTRODUCTION
    (folder / "textes" / "figure.md").write_text(introduction, encoding="utf-8", newline="")
    if isinstance(outcome, NoDrawing):
        return None
    vector = (folder / "figures" / f"{NAME}.svg").read_bytes()
    return PageFigure(base64.b64encode(vector).decode("ascii"), outcome.alt, outcome.caption)


def drawn_outcomes(publication: Publication, context: ReportContext) -> Drawing | NoDrawing:
    """Return the drawing of the outcomes that the plan names; those that are not published say so in their row."""
    named = [i for i in planned_outcomes(context) if i is not DUREE_MAINTIEN]
    outcomes = [published(publication, context, indicator) for indicator in named]
    if all(e.reason for e in outcomes):
        return NoDrawing("Aucun des résultats prévus n’est publié dans cette édition : il n’y a pas de figure.")
    rows = [_row(e, context) for e in outcomes]
    level = publication.cell("cadre", "valeur", nom="niveau").texte
    caption = (
        "Les résultats prévus par le plan, arrondis. À droite de la ligne, l’avantage est aux accompagnés ; en gras, "
        "le résultat principal."
    )
    return Drawing(draw_outcomes(rows, level), caption, described(rows, level, counted=False))


def _row(e: PublishedOutcome, context: ReportContext) -> OutcomeRow:
    primary = e.indicator.name == context.plan.indicateur_principal
    sizes = "" if e.reason else f" · {e.sizes[0].texte}{NBSP}/{NBSP}{e.sizes[1].texte}{NBSP}ménages"
    s, scale = e.statement, precision_of(e.indicator, e.statement.mesure).scale

    def value(x: float | None) -> float | None:
        return None if x is None else scale * x

    return OutcomeRow(
        label=e.indicator.label,
        place=f"{'Résultat principal' if primary else 'Secondaire'}{sizes}",
        status=_status(e),
        text="Non publié" if e.reason else f"{e.gap.texte} {e.interval}".strip(),
        estimate=value(s.estimation),
        low=value(s.ic_bas),
        high=value(s.ic_haut),
        kind=e.kind,
        sens=s.sens or 1,
        importance=value(s.importance),
        primary=primary,
    )


def _status(e: PublishedOutcome) -> str:
    """« un grand avantage pour les accompagnés (d’un écart… à…) », what the number is, or why there is none."""
    if e.reason:
        return e.reason.partition(f"{NBSP}: ")[2] or capitalised(e.reason)
    if not e.class_words:
        return _OWN_SCALE.get(e.kind, _NO_CLASS)
    return f"{e.class_words} ({e.range_words})" if e.range_words else e.class_words
