"""All the estimates of the horizon's wave, method by method: a table a family."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS, Scale
from pipeline.contract.methods import MEASURES, METHODS
from pipeline.contract.remarks import MASKED_SIZE, codes_of, holds
from pipeline.french import MISSING, NBSP
from pipeline.report.context import ReportContext
from pipeline.report.remarks import particular, sentences
from pipeline.report.results import EditionResults
from pipeline.report.tables.notes import Notes
from pipeline.report.tables.outcomes import level_of
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.units import estimate_text, interval_text, p_text
from pipeline.report.wording import at_wave
from pipeline.statements.difference import EXPLORATORY
from pipeline.statements.few import without_bounds_of_a_few
from pipeline.statements.statement import Statement, read_statements

_ORDER = {name: rank for rank, name in enumerate((*INDICATORS, DUREE_MAINTIEN.name))}
_METHOD_ORDER = {name: rank for rank, name in enumerate(METHODS)}

_NAMES = {"principal": "principal", "secondaire": "secondaires", "exploratoire": "exploratoires"}
_CAPTIONS = {
    "principal": "L’indicateur principal",
    "secondaire": "Les indicateurs secondaires",
    "exploratoire": "Les indicateurs exploratoires",
}
_ADJUSTED = 4  # the column of the adjusted p
_SIZES = "n : ménages accompagnés + ménages témoins."
_STRATIFIED, _PERMUTED = "difference_stratifiee", "permutation"

DATA_TITLES = (
    "indicateur",
    "libelle",
    "famille",
    "vague",
    "methode",
    "mesure",
    "n_accompagnes",
    "n_temoins",
    "estimation",
    "erreur_type",
    "ic_bas",
    "ic_haut",
    "p_valeur",
    "p_ajustee",
    "note",
)


def effects_table(results: EditionResults, context: ReportContext, famille: str) -> PipeTable | None:
    """Return the rows of the horizon's wave in one family, by indicator, method after method; None without any.

    A row that names the indicator and its measure, then a row a method. The file of the table has the rows of
    `_only_in_the_file` too, which are not shown. How each method is made is told once, in the section: a note says
    what is particular to its row.
    """
    every = read_statements(results.estimations[results.estimations["vague"] == context.vague])
    rows = sorted((e for e in _shown(every) if e.famille == famille), key=_rank)
    if not rows:
        return None
    notes, shown = Notes(), [e for e in rows if not _only_in_the_file(e)]
    heads = [
        Head("Indicateur, puis méthode"),
        Head("n", right=True),
        Head(f"Estimation [IC {level_of(context)}]", right=True),
        Head("p", right=True),
        Head("p ajustée", right=True),
        Head("Note", right=True),
    ]
    if famille == EXPLORATORY:  # no p of this family is adjusted
        heads.pop(_ADJUSTED)
    return PipeTable(
        f"effets_{_NAMES[famille]}",
        f"{_CAPTIONS[famille]} {at_wave(context.vague)}, méthode par méthode",
        heads,
        [row for name, of_it in groupby(shown, key=lambda e: e.indicateur) for row in _rows(list(of_it), notes)],
        (_SIZES, *notes.paragraphs()),
        (DATA_TITLES, [_data(e) for e in rows]),
    )


def _rows(of_an_indicator: list[Statement], notes: Notes) -> Iterator[list[str]]:
    """The row of the indicator, with the measure that most of its methods share, then a row a method.

    The methods that say nothing, of what is masked or of what nobody of a group has a value of, have one row for all.
    """
    first = of_an_indicator[0]
    usual = Counter(e.mesure for e in of_an_indicator).most_common(1)[0][0]
    yield _fitting([f"**{first.indicator.label}**", "", MEASURES[usual].label, "", "", ""], first)
    told = [e for e in of_an_indicator if not _says_nothing(e)] if _says_nothing(first) else of_an_indicator
    for e in told:
        yield _fitting(_cells(e, usual, notes), e)
    if len(told) < len(of_an_indicator):  # one line says as much as a line a method
        which = "Les autres méthodes" if told else "Toutes les méthodes"
        yield _fitting([which, "", MISSING, MISSING, MISSING, notes.mark(particular(first.note))], first)


def _says_nothing(e: Statement) -> bool:
    """Whether the row has no number, of a value that is masked or that nobody of a group has."""
    return holds(e.note, MASKED_SIZE) or (e.estimation is None and "aucune_valeur" in dict(codes_of(e.note)))


def _fitting(cells: list[str], e: Statement) -> list[str]:
    return [c for i, c in enumerate(cells) if i != _ADJUSTED or e.famille != EXPLORATORY]


def _shown(every: list[Statement]) -> list[Statement]:
    """The rows as they are printed: a p within strata beside the difference within strata, no interval of a handful."""
    stratified = {(e.indicateur, e.mesure): e for e in every if e.methode == _STRATIFIED}
    shown = []
    for e in every:
        if e.methode == _STRATIFIED:
            continue
        if e.methode == _PERMUTED and e.indicator.scale is not Scale.DURATION:
            tested = stratified.get((e.indicateur, e.mesure))
            e = replace(e, estimation=None if tested is None else tested.estimation)
        shown.append(without_bounds_of_a_few(e))
    return shown


def _only_in_the_file(e: Statement) -> bool:
    """Standardised sizes, which no reader asks for; debts made up for households that left, which have none; odds of
    a cooperative that has a handful of members."""
    return (
        e.methode == "taille_effet"
        or (e.methode == "imputation" and e.indicator.domain == "impayes")
        or (e.methode == "firth" and e.indicateur == "membre_cooperative")
    )


def _rank(e: Statement) -> tuple[int, int, str]:
    return _ORDER.get(e.indicateur, 99), _METHOD_ORDER.get(e.methode, 99), e.mesure


def _cells(e: Statement, usual: str, notes: Notes) -> list[str]:
    estimate = estimate_text(e)
    if e.ic_bas is not None or e.ic_haut is not None:
        estimate = f"{estimate} {interval_text(e)}"
    method, measure = METHODS[e.methode].label, MEASURES[e.mesure].label
    return [
        method if e.mesure == usual or measure == method.lower() else f"{method} : {measure}",
        f"{e.n_accompagnes}{NBSP}+{NBSP}{e.n_temoins}",
        estimate,
        p_text(e.p_valeur),
        p_text(e.p_ajustee),
        notes.mark(particular(e.note)),
    ]


def _data(e: Statement) -> list[str | float | int | None]:
    return [
        e.indicateur,
        e.indicator.label,
        e.famille,
        e.vague,
        e.methode,
        e.mesure,
        e.n_accompagnes,
        e.n_temoins,
        e.estimation,
        e.erreur_type,
        e.ic_bas,
        e.ic_haut,
        e.p_valeur,
        e.p_ajustee,
        sentences(e.note),
    ]
