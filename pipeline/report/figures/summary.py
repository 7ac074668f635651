"""The figure of the synthesis: what the plan named, as the plan's methods say it."""

from __future__ import annotations

from pipeline.contract.methods import MEASURES, MeasureKind
from pipeline.french import NBSP, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.outcomes import OutcomeRow, described, draw_outcomes
from pipeline.report.grade_words import grade_words, range_words
from pipeline.report.looks import concludes
from pipeline.report.remarks import as_reason, by_reason
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.units import interval_text, is_signed, measure_unit
from pipeline.report.waves import absent_table, last_wave
from pipeline.report.wording import at_wave, capitalised, over_wave, uncapitalised
from pipeline.statements.few import of_a_few
from pipeline.statements.grades import graded
from pipeline.statements.precision import Precision, precision_of
from pipeline.statements.statement import Statement, indicator_of
from pipeline.traced import stated

_NO_CLASS = "le plan n’a pas fixé ce qui compterait"
_A_FEW = "trop peu de ménages pour une classe ou un sens"
_OWN_SCALE = {
    MeasureKind.SUPERIORITY: "probabilité d’être plus haut qu’un témoin",
    MeasureKind.RATIO: "rapport des nombres par an",
}


def draw_summary(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw the primary and the secondary outcomes, each at its latest wave; those without an estimate say so."""
    statements = planned_statements(results, context)
    if all(e.estimation is None for e in statements):
        return NoDrawing("Les résultats prévus par le plan ne sont pas tracés : aucun n’a pu être estimé.")
    rows = [outcome_of(e, context) for e in statements]
    level = percent(context.plan.niveau)
    return Drawing(
        draw_outcomes(rows, level),
        caption=f"{_title(statements[0], rows[0], context)} À droite de la ligne, l’avantage est aux accompagnés ; en "
        "gras, le critère principal.",
        alt=described(rows, level),
        remark=_missing(statements, results),
    )


def planned_statements(results: EditionResults, context: ReportContext) -> list[Statement]:
    """Return what is said of the primary, then of the secondary outcomes, in the order of the plan."""
    names = (context.plan.indicateur_principal, *context.plan.secondaires)
    return [said(results, name, last_wave(indicator_of(name), context)) for name in names]


def outcome_of(e: Statement, context: ReportContext) -> OutcomeRow:
    """Return the row of a statement, its numbers as they are printed."""
    primary = e.indicateur == context.plan.indicateur_principal
    rank = "Critère principal" if primary else "Secondaire"
    at = "" if e.vague == context.vague else f", {at_wave(e.vague)}"
    sizes = f"{number(e.n_accompagnes)}{NBSP}/{NBSP}{number(e.n_temoins)}{NBSP}ménages"
    kind = MEASURES[e.mesure].kind if e.mesure in MEASURES else MeasureKind.DIFFERENCE
    precision = precision_of(e.indicator, e.mesure)
    return OutcomeRow(
        label=e.indicator.label,
        place=f"{rank}{at} · {sizes}",
        status=_status(e),
        text=_numbers(e),
        estimate=_printed(precision, e.estimation),
        low=_printed(precision, e.ic_bas),
        high=_printed(precision, e.ic_haut),
        kind=kind,
        sens=e.sens or 1,
        importance=None if e.importance is None else precision.scale * e.importance,
        primary=primary,
    )


def _printed(precision: Precision, x: float | None) -> float | None:
    return None if x is None else precision.rounded(x)


def _numbers(e: Statement) -> str:
    if e.estimation is None:
        return "Sans réponse"
    bounds = "" if e.ic_bas is None and e.ic_haut is None else f" {interval_text(e)}"
    return f"{measure_unit(e).difference(e.estimation, sign=is_signed(e))}{bounds}"


def _status(e: Statement) -> str:
    """« un grand avantage (d’un écart pratiquement nul à un très grand avantage) », or what the number is."""
    if e.estimation is None:
        return "pas d’écart calculable"
    if of_a_few(e):
        return _A_FEW
    classes = graded(e)
    if classes is None:
        return _OWN_SCALE.get(MEASURES[e.mesure].kind, _NO_CLASS)
    words = grade_words(classes.estimate)
    if classes.worst is None or classes.best is None:
        return words
    whole = range_words(classes.worst, classes.best)
    return f"{words} d’un bout à l’autre" if whole == words else f"{words} ({whole})"


def _title(primary: Statement, row: OutcomeRow, context: ReportContext) -> str:
    """What is seen of the primary outcome, from its statement; neutral in an edition that does not conclude."""
    at = capitalised(over_wave(primary))
    if not concludes(context):
        return f"{at}, écarts sur les résultats prévus ; cette édition décrit, elle ne conclut pas."
    name = uncapitalised(row.label)
    if primary.estimation is None:
        return f"{at}, {name} : sans réponse."
    return stated(f"{at}, {name} : {row.text}, {row.status}.", primary)


def _missing(statements: list[Statement], results: EditionResults) -> str:
    reasons = by_reason(
        (e.indicator.label, absent_table(e.indicator, results) or as_reason(e.note))
        for e in statements
        if e.estimation is None
    )
    return f"Sans réponse : {' ; '.join(reasons)}." if reasons else ""
