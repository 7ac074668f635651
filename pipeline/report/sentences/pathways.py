"""Pathways in words: where households are at the end, how long they stayed where, the types and what they are worth."""

from __future__ import annotations

from pipeline.contract.methods import AVERAGES
from pipeline.contract.states import NON_OBSERVE, STATE_LABELS, STATES
from pipeline.french import NBSP, count, enumeration, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.pathway_counts import months_are_masked
from pipeline.report.pathway_types import LEAST_SILHOUETTE, STABLE, UNSTABLE, are_named, partition_kept
from pipeline.report.records import Record, first, records
from pipeline.report.remarks import as_reason, sentences
from pipeline.report.results import EditionResults
from pipeline.report.sentences.domain import threshold_notice
from pipeline.report.units import Unit
from pipeline.report.wording import GROUP_TITLES, at_wave, capitalised, households, p_sentence, paragraphs
from pipeline.statements.difference import EXPLORATORY, Difference
from pipeline.statements.few import FEWEST, row_of_a_few
from pipeline.statements.statement import direction_of
from pipeline.traced import Cell, counted, stated

MONTHS = Unit(1, one="mois", many="mois")
NO_EVENTS = (
    "La table « Événements » n’a pas été livrée : sorties, mutations et procédures ne sont pas connues, et un ménage "
    "qui n’a plus de ligne de suivi locatif est « non observé »."
)
_PHRASES = {s.code: s.phrase for s in STATES}
_SHOWN = 3  # states named for each group, the most frequent ones; none that is of a handful of households
# Kaufman & Rousseeuw 1990, Finding Groups in Data, table 4: average silhouette width.
_STRUCTURES = ((0.71, "forte"), (0.51, "raisonnable"))
_BETWEEN = "à la limite du raisonnable"


def pathways_text(results: EditionResults, context: ReportContext) -> str:
    """Return where each group stands at the horizon, the widest gap in time spent, and what states leave out."""
    if results.repartition_etats.empty:
        return paragraphs(["Aucun parcours n’est décrit : aucun ménage n’est suivi dans cette édition."])
    last = [_standing(results, context, group) for group in GROUP_TITLES]
    return paragraphs(
        [
            NO_EVENTS if "evenements" in results.tables_absentes else "",
            threshold_notice(("impaye_mois",), context),
            " ".join(s for s in last if s),
            _widest(results, context),
            _unobserved(results),
        ]
    )


def typology_text(results: EditionResults, context: ReportContext) -> str:
    """Return how many types there are, how solid they are, and how much of the diversity the groups explain."""
    if results.dissemblance.empty:
        return paragraphs(["Les parcours ne sont pas comparés entre eux dans cette édition."])
    if not are_named(results):
        return paragraphs([_not_named(results, context), _discrepancy(results)])
    return paragraphs([_types(results, context), _stability(results), _discrepancy(results)])


def _standing(results: EditionResults, context: ReportContext, group: str) -> str:
    rows = [r for r in records(results.repartition_etats, ensemble=group) if r["mois"] == context.horizon]
    told = [r for r in rows if r["effectif"] is not None]
    most = sorted((r for r in told if r["effectif"] >= FEWEST), key=lambda r: -r["effectif"])[:_SHOWN]
    if not most:
        return ""
    parts = [f"{_lower(STATE_LABELS[r['etat']])}, {percent(r['part'])} ({number(r['effectif'])})" for r in most]
    total = round(most[0]["effectif"] / most[0]["part"])
    alone = round(most[0]["effectif"]) == total
    one = "le seul état observé est" if alone else "l’état le plus fréquent est"
    which = one if len(parts) == 1 else "les états les plus fréquents sont"
    who = f"pour les {GROUP_TITLES[group].lower()} ({households(total)})"
    return f"{capitalised(at_wave(context.vague))}, {who}, {which} : {' ; '.join(parts)}."


def _widest(results: EditionResults, context: ReportContext) -> str:
    rows = [r for r in records(results.mois_par_etat) if r["difference"] is not None and r["etat"] != NON_OBSERVE.code]
    varying = [r for r in rows if r["moyenne_accompagnes"] or r["moyenne_temoins"]]
    if not varying or any(months_are_masked(r) for r in records(results.mois_par_etat)):
        return ""  # the widest gap may be one that is not told
    widest = row_of_a_few(max(varying, key=lambda r: abs(r["difference"])))
    if MONTHS.rounded(widest["difference"]) == 0:
        return "Les deux groupes passent en moyenne le même temps dans chaque état."
    gaps = count(counted(len(varying), "mois_par_etat", "difference"), "écart")
    numbers = (widest["difference"], widest["ic_bas"], widest["ic_haut"])
    side = direction_of(numbers[0], 0.0, 0, MONTHS)  # no state is good or bad by the time spent in it alone
    names = ("mois_par_etat", widest["etat"], context.vague, "difference_brute", AVERAGES.name, EXPLORATORY)
    gap = stated(
        f"L’écart de durée le plus grand entre les groupes porte sur le temps passé {_PHRASES[widest['etat']]} : "
        f"{MONTHS.plain(widest['moyenne_accompagnes'])}{NBSP}mois en moyenne chez les accompagnés, "
        f"{MONTHS.plain(widest['moyenne_temoins'])}{NBSP}mois chez les témoins, soit "
        f"{MONTHS.difference(widest['difference'], sign=True)}{_interval(widest)}.",
        Difference(*names, *numbers, side),
    )
    if len(varying) == 1:
        return f"{gap} C’est le seul état où le temps passé varie ; cette ligne est exploratoire."
    return (
        f"{gap} C’est le plus grand de {gaps} : sur autant de comparaisons, le hasard en produit d’assez grands ; ces "
        "lignes sont exploratoires, sans ajustement."
    )


