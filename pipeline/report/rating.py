"""The ROBINS-I rating against the run that shows it: is it of these data, and does the lock bear what leans on it?"""

from __future__ import annotations

from pipeline.contract.declared import DomainRating, LockReading, RiskOfBias
from pipeline.french import count
from pipeline.report.context import ReportContext

_REPORTING = "restitution"
_LEANING = ("faible", "modere")  # a worse judgement does not rest on the lock, whatever its reason says


def foreign(rating: RiskOfBias, context: ReportContext) -> str:
    """Return why the rating is not that of the data read, empty when it is: then nothing more needs saying."""
    if context.empreinte_donnees and context.empreinte_donnees in rating.donnees:
        return ""
    if not rating.donnees:
        return "elle ne dit pas de quelles données elle a été faite"
    return "elle a été faite sur d’autres données"


def contradiction(domain: DomainRating, lock: LockReading) -> str:
    """Return the sentence that contradicts a rating of the reported results which leans on a lock, empty otherwise.

    It leans on one when it is `faible` (ROBINS-I asks there for a plan made before), or cites one without being
    `serieux` or worse. The lock must be there, made before results, and the plan unchanged since.
    """
    if domain.domaine != _REPORTING or domain.jugement not in _LEANING:
        return ""
    if domain.jugement != "faible" and "verrou" not in domain.raison.lower():
        return ""
    fact = not_locked_before(lock)
    return fact and f"Cette cote suppose un plan verrouillé avant les résultats ; or, dans cette exécution, {fact}."


def not_locked_before(lock: LockReading) -> str:
    """Return why nothing attests that the plan in force precedes the results, empty when the lock does."""
    if lock.date is None:
        return "aucun plan n’a été verrouillé"
    if lock.apres_lecture:
        return "le plan a été verrouillé après que des résultats ont été produits"
    if lock.changements:
        return f"{count(len(lock.changements), 'clé du plan a changé', 'clés du plan ont changé')} depuis le verrou"
    return ""
