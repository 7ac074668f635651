"""Pathways in tables: months in each state, the types; in the annex, rules, transitions, the number of types."""

from __future__ import annotations

from pipeline.contract.remarks import holds
from pipeline.contract.states import PROCEDURE_OPEN, RULES, STATE_LABELS
from pipeline.french import MISSING, NBSP, interval, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.pathway_counts import months_are_masked
from pipeline.report.pathway_types import are_named
from pipeline.report.records import Record, records
from pipeline.report.records import shown as shown_cells
from pipeline.report.results import EditionResults
from pipeline.report.small_counts import MASKED
from pipeline.report.tables.notes import Notes
from pipeline.report.tables.outcomes import level_of
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.units import Unit
from pipeline.report.wording import households, uncapitalised
from pipeline.statements.few import row_of_a_few

_MONTHS = Unit(1)
_NO_P = (
    " Aucune p n’est écrite à côté : celle du fichier du tableau, par échange des groupes dans les strates, porte sur "
    "un écart à strates égales, qui peut être d’un autre signe."
)


def months_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return the mean months in each state that occurs; None when nobody is followed.

    The p of the permutations is that of a difference within strata, which is not the one printed: it stays in the file.
    """
    rows = records(results.mois_par_etat)
    shown = [r for r in rows if months_are_masked(r) or (r["moyenne_accompagnes"] or 0) + (r["moyenne_temoins"] or 0)]
    if not shown:
        return None
    notes = Notes()
    cells = [[STATE_LABELS[r["etat"]], *_means(r), _gap(r, notes)] for r in shown]
    sizes = [number(shown[0][f"n_{g}"]) for g in ("accompagnes", "temoins")]
    heads = (
        Head("État"),
        Head(f"Accompagnés ({sizes[0]})", right=True),
        Head(f"Témoins ({sizes[1]})", right=True),
        Head(f"Écart [IC {level_of(context)}]", right=True),
    )
    exchanged = any(holds(str(r["note"] or ""), "p_par_permutations") for r in shown)
    reading = (
        f"Mois 1 à {number(context.horizon)}, en moyenne par ménage. Écart : accompagnés moins témoins, en mois "
        f"(Welch).{_NO_P if exchanged else ''}"
    )
    titles = tuple(results.mois_par_etat.columns)
    return PipeTable(
        "mois_par_etat",
        f"Mois passés dans chaque état, sur {number(context.horizon)}",
        heads,
        cells,
        (reading, *notes.paragraphs()),
        (titles, shown_cells(rows, titles)),
    )


def types_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return the types, their groups, their cohesion and stability; None when none is named."""
    rows = records(results.types)
    if not are_named(results):
        return None
    months = context.horizon + 1
    cells = [
        [
            f"Type{NBSP}{number(r['type'])}, surtout {uncapitalised(STATE_LABELS[r['etat_dominant']])}",
            number(r["effectif"]),
            f"{number(r['effectif_accompagnes'])}{NBSP}/{NBSP}{number(r['effectif_temoins'])}",
            number(r["mois_dominant"], 1),
            f"{STATE_LABELS[r['etat_final']]} ({percent(r['part_finale'])})",
            number(r["silhouette"], 2),
            number(r["stabilite"], 2),
        ]
        for r in rows
    ]
    heads = (
        Head("Parcours type"),
        Head("Ménages", right=True),
        Head("Accompagnés / témoins", right=True),
        Head("Mois dans cet état", right=True),
        Head("État au dernier mois"),
        Head("Silhouette", right=True),
        Head("Stabilité", right=True),
    )
    reading = (
        f"Le nom d’un type est son état le plus fréquent ; ses mois, en moyenne, sur {number(months)} (mois 0 à "
        f"{number(context.horizon)}). Silhouette : −1 à 1. Stabilité : indice de Jaccard moyen, 0 à 1."
    )
    titles = tuple(results.types.columns)
    return PipeTable("types", "Les parcours types", heads, cells, (reading,), (titles, shown_cells(rows, titles)))