def _interval(row: Record) -> str:
    if row["ic_bas"] is None:
        return ""
    bounds = [MONTHS.plain(row[c], sign=True) for c in ("ic_bas", "ic_haut")]
    return f" [{bounds[0]}{NBSP};{NBSP}{bounds[1]}]"


def _unobserved(results: EditionResults) -> str:
    row = first(results.mois_par_etat, etat=NON_OBSERVE.code)
    if row["moyenne_accompagnes"] is None and row["moyenne_temoins"] is None:
        return ""
    parts = [
        f"{MONTHS.plain(row[f'moyenne_{group}'])} chez les {word}"
        for group, word in (("accompagnes", "accompagnés"), ("temoins", "témoins"))
        if row[f"moyenne_{group}"] is not None
    ]
    return (
        f"Mois sans observation, en moyenne par ménage : {enumeration(parts)}. Un état ne dit que ce que les bailleurs "
        "ont noté : une procédure ouverte avant l’inclusion n’y figure pas, et un ménage dont rien n’est noté paraît "
        "aller bien."
    )


def _not_named(results: EditionResults, context: ReportContext) -> str:
    """Why no type is named: none was found, they are not apart, or other draws of the households do not find them."""
    kept = partition_kept(results)
    if kept is None:
        least = context.params.parcours.effectif_type_min
        return (
            "Aucun parcours type n’est proposé : les parcours sont trop peu nombreux ou trop semblables, ou toute "
            f"partition laisse un type de moins de {households(least)}."
        )
    known = [r["stabilite"] for r in records(results.types) if r["stabilite"] is not None]
    least_stable = f", et le moins stable des types un indice de Jaccard de {number(min(known), 2)}" if known else ""
    failing = [
        words
        for words, fails in (
            ("assez séparés", kept["silhouette"] < LEAST_SILHOUETTE),
            ("assez stables", not known or min(known) < UNSTABLE),
        )
        if fails
    ]
    how = f"ni {' ni '.join(failing)}" if len(failing) > 1 else f"pas {enumeration(failing)}"
    return (
        f"Des parcours types ont été cherchés : ils ne sont {how} pour être nommés. "
        f"La meilleure partition, en {count(kept['nombre'], 'type')}, a une silhouette moyenne de "
        f"{number(kept['silhouette'], 2)}{least_stable} ; il faudrait au moins {number(LEAST_SILHOUETTE, 2)} et "
        f"{number(UNSTABLE, 2)}."
    )


def _types(results: EditionResults, context: ReportContext) -> str:
    kept = partition_kept(results)
    if kept is None:
        return ""
    least = context.params.parcours.effectif_type_min
    structure = next((words for low, words in _STRUCTURES if kept["silhouette"] >= low), _BETWEEN)
    cell = Cell("types_nombre", f"nombre={kept['nombre']:g}", "note")
    note = f" {sentences(kept['note'], cell)}" if kept["note"] else ""
    if kept["nombre"] == context.params.parcours.types_max:
        note = f" C’est aussi le plus grand nombre essayé : de plus fins pourraient l’être davantage.{note}"
    return (
        f"Rapprochés deux à deux, les parcours se rangent en {count(round(kept['nombre']), 'type')} d’au moins "
        f"{households(least)} : c’est, parmi les partitions essayées, celle dont les types sont le mieux séparés "
        f"(silhouette moyenne {number(kept['silhouette'], 2)} : structure {structure}).{note}"
    )


def _stability(results: EditionResults) -> str:
    rows = [r for r in records(results.types) if r["stabilite"] is not None]
    if not rows:
        return ""
    stable = [r for r in rows if r["stabilite"] >= STABLE]
    between = [r for r in rows if r["stabilite"] < STABLE]
    parts = [
        f"{words} : {_numbers(some)}"
        for some, words in (
            (stable, "stables"),
            (between, "incertains"),
        )
        if some
    ]
    how = "bien" if not between else "plus ou moins bien" if stable else "moins bien"
    return (
        "Refaits sur des échantillons tirés avec remise parmi les mêmes ménages, les types se retrouvent "
        f"{how} – {' ; '.join(parts)} (indice de Jaccard, @tbl-types). Une typologie aide à "
        "décrire ; elle ne découvre pas des catégories qui existeraient ailleurs, et un autre panel en donnerait une "
        "autre."
    )


def _numbers(rows: list[Record]) -> str:
    word = "type" if len(rows) == 1 else "types"
    named = [f"{number(r['type'])}{NBSP}({number(r['stabilite'], 2)})" for r in rows]
    return f"{word} {enumeration(named)}"


def _discrepancy(results: EditionResults) -> str:
    row = first(results.dissemblance)
    if row["pseudo_r2"] is None:
        why = as_reason(row["note"] or "")
        return f"La part de la diversité des parcours que les groupes expliquent n’est pas calculable : {why}."
    explained = f"Être accompagné ou témoin explique {percent(row['pseudo_r2'], 1)} de la diversité des parcours"
    details = ["pseudo-R²"]
    if row["pseudo_f"] is not None:
        details.append(f"pseudo-F{NBSP}={NBSP}{number(row['pseudo_f'], 2)}")
    if row["p_valeur"] is not None:
        details.append(f"{p_sentence(row['p_valeur'])} par permutation")
    return (
        f"{explained} ({' ; '.join(details)}). Si les groupes étaient interchangeables, le hasard seul donnerait en "
        f"moyenne {percent(row['attendu'], 1)}."
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
