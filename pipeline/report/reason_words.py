"""Why a number is missing: the words of the codes that say so, without final stop."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.contract.remarks import ABSENT, MASKED_SIZE, TOO_FEW_FOR_AN_INTERVAL
from pipeline.french import NARROW, NBSP, count, enumeration, number, percent

Words = Callable[..., str]

_GROUPS = {ACCOMPAGNE: "les accompagnés", TEMOIN: "les témoins"}


def fixed(text: str) -> Words:
    """Return words that hold no value, with the spaces that French puts before « : » and « ; »."""
    words = text.replace(" :", f"{NBSP}:").replace(" ;", f"{NARROW};")
    return lambda: words


def _among(words: str) -> Words:
    """« … dans un des deux groupes », or the groups that the code names."""
    return lambda *groups: (
        f"{words} chez {enumeration([_GROUPS[g] for g in groups])}" if groups else f"{words} dans un des deux groupes"
    )


NOT_ADJUSTED = f"{NBSP}: l’écart ajusté n’est pas calculé"


def _degrees(found: int, least: int) -> str:
    left = (
        "Aucun degré de liberté résiduel"
        if found < 1
        else count(found, "degré de liberté résiduel", "degrés de liberté résiduels")
    )
    return f"{left}, moins de {number(least)}{NOT_ADJUSTED}"


MISSING: Mapping[str, Words] = {
    ABSENT: fixed("Aucune estimation n’a été produite pour cet indicateur à cette vague"),
    MASKED_SIZE: fixed("Masqué : ce nombre dirait ce qu’il en est de quelques ménages seulement"),
    TOO_FEW_FOR_AN_INTERVAL: lambda least: (
        f"Moins de {number(least)} ménages connus dans un groupe, trop peu pour voir la dispersion d’une moyenne"
    ),
    "aucune_valeur": _among("Aucune valeur connue"),
    "moins_de_deux_valeurs": _among("Moins de deux valeurs connues"),
    "aucune_variation": fixed("Aucune variation des valeurs à l’intérieur des groupes"),
    "aucun_evenement": fixed("Aucun événement dans les deux groupes"),
    "aucun_evenement_accompagnes": fixed("Aucun événement chez les accompagnés"),
    "aucun_evenement_temoins": fixed("Aucun événement chez les témoins"),
    "aucune_exposition": fixed("Aucun temps d’observation dans un des deux groupes"),
    "separation": fixed("Séparation complète : toutes les valeurs d’un groupe dépassent toutes celles de l’autre"),
    "trop_peu_de_menages": fixed("Trop peu de ménages pour le nombre de paramètres du modèle"),
    "aucun_gain": fixed("Pas de ménage maintenu en plus, donc pas de rapport"),
    "tirages_de_moins_de_cinq": fixed(
        "Moins de cinq ménages dans un groupe : tirés parmi si peu, ils ne montrent pas ce qu’ils ont d’incertain"
    ),
    "effet_peut_etre_nul": fixed("L’écart peut être nul : le rapport n’a pas de borne de ce côté"),
    "borne_hors_des_tirages": fixed("D’autres tirages déplaceraient trop la borne qui manque : elle n’est pas donnée"),
    "rien_ne_differe": fixed("Aucune covariable ne distingue les deux groupes, et il n’y a rien à pondérer"),
    "score_separe": fixed("Les covariables séparent entièrement les deux groupes : aucun score ne peut être estimé"),
    "reechantillonnages_indefinis": fixed(
        "Trop de rééchantillonnages où le score ou l’écart n’existe pas : pas d’intervalle"
    ),
    "trop_de_menages": fixed(
        "Plus de 5 000 ménages : l’imputation, faite pour de petits effectifs, n’est pas calculée"
    ),
    "trop_peu_a_imputer": fixed(
        "Moins de trois valeurs connues dans un des deux groupes : rien d’où imputer les autres"
    ),
    "trop_peu_de_degres": _degrees,
    "groupes_sans_rien_de_commun": fixed(
        "Aucune strate ne réunit les deux groupes, ou leur point de départ les sépare, et rien n’est comparable"
    ),
    "menage_ajuste_exactement": fixed(
        "Un ménage que le modèle ajuste exactement porte une part de l’écart : son incertitude n’est pas calculable"
    ),
    "permutations_indefinies": fixed("Trop d’échanges où rien ne varie : pas d’intervalle"),
    "groupes_non_echangeables": fixed("Aucune strate ne réunit les deux groupes, qui ne peuvent pas être échangés"),
    "aucun_cout": fixed("Aucune dépense à rapporter (ni coût livré pour un semestre clos, ni montant non nul)"),
    "difference_standardisee_indefinie": fixed(
        "Différence standardisée non calculable : moins de deux valeurs dans un groupe, ou aucune variation"
    ),
    "aucune_paire": fixed("Aucune paire dont les deux ménages sont connus : la livraison n’apparie pas les ménages"),
    "sous_groupe_trop_petit": lambda least: (
        f"Moins de {number(least)} ménages d’un groupe dans le sous-groupe ou hors de lui : rien n’est calculé"
    ),
    "trop_de_sorties": fixed("Trop de sorties pour borner quoi que ce soit"),
    "aucun_decalage_possible": fixed("Aucun décalage possible sur l’échelle ne fait changer l’intervalle de camp"),
    "t_de_welch_indefini": fixed(
        "Statistique de Welch non définie : l’indicateur ne varie pas, ou un groupe a moins de deux ménages"
    ),
    "causes_trop_nombreuses": lambda least: (
        f"Moins de {number(least)} ménages de plus que de paramètres : le modèle n’est pas estimé"
    ),
    "hors_d_atteinte": lambda control: (
        f"Hors d’atteinte : face à {percent(control)} chez les témoins, même le meilleur résultat possible ne serait "
        "pas trouvé huit fois sur dix"
    ),
    "echelle_trop_courte": lambda d: (
        f"Hors d’atteinte : il faudrait {number(d, 2)} écart-type, plus que l’échelle n’en laisse depuis la moyenne "
        "des témoins"
    ),
    "ecart_type_de_moins_de_cinq": fixed(
        "Moins de cinq ménages dans un groupe : leur dispersion est trop mal connue pour dire quel écart serait trouvé"
    ),
}
