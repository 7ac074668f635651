"""The tables of the sensitivity annex: one row a variant and method, the numbers as they were estimated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from pipeline.contract.produced.estimates import ESTIMATIONS
from pipeline.contract.produced.sensitivity import SENSIBILITE
from pipeline.contract.remarks import MASKED_SIZE, holds
from pipeline.french import MISSING, NBSP, number
from pipeline.report.context import ReportContext
from pipeline.report.few_at_a_place import SIZES
from pipeline.report.remarks import sentences
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import Result, results_of
from pipeline.report.tables.notes import Notes
from pipeline.report.tables.outcomes import level_of
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.units import p_text
from pipeline.report.wording import GROUP_TITLES, at_wave, wave_title
from pipeline.statements.statement import indicator_of

Data = tuple[Sequence[str], Sequence[Sequence[str | float | int | None]]]


def truncation_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return the answers to truncation by exit; None when there is none."""
    found = [r for r in results_of(results, "troncature") if r.estimate.methode != "permutation"]
    note = (
        "Écart : accompagnés moins témoins ; rangs : probabilité qu’un accompagné ait une valeur plus haute qu’un "
        "témoin (0,5 : pas de différence). Bornes : ce ne sont pas des intervalles de confiance."
    )
    return variants_table(
        "troncature", "Ce que deviennent les écarts quand les sorties comptent", found, context, (note,)
    )


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
        *(Head(words, right=True) for words in _SIDE_BY_SIDE.values()),
    )
    note = (
        "Écart : accompagnés moins témoins, en points pour les parts, en classes pour trois issues. Les rapports de "
        "cotes, les rangs, les p et les effectifs sont dans le fichier du tableau."
    )
    caption = f"Autres définitions, mêmes méthodes{NBSP}: écart [IC {level_of(context)}]"
    empty = (_NO_CELL,) if any(MISSING in row for row in rows) else ()
    return PipeTable("definitions", caption, heads, rows, (note, *empty, *brought_back(found)), sensitivity_data(found))


