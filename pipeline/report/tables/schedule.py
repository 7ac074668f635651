"""The editions beside the note's schedule: what each one reads, may say, and may not."""

from __future__ import annotations

import datetime as dt

from pipeline.contract.indicators import INTERVIEW_WAVES, WAVE_MONTHS
from pipeline.french import NBSP, long_date, number
from pipeline.params import Edition
from pipeline.report.context import ReportContext
from pipeline.report.markdown import escape
from pipeline.report.records import records
from pipeline.report.results import EditionResults
from pipeline.report.tables.pipe import Head, PipeTable

_NOTHING_PLANNED = "rien ce trimestre-là"
_WIDE = 110  # characters: two columns of prose of the same width
_LAST = max(WAVE_MONTHS.values())


def schedule_table(results: EditionResults, context: ReportContext) -> PipeTable:
    """Return one row an edition, in the order of the freezes; the quarter is the freeze's."""
    editions = sorted(context.params.editions.items(), key=lambda item: (item[1].gel, item[0]))
    rows = [
        [
            _name(name, context),
            f"{long_date(edition.gel)}, {number(edition.horizon)}{NBSP}mois",
            _planned(results, quarter_of(edition.gel)),
            may_say(edition, answers=name == context.plan.edition_de_conclusion),
            may_not_say(edition, answers=name == context.plan.edition_de_conclusion),
        ]
        for name, edition in editions
    ]
    heads = (
        Head("Édition"),
        Head("Gel, horizon"),
        Head("Ce que la note prévoit au trimestre du gel"),
        Head("Peut dire", widest=_WIDE),
        Head("Ne peut pas dire", widest=_WIDE),
    )
    return PipeTable("calendrier", "Les éditions, l’échéancier de la note, et la portée de chacune", heads, rows)


def quarter_of(day: dt.date) -> str:
    """Return the quarter as the note's schedule writes it: `2016-T1`.

    >>> quarter_of(dt.date(2016, 3, 31))
    '2016-T1'
    """
    return f"{day.year}-T{(day.month - 1) // 3 + 1}"


def may_say(edition: Edition, *, answers: bool) -> str:
    """Return what an edition can say something about; the plan's question, when it `answers`."""
    waves = [w for w in INTERVIEW_WAVES if 0 < WAVE_MONTHS[w] <= edition.horizon]
    interviews = f"isolement et bien-être à {number(WAVE_MONTHS[waves[-1]])}{NBSP}mois" if waves else ""
    parts = [f"maintien, impayés, procédures et parcours jusqu’à {number(edition.horizon)}{NBSP}mois", interviews]
    question = "réponse à la question du plan" if answers else ""
    return " ; ".join(part for part in (question, *parts) if part)


def may_not_say(edition: Edition, *, answers: bool) -> str:
    """Return what an edition is silent about, whatever its results."""
    parts = [f"rien au-delà de {number(edition.horizon)}{NBSP}mois"]
    if edition.wave not in INTERVIEW_WAVES:
        parts.append(f"pas d’entretien à {number(edition.horizon)}{NBSP}mois")
    if edition.horizon < _LAST:
        parts.append(f"ni l’issue à {number(_LAST)}{NBSP}mois")
    parts.append("ni ce qui suit l’accompagnement, ni la cause d’un écart")
    if not answers:
        parts.append("ni la réponse à la question du plan, réservée à une autre édition")
    return " ; ".join(parts)


def _name(name: str, context: ReportContext) -> str:
    label = ReportContext(name, context.params).label
    text = escape(label.removeprefix("Édition ").strip("«» \u00a0"))
    return f"**{text}** (ce rapport)" if name == context.nom else text


def _planned(results: EditionResults, quarter: str) -> str:
    steps = [str(r["etape"]) for r in records(results.echeancier, trimestre=quarter)]
    year, number_ = quarter.split("-T")
    when = f"T{number_} {year}"
    return f"{when} : {escape(' ; '.join(steps)) if steps else _NOTHING_PLANNED}"
