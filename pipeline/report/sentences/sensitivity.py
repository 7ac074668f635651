"""One or two sentences a sensitivity analysis, in plain French: how to read it, and what it says here."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.contract.indicators import Scale
from pipeline.contract.remarks import holds
from pipeline.french import NBSP, count, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.remarks import sentences
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import Result, only, results_of
from pipeline.report.wording import at_wave, p_sentence, paragraphs
from pipeline.statements.statement import indicator_of
from pipeline.traced import counted, without_marks

_MANY = 40  # clusters: below, their number is too small for the usual approximations
_DIFFERENCES = {Scale.BINARY: "difference_risques", Scale.CONTINUOUS: "difference_moyennes"}


def definitions_text(results: EditionResults, _: ReportContext) -> str:
    """Return how far the estimates move with the definition and the method, by indicator."""
    found = [r for r in results_of(results, "definitions") if r.estimate.mesure == _DIFFERENCES.get(r.indicator.scale)]
    parts = [
        "Chaque définition qu’un lecteur pourrait préférer passe par les mêmes méthodes ; rien n’est choisi après "
        "coup. Ce qui compte n’est pas le meilleur ni le pire de ces chiffres, mais leur étendue."
    ]
    for name in dict.fromkeys(r.estimate.indicateur for r in found):
        rows = [r for r in found if r.estimate.indicateur == name and r.estimate.estimation is not None]
        if rows:
            parts.append(_spread(name, rows))
    return paragraphs(parts)


def missing_text(results: EditionResults, context: ReportContext) -> str:
    """Return what the missing outcomes could change."""
    found = results_of(results, "manquants")
    if not found:
        return paragraphs(["Aucune valeur des indicateurs du plan ne manque à sa dernière échéance."])
    parts = [
        "Une valeur manquante n’est pas une valeur moyenne. Les extrêmes donnent aux manquants les bouts de l’échelle "
        "; la pondération fait compter davantage les ménages observés qui leur ressemblent ; le point de bascule dit "
        "de combien les manquants devraient s’écarter des observés pour amener une borne de l’intervalle à l’absence "
        "d’écart."
    ]
    main = context.plan.indicateur_principal
    worst, best = (only(found, v, main) for v in ("pire_cas", "meilleur_cas"))
    if any(r.estimate.indicateur == main for r in found) and (worst is None or best is None):
        parts.append("Les extrêmes du critère principal ne sont pas donnés : ce seraient les valeurs de deux ménages.")
    elif worst is None or best is None:
        parts.append("Rien ne manque du critère principal.")
    elif worst.estimate.estimation is not None and best.estimate.estimation is not None:
        ends = sorted((worst.estimate.estimation, best.estimate.estimation))
        low, high = (worst.unit.difference(end, sign=True) for end in ends)
        whatever = (
            "en donnant aux ménages dont l’issue manque les extrêmes observés"
            if holds(worst.estimate.note, "extremes_observes")
            else "quoi que soient devenus les ménages dont l’issue manque"
        )
        extremes = f"Pour le critère principal, {whatever}, l’écart serait compris entre {low} et {high}."
        parts.append(worst.stating(best.stating(extremes)))
    return paragraphs(parts)


def precision_text(results: EditionResults, context: ReportContext) -> str:
    """Return what the sizes could show, and the sceptical and neutral readings of the primary result."""
    found = results_of(results, "precision")
    main = only(found, "detectable", context.plan.indicateur_principal)
    parts = []
    if main is not None:
        parts.append(
            "Quel écart sur le critère principal serait trouvé huit fois sur dix, avec les effectifs obtenus ? "
            f"{sentences(main.estimate.note, main.cell('note'))}"
        )
    bayes = results_of(results, "bayes")
    for reading, who in (("sceptique", "Un lecteur sceptique"), ("neutre", "Un lecteur sans idée arrêtée")):
        whole = only(bayes, reading, mesure="difference_risques")
        good = only(bayes, reading, mesure="probabilite_favorable")
        large = only(bayes, reading, mesure="probabilite_d_un_ecart")
        if whole is None or good is None or large is None or whole.estimate.estimation is None:
            continue
        parts.append(_belief(who, whole, good, large))
    if bayes and len(parts) > (main is not None):
        parts.append(
            "Ces probabilités portent sur l’écart entre les deux panels ; elles ne disent pas qu’il soit dû à "
            "l’accompagnement."
        )
    if not parts:
        parts.append(
            "Le critère principal n’a pas pu être comparé : ce que ses effectifs peuvent montrer ne peut pas être dit."
        )
    return paragraphs(parts)


def heterogeneity_text(results: EditionResults, context: ReportContext) -> str:
    """Return how many interactions stand out, beside what chance would give."""
    found = results_of(results, "heterogeneite")
    whole = only(found, "ensemble")
    if whole is None or whole.estimate.estimation is None:
        return paragraphs(
            ["Aucune différence d’écart entre sous-groupes n’est calculée : les effectifs n’y suffisent pas."]
        )
    (n, expected), seen = whole.parameters("comparaisons"), whole.estimate.estimation
    return paragraphs(
        [
            "L’écart entre accompagnés et témoins diffère-t-il selon le profil, la région ou le mode "
            "d’accompagnement ? Chaque ligne est l’écart dans le sous-groupe moins l’écart ailleurs, jamais un écart "
            "par sous-groupe pris seul.",
            f"Sur {count(round(n), 'comparaison', 'comparaisons')}, {_below(seen)} à "
            f"{percent(1 - context.plan.niveau)} ; le hasard seul en donnerait {number(expected, 1)} en moyenne. "
            "Aucune ne se lit comme une preuve.",
        ]
    )


def _below(seen: float) -> str:
    """« aucune p n’est inférieure », « 2 p sont inférieures »."""
    if round(seen) == 0:
        return "aucune p n’est inférieure"
    return f"{number(seen)} p {'est inférieure' if round(seen) == 1 else 'sont inférieures'}"


def landlords_text(results: EditionResults, context: ReportContext) -> str:
    """Return what landlords change: within them, as clusters, and one left out."""
    found = results_of(results, "bailleurs")
    main = context.plan.indicateur_principal
    clusters, fixed = (only(found, v, main) for v in ("grappes", "effets_fixes"))
    if not found:
        return paragraphs(["Un seul bailleur : la comparaison ne peut pas se faire à l’intérieur des bailleurs."])
    if clusters is None:
        return paragraphs(["Le critère principal n’a pas été mesuré ; les autres indicateurs sont dans le tableau."])
    left = [r for r in found if r.variante.startswith("sans:") and r.estimate.indicateur == main]
    parts = ["Les ménages d’un même bailleur se ressemblent.", _clusters(clusters)]
    for r, words in ((clusters, "Bailleurs pris comme grappes"), (fixed, "À l’intérieur des bailleurs")):
        if r is not None and r.estimate.estimation is not None and r.estimate.p_valeur is not None:
            chance = "" if r.rejects_nothing else f", {p_sentence(r.estimate.p_valeur)}"
            parts.append(r.stating(f"{words} : {r.amount}{chance}."))
    known = [r for r in left if r.estimate.estimation is not None]
    if known:
        ends = sorted(known, key=lambda r: r.estimate.estimation or 0.0)
        low, high = (r.unit.difference(r.estimate.estimation, sign=True) for r in (ends[0], ends[-1]))
        moves = f"reste de {low}" if without_marks(low) == without_marks(high) else f"va de {low} à {high}"
        parts.append(_both_ends(ends, f"{_one_left_out(len(known), len(left), main)}, l’écart {moves}."))
    return paragraphs([" ".join(parts)])


def other_methods_text(results: EditionResults, _: ReportContext) -> str:
    """Return what the other methods are for."""
    found = [r for r in results_of(results, "methodes") if r.estimate.estimation is not None and _says_more(r)]
    said = [words for variant, words in _OTHER_METHODS.items() if any(r.variante == variant for r in found)]
    if not said:
        return paragraphs(["Aucune autre méthode ne s’applique aux données de cette édition."])
    parts = [f"D’autres méthodes pour les mêmes indicateurs : {' ; '.join(said)}."]
    standardised = only(found, "standardisee")
    if standardised is not None:
        parts.append(
            standardised.stating(
                f"« {standardised.indicator.label} » {at_wave(standardised.estimate.vague)}, les deux groupes ramenés "
                f"à la même composition : {standardised.amount}."
            )
        )
    if any(r.variante == "bca" and r.estimate.ic_bas is not None for r in found):
        parts.append(_BCA)
    return paragraphs(parts)


def _says_more(r: Result) -> bool:
    """An interval or a p of its own: the estimate alone is that of another method."""
    return r.estimate.ic_bas is not None or r.estimate.p_valeur is not None


_OTHER_METHODS = {
    "standardisee": "standardisation sur les strates du critère principal",
    "freedman_lane": "permutation des résidus (Freedman–Lane) pour une différence ajustée",
    "bca": "rééchantillonnage des ménages (BCa) pour une différence de moyennes",
    "cotes_cumulees": "cotes proportionnelles pour un stade",
}
_BCA = (
    "L’intervalle BCa ne suppose aucune loi et n’est pas symétrique : il montre si quelques gros montants font "
    "l’écart. Dans de petits groupes il est trop court, surtout quand les montants sont très inégaux, et sa p trop "
    "petite d’autant. Il ne remplace pas l’intervalle du corps du rapport."
)


def _belief(who: str, whole: Result, good: Result, large: Result) -> str:
    """A reader's gap and probabilities: of a gap between two panels, which say nothing of what made it."""
    points = number(100 * large.parameters("ecart_d_au_moins")[0])
    more = "plus élevée" if whole.estimate.sens >= 0 else "plus faible"
    return whole.stating(
        f"{who} retiendrait un écart de {whole.amount}, une probabilité de {percent(good.estimate.estimation)} que la "
        f"part soit {more} chez les accompagnés que chez les témoins, et de {percent(large.estimate.estimation)} "
        f"qu’elle le soit d’au moins {points}{NBSP}points."
    )


