"""Hidden causes in a table: each measured cause as a measure of those that are not; the negative controls."""

from __future__ import annotations

from pipeline.french import MISSING, percent
from pipeline.report.context import ReportContext
from pipeline.report.hidden_causes import HiddenCauses, MeasuredCause, hidden_causes_of, times
from pipeline.report.records import shown
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import results_of
from pipeline.report.tables.notes import Notes
from pipeline.report.tables.outcomes import level_of
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.tables.sensitivity import sensitivity_data
from pipeline.report.units import p_text
from pipeline.report.wording import capitalised, wave_title


def hidden_causes_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return one row the model of an indicator, then one a measured cause; None when there is nothing."""
    found = hidden_causes_of(results, context)
    if not found:
        return None
    notes, rows = Notes(), []
    for h in found:
        rows.append(_model(h, notes))
        rows += [_cause(c) for c in h.causes]
    heads = (
        Head("Indicateur"),
        Head("Cause mesurée"),
        Head("Lien, groupe", right=True),
        Head("Lien, issue", right=True),
        Head(f"Écart [IC {level_of(context)}]", right=True),
        Head("Annule l’écart", right=True),
        Head("Atteint l’intervalle", right=True),
    )
    note = (
        "Première ligne : l’écart, ajusté par moindres carrés sur toutes les causes mesurées ; puis la part (R² "
        "partiel) de l’accompagnement et de l’issue qu’une cause cachée devrait expliquer pour l’annuler, et pour que "
        "l’intervalle atteigne l’absence d’écart (0 : il la contient). Lignes suivantes : la part que la cause mesurée "
        "explique, les autres étant prises en compte ; l’écart qu’une cause cachée aussi forte laisserait, au pire "
        "(0 : elle pourrait l’annuler, ou en changer le sens) ; combien de fois plus forte elle devrait être. Cinelli "
        "et Hazlett (2020)."
    )
    titles = tuple(results.causes_cachees.columns)
    data = [r for h in found for r in (h.whole.row, *(c.row for c in h.causes))]
    return PipeTable(
        "causes_cachees",
        "Quelle cause cachée faudrait-il, à côté de celles qui sont mesurées ?",
        heads,
        rows,
        (note, *notes.paragraphs()),
        (titles, shown(data, titles)),
    )


def negative_controls_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return the groups compared on what the scheme cannot have changed."""
    found = [r for r in results_of(results, "confusion") if r.variante == "temoin_negatif"]
    if not found:
        return None
    rows = [
        [
            r.libelle,
            r.unit.value(r.estimate.valeur_accompagnes),
            r.unit.value(r.estimate.valeur_temoins),
            r.gap,
            p_text(r.estimate.p_valeur),
        ]
        for r in found
    ]
    heads = (
        Head("Témoin négatif"),
        Head("Accompagnés", right=True),
        Head("Témoins", right=True),
        Head(f"Écart [IC {level_of(context)}]", right=True),
        Head("p", right=True),
    )
    caption = "Ce que l’accompagnement n’a pas pu changer"
    return PipeTable("temoins_negatifs", caption, heads, rows, (), sensitivity_data(found))


def _model(h: HiddenCauses, notes: Notes) -> list[str]:
    r = h.whole.result
    title = f"{r.indicator.label}, {wave_title(r.estimate.vague).lower()}"
    mark = notes.mark(r.estimate.note) if r.estimate.estimation is None else ""
    strengths = [_share(h.whole.row[c]) for c in ("robustesse", "robustesse_intervalle")]
    return [title, "", MISSING, MISSING, f"{r.gap} {mark}".strip(), *strengths]


def _cause(c: MeasuredCause) -> list[str]:
    links = [_share(c.row[name]) for name in ("lien_accompagnement", "lien_issue")]
    return ["", capitalised(c.words), *links, c.result.gap, *(times(c.row[n]) for n in _TIMES)]


_TIMES = ("fois_estimation", "fois_intervalle")


def _share(value: float | None) -> str:
    return MISSING if value is None else percent(value, 1)
