"""Which outcomes may be published by group, and the facts of each: sizes, levels, the plan's difference, its bounds."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.contract.flow import SORTIS
from pipeline.contract.indicators import DUREE_MAINTIEN, WAVE_MONTHS, Indicator, Scale
from pipeline.contract.methods import MEASURES, MeasureKind
from pipeline.contract.produced.estimates import ESTIMATIONS
from pipeline.publication.fact import Rounded, key_of, key_parts
from pipeline.publication.reasons import (
    HEALTH,
    NOT_ALLOWED,
    NOT_DELIVERED,
    UNKNOWN,
    few_events_of_a_group,
    few_exits_of_a_group,
    few_households,
    not_at_this_wave,
)
from pipeline.publication.rounding import Rounding, divided
from pipeline.report.context import ReportContext
from pipeline.report.flow import count_of
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.waves import absent_table
from pipeline.statements.statement import Statement, indicator_of

Value = Rounded | str  # published, or why it is not
Cells = Iterator[tuple[str, str, Value]]  # key, column, value

# Of health, mean scores alone; of a profile (`insertion`) and of what would give one household's move by difference
# (`maintien_strict`), nothing.
PUBLISHABLE = frozenset(
    {
        "maintien", "duree_maintien", "procedure_max", "impaye_solde", "impaye_mois", "impaye_2mois",
        "lsns6", "ucla3", "who5", "troubles", "droits_ouverts",
    }
)  # fmt: skip
_DRAWN = {"estimation": "avantage", "ic_bas": "avantage_ic_bas", "ic_haut": "avantage_ic_haut"}
COLUMNS = (
    "n_accompagnes", "n_temoins", "valeur_accompagnes", "valeur_temoins", "estimation", "ic_bas", "ic_haut", "p_valeur",
)  # fmt: skip


def planned_outcomes(context: ReportContext) -> tuple[Indicator, ...]:
    """Return the outcomes that the plan names, the primary first, then how long homes were kept."""
    names = (context.plan.indicateur_principal, *context.plan.secondaires)
    return tuple(indicator_of(n) for n in dict.fromkeys((*names, DUREE_MAINTIEN.name)))


def outcome_facts(results: EditionResults, context: ReportContext, rounding: Rounding) -> Cells:
    """Yield every planned outcome at the edition's own wave: the columns of `COLUMNS`, p of the primary's alone."""
    for indicator in planned_outcomes(context):
        why = _not_published(indicator, results, context)
        e = said(results, indicator.name, context.vague) if not why else Statement(indicator.name, context.vague)
        key = key_of(**{c: getattr(e, c) for c in ESTIMATIONS.key if getattr(e, c)})
        primary = indicator.name == context.plan.indicateur_principal
        hidden = why or why_hidden(e, results, rounding)
        for column in COLUMNS if primary else COLUMNS[:-1]:
            size = column.startswith("n_")
            yield key, column, (why if size else hidden) or _value(e, column, rounding)


def advantage_facts(results: EditionResults, context: ReportContext, rounding: Rounding) -> Cells:
    """Yield what the figure draws: published differences in smallest differences that matter, good news positive."""
    for key, column, value in outcome_facts(results, context, rounding):
        named = key_parts(key)
        indicator = indicator_of(named["indicateur"])
        importance, mesure = context.plan.importance_of(indicator), MEASURES.get(named.get("mesure", ""))
        if column not in _DRAWN or importance is None:
            continue
        if isinstance(value, str) or mesure is None:
            yield key, _DRAWN[column], value
        elif mesure.kind is MeasureKind.DIFFERENCE:
            yield key, _DRAWN[column], divided(value, indicator.favourable * importance)


def why_hidden(e: Statement, results: EditionResults, rounding: Rounding) -> str:
    """Why nothing but its sizes is published of an outcome, empty when it is: few households, or few whom it is of.

    A mean time kept tells of those who left, a yearly rate of what happened: under five in a group, nobody included,
    editions together would date the one exit, and « 0 » would say something of each household. What cannot be computed
    goes whole: that a difference has no interval says that nothing varies, beside a level of whom.
    """
    if _of_few(e, rounding):
        return few_households(rounding.steps)
    if e.indicator is DUREE_MAINTIEN and _fewest_left(results, e.vague) < rounding.steps.petit_effectif:
        return few_exits_of_a_group(rounding.steps)
    if e.indicator.scale is Scale.COUNT and _fewest_events(e) < rounding.steps.petit_effectif:
        return few_events_of_a_group(rounding.steps)
    return UNKNOWN if None in (e.estimation, e.ic_bas, e.ic_haut) else ""


def group_size(n: int, rounding: Rounding) -> Value:
    """How many households of a group there are: « moins de 5 », or to the nearest step from the fewest published on.

    Between the two nothing is printed: 8 and 9 would print as « 10 », which « moins de 10 » beside it would give away.
    """
    if rounding.steps.petit_effectif <= n < rounding.steps.menages_min:
        return few_households(rounding.steps)
    return rounding.size(n)


def _of_few(e: Statement, rounding: Rounding) -> bool:
    """Whether one of the two groups has too few households for anything of it to be published."""
    return min(e.n_accompagnes, e.n_temoins, *(e.used or ())) < rounding.steps.menages_min


def _fewest_left(results: EditionResults, wave: str) -> int:
    """How many households of one group left by the wave, of the group that fewer left."""
    return min(count_of(results.flux, SORTIS, group, wave) or 0 for group in (ACCOMPAGNE, TEMOIN))


def _fewest_events(e: Statement) -> float:
    """How many events a yearly rate is of, in the group with fewer, had everyone been followed to the wave."""
    years = WAVE_MONTHS[e.vague] / 12
    levels = ((e.valeur_accompagnes, e.n_accompagnes), (e.valeur_temoins, e.n_temoins))
    return min((rate or 0.0) * n * years for rate, n in levels)


def _not_published(indicator: Indicator, results: EditionResults, context: ReportContext) -> str:
    if indicator.name not in PUBLISHABLE:
        return HEALTH if indicator.domain == "bien_etre" else NOT_ALLOWED
    if absent_table(indicator, results):
        return NOT_DELIVERED
    return "" if context.vague in indicator.waves else not_at_this_wave(context.vague)


def _value(e: Statement, column: str, rounding: Rounding) -> Value:
    if column.startswith("n_"):
        return group_size(getattr(e, column), rounding)
    x = getattr(e, column)
    if x is None:
        return UNKNOWN
    if column.startswith("valeur_"):
        limits = (0, WAVE_MONTHS[e.vague]) if e.indicator is DUREE_MAINTIEN else e.indicator.limits
        return rounding.value(e.indicator, x, getattr(e, column.replace("valeur", "n")), limits)
    return rounding.p(x) if column == "p_valeur" else rounding.estimate(e.indicator, e.mesure, x)
