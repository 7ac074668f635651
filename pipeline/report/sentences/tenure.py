"""Staying in the dwelling: the primary indicator, exits, time, procedure, settling in."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.codes import SORTIES_NEGATIVES
from pipeline.contract.flow import SORTIS
from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS, outcomes_of
from pipeline.french import enumeration, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.flow import count_of
from pipeline.report.records import records
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.sentences.domain import domain_paragraphs, indicator_paragraph, left_to_the_table, told_in_words
from pipeline.report.waves import last_wave
from pipeline.report.wording import CAUTION, at_wave, capitalised, paragraphs
from pipeline.statements.statement import Statement
from pipeline.traced import Cell, traced, without_marks

TENURE = outcomes_of("maintien")
_TOLD_IN_ORDER = ("maintien", DUREE_MAINTIEN.name, "procedure_max", "insertion")
_EXITS = {
    "expulsion": ("expulsion", "expulsions"),
    "abandon": ("abandon", "abandons"),
    "depart_volontaire": ("départ volontaire", "départs volontaires"),
}


def tenure_text(results: EditionResults, context: ReportContext) -> str:
    """Return the paragraphs on maintien, exits by cause, duration, procedure and insertion."""
    if "evenements" in results.tables_absentes:
        return paragraphs(domain_paragraphs(TENURE, results, context))
    wave = last_wave(INDICATORS["maintien"], context)
    primary = said(results, "maintien", wave)
    others = [name for name in TENURE if name not in _TOLD_IN_ORDER]
    told = told_in_words(others, context)
    return paragraphs(
        [
            indicator_paragraph(INDICATORS["maintien"], results, context),
            _exits(results, context, wave),
            _curves_and_shares(results, context, primary),
            indicator_paragraph(DUREE_MAINTIEN, results, context),
            indicator_paragraph(INDICATORS["procedure_max"], results, context),
            indicator_paragraph(INDICATORS["insertion"], results, context),
            *(indicator_paragraph(INDICATORS[name], results, context) for name in told),
            left_to_the_table([name for name in others if name not in told]),
            CAUTION,
        ]
    )


def _exits(results: EditionResults, context: ReportContext, wave: str) -> str:
    parts = [
        sentence
        for group, words in (("accompagne", "chez les accompagnés"), ("temoin", "chez les témoins"))
        if (sentence := _group_exits(results, wave, group, words))
    ]
    if not parts:
        return ""
    if all(part.startswith("aucune") for part in parts):
        return f"Aucune sortie négative n’est survenue {at_wave(wave)} au plus tard."
    counted = f"Sorties négatives survenues {at_wave(wave)} au plus tard : {' ; '.join(parts)}."
    return f"{counted} {_incidence(results, context)}".strip()


def _group_exits(results: EditionResults, wave: str, group: str, words: str) -> str:
    counts = {m: count_of(results.flux, SORTIS, group, wave, m) for m in SORTIES_NEGATIVES}
    if None in counts.values():
        return ""
    named = [f"{number(n)} {_EXITS[m][n > 1]}" for m, n in counts.items() if n]
    return f"{enumeration(named) if named else 'aucune'} {words}"


def _curves_and_shares(results: EditionResults, context: ReportContext, primary: Statement) -> str:
    """Why the curves do not end at the shares that are known: who is counted in each."""
    shares = (primary.valeur_accompagnes, primary.valeur_temoins)
    ends = [_end_of_curve(results, context, group) for group in ("accompagne", "temoin")]
    if primary.vague != context.vague or None in (*shares, *ends):
        return ""
    curves, known = ([percent(x, 1) for x in pair] for pair in (ends, shares))
    if list(map(without_marks, curves)) == list(map(without_marks, known)):
        return ""
    return (
        f"Les courbes de maintien finissent à {curves[0]} chez les accompagnés et à {curves[1]} chez les témoins, au "
        f"lieu de {known[0]} et {known[1]} : elles comptent, aussi longtemps qu’ils sont suivis, les ménages dont "
        f"l’issue est inconnue {at_wave(context.vague)}, que ces parts laissent de côté."
    )


def _end_of_curve(results: EditionResults, context: ReportContext, group: str) -> float | None:
    rows = [r for r in records(results.survie, groupe=group) if r["mois"] <= context.horizon]
    return max(rows, key=lambda r: float(r["mois"]))["survie"] if rows else None


def _incidence(results: EditionResults, context: ReportContext) -> str:
    frame = results.incidences
    if frame.empty:
        return ""
    until = frame[pd.to_numeric(frame["mois"], errors="coerce") <= context.horizon]
    last = until.sort_values("mois", kind="stable").groupby(["groupe", "cause"], sort=True)["incidence"].last()
    totals = pd.to_numeric(last, errors="coerce").groupby("groupe").sum()
    if not {"accompagne", "temoin"} <= set(totals.index):
        return ""

    def _total(group: str) -> float:
        key = f"groupe={group};mois≤{context.horizon}"
        value: float = traced(float(totals[group]), Cell("incidences", key, "incidence"))
        return value

    return (
        f"{capitalised(at_wave(context.vague))}, en tenant compte des décès et des retraits, l’incidence cumulée des "
        f"sorties négatives est de {percent(_total('accompagne'), 1)} chez les accompagnés et de "
        f"{percent(_total('temoin'), 1)} chez les témoins."
    )
