"""One or two sentences a sensitivity analysis, in plain French: how to read it, and what it says here."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.contract.indicators import Scale
from pipeline.french import NBSP, count, enumeration, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.estimates import indicator_of
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import Result, only, results_of
from pipeline.report.wording import p_sentence, paragraphs

_DIFFERENCES = {Scale.BINARY: "difference_risques", Scale.CONTINUOUS: "difference_moyennes"}


def definitions_text(results: EditionResults, _: ReportContext) -> str:
    """Return how far the estimates move with the definition and the method, by indicator."""
    found = [r for r in results_of(results, "definitions") if r.estimate.mesure == _DIFFERENCES.get(r.indicator.scale)]
    parts = [
        "Chaque définition qu’un lecteur pourrait préférer passe par les mêmes méthodes ; rien n’est choisi après "
        "coup. "
        "Ce qui compte n’est pas le meilleur ni le pire de ces chiffres, mais leur étendue."
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
        "Une valeur manquante n’est pas une valeur moyenne. Les extrêmes donnent aux manquants les bouts de "
        "l’échelle ; "
        "la pondération fait compter davantage les ménages observés qui leur ressemblent ; le point de bascule dit de "
        "combien les manquants devraient s’écarter des observés pour que l’intervalle change de camp par rapport "
        "à zéro."
    ]
    main = context.plan.indicateur_principal
    worst, best = (only(found, v, main) for v in ("pire_cas", "meilleur_cas"))
    if worst is not None and best is not None:
        low, high = (r.unit.difference(r.estimate.estimation, sign=True) for r in (worst, best))
        parts.append(
            f"Pour le critère principal, quoi que soient devenus les ménages dont l’issue manque, l’écart serait "
            f"compris entre {low} et {high}."
        )
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
                f" ; un facteur {number(bound, 1)} suffirait à ramener la borne de l’intervalle à l’absence d’effet."
                if bound is not None and bound > 1
                else " ; l’intervalle, lui, contient déjà l’absence d’effet : aucune cause cachée n’est nécessaire."
            )
        )
    pairs = [r for r in found if r.variante == "paires" and r.estimate.estimation is not None]
    if pairs:
        parts.append(_paired(pairs[0]))
    elif only(found, "paires") is not None:
        parts.append("Les ménages ne sont pas appariés dans cette livraison : les bornes de Rosenbaum sont sans objet.")
    controls = [r for r in found if r.variante == "temoin_negatif" and r.estimate.p_valeur is not None]
    if controls:
        apparent = [r for r in controls if (r.estimate.p_valeur or 1) < 1 - context.plan.niveau]
        words = (
            "aucun ne diffère plus que le hasard ne le permet"
            if not apparent
            else "s’écartent plus que le hasard ne l’explique d’ordinaire : "
            + enumeration([f"{r.libelle.lower()} ({p_sentence(r.estimate.p_valeur or 1.0)})" for r in apparent])
        )
        parts.append(
            f"Ce que l’accompagnement n’a pas pu changer sert de témoin négatif : sur {number(len(controls))} "
            f"indicateurs, {words}."
        )
    return paragraphs(parts)


def precision_text(results: EditionResults, context: ReportContext) -> str:
    """Return what the sizes could show, and the sceptical and neutral readings of the primary result."""
    found = results_of(results, "precision")
    main = only(found, "detectable", context.plan.indicateur_principal)
    parts = []
    if main is not None:
        parts.append(
            "Pour que l’effet sur le critère principal soit trouvé huit fois sur dix avec les effectifs obtenus : "
            f"{main.estimate.note[:1].lower()}{main.estimate.note[1:]}"
        )
    bayes = results_of(results, "bayes")
    for reading, who in (("sceptique", "Un lecteur sceptique"), ("neutre", "Un lecteur sans idée arrêtée")):
        whole = only(bayes, reading, mesure="difference_risques")
        good = only(bayes, reading, mesure="probabilite_favorable")
        large = next((r for r in bayes if r.variante == reading and r.estimate.mesure.endswith("_points")), None)
        if whole is None or good is None or large is None or whole.estimate.estimation is None:
            continue
        points = large.estimate.mesure.split("_")[1]
        parts.append(
            f"{who} retiendrait un écart de {whole.amount}, une probabilité de {percent(good.estimate.estimation)} que "
            f"l’accompagnement ait joué dans le bon sens, et de {percent(large.estimate.estimation)} qu’il ait gagné "
            f"au moins {points}{NBSP}points."
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
            ["Aucune différence d’effet entre sous-groupes n’est calculée : les effectifs n’y suffisent pas."]
        )
    n, seen = whole.estimate.n_accompagnes, round(whole.estimate.estimation)
    return paragraphs(
        [
            "L’effet diffère-t-il selon le profil, la région ou le mode d’accompagnement ? Chaque ligne est l’effet "
            "dans le sous-groupe moins l’effet ailleurs, jamais un effet par sous-groupe pris seul.",
            f"Sur {count(n, 'comparaison', 'comparaisons')}, {_excluding(seen)} zéro ; le hasard seul en ferait "
            f"{number(whole.estimate.valeur_temoins, 1)} en moyenne. Aucune ne se lit comme une preuve.",
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
    parts = [
        "Les ménages d’un même bailleur se ressemblent, et les bailleurs sont peu nombreux : "
        f"{clusters.estimate.note.split(' ; ', maxsplit=1)[0].rstrip('.')} pour le critère principal. Les valeurs p "
        "viennent d’un rééchantillonnage des bailleurs entiers, seule manière de les compter pour ce qu’ils sont."
    ]
    for r, words in ((clusters, "Bailleurs pris comme grappes"), (fixed, "À l’intérieur des bailleurs")):
        if r is not None and r.estimate.estimation is not None and r.estimate.p_valeur is not None:
            parts.append(f"{words} : {r.amount}, {p_sentence(r.estimate.p_valeur)}.")
    left = [r for r in found if r.variante.startswith("sans:") and r.estimate.indicateur == main]
    known = [r for r in left if r.estimate.estimation is not None]
    if known:
        ends = sorted(known, key=lambda r: r.estimate.estimation or 0.0)
        low, high = (r.unit.difference(r.estimate.estimation, sign=True) for r in (ends[0], ends[-1]))
        parts.append(f"En ôtant un bailleur à la fois, l’écart va de {low} à {high}.")
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
            "l’écart. Avec 25 ménages par groupe il est trop court : à 95 %, il contient la vraie différence dans 94 % "
            "d’études simulées à valeurs normales, et dans 88 % quand les montants sont très inégaux ; sa p est "
            "trop petite d’autant. Il ne remplace pas l’intervalle du corps du rapport.",
        ]
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
    kept = {
        0: "aucun intervalle n’exclut l’absence d’effet",
        len(rows): "tous les intervalles excluent l’absence d’effet",
        1: f"un intervalle sur {number(len(rows))} exclut l’absence d’effet",
    }.get(excluding, f"{number(excluding)} intervalles sur {number(len(rows))} excluent l’absence d’effet")
    return f"{indicator_of(name).label} : de {low} à {high} ; {kept}."


def _excluding(seen: int) -> str:
    return {0: "aucune n’exclut", 1: "une exclut"}.get(seen, f"{number(seen)} excluent")
