"""All the estimates of the horizon's wave, method by method."""

from __future__ import annotations

from dataclasses import replace

from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS, Scale
from pipeline.contract.methods import MEASURES, METHODS
from pipeline.french import NBSP
from pipeline.report.context import ReportContext
from pipeline.report.remarks import sentences
from pipeline.report.results import EditionResults
from pipeline.report.tables.notes import Notes
from pipeline.report.tables.outcomes import level_of
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.units import estimate_text, interval_text, p_text
from pipeline.report.wording import at_wave
from pipeline.statements.few import without_bounds_of_a_few
from pipeline.statements.statement import Statement, read_statements

_ORDER = {name: rank for rank, name in enumerate((*INDICATORS, DUREE_MAINTIEN.name))}
_METHOD_ORDER = {name: rank for rank, name in enumerate(METHODS)}
_FAMILY_ORDER = {name: rank for rank, name in enumerate(("principal", "secondaire", "exploratoire"))}

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


def effects_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return the rows of the horizon's wave, primary first, then secondary, then exploratory; None without any.

    The file of the table has the rows of `_only_in_the_file` too, which are not shown.
    """
    every = read_statements(results.estimations[results.estimations["vague"] == context.vague])
    if not every:
        return None
    rows = _shown(every)
    rows.sort(key=_rank)
    notes, shown = Notes(), [e for e in rows if not _only_in_the_file(e)]
    heads = (
        Head("Indicateur"),
        Head("Méthode, mesure"),
        Head("n", right=True),
        Head(f"Estimation [IC {level_of(context)}]", right=True),
        Head("p", right=True),
        Head("p ajustée", right=True),
        Head("Note", right=True),
    )
    return PipeTable(
        "effets",
        f"Toutes les estimations {at_wave(context.vague)}",
        heads,
        [_cells(e, i == 0 or shown[i - 1].indicateur != e.indicateur, notes) for i, e in enumerate(shown)],
        (
            "n : ménages accompagnés + ménages témoins. p ajustée : pour la famille secondaire, par max-T de "
            "Westfall et Young sur les lignes de permutation, par Holm à l’intérieur de chaque autre méthode ; la "
            "famille exploratoire n’est pas ajustée. L’intervalle est celui de l’estimation. La permutation est à côté "
            "de l’écart à strate égale, celui qu’elle teste ; elle ne donne pas d’intervalle.",
            *notes.paragraphs(),
        ),
        (DATA_TITLES, [_data(e) for e in rows]),
    )


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


def _rank(e: Statement) -> tuple[int, int, int, str]:
    return (
        _FAMILY_ORDER.get(e.famille, 9),
        _ORDER.get(e.indicateur, 99),
        _METHOD_ORDER.get(e.methode, 99),
        e.mesure,
    )


def _cells(e: Statement, first: bool, notes: Notes) -> list[str]:
    estimate = estimate_text(e)
    if e.ic_bas is not None or e.ic_haut is not None:
        estimate = f"{estimate} {interval_text(e)}"
    return [
        f"**{e.indicator.label}** ({e.famille})" if first else "",
        f"{METHODS[e.methode].label} : {MEASURES[e.mesure].label}",
        f"{e.n_accompagnes}{NBSP}+{NBSP}{e.n_temoins}",
        estimate,
        p_text(e.p_valeur),
        p_text(e.p_ajustee),
        notes.mark(e.note),
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