def missing_effects_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return what the effect could be if the missing were seen, one row an indicator; the file has every row.

    Debts have no row: most are not missing, the household left. `truncation_table` counts those exits.
    """
    found = results_of(results, "manquants")
    shown = [r for r in found if r.indicator.domain != "impayes"]
    if not shown:
        return None
    rows = []
    for name in dict.fromkeys(r.estimate.indicateur for r in shown):
        by_variant = {r.variante: r for r in shown if r.estimate.indicateur == name}
        first = next(iter(by_variant.values()))
        rows.append(
            [
                f"{first.indicator.label}, {wave_title(first.estimate.vague).lower()}",
                _ends(by_variant.get("pire_cas"), by_variant.get("meilleur_cas")),
                _gap(by_variant.get("ponderation_observation")),
                *(_shift(by_variant.get(f"bascule_{group}")) for group in ("accompagnes", "temoins")),
            ]
        )
    heads = (
        Head("Indicateur"),
        Head("Du pire au meilleur cas", right=True),
        Head(f"Pondéré [IC {level_of(context)}]", right=True),
        Head("Bascule, acc.", right=True),
        Head("Bascule, tém.", right=True),
    )
    note = (
        "Écarts, accompagnés moins témoins. Du pire au meilleur cas : les manquants reçoivent les bouts de l’échelle "
        "(à défaut, les extrêmes observés). Pondéré : les ménages observés comptent aussi pour ceux qui leur "
        "ressemblent. Bascule : décalage des manquants de ce groupe qui amène à l’absence d’écart une borne de "
        "l’intervalle de Welch, sans ajustement, qui n’est pas toujours celui du rapport ; « – » : aucun décalage "
        "possible sur l’échelle n’y suffit, ou rien ne manque. Les dettes des ménages "
        "sortis ne manquent pas, elles n’existent plus : elles n’ont pas de ligne ici (@sec-troncature). Les "
        "intervalles, les p, les bornes de Lee et les effectifs sont dans le fichier du tableau."
    )
    caption = "Ce que les valeurs manquantes pourraient changer"
    return PipeTable("manquants_effets", caption, heads, rows, (note,), sensitivity_data(found))


def missing_reasons_table(results: EditionResults, _: ReportContext) -> PipeTable | None:
    """Return how many values are missing by group and reason; indicators that miss the same share their rows."""
    frame = results.manquants_motifs
    if frame.empty:
        return None
    waves = [str(w) for w in frame["vague"].unique()]
    alike: dict[tuple[tuple[str, ...], ...], list[str]] = {}
    for (name, wave), part in frame.groupby(["indicateur", "vague"], sort=False):
        label = indicator_of(str(name)).label
        title = label if len(waves) == 1 else f"{label}, {wave_title(str(wave)).lower()}"
        alike.setdefault(tuple(_reasons(part)), []).append(title)
    rows = [
        [" ; ".join(titles) if i == 0 else "", *line] for lines, titles in alike.items() for i, line in enumerate(lines)
    ]
    heads = (Head("Indicateur"), Head("Pourquoi"), *(Head(t, right=True) for t in GROUP_TITLES.values()))
    data = [[None if pd.isna(v) else v for v in r] for r in frame.astype(object).itertuples(index=False)]
    return PipeTable(
        "manquants_motifs",
        f"Valeurs manquantes des indicateurs du plan{f' {at_wave(waves[0])}' if len(waves) == 1 else ''}, et pourquoi",
        heads,
        rows,
        (),
        (list(frame.columns), data),
    )


def precision_table(results: EditionResults, _: ReportContext) -> PipeTable | None:
    """Return the smallest effect that the achieved sizes find with 80 % of chances, by indicator."""
    found = [r for r in results_of(results, "precision") if r.variante == "detectable"]
    if not found:
        return None
    rows = [
        [
            r.indicator.label,
            wave_title(r.estimate.vague),
            r.unit.difference(r.estimate.estimation, sign=True),
            r.sizes,
            sentences(r.estimate.note),
        ]
        for r in found
    ]
    heads = (
        Head("Indicateur"),
        Head("Échéance"),
        Head("Plus petit écart", right=True),
        Head("Ménages (acc. / tém.)", right=True),
        Head("Lecture"),
    )
    caption = "Plus petit écart favorable que ces effectifs trouvent huit fois sur dix"
    return PipeTable("precision", caption, heads, rows, (), sensitivity_data(found))


def heterogeneity_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return the interactions that could be computed."""
    found = [r for r in results_of(results, "heterogeneite") if r.variante != "ensemble"]
    shown = [r for r in found if r.estimate.estimation is not None]
    lost = len(found) - len(shown)
    small = f"{number(lost)} comparaisons ne sont pas calculées, faute de cinq ménages par groupe." if lost > 1 else ""
    modes = _MODES if any(holds(r.estimate.note, "modes_compares_entre_eux") for r in shown) else ""
    caption = "Différences d’écart entre sous-groupes"
    return variants_table("heterogeneite", caption, shown, context, tuple(words for words in (modes, small) if words))


