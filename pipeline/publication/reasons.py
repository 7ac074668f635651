"""Why a cell is not published, in French: each masked cell says one of these."""

from __future__ import annotations

from pipeline.contract.indicators import WAVE_MONTHS
from pipeline.french import NBSP, number
from pipeline.params import Publique

UNKNOWN = f"non publié{NBSP}: non calculable sur ces données"
NOT_DELIVERED = f"non publié{NBSP}: données non livrées"
CONCLUSION_ONLY = f"non publié{NBSP}: réservé à l’édition qui conclut"
NO_ANSWER = f"non publié{NBSP}: la réponse ne l’est pas"
NO_PRICE = f"non publié{NBSP}: l’écart arrondi peut être nul"
HEALTH = f"non publié{NBSP}: donnée de santé, dont seuls les scores moyens le sont"
OF_NO_KEPT_HOME = f"non publié{NBSP}: hors de la liste, le maintien dans les lieux n’étant pas le critère principal"
NOT_ALLOWED = f"non publié{NBSP}: hors de la liste de ce qui peut l’être par groupe"


def few_households(steps: Publique) -> str:
    """« non publié : moins de 10 ménages »."""
    return f"non publié{NBSP}: moins de {number(steps.menages_min)}{NBSP}ménages"


def few_exits(steps: Publique) -> str:
    """« non publié : moins de 5 sorties »."""
    return f"non publié{NBSP}: moins de {number(steps.petit_effectif)}{NBSP}sorties"


def few_exits_of_a_group(steps: Publique) -> str:
    """« non publié : moins de 5 sorties dans un groupe »."""
    return f"{few_exits(steps)} dans un groupe"


def few_events_of_a_group(steps: Publique) -> str:
    """« non publié : moins de 5 faits dans un groupe »."""
    return f"non publié{NBSP}: moins de {number(steps.petit_effectif)}{NBSP}faits dans un groupe"


def few_of_a_cause(steps: Publique) -> str:
    """« non publié : moins de 5 sorties pour une cause »."""
    return f"{few_exits(steps)} pour une cause"


def not_at_this_wave(wave: str) -> str:
    """« non publié : non mesuré à 18 mois »."""
    return f"non publié{NBSP}: non mesuré à {number(WAVE_MONTHS[wave])}{NBSP}mois"
