"""The facts of the frame: what is no result and is known to all — sizes planned, thresholds, dates, how numbers are
rounded. They are exact; they are listed so that each number of a public document is a published fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from pipeline.contract.indicators import INDICATORS, INTERVIEW_WAVES, WAVE_MONTHS, Indicator, Scale
from pipeline.french import NARROW, NBSP, euros, long_date, number, percent
from pipeline.params import Publique
from pipeline.publication.fact import Rounded, key_of
from pipeline.publication.households import survival_facts
from pipeline.publication.outcomes import Cells, outcome_facts, planned_outcomes
from pipeline.publication.rounding import Rounding, constant
from pipeline.publication.scheme import PARTS, RATIOS, done_facts
from pipeline.report.context import ReportContext
from pipeline.report.records import first, records
from pipeline.report.results import EditionResults
from pipeline.statements.solidity import CHOSEN, DETECTABLE_AT_MOST, LEAST, RANDOMISED, UNKNOWN_AT_MOST

_SCALES = {"lsns6": (0, 30), "ucla3": (3, 9), "who5": (0, 100), "procedure_max": (0, 8)}
_QUESTIONS = {"lsns6": 6, "ucla3": 3, "who5": 5}  # the number in the name of each questionnaire
_HUNDRED = 100  # « 80 sur 100 »
_CALL = 10_000  # « 10 000 logements Hlm accompagnés »
_NOTE = 2014
_AT_AN_END = re.compile(rf"(?P<number>\d+(?:,\d+)?)[{NARROW}{NBSP} ]?(?P<unit>%|mois)? ou (?:moins|plus)")
Constants = Iterator[tuple[str, str, Rounded]]  # name, unit, value
_HOUSEHOLDS, _MONTHS, _EUROS, _PERCENT, _POINTS, _SCORE = "ménages", "mois", "€", "%", "points", "score"


def frame_facts(results: EditionResults, context: ReportContext, rounding: Rounding) -> Cells:
    """Yield the constants: one row a name and a unit, column `valeur`.

    The unit says what a constant may stand for: the top of a scale is no number of households, nor a percentage.
    """
    days = {"gel": context.gel, "document": context.params.rapport.date.get(context.nom, context.gel)}
    for name, day in days.items():
        yield (
            key_of(nom=name, date=day.isoformat(), unite="an"),
            "valeur",
            constant(day.year, f"{day.year}", long_date(day)),
        )
    constants = (
        *_design(context), *_budget(results), *_steps(rounding.steps), *_reading(),
        *_ends_of_classes(results, context, rounding),
    )  # fmt: skip
    for name, unit, rounded in constants:
        yield key_of(nom=name, unite=unit), "valeur", rounded


def _design(context: ReportContext) -> Constants:
    checks, thresholds = context.params.controles, context.params.seuils
    yield "horizon", _MONTHS, _counted(context.horizon, "mois", "mois")
    yield (
        "niveau",
        _PERCENT,
        constant(context.plan.niveau, number(100 * context.plan.niveau), percent(context.plan.niveau)),
    )
    yield "prevus_accompagnes", _HOUSEHOLDS, _bare(checks.effectif_prevu_accompagnes)
    yield "prevus_temoins", _HOUSEHOLDS, _bare(checks.effectif_prevu_temoins)
    yield "menages_dispositif", _HOUSEHOLDS, _bare(context.params.couts.menages_accompagnes_dispositif)
    for name, edition in context.params.editions.items():
        yield f"echeance_{name}", _MONTHS, _counted(edition.horizon, "mois", "mois")
    for indicator in planned_outcomes(context):
        importance = context.plan.importance_of(indicator)
        if importance is not None:
            yield f"importance_{indicator.name}", *_important(indicator, importance)
    yield "impaye_mois", _MONTHS, _counted(thresholds.impaye_mois, "mois", "mois")
    yield "editions", "éditions", _bare(len(context.params.editions))
    yield "entretiens", "entretiens", _bare(sum(WAVE_MONTHS[w] <= context.horizon for w in INTERVIEW_WAVES))


def _budget(results: EditionResults) -> Constants:
    """What the note planned: its budget by part, and per household."""
    for part in PARTS:
        planned_amounts = [r["prevu"] for r in records(results.couts, volet=part) if r["prevu"] is not None]
        yield f"prevu_volet_{part}", _EUROS, _euros(sum(planned_amounts))
    for mesure in RATIOS:
        reference = first(results.couts_ratios, mesure=mesure)["reference"]
        if reference is not None:
            yield f"prevu_{mesure}", _EUROS, _euros(reference)


def _steps(steps: Publique) -> Constants:
    yield "pas_effectifs", _HOUSEHOLDS, _counted(steps.effectifs, "ménage", "ménages")
    yield "pas_parts", _POINTS, _counted(steps.parts, "point", "points")
    yield "pas_montants", _EUROS, constant(steps.montants, number(steps.montants), f"{number(steps.montants)}{NBSP}€")
    for name, step in (("scores", steps.scores), ("durees", steps.durees), ("rapports", steps.rapports)):
        yield f"pas_{name}", _SCORE, constant(step, number(step, 1))
    yield "petit_effectif", _HOUSEHOLDS, _bare(steps.petit_effectif)
    yield "menages_min", _HOUSEHOLDS, _counted(steps.menages_min, "ménage", "ménages")


def _ends_of_classes(results: EditionResults, context: ReportContext, rounding: Rounding) -> Constants:
    """Where the printed classes at the ends of a scale begin (« 11,5 mois ou plus »): the rule's, by the printed size.

    Such a number is neither a bound of its fact nor its middle.
    """
    told = chain(*(cells(results, context, rounding) for cells in (outcome_facts, survival_facts, done_facts)))
    words = dict.fromkeys(v.nombre for _, _, v in told if isinstance(v, Rounded) and _AT_AN_END.match(v.nombre))
    ends = dict.fromkeys((m["number"], m["unit"] or "") for m in map(_AT_AN_END.fullmatch, words) if m)
    for number_words, unit in ends:
        named = {"%": _PERCENT, "": _SCORE}.get(unit, _MONTHS)
        value = float(number_words.replace(",", "."))
        yield f"bout_{number_words.replace(',', '_')}", named, constant(value, number_words)


def _reading() -> Constants:
    """What it takes to read the documents: scales of the scores and of the mark, the call for projects, the note."""
    for name, (low, high) in _SCALES.items():
        yield f"bas_{name}", _SCORE, _bare(low)
        yield f"haut_{name}", _SCORE, _bare(high)
    for name, n in _QUESTIONS.items():
        yield f"questions_{name}", "questions", constant(n, number(n), f"{INDICATORS[name].label}")
    yield "marque_bas", _SCORE, _bare(LEAST)
    yield "marque_haut", _SCORE, _bare(RANDOMISED)
    yield "marque_depart", _SCORE, _bare(CHOSEN)
    yield (
        "marque_inconnus",
        _PERCENT,
        constant(UNKNOWN_AT_MOST, number(100 * UNKNOWN_AT_MOST), percent(UNKNOWN_AT_MOST)),
    )
    yield "marque_decelable", _SCORE, _bare(DETECTABLE_AT_MOST)
    yield "appel", "logements", _bare(_CALL)
    yield "cent", "sur cent", _bare(_HUNDRED)
    yield "note", "an", constant(_NOTE, f"{_NOTE}")


def _important(indicator: Indicator, importance: float) -> tuple[str, Rounded]:
    """Its unit, and the difference in it: shares in points, as documents print them."""
    share = indicator.scale is Scale.BINARY
    points = round(100 * importance, 9) if share else importance
    counted = share or indicator.unit == "points"
    words = _counted(points, "point", "points") if counted else constant(points, euros(points))
    return _POINTS if counted else _EUROS, constant(importance, words.nombre, words.texte)


def _euros(x: float) -> Rounded:
    return constant(x, number(x), euros(x))


def _bare(n: float) -> Rounded:
    return constant(n, number(n))


def _counted(n: float, one: str, many: str) -> Rounded:
    text = number(n, 0 if n == int(n) else 1)
    return constant(n, text, f"{text}{NBSP}{one if abs(n) < 2 else many}")