def _one_left_out(told: int, landlords: int, indicator: str) -> str:
    """Which landlords are left out in turn: all, or those of whom it may be told."""
    if told == landlords:
        return "En ôtant un bailleur à la fois"
    some, all_of_them = (
        counted(n, "sensibilite", f"analyse=bailleurs;indicateur={indicator}") for n in (told, landlords)
    )
    one = "un seul" if told == 1 else f"un à la fois {number(some)}"
    return f"En ôtant {one} des {count(all_of_them, 'bailleur')}"


def _clusters(clusters: Result) -> str:
    """How few landlords the primary is known in, or why none is drawn."""
    e = clusters.estimate
    if e.p_valeur is None:
        return f"Rééchantillonner les bailleurs n’apprend rien sur le critère principal : {clusters.reason}."
    n = next(iter(clusters.parameters("bailleurs_reechantillonnes")), None)
    few = ""
    if n is not None and n < _MANY:
        few = f"Les bailleurs sont peu nombreux ({count(round(n), 'bailleur')} pour le critère principal). "
    if clusters.rejects_nothing:
        return (
            f"{few}Les rééchantillonner entiers n’apprend rien ici : avec si peu de bailleurs, aucun écart, si grand "
            "soit-il, ne donnerait une petite p. La p n’est donc pas écrite."
        )
    return (
        f"{few}Les valeurs p viennent d’un rééchantillonnage des bailleurs entiers : ce sont eux qui comptent, non "
        "leurs ménages."
    )


