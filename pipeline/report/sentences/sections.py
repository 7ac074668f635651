"""The sections that compare one indicator after the other: arrears, well-being, troubles and rights."""

from __future__ import annotations

from pipeline.contract.indicators import INDICATORS
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sentences.domain import domain_paragraphs, wave_notice
from pipeline.report.wording import CAUTION, paragraphs

ARREARS = ("impaye_solde", "impaye_mois", "impaye_2mois", "taux_recouvrement", "pente_impaye")
WELL_BEING = ("lsns6", "isole", "ucla3", "solitude", "who5", "bien_etre_faible", "membre_cooperative")
EVENTS = ("troubles", "droits_ouverts")


def arrears_text(results: EditionResults, context: ReportContext) -> str:
    """Return the paragraphs on arrears; a household that has left often has no ledger row any more."""
    return paragraphs(
        [
            *domain_paragraphs(ARREARS, results, context),
            "Le solde d’un mois n’est connu que si le bailleur a une ligne de suivi ce mois-là : les ménages sortis "
            "n’y figurent le plus souvent plus. Les deux groupes comparés ici sont donc, en partie, ceux qui sont "
            "restés.",
            CAUTION,
        ]
    )


def well_being_text(results: EditionResults, context: ReportContext) -> str:
    """Return the paragraphs on network, loneliness and well-being; says which wave they come from."""
    if INDICATORS["who5"].table in results.tables_absentes:
        return paragraphs(domain_paragraphs(WELL_BEING, results, context))
    return paragraphs(
        [
            wave_notice(WELL_BEING, context),
            *domain_paragraphs(WELL_BEING, results, context),
            "Repères : au WHO-5, une différence de 10 points est tenue pour la plus petite qui compte ; aucun repère "
            "publié n’existe pour le LSNS-6 et l’UCLA-3. Le seuil d’isolement du LSNS-6 a été établi chez des "
            "personnes de 65 ans et plus. Être isolé et se sentir seul sont deux choses différentes.",
            "Seuls les ménages qui ont répondu à l’entretien sont comparés.",
            CAUTION,
        ]
    )


def events_text(results: EditionResults, context: ReportContext) -> str:
    """Return the paragraphs on troubles and rights opened."""
    return paragraphs(
        [
            *domain_paragraphs(EVENTS, results, context),
            "Ces nombres sont rapportés au temps d’observation de chaque ménage. Un ménage accompagné est mieux "
            "connu : ses démarches et ses incidents ont plus de chances d’être consignés que ceux d’un ménage témoin.",
            CAUTION,
        ]
    )
