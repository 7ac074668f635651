"""Intercurrent events and what each domain of indicators does with them: the estimand's fourth attribute (ICH E9 R1).

The strategies describe what the indicators do, as `contract.indicators` and the clock define them; they are not wishes.
A withdrawal from the study is, in the addendum's words, missing data and no intercurrent event: it is listed here
because the reader looks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.contract.indicators import Indicator, Scale


class Strategy(StrEnum):
    """The five strategies of ICH E9(R1), section A.3.2, and missing data, which are none."""

    TREATMENT_POLICY = "politique de traitement"
    COMPOSITE = "composite"
    WHILE = "tant que le ménage est présent"  # « while on treatment »
    HYPOTHETICAL = "hypothétique"
    PRINCIPAL_STRATUM = "strate principale"
    MISSING = "donnée manquante"


@dataclass(frozen=True)
class Intercurrent:
    """One event after inclusion, the strategy, and in a sentence what it does to the variable."""

    event: str
    strategy: Strategy
    meaning: str


# fmt: off
# ruff: noqa: E501 (one line an event)
GROUP_KEPT = Intercurrent("Accompagnement interrompu, refusé, ou reçu par un témoin", Strategy.TREATMENT_POLICY, "le ménage reste dans son groupe d’inclusion, quoi qu’il ait reçu ensuite")
WITHDRAWAL = Intercurrent("Retrait de l’étude", Strategy.MISSING, "rien n’est lu après le retrait ; le ménage manque")

_MAINTIEN = (
    Intercurrent("Mutation dans le parc social", Strategy.COMPOSITE, "compte comme un maintien"),
    Intercurrent("Expulsion, abandon, départ volontaire", Strategy.COMPOSITE, "c’est l’échec que la variable compte"),
    Intercurrent("Décès sans sortie négative avant lui", Strategy.HYPOTHETICAL, "le ménage sort de la comparaison, comme si son issue, vivant, eût été celle des autres ménages de son groupe"),
    WITHDRAWAL,
    GROUP_KEPT,
)
_STRICT = (Intercurrent("Mutation dans le parc social", Strategy.COMPOSITE, "compte comme une sortie"), *_MAINTIEN[1:])
_PROCEDURE = (
    Intercurrent("Expulsion", Strategy.COMPOSITE, "c’est le degré 8 de l’échelle"),
    Intercurrent("Abandon, départ volontaire, mutation", Strategy.TREATMENT_POLICY, "le degré atteint est retenu, avant comme après"),
    *_MAINTIEN[2:],
)
_INSERTION = (
    Intercurrent("Mutation dans le parc social", Strategy.COMPOSITE, "ne compte pas, par elle-même, comme un échec"),
    Intercurrent("Sortie négative, impayé lourd ou procédure", Strategy.COMPOSITE, "l’un des trois suffit à l’échec"),
    *_MAINTIEN[2:],
)
_DURATION = (
    *_MAINTIEN[:2],
    Intercurrent("Décès", Strategy.HYPOTHETICAL, "la durée est censurée, comme si le suivi avait pu continuer"),
    Intercurrent("Retrait de l’étude", Strategy.MISSING, "la durée est censurée au retrait"),
    GROUP_KEPT,
)
_ARREARS = (
    Intercurrent("Expulsion, abandon, départ volontaire", Strategy.WHILE, "le solde n’est connu que si le bailleur l’envoie encore : sont comparés, pour l’essentiel, les ménages encore là ; à côté, le rang composite place la sortie plus mal que toute dette, et la dette moyenne des mois passés dans le logement s’arrête à elle"),
    Intercurrent("Mutation dans le parc social", Strategy.TREATMENT_POLICY, "le solde envoyé est lu, quel que soit le logement"),
    Intercurrent("Décès", Strategy.WHILE, "le solde manque dès que le bailleur ne l’envoie plus"),
    WITHDRAWAL,
    GROUP_KEPT,
)
_INTERVIEWS = (
    Intercurrent("Expulsion, abandon, départ volontaire", Strategy.WHILE, "l’entretien est lu où qu’il ait eu lieu, mais un ménage parti n’est guère revu : sont comparés, pour l’essentiel, les ménages encore là"),
    Intercurrent("Mutation dans le parc social", Strategy.TREATMENT_POLICY, "l’entretien est lu, quel que soit le logement"),
    Intercurrent("Décès", Strategy.WHILE, "seules les réponses des vivants existent"),
    WITHDRAWAL,
    GROUP_KEPT,
)
_EVENTS = (
    Intercurrent("Expulsion, abandon, départ volontaire", Strategy.WHILE, "les événements sont comptés, et le temps mesuré, jusqu’à la sortie"),
    Intercurrent("Mutation dans le parc social", Strategy.TREATMENT_POLICY, "les événements sont comptés dans le nouveau logement aussi"),
    Intercurrent("Décès", Strategy.WHILE, "les événements sont comptés jusqu’à lui"),
    Intercurrent("Retrait de l’étude", Strategy.MISSING, "les événements sont comptés, et le temps mesuré, jusqu’à lui"),
    GROUP_KEPT,
)
# fmt: on

_BY_DOMAIN = {
    "maintien": _MAINTIEN,
    "impayes": _ARREARS,
    "bien_etre": _INTERVIEWS,
    "evenements": _EVENTS,
    "accompagnement": (WITHDRAWAL,),
}
_BY_INDICATOR = {
    "maintien_strict": _STRICT,
    "procedure_max": _PROCEDURE,
    "insertion": _INSERTION,
    "duree_maintien": _DURATION,
}

SUMMARIES: dict[Scale, str] = {
    Scale.BINARY: "Différence de proportions",
    Scale.CONTINUOUS: "Différence de moyennes",
    Scale.ORDINAL: "Probabilité de supériorité, et différence de degré moyen",
    Scale.COUNT: "Rapport de taux par année observée",
    Scale.DURATION: "Différence de durée moyenne restreinte à l’horizon",
}


def intercurrent_events(indicator: Indicator) -> tuple[Intercurrent, ...]:
    """Return the intercurrent events of `indicator` with their strategy: those of its domain unless it has its own."""
    return _BY_INDICATOR.get(indicator.name, _BY_DOMAIN[indicator.domain])