def other_methods_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return the other methods, by indicator."""
    shown = [r for r in results_of(results, "methodes") if r.variante != _ONLY_IN_THE_FILE]
    cut = any(r.variante == "freedman_lane" and r.indicator.score for r in shown)
    return variants_table("autres_methodes", "Autres méthodes", shown, context, (_OWN_BASELINE,) if cut else ())


def variants_table(
    name: str,
    caption: str,
    found: Sequence[Result],
    context: ReportContext,
    remarks: Sequence[str] = (),
    data: Data | None = None,
) -> PipeTable | None:
    """Return one row a variant and method, None without any; a method that is that of every row stands in the caption.

    `data`: what the file of the table holds, when it is not these rows.
    """
    if not found:
        return None
    notes, rows, previous, several = Notes(), [], ("", ""), len({r.method for r in found}) > 1
    for r in found:
        title = indicator_at_wave(r)
        mark = notes.mark(r.estimate.note) if _unexplained(r) else ""
        gap = r.gap if r.estimate.methode != "bascule" or r.estimate.estimation is not None else MISSING
        rows.append(
            [
                title if title != previous[0] else "",
                r.libelle if (title, r.libelle) != previous else "",
                *([r.method] if several else []),
                f"{gap} {mark}".strip(),
                MISSING if r.rejects_nothing else p_text(r.estimate.p_valeur),
                r.sizes,
            ]
        )
        previous = (title, r.libelle)
    untold = any(r.sizes == MISSING and r.gap != MISSING for r in found)
    remarks = (*remarks, *brought_back(found), *((_UNTOLD,) if untold else ()))
    heads = (
        Head("Indicateur"),
        Head("Variante"),
        *([Head("Méthode")] if several else []),
        Head(f"Estimation [IC {level_of(context)}]", right=True),
        Head("p", right=True),
        Head(f"Acc.{NBSP}/{NBSP}tém.", right=True),
    )
    told = caption if several else f"{caption} ({found[0].method})"
    return PipeTable(name, told, heads, rows, (*remarks, *notes.paragraphs()), data or sensitivity_data(found))


def indicator_at_wave(r: Result) -> str:
    """« Impayé (solde), 24 mois »: the name of a row."""
    return f"{r.indicator.label}, {wave_title(r.estimate.vague).lower()}"


def brought_back(found: Sequence[Result]) -> tuple[str, ...]:
    """Say that values were brought back to the scale of their indicator, when some were."""
    words = "Ce qui sortirait de l’échelle d’un indicateur y est ramené."
    return (words,) if any(holds(r.estimate.note, _ON_THE_SCALE) for r in found) else ()


def sensitivity_data(found: Sequence[Result]) -> Data:
    """Return the titles and the cells of the file of a table made of these rows."""
    titles = [c for c in SENSIBILITE.names if c != "sens_favorable"]
    shared = [c for c in titles if c in ESTIMATIONS.names and c != "note"]
    rows = [
        [r.analyse, r.variante, r.libelle, *(_shown(r, c) for c in shared), sentences(r.estimate.note)] for r in found
    ]
    return titles, rows


def _shown(r: Result, column: str) -> str | float | int | None:
    """A masked size is not 0: with a note that says so, or with numbers, which are those of some households."""
    value: str | float | int | None = getattr(r.estimate, column)
    if column not in SIZES or value:
        return value
    e = r.estimate
    told = any(v is not None for v in (e.estimation, e.ic_bas, e.ic_haut))
    return None if told or holds(e.note, MASKED_SIZE) else value


_ON_THE_SCALE = "ramene_a_l_echelle"
_ONLY_IN_THE_FILE = "quasi_poisson"
_OWN_BASELINE = (
    "Freedman–Lane : ajustée sur les strates et sur l’indicateur lui-même à l’inclusion ; pour un seuil, la méthode du "
    "plan l’est sur le score dont il est tiré, et ne donne pas le même écart."
)
_MODES = (
    "Mode : les deux modes comparés entre eux, parmi les accompagnés ; les deux nombres de la dernière colonne sont "
    "les ménages de chaque mode."
)
_NO_CELL = "« – » : non estimé, ou masqué : ce nombre dirait ce qu’il en est de quelques ménages seulement."
_UNTOLD = "Effectifs « – » : masqués, ils diraient ce qu’il en est de quelques ménages seulement."
_SIDE_BY_SIDE = {
    "difference_brute": "Brute",
    "ajustee": "Ajustée, strates",
    "ajustee_covariables": "Ajustée, covariables",
    "ajustee_bailleurs": "Par bailleur",
}


def _ends(worst: Result | None, best: Result | None) -> str:
    """« +16,7 à +29,2 »."""
    if worst is None or best is None or worst.estimate.estimation is None or best.estimate.estimation is None:
        return MISSING
    return f"{worst.text(worst.estimate.estimation)} à{NBSP}{best.text(best.estimate.estimation)}"


def _gap(r: Result | None) -> str:
    return MISSING if r is None else r.gap


def _shift(r: Result | None) -> str:
    return MISSING if r is None or r.estimate.estimation is None else r.text(r.estimate.estimation)


def _reasons(part: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    """The rows of one indicator: the reason, the households of each group."""
    for label, cells in part.groupby("libelle", sort=False):
        counts = dict(zip(cells["groupe"], cells["effectif"], strict=True))
        shown = (counts.get(group, 0) for group in GROUP_TITLES)
        yield str(label), *(number(int(n)) for n in shown)


def _by_variant(found: Sequence[Result]) -> dict[tuple[str, str], list[Result]]:
    parts: dict[tuple[str, str], list[Result]] = {}
    for r in found:
        parts.setdefault((r.estimate.indicateur, r.variante), []).append(r)
    return parts


def _unexplained(r: Result) -> bool:
    """Neither interval nor p that says anything."""
    e = r.estimate
    if r.rejects_nothing:
        return True
    return e.ic_bas is None and (e.estimation is None or e.p_valeur is None)
