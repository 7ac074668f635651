"""The allow-list: what may be published, by which rule, computed by which function. Nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.publication.frame import frame_facts
from pipeline.publication.households import exit_facts, flow_facts, survival_facts
from pipeline.publication.inclusion import inclusion_facts
from pipeline.publication.mark import mark_facts
from pipeline.publication.outcomes import Cells, advantage_facts, outcome_facts
from pipeline.publication.rounding import Rounding
from pipeline.publication.scheme import cost_facts, done_facts
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults


@dataclass(frozen=True)
class Element:
    """One thing that may be published. `tables`: the produced tables that it is made from; `rule`: in French."""

    name: str
    title: str
    tables: tuple[str, ...]
    rule: str
    cells: Callable[[EditionResults, ReportContext, Rounding], Cells]


# fmt: off
# ruff: noqa: E501 (one line an element)

ALLOWED: tuple[Element, ...] = (
    Element("cadre", "Cadre de l’étude et règles d’arrondi", (), "Constantes connues de tous : exactes.", frame_facts),
    Element("flux", "Ménages suivis", ("flux",), "Effectifs des groupes arrondis ; un petit effectif s’écrit comme une classe.", flow_facts),
    Element("inclusion", "Les deux groupes à l’inclusion", ("comparabilite", "flux"), "Combien de caractéristiques sont comparées, et sur combien les groupes diffèrent ; ni lesquelles, ni de combien.", inclusion_facts),
    Element("resultats", "Résultats prévus par le plan", ("estimations",), "À l’échéance de l’édition, par groupe, à partir d’un nombre minimal de ménages ; parts, montants, scores et rapports arrondis ; de la santé, les seuls scores moyens ; aucune p que celle du critère principal.", outcome_facts),
    Element("figure", "Les écarts tels que la figure les trace", ("estimations",), "Les écarts publiés et leurs bornes, divisés par la différence qui compterait : rien de plus.", advantage_facts),
    Element("survie", "Maintien dans les lieux selon la courbe de survie", ("survie", "flux"), "À l’échéance de l’édition seulement, part arrondie.", survival_facts),
    Element("sorties", "Sorties du logement par cause", ("flux",), "Les deux groupes ensemble, dans l’édition qui conclut, quand chaque cause a assez de sorties.", exit_facts),
    Element("couts", "Coûts", ("couts", "couts_ratios", "estimations"), "Montants arrondis ; le coût d’un maintien de plus vient des seuls nombres publiés.", cost_facts),
    Element("mise_en_oeuvre", "Ce qui a été fait", ("mise_en_oeuvre",), "Moyennes et parts arrondies de tous les ménages accompagnés ; ni médiane, ni quartile.", done_facts),
    Element("solidite", "Solidité de la réponse", ("estimations", "flux", "sensibilite"), "La marque, et ce que chaque critère lui ôte ; ni part ni rapport.", mark_facts),
)
