"""The locked plan in French: when it was locked, what was known by then, and what has changed since, key by key."""

from __future__ import annotations

import datetime as dt

from pipeline.contract.declared import LockReading, PlanChange
from pipeline.french import count, enumeration, long_date
from pipeline.report.context import ReportContext, edition_label
from pipeline.report.wording import paragraphs


def lock_text(context: ReportContext) -> str:
    """Return the paragraph of the report on the locked plan."""
    return paragraphs([" ".join(lock_sentences(context.verrou))])


def lock_sentences(reading: LockReading) -> list[str]:
    """Return the sentences on the lock: its day, what had been read by then, and whether the plan has changed."""
    if reading.date is None:
        return ["Aucun plan n’a été verrouillé pour ces paramètres : rien n’atteste que le plan précède les résultats."]
    return [
        _locked(reading, reading.date),
        _known_then(reading),
        *_earlier(reading),
        _changed(reading, reading.date),
    ]


def change_line(change: PlanChange) -> str:
    """Return one change as a line of the screen: key, before, now."""
    return f"{change.cle} : {change.avant or '(absente)'} → {change.maintenant or '(retirée)'}"


def _locked(reading: LockReading, day: dt.date) -> str:
    freezes = [
        f"au {long_date(gel)} ({edition_label(name)[0].lower()}{edition_label(name)[1:]})"
        for name, gel in reading.gels.items()
    ]
    return (
        f"Le plan d’analyse a été verrouillé le {long_date(day)}, pour des données gelées {enumeration(freezes)} ; "
        f"empreinte du plan : `{reading.empreinte[:16]}`."
    )


def _known_then(reading: LockReading) -> str:
    why = f" Raison donnée : {reading.motif.rstrip('.')}." if reading.motif else ""
    if reading.apres_lecture:
        return (
            "Des résultats avaient déjà été produits : ce verrou n’atteste pas que le plan les précède, seulement ce "
            f"qui a changé depuis.{why}"
        )
    if reading.apres_aveugle:
        return f"Les données avaient alors été examinées en aveugle, le nom des groupes étant masqué.{why}"
    return f"Aucun résultat n’avait alors été produit.{why}"


def _earlier(reading: LockReading) -> list[str]:
    if not reading.remplace:
        return []
    days = enumeration([f"du {long_date(day)}" for day in reading.remplace])
    return [f"Il remplace {'les verrous' if len(reading.remplace) > 1 else 'le verrou'} {days}."]


def _changed(reading: LockReading, day: dt.date) -> str:
    n = len(reading.changements)
    if not n:
        return f"Le plan n’a pas changé depuis le {long_date(day)}."
    keys = enumeration([f"« {change.cle} »" for change in reading.changements])
    return (
        f"Depuis, {count(n, 'clé a changé', 'clés ont changé')} : {keys}. Ce qui en dépend n’était pas prévu et se lit "
        "comme exploratoire."
    )