def number_of_types_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return the partitions tried, and why each is kept or not; None when none was."""
    rows = records(results.types_nombre)
    if not rows:
        return None
    smallest = context.params.parcours.effectif_type_min
    cells = [
        [
            number(r["nombre"]),
            number(r["silhouette"], 2),
            number(r["plus_petit"]),
            "retenue" if r["retenu"] else "un type trop petit" if r["plus_petit"] < smallest else "moins séparée",
        ]
        for r in rows
    ]
    heads = (
        Head("Nombre de types", right=True),
        Head("Silhouette moyenne", right=True),
        Head("Plus petit type (ménages)", right=True),
        Head("Choix"),
    )
    reading = (
        f"Retenue : la mieux séparée des partitions dont chaque type compte au moins {households(smallest)} ; à "
        "égalité, celle qui a le moins de types."
    )
    return PipeTable("types_nombre", "Combien de parcours types", heads, cells, (reading,))


def transitions_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return the moves seen often enough in one group at least, stays included; None without any."""
    seuil = context.params.confidentialite.seuil
    by_move: dict[tuple[str, str], dict[str, Record]] = {}
    for row in records(results.transitions):
        by_move.setdefault((row["de"], row["vers"]), {})[row["groupe"]] = row
    shown = {m: g for m, g in by_move.items() if any((r["effectif"] or 0) >= seuil for r in g.values())}
    if not shown:
        return None
    cells, last = [], ""
    for (start, end), groups in shown.items():
        name = STATE_LABELS[start] if start != last else ""
        stays = "y reste" if start == end else STATE_LABELS[end]
        cells.append([name, stays, *(_move(groups.get(g)) for g in ("accompagne", "temoin"))])
        last = start
    heads = (
        Head("État d’un mois"),
        Head("État du mois suivant"),
        Head("Accompagnés", right=True),
        Head("Témoins", right=True),
    )
    reading = (
        f"Probabilité en un mois et intervalle à {level_of(context)} ; entre parenthèses, passages observés sur mois "
        "passés dans l’état de départ. Intervalle de Wilson à la taille effective : les mois d’un même ménage ne sont "
        f"pas indépendants. Les passages vus moins de {number(seuil)}{NBSP}fois dans chaque groupe n’ont pas de ligne."
    )
    if any(r["effectif"] is None for g in shown.values() for r in g.values()):
        reading += (
            f" « masqué » : jamais {number(seuil)}{NBSP}ménages du groupe n’ont eu à la fois cette situation d’impayé."
        )
    titles = tuple(results.transitions.columns)
    data = shown_cells([r for g in shown.values() for r in g.values()], titles)
    return PipeTable(
        "transitions", "Passages d’un état à l’autre, d’un mois au suivant", heads, cells, (reading,), (titles, data)
    )


def rules_table(_: EditionResults, context: ReportContext) -> PipeTable:
    """Return the rules of the states, in their order."""
    cells = [
        [number(i), STATE_LABELS[rule.state], rule.definition.replace(" (`seuils.impaye_mois`)", "").replace("`", "")]
        for i, rule in enumerate(RULES, start=1)
    ]
    heads = (Head("Ordre", right=True), Head("État"), Head("Règle"))
    notes: tuple[str, ...] = (PROCEDURE_OPEN,)
    threshold = context.params.seuils.impaye_mois
    if threshold != 2:
        notes += (f"Seuil d’impayé lourd en vigueur ici : {number(threshold, 1)} mois de quittance.",)
    caption = "L’état d’un ménage au mois m : la première règle vraie, dans l’ordre"
    return PipeTable("regles_etats", caption, heads, cells, notes)


def _means(row: Record) -> list[str]:
    hidden = months_are_masked(row)
    means = (row[f"moyenne_{g}"] for g in ("accompagnes", "temoins"))
    return [MASKED if mean is None and hidden else _MONTHS.plain(mean) for mean in means]


def _gap(row: Record, notes: Notes) -> str:
    row = row_of_a_few(row)
    gap = _MONTHS.plain(row["difference"], sign=True)
    if row["ic_bas"] is None:
        return f"{gap} {notes.mark(row['note'] or '')}".rstrip()
    bounds = (_MONTHS.plain(row[c], sign=True) for c in ("ic_bas", "ic_haut"))
    return f"{gap} {interval(*bounds)}"


def _move(row: Record | None) -> str:
    if row is None:
        return MISSING
    if row["effectif"] is None:
        return MASKED
    decimals = 1
    share = percent(row["probabilite"], decimals)
    bounds = interval(*(number(100 * row[c], decimals) for c in ("ic_bas", "ic_haut")))
    return f"{share} {bounds} ({number(row['effectif'])}/{number(row['a_risque'])})"
