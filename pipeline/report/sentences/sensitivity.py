"""One or two sentences a sensitivity analysis, in plain French: how to read it, and what it says here."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.contract.indicators import Scale
from pipeline.french import NBSP, count, enumeration, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.remarks import as_reason, sentences
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import Result, only, results_of
from pipeline.report.wording import p_sentence, paragraphs, uncapitalised
from pipeline.statements.statement import indicator_of
from pipeline.traced import counted, without_marks

_KEPT = "variante=temoin_negatif_standardise; bornes dans ±0,5"
_HALF = 0.5  # standard deviation: a gap that matters
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
        "de combien les manquants devraient s’écarter des observés pour que l’intervalle change de camp par rapport à "
        "zéro."
    ]
    main = context.plan.indicateur_principal
    worst, best = (only(found, v, main) for v in ("pire_cas", "meilleur_cas"))
    if worst is not None and best is not None:
        low, high = (r.unit.difference(r.estimate.estimation, sign=True) for r in (worst, best))
        extremes = (
            f"Pour le critère principal, quoi que soient devenus les ménages dont l’issue manque, l’écart serait "
            f"compris entre {low} et {high}."
        )
        parts.append(worst.stating(best.stating(extremes)))
    return paragraphs(parts)


def confounding_text(results: EditionResults, context: ReportContext) -> str:
    """Return how strong a hidden cause would have to be, in plain words; pairs; negative controls."""
    found = results_of(results, "confusion")
    main = context.plan.indicateur_principal
    parts = [
        "Les panels ont été choisis : une cause que rien ne mesure (la motivation du ménage, le choix du bailleur…) "
        "peut peser à la fois sur l’accès à l’accompagnement et sur l’issue."
    ]
    e = only(found, "e_value_contraire", main)
    if e is not None and e.estimate.estimation is not None:
        strength = number(e.estimate.estimation, 1)
        bound = e.estimate.ic_bas
        parts.append(
            f"Pour expliquer à elle seule l’écart observé sur les sorties, elle devrait changer d’un facteur "
            f"{strength} au moins, à la fois, la chance d’être accompagné et le risque de sortie"
            + (
                f" ; un facteur {number(bound, 1)} suffirait à ramener la borne de l’intervalle à l’absence d’écart."
                if bound is not None and bound > 1
                else " ; l’intervalle, lui, contient déjà l’absence d’écart : aucune cause cachée n’est nécessaire."
            )
        )
    pairs = [r for r in found if r.variante == "paires" and r.estimate.estimation is not None]
    if pairs:
        parts.append(_paired(pairs[0]))
    elif only(found, "paires") is not None:
        parts.append("Les ménages ne sont pas appariés dans cette livraison : les bornes de Rosenbaum sont sans objet.")
    parts.append(_negative_controls(found, context.plan.niveau))
    return paragraphs(parts)


def precision_text(results: EditionResults, context: ReportContext) -> str:
    """Return what the sizes could show, and the sceptical and neutral readings of the primary result."""
    found = results_of(results, "precision")
    main = only(found, "detectable", context.plan.indicateur_principal)
    parts = []
    if main is not None:
        parts.append(
            "Pour qu’un écart sur le critère principal soit trouvé huit fois sur dix avec les effectifs obtenus : "
            f"{uncapitalised(sentences(main.estimate.note, main.cell('note')))}"
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


def heterogeneity_text(results: EditionResults, _: ReportContext) -> str:
    """Return how many interactions stand out, beside what chance would give."""
    found = results_of(results, "heterogeneite")
    whole = only(found, "ensemble")
    if whole is None or whole.estimate.estimation is None:
        return paragraphs(
            ["Aucune différence d’écart entre sous-groupes n’est calculée : les effectifs n’y suffisent pas."]
        )
    (n, expected), seen = whole.parameters("comparaisons"), round(whole.estimate.estimation)
    return paragraphs(
        [
            "L’écart entre accompagnés et témoins diffère-t-il selon le profil, la région ou le mode "
            "d’accompagnement ? Chaque ligne est l’écart dans le sous-groupe moins l’écart ailleurs, jamais un écart "
            "par sous-groupe pris seul.",
            f"Sur {count(round(n), 'comparaison', 'comparaisons')}, {_excluding(seen)} zéro ; le hasard seul en ferait "
            f"{number(expected, 1)} en moyenne. Aucune ne se lit comme une preuve.",
        ]
    )


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
    parts = ["Les ménages d’un même bailleur se ressemblent.", _clusters(clusters, left)]
    for r, words in ((clusters, "Bailleurs pris comme grappes"), (fixed, "À l’intérieur des bailleurs")):
        if r is not None and r.estimate.estimation is not None and r.estimate.p_valeur is not None:
            parts.append(r.stating(f"{words} : {r.amount}, {p_sentence(r.estimate.p_valeur)}."))
    known = [r for r in left if r.estimate.estimation is not None]
    if known:
        ends = sorted(known, key=lambda r: r.estimate.estimation or 0.0)
        low, high = (r.unit.difference(r.estimate.estimation, sign=True) for r in (ends[0], ends[-1]))
        moves = f"reste de {low}" if without_marks(low) == without_marks(high) else f"va de {low} à {high}"
        parts.append(_both_ends(ends, f"En ôtant un bailleur à la fois, l’écart {moves}."))
    return paragraphs([" ".join(parts)])


def other_methods_text(results: EditionResults, _: ReportContext) -> str:
    """Return what the other methods are for."""
    if not results_of(results, "methodes"):
        return paragraphs(["Aucune autre méthode ne s’applique aux données de cette édition."])
    return paragraphs(
        [
            "D’autres méthodes pour les mêmes indicateurs : permutation des résidus (Freedman–Lane) pour une "
            "différence ajustée, rééchantillonnage des ménages (BCa) pour une différence de moyennes, cotes "
            "proportionnelles pour un stade, quasi-Poisson pour des événements plus dispersés que la loi de Poisson ne "
            "le veut.",
            "L’intervalle BCa ne suppose aucune loi et n’est pas symétrique : il montre si quelques gros montants font "
            "l’écart. Il est d’autant plus court que les groupes sont petits et les montants inégaux, et sa p d’autant "
            "trop petite : il ne remplace pas l’intervalle du corps du rapport.",
        ]
    )


def _negative_controls(found: Sequence[Result], confidence: float) -> str:
    """What the scheme cannot have changed: which differ, how wide the intervals are, and who is seen."""
    controls = [r for r in found if r.variante == "temoin_negatif" and r.estimate.p_valeur is not None]
    if not controls:
        return ""
    apparent = [r for r in controls if (r.estimate.p_valeur or 0.0) < 1 - confidence]
    gaps = (
        "aucun écart n’est assez marqué pour être distingué du hasard"
        if not apparent
        else "s’écartent plus que le hasard ne l’explique d’ordinaire : "
        + enumeration([f"{uncapitalised(r.libelle)} ({p_sentence(r.estimate.p_valeur or 0.0)})" for r in apparent])
    )
    on = count(counted(len(controls), "sensibilite", "variante=temoin_negatif"), "indicateur")
    parts = [
        f"Ce que l’accompagnement n’a pas pu changer sert de témoin négatif : sur {on}, {gaps}.",
        _not_excluded(
            [r for r in found if r.variante == "temoin_negatif_standardise"],
            counted(len(controls), "sensibilite", "variante=temoin_negatif"),
        ),
    ]
    if any(r.estimate.indicateur == "quittance" for r in controls):
        parts.append(
            "La quittance de l’échéance n’est connue que des ménages encore dans leur logement : si les sorties "
            "diffèrent d’un groupe à l’autre, elle peut s’écarter sans cause cachée, ou ne pas s’écarter malgré elle."
        )
    return " ".join(part for part in parts if part)


def _not_excluded(standardised: Sequence[Result], n: int) -> str:
    """How much the intervals leave open: the widest, and how many keep within half a standard deviation."""
    known = [
        (r, r.estimate.ic_bas, r.estimate.ic_haut)
        for r in standardised
        if r.estimate.ic_bas is not None and r.estimate.ic_haut is not None
    ]
    if not known:
        return "Aucun intervalle n’est connu : un écart, même grand, n’est pas exclu."
    within = sum(1 for _, low, high in known if low > -_HALF and high < _HALF)
    widest, low, high = max(known, key=lambda found: found[2] - found[1])
    excluded = (
        f"n’est exclu que pour {number(counted(within, 'sensibilite', _KEPT))} sur {number(n)}"
        if within
        else "n’est exclu pour aucun"
    )
    if within == n:
        excluded = "est exclu pour tous"
    return widest.stating(
        f"Ce n’est pas dire que les panels se ressemblent : le plus large des intervalles "
        f"({uncapitalised(widest.libelle)}) va de {number(low, 1, sign=True)} à {number(high, 1, sign=True)} écart "
        f"type, et un écart d’un demi-écart type {excluded}."
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


def _clusters(clusters: Result, left: Sequence[Result]) -> str:
    """How few landlords the primary is known in (leaving one out takes households away), or why none is drawn."""
    e = clusters.estimate
    if e.p_valeur is None:
        return f"Rééchantillonner les bailleurs n’apprend rien sur le critère principal : {as_reason(e.note)}."
    households = e.n_accompagnes + e.n_temoins
    n = sum(1 for r in left if r.estimate.n_accompagnes + r.estimate.n_temoins < households)
    landlords = count(counted(n, "sensibilite", f"analyse=bailleurs;indicateur={e.indicateur}"), "bailleur")
    few = f"Les bailleurs sont peu nombreux ({landlords} pour le critère principal). " if 0 < n < _MANY else ""
    return (
        f"{few}Les valeurs p viennent d’un rééchantillonnage des bailleurs entiers, seule manière de les compter pour "
        "ce qu’ils sont."
    )


def _paired(r: Result) -> str:
    number_of = count(r.estimate.n_accompagnes, "paire", "paires")
    if (r.estimate.estimation or 1.0) <= 1:
        return (
            f"Sur {number_of}, la différence de « {r.indicator.label} » n’est pas établie, même sans cause cachée "
            "(Γ de Rosenbaum : 1) : il n’y a pas de conclusion à défaire."
        )
    return (
        f"Sur {number_of}, la différence de « {r.indicator.label} » résiste jusqu’à Γ = "
        f"{number(r.estimate.estimation, 2)} : au-delà, une cause cachée qui rend l’un des deux ménages d’une paire "
        "autant de fois plus souvent accompagné que l’autre suffit à la défaire."
    )


def _spread(name: str, rows: Sequence[Result]) -> str:
    ordered = sorted(rows, key=lambda r: r.estimate.estimation or 0.0)
    unit = ordered[0].unit
    low, high = (unit.difference(r.estimate.estimation, sign=True) for r in (ordered[0], ordered[-1]))
    excluding = sum(
        1 for r in rows if (r.estimate.ic_bas or 0.0) > 0 or (r.estimate.ic_haut is not None and r.estimate.ic_haut < 0)
    )
    key = f"analyse=definitions;indicateur={name}"
    total = number(counted(len(rows), "sensibilite", key))
    some = number(counted(excluding, "sensibilite", f"{key};zéro exclu"))
    kept = {
        0: "aucun intervalle n’exclut l’absence d’écart",
        len(rows): "tous les intervalles excluent l’absence d’écart",
        1: f"un intervalle sur {total} exclut l’absence d’écart",
    }.get(excluding, f"{some} intervalles sur {total} excluent l’absence d’écart")
    return _both_ends(ordered, f"{indicator_of(name).label} : de {low} à {high} ; {kept}.")


def _both_ends(ordered: Sequence[Result], words: str) -> str:
    """Words that print the smallest and the largest of these differences."""
    first, last = ordered[0], ordered[-1]
    return first.stating(words) if first is last else first.stating(last.stating(words))


def _excluding(seen: int) -> str:
    return {0: "aucune n’exclut", 1: "une exclut"}.get(seen, f"{number(seen)} excluent")