def _spread(name: str, rows: Sequence[Result]) -> str:
    ordered = sorted(rows, key=lambda r: r.estimate.estimation or 0.0)
    unit = ordered[0].unit
    low, high = (unit.difference(r.estimate.estimation, sign=True) for r in (ordered[0], ordered[-1]))
    bounds = [(b, r) for r in rows for b in (r.estimate.ic_bas, r.estimate.ic_haut) if b is not None]
    lowest, highest = (end(bounds, key=lambda found: found[0], default=None) for end in (min, max))
    total = count(counted(len(rows), "sensibilite", f"analyse=definitions;indicateur={name}"), "estimation")
    whose = "leurs intervalles vont" if len(rows) > 1 else "son intervalle va"
    reach = (
        f" ; {whose} de {unit.difference(lowest[0], sign=True)} à {unit.difference(highest[0], sign=True)}"
        if lowest and highest
        else ""
    )
    gaps = f"de {low} à {high}" if without_marks(low) != without_marks(high) else low
    words = f"{indicator_of(name).label}, {total} : {gaps}{reach}."
    printed = [ordered[0], ordered[-1], *(end[1] for end in (lowest, highest) if end)]
    return _stating(printed, words)


def _both_ends(ordered: Sequence[Result], words: str) -> str:
    """Words that print the smallest and the largest of these differences."""
    return _stating([ordered[0], ordered[-1]], words)


def _stating(printed: Sequence[Result], words: str) -> str:
    """Words that print these differences, or a bound of theirs: each is stated once."""
    for r in {id(r): r for r in printed}.values():
        words = r.stating(words)
    return words
