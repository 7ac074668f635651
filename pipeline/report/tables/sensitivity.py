"""The tables of the sensitivity annex: one row a variant and method, the numbers as they were estimated."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.contract.results import ESTIMATIONS
from pipeline.contract.results_sensitivity import SENSIBILITE
from pipeline.french import MISSING, NBSP, number
from pipeline.report.context import ReportContext
from pipeline.report.estimates import indicator_of
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import Result, results_of
from pipeline.report.tables.notes import Notes
from pipeline.report.tables.outcomes import level_of
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.units import p_text
from pipeline.report.wording import GROUP_TITLES, wave_title


def truncation_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return the answers to truncation by exit; None when there is none."""
    found = [r for r in results_of(results, "troncature") if r.estimate.methode != "permutation"]
    note = (
        "Écart : accompagnés moins témoins ; rangs : probabilité qu’un accompagné ait une valeur plus haute qu’un "
        "témoin (0,5 : pas de différence). Bornes : ce ne sont pas des intervalles de confiance."
    )
    return _table("troncature", "Ce que deviennent les écarts quand les sorties comptent", found, context, (note,))


def definitions_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return one row a variant, one column a method; the file of the table has the other methods too."""
    found = results_of(results, "definitions")
    rows, previous = [], ""
    for (name, _), part in _by_variant(found).items():
        title = f"{indicator_of(name).label}, {wave_title(part[0].estimate.vague).lower()}"
        by_method = {r.estimate.methode: r.gap for r in part}
        cells = [by_method.get(method, MISSING) for method in _SIDE_BY_SIDE]
        rows.append([title if title != previous else "", part[0].libelle, *cells])
        previous = title
    if not rows:
        return None
    heads = (
        Head("Indicateur"),
        Head("Définition"),
        *(Head(f"{words} [IC {level_of(context)}]", right=True) for words in _SIDE_BY_SIDE.values()),
    )
    note = (
        "Écart : accompagnés moins témoins, en points pour les parts, en classes pour trois issues. Les rapports de "
        "cotes, les rangs, les p et les effectifs sont dans le fichier du tableau."
    )
    return PipeTable("definitions", "Autres définitions, mêmes méthodes", heads, rows, (note,), _data(found))


def missing_effects_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return what the effect could be if the missing were seen."""
    caption = "Ce que les valeurs manquantes pourraient changer"
    return _table("manquants_effets", caption, results_of(results, "manquants"), context)


def missing_reasons_table(results: EditionResults, _: ReportContext) -> PipeTable | None:
    """Return how many values are missing by indicator, group and reason; None when none is."""
    frame = results.manquants_motifs
    if frame.empty:
        return None
    rows, previous = [], ""
    for (name, wave, label), part in frame.groupby(["indicateur", "vague", "libelle"], sort=False):
        counts = dict(zip(part["groupe"], part["effectif"], strict=True))
        title = f"{indicator_of(str(name)).label}, {wave_title(str(wave)).lower()}"
        cells = [number(int(counts.get(group, 0))) for group in GROUP_TITLES]
        rows.append([title if title != previous else "", str(label), *cells])
        previous = title
    heads = (Head("Indicateur"), Head("Pourquoi"), *(Head(t, right=True) for t in GROUP_TITLES.values()))
    return PipeTable("manquants_motifs", "Valeurs manquantes des indicateurs du plan, et pourquoi", heads, rows)


def hidden_causes_table(results: EditionResults, _: ReportContext) -> PipeTable | None:
    """Return the E-values and Γ of each indicator."""
    found = [r for r in results_of(results, "confusion") if r.variante != "temoin_negatif"]
    found = [r for r in found if r.estimate.estimation is not None]
    if not found:
        return None
    rows, previous = [], ""
    for r in found:
        title = r.indicator.label
        bound = number(r.estimate.ic_bas, 2)
        rows.append([title if title != previous else "", r.libelle, r.text(r.estimate.estimation), bound])
        previous = title
    heads = (Head("Indicateur"), Head("Mesure"), Head("Estimation", right=True), Head("Borne", right=True))
    note = (
        "Valeur E : le plus petit rapport de risques qu’une cause cachée devrait avoir avec l’accompagnement et avec "
        "l’issue pour expliquer l’estimation ; « Borne » : pour expliquer la borne de l’intervalle la plus proche de "
        "l’absence d’effet (1 : elle y est déjà)."
    )
    return PipeTable("causes_cachees", "Quelle cause cachée faudrait-il ?", heads, rows, (note,), _data(found))


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
    return PipeTable("temoins_negatifs", "Ce que l’accompagnement n’a pas pu changer", heads, rows, (), _data(found))


