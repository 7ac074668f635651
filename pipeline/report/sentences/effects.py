"""All the effects together: on which side each lies, by its place in the plan, what many looks do, what is missing."""

from __future__ import annotations

from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS
from pipeline.contract.produced.estimates import FAMILLES
from pipeline.french import NBSP, count, enumeration, number
from pipeline.report.context import ReportContext
from pipeline.report.grade_words import grade_words
from pipeline.report.looks import concludes
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.sentences.domain import wave_notice
from pipeline.report.sentences.strata import opposed_within_strata
from pipeline.report.waves import last_wave
from pipeline.report.wording import CAUTION, paragraphs
from pipeline.statements.choice import Role
from pipeline.statements.few import of_a_few, told_side
from pipeline.statements.grades import graded
from pipeline.statements.statement import Direction, Statement, indicator_of
from pipeline.traced import counted

_PLACES = {"principal": "Indicateur principal", "secondaire": "Secondaires", "exploratoire": "Exploratoires"}
_ONE = {
    Direction.FAVOURABLE: "à l’avantage des accompagnés",
    Direction.UNFAVOURABLE: "au désavantage des accompagnés",
    Direction.NULL: "sans écart",
    Direction.UNKNOWN: "sans sens favorable",
}
_ANSWER = "Seul l’indicateur principal répond à la question."
_NO_ANSWER = "L’indicateur principal porte sur la question ; cette édition n’y répond pas."
_OF_A_FEW = "sans sens dit, faute de cinq ménages par groupe"
_SIDES = (Direction.FAVOURABLE, Direction.UNFAVOURABLE)


def effects_text(results: EditionResults, context: ReportContext) -> str:
    """Return the count of differences by side and by place in the plan, and where the crude one says otherwise.

    What has no estimate is listed, with its reason, under the figure.
    """
    names = [*(i.name for i in INDICATORS.values() if i.estimated), DUREE_MAINTIEN.name]
    told = (said(results, n, last_wave(indicator_of(n), context)) for n in names)
    known = [e for e in told if e.estimation is not None]
    if not known:
        return paragraphs(["Aucun écart entre les groupes n’a pu être estimé."])
    return paragraphs(
        [
            _by_place(known, concludes(context)),
            wave_notice(names, context),
            _opposite_to_crude(known),
            _opposite_within_strata(known, results),
            _adjusted(results, context),
            CAUTION,
        ]
    )


def _counted(statements: list[Statement], which: str) -> int:
    """How many of the statements, one an indicator at its last wave, by the method of the plan."""
    n: int = counted(len(statements), "estimations", f"dernière vague, méthode du plan; {which}")
    return n


def _by_place(known: list[Statement], answers: bool) -> str:
    """What the plan named beforehand apart from what it did not: a count of sides is no result."""
    parts = []
    for place in FAMILLES:
        of_it = [e for e in known if e.famille == place]
        if of_it:
            parts.append(f"{_PLACES[place]}{NBSP}: {_sides(of_it, place)}.")
    return (
        f"{' '.join(parts)} Ces nombres comptent des sens, non des preuves : les indicateurs se tiennent les uns les "
        f"autres, et un écart minuscule y compte autant qu’un grand. {_ANSWER if answers else _NO_ANSWER}"
    )


def _sides(of_it: list[Statement], place: str) -> str:
    if len(of_it) == 1:
        return _OF_A_FEW if of_a_few(of_it[0]) else _one(of_it[0])
    few = [e for e in of_it if of_a_few(e)]
    better, worse, level, none = ([e for e in of_it if e not in few and e.direction is side] for side in _ONE)
    total = count(_counted(of_it, f"famille={place}"), "indicateur comparé", "indicateurs comparés")
    parts = [
        f"{number(_counted(some, f'famille={place};sens={sense}'))} {words}"
        for some, sense, words in (
            (better, "favorable", "à l’avantage des accompagnés"),
            (worse, "defavorable", "à leur désavantage"),
            (level, "nul", "sans écart"),
            (none, "sans sens", "sans sens favorable"),
            (few, "peu", _OF_A_FEW),
        )
        if some
    ]
    if len(parts) == 1:
        return f"{total}, tous{parts[0][parts[0].index(' ') :]}"
    return f"{total}, dont {enumeration(parts)}"


def _one(e: Statement) -> str:
    """One that is next to nothing is said to be, and on no side."""
    grades = graded(e)
    return _ONE[e.direction] if grades is None or grades.estimate.side else grade_words(grades.estimate)


def _opposite_to_crude(known: list[Statement]) -> str:
    """Which indicators the crude difference puts on the other side: the plan's method speaks, and this is said."""
    found = [e for e in known if e.crude is not None and {told_side(e), e.crude.direction} == set(_SIDES)]
    if not found:
        return ""
    names = enumeration([f"« {e.indicator.label} »" for e in found])
    return f"L’écart brut est de sens contraire pour {names} : c’est la méthode du plan qui parle."


def _opposite_within_strata(known: list[Statement], results: EditionResults) -> str:
    """Which indicators, of those that the crude difference tells, have the other sign between comparable households."""
    found = [f"« {e.indicator.label} »" for e in known if opposed_within_strata(e, results)]
    if not found:
        return ""
    return (
        f"À strates égales, l’écart est de sens contraire pour {enumeration(found)} : les deux panels n’ont pas la "
        "même composition."
    )


def _adjusted(results: EditionResults, context: ReportContext) -> str:
    """That the secondary family's p-values are adjusted together; empty where there is none."""
    tests = [said(results, name, context.vague, Role.TEST) for name in context.plan.secondaires]
    if all(e.p_ajustee is None for e in tests):
        return ""
    return (
        "Les *p* des indicateurs secondaires sont ajustées ensemble, par le max-T de Westfall et Young "
        "(@sec-multiplicite)."
    )
