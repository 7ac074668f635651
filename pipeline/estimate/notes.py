"""The French sentences behind the reasons and remarks of an estimate; each reads after « : » too."""

from __future__ import annotations

from pipeline.contract.tables import MENAGES
from pipeline.french import NARROW, NBSP, count, enumeration, number
from pipeline.stats.effect import Reason

SCORE_INTERVAL = "Intervalle de score, sans erreur type."
LOG_SCALE = "Erreur type sur l’échelle logarithmique."
FEW_FOR_SANDWICH = "Moins de dix ménages dans un groupe : intervalle trop court, lui préférer la permutation."
PROFILE_INTERVAL = "Intervalle de vraisemblance profilée, sans erreur type."
NONCENTRAL_INTERVAL = "Intervalle par la loi de Student non centrée, sans erreur type."
SCORE_TEST = (
    f"Intervalle de score, sans erreur type{NARROW}; plus d’un million de tables possibles{NBSP}: "
    "p du test du score bilatéral au lieu du test exact."
)

_REASONS = {
    Reason.EMPTY_GROUP: "Aucune valeur connue dans un des deux groupes.",
    Reason.FEW_VALUES: "Moins de deux valeurs connues dans un des deux groupes.",
    Reason.NO_VARIATION: "Aucune variation des valeurs à l’intérieur des groupes.",
    Reason.NO_EVENT: "Aucun événement dans les deux groupes.",
    Reason.NO_EVENT_TREATED: "Aucun événement chez les accompagnés.",
    Reason.NO_EVENT_CONTROL: "Aucun événement chez les témoins.",
    Reason.NO_EXPOSURE: "Aucun temps d’observation dans un des deux groupes.",
    Reason.SEPARATION: "Séparation complète : toutes les valeurs d’un groupe dépassent toutes celles de l’autre.",
    Reason.FEW_HOUSEHOLDS: "Trop peu de ménages pour le nombre de paramètres du modèle.",
    Reason.NO_GAIN: "Pas de ménage maintenu en plus : le rapport n’a pas de sens.",
    Reason.UNBOUNDED: "L’effet peut être nul : le rapport n’a pas de borne de ce côté.",
    Reason.SEPARATED_SCORE: "Les covariables séparent entièrement les deux groupes : aucun score ne peut être estimé.",
    Reason.UNDEFINED_DRAWS: "Trop de rééchantillonnages où le score ou l’écart n’existe pas : pas d’intervalle.",
    Reason.TOO_MANY_UNITS: "Plus de 5 000 ménages : l’imputation, faite pour de petits effectifs, n’est pas calculée.",
    Reason.FEW_TO_IMPUTE: "Moins de trois valeurs connues dans un des deux groupes : rien d’où imputer les autres.",
    Reason.ONE_ARRANGEMENT: "Aucune strate ne réunit les deux groupes : ils ne peuvent pas être échangés.",
}


def explain(reason: Reason, n_treated: int, n_control: int) -> str:
    """Return why a number is missing, with the group concerned where there is one."""
    if reason is Reason.EMPTY_GROUP:
        names = [name for name, n in (("les accompagnés", n_treated), ("les témoins", n_control)) if n == 0]
        if names:
            return f"Aucune valeur connue chez {enumeration(names)}."
    if reason is Reason.FEW_VALUES:
        names = [name for name, n in (("les accompagnés", n_treated), ("les témoins", n_control)) if n < 2]
        if names:
            return f"Moins de deux valeurs connues chez {enumeration(names)}."
    return _REASONS[reason].replace(" :", f"{NBSP}:")


def adjusted(baseline: bool, left_out: int, exact: int = 0) -> str:
    """Return what an adjusted difference is adjusted on, the households that no stratum could take in, and those that
    the model fits exactly."""
    on = "l’indicateur à l’inclusion et les strates" if baseline else "les strates"
    lost = f"{NARROW}; {count(left_out, 'ménage laissé', 'ménages laissés')} de côté, faute de deux par groupe"
    alone = (
        f" {count(exact, 'ménage que le modèle ajuste exactement', 'ménages que le modèle ajuste exactement')}"
        f"{NBSP}: rien n’en vient dans la variance, l’intervalle est trop court."
    )
    return f"Ajustée sur {on}{lost if left_out else ''}.{alone if exact else ''}"


def prolonged(months: float) -> str:
    """Return until when a curve is seen that the restricted mean prolongs to the horizon."""
    return f"Dans un groupe, plus personne n’est suivi après {number(months, 1)}{NBSP}mois : la courbe est prolongée."


def permuted(draws: int, strata: tuple[str, ...]) -> str:
    """Return how a permutation p-value was obtained."""
    within = enumeration([MENAGES[name].label.lower() for name in strata])
    where = f", à l’intérieur des strates ({within})" if within else ""
    return f"p par {number(draws)}{NBSP}échanges tirés au sort des groupes{where}."