def precision_table(results: EditionResults, _: ReportContext) -> PipeTable | None:
    """Return the smallest effect that the achieved sizes find with 80 % of chances, by indicator."""
    found = results_of(results, "precision")
    if not found:
        return None
    rows = [
        [
            r.indicator.label,
            wave_title(r.estimate.vague),
            r.unit.difference(r.estimate.estimation, sign=True),
            r.sizes,
            r.estimate.note,
        ]
        for r in found
    ]
    heads = (
        Head("Indicateur"),
        Head("Échéance"),
        Head("Plus petit effet", right=True),
        Head("Ménages (acc. / tém.)", right=True),
        Head("Lecture"),
    )
    caption = "Plus petit effet favorable que ces effectifs trouvent huit fois sur dix"
    return PipeTable("precision", caption, heads, rows, (), _data(found))


def heterogeneity_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return the interactions that could be computed."""
    found = [r for r in results_of(results, "heterogeneite") if r.variante != "ensemble"]
    shown = [r for r in found if r.estimate.estimation is not None]
    lost = len(found) - len(shown)
    small = f"{number(lost)} comparaisons ne sont pas calculées, faute de cinq ménages par groupe." if lost > 1 else ""
    caption = "Différences d’effet entre sous-groupes (interactions)"
    return _table("heterogeneite", caption, shown, context, (small,) if small else ())


def landlords_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return the comparisons that take landlords into account."""
    return _table("bailleurs", "Les bailleurs dans la comparaison", results_of(results, "bailleurs"), context)


def other_methods_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return the other methods, by indicator."""
    return _table("autres_methodes", "Autres méthodes", results_of(results, "methodes"), context)


_SIDE_BY_SIDE = {
    "difference_brute": "Brute",
    "ancova": "Ajustée, strates",
    "ancova_covariables": "Ajustée, covariables",
    "ancova_bailleurs": "Par bailleur",
}


def _by_variant(found: Sequence[Result]) -> dict[tuple[str, str], list[Result]]:
    parts: dict[tuple[str, str], list[Result]] = {}
    for r in found:
        parts.setdefault((r.estimate.indicateur, r.variante), []).append(r)
    return parts


def _table(
    name: str, caption: str, found: Sequence[Result], context: ReportContext, remarks: Sequence[str] = ()
) -> PipeTable | None:
    if not found:
        return None
    notes, rows, previous = Notes(), [], ("", "")
    for r in found:
        title = f"{r.indicator.label}, {wave_title(r.estimate.vague).lower()}"
        mark = notes.mark(r.estimate.note) if r.estimate.estimation is None and r.estimate.ic_bas is None else ""
        gap = r.gap if r.estimate.methode != "bascule" or r.estimate.estimation is not None else MISSING
        rows.append(
            [
                title if title != previous[0] else "",
                r.libelle if (title, r.libelle) != previous else "",
                r.method,
                f"{gap} {mark}".strip(),
                p_text(r.estimate.p_valeur),
                r.sizes,
            ]
        )
        previous = (title, r.libelle)
    heads = (
        Head("Indicateur"),
        Head("Variante"),
        Head("Méthode"),
        Head(f"Estimation [IC {level_of(context)}]", right=True),
        Head("p", right=True),
        Head(f"Acc.{NBSP}/{NBSP}tém.", right=True),
    )
    return PipeTable(name, caption, heads, rows, (*remarks, *notes.paragraphs()), _data(found))


def _data(found: Sequence[Result]) -> tuple[Sequence[str], Sequence[Sequence[str | float | int | None]]]:
    titles = [c for c in SENSIBILITE if c != "sens_favorable"]
    shared = [c for c in titles if c in ESTIMATIONS]
    rows = [[r.analyse, r.variante, r.libelle, *(getattr(r.estimate, c) for c in shared)] for r in found]
    return titles, rows
