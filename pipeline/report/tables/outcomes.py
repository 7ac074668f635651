"""The table of a domain: each indicator at each wave, both groups, the difference and its interval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS, Indicator, Scale
from pipeline.contract.methods import MEASURES, MeasureKind
from pipeline.contract.remarks import MASKED_SIZE, remark
from pipeline.french import MISSING, NBSP, number
from pipeline.report.context import ReportContext
from pipeline.report.remarks import sentences
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.tables.notes import Notes
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.units import estimate_text, interval_text, p_text, unit_of
from pipeline.report.wording import level, wave_title
from pipeline.statements.statement import Statement

DATA_TITLES = (
    "indicateur",
    "libelle",
    "vague",
    "methode",
    "mesure",
    "n_accompagnes",
    "n_temoins",
    "valeur_accompagnes",
    "valeur_temoins",
    "estimation",
    "ic_bas",
    "ic_haut",
    "p_valeur",
    "note",
)


def outcome_table(
    name: str, caption: str, indicators: Iterable[str], results: EditionResults, context: ReportContext
) -> PipeTable | None:
    """Return the table of `indicators` at every wave up to the horizon, T0 included where it is measured.

    None when no value is known at any wave: the text of the section says why.
    """
    notes, rows, data, known = Notes(), [], [], False
    for indicator in (DUREE_MAINTIEN if i == DUREE_MAINTIEN.name else INDICATORS[i] for i in indicators):
        statements = list(_statements(indicator, results, context))
        lines = _baseline_rows(indicator, results.evolutions, statements, notes)
        for e in statements:
            lines.append(_row(e, notes))
            data.append(_data(e))
            known |= e.n_accompagnes + e.n_temoins > 0
        rows += [[indicator.label if i == 0 else "", *line] for i, line in enumerate(lines)]
    if not known:
        return None
    heads = (
        Head("Indicateur"),
        Head("Échéance"),
        Head("Accompagnés", right=True),
        Head("Témoins", right=True),
        Head(f"Écart ou rapport [IC {level_of(context)}]", right=True),
        Head("p", right=True),
    )
    return PipeTable(name, caption, heads, rows, notes.paragraphs(), (DATA_TITLES, data))


def level_of(context: ReportContext) -> str:
    """« 95 % », the plan's."""
    return level(Statement("maintien", context.vague, niveau=context.plan.niveau))


def group_value(indicator: Indicator, value: float | None, n: int) -> str:
    """« 95,2 % (20/21) », « 1 358 € (20) », « – (0) »."""
    if value is None:
        return f"{MISSING} ({number(n)})"
    text = unit_of(indicator).value(value)
    if indicator.scale is Scale.BINARY:
        return f"{text} ({number(round(value * n))}/{number(n)})"
    return f"{text} ({number(n)})"


def _statements(indicator: Indicator, results: EditionResults, context: ReportContext) -> Iterator[Statement]:
    estimations = results.estimations
    known = set(zip(estimations["indicateur"], estimations["vague"], strict=True))
    for wave in context.edition.waves:
        if (indicator.name, wave) in known:
            yield said(results, indicator.name, wave)


def _baseline_rows(
    indicator: Indicator, evolutions: pd.DataFrame, statements: Sequence[Statement], notes: Notes
) -> list[list[str]]:
    """The row at inclusion, where there is one."""
    at_start = evolutions[(evolutions["indicateur"] == indicator.name) & (evolutions["vague"] == "T0")]
    if at_start.empty:
        return []
    values = {
        str(r["groupe"]): (None if pd.isna(r["valeur"]) else float(r["valeur"]), int(r["n"]))
        for r in at_start.to_dict("records")
    }
    found = [values.get(group, (None, 0)) for group in ("accompagne", "temoin")]
    then = statements[0].at_inclusion if statements else None
    gap = MISSING if then is None else unit_of(indicator).plain(then.difference, sign=True)
    if any(value is None and n for value, n in found):  # disclosure control took a level, and the gap with it
        gap = f"{gap} {notes.mark(remark(MASKED_SIZE))}"
    return [[wave_title("T0"), *(group_value(indicator, *f) for f in found), gap, MISSING]]


def _row(e: Statement, notes: Notes) -> list[str]:
    gap = f"{_symbol(e)}{_with_bounds(e)}"
    if e.estimation is None or e.ic_bas is None or e.ic_haut is None:
        gap = f"{gap} {notes.mark(e.note)}".rstrip()
    if e.instead_of and e.estimation is not None:
        gap = f"{gap} {notes.mark(e.why)}".rstrip()
    if e.crude is not None:
        gap = f"{gap} ; brut{NBSP}{_with_bounds(e.crude)}"
    return [
        wave_title(e.vague),
        group_value(e.indicator, e.valeur_accompagnes, e.n_accompagnes),
        group_value(e.indicator, e.valeur_temoins, e.n_temoins),
        gap,
        p_text(e.p_valeur),
    ]


def _symbol(e: Statement) -> str:
    kind = MEASURES[e.mesure].kind if e.mesure in MEASURES else None
    return f"P{NBSP}={NBSP}" if kind is MeasureKind.SUPERIORITY else ""


def _with_bounds(e: Statement) -> str:
    bounds = "" if e.ic_bas is None and e.ic_haut is None else interval_text(e)
    return f"{estimate_text(e)}{NBSP}{bounds}".rstrip(NBSP)  # a line ends before « ; brut », not inside


def _data(e: Statement) -> list[str | float | int | None]:
    return [
        e.indicateur,
        e.indicator.label,
        e.vague,
        e.methode,
        e.mesure,
        e.n_accompagnes,
        e.n_temoins,
        e.valeur_accompagnes,
        e.valeur_temoins,
        e.estimation,
        e.ic_bas,
        e.ic_haut,
        e.p_valeur,
        sentences(e.note),
    ]
