"""The locked plan in French: when it was locked, what was known by then, and what has changed since, key by key."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from pipeline.contract.declared import LockReading, PlanChange
from pipeline.french import count, enumeration, long_date
from pipeline.report.context import ReportContext, edition_label
from pipeline.report.markdown import escape
from pipeline.report.wording import paragraphs


def lock_text(context: ReportContext) -> str:
    """Return the paragraph of the report on the locked plan."""
    reading = context.verrou
    safe = replace(
        reading,
        motif=escape(reading.motif.rstrip("."), None),
        resultats=escape(reading.resultats, None),
        livraison=escape(reading.livraison, None),
    )
    return paragraphs([" ".join(lock_sentences(safe))])


def lock_sentences(reading: LockReading) -> list[str]:
    """Return the sentences on the lock: its day, what was looked at then, and whether the plan has changed."""
    if reading.date is None:
        return ["Aucun plan n’a été verrouillé pour ces paramètres : rien n’atteste que le plan précède les résultats."]
    return [
        _locked(reading, reading.date),
        *_declared(reading),
        *_known_then(reading, reading.date),
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
        f"Le plan d’analyse a été verrouillé le {long_date(day)} (jour de l’ordinateur), pour des données gelées "
        f"{enumeration(freezes)}. Empreinte du plan : `{reading.empreinte[:16]}`."
    )


def _declared(reading: LockReading) -> list[str]:
    if reading.date_declaree is None:
        return []
    return [
        f"L’évaluateur déclare que le plan date du {long_date(reading.date_declaree)} ; le verrou ne l’atteste pas."
    ]


def _known_then(reading: LockReading, day: dt.date) -> list[str]:
    why = [f"Raison donnée : {reading.motif.rstrip('.')}."] if reading.motif else []
    if reading.apres_lecture:
        late = (
            "Des résultats avaient déjà été produits : ce verrou n’atteste pas que le plan les précède, seulement ce "
        )
        return [f"{late}qui a changé depuis.", *why]
    blind = "Les données avaient alors été examinées en aveugle, le nom des groupes étant masqué."
    return [*([blind] if reading.apres_aveugle else []), _looked(reading), *_passed(reading, day), *why]


def _looked(reading: LockReading) -> str:
    """What was looked at before locking, and no more."""
    if not reading.resultats:
        return "Ce verrou ne dit pas où des résultats ont été cherchés."
    named = " où les groupes sont nommés" if reading.apres_aveugle else ""
    results = f"Aucun résultat{named} ne se trouvait alors dans le dossier « {reading.resultats} »"
    if not reading.livraison:
        return f"{results} ; rien d’autre n’a été regardé."
    there = "une livraison se trouvait déjà" if reading.livraison_presente else "aucune livraison ne se trouvait"
    return f"{results}, et {there} dans « {reading.livraison} » ; rien d’autre n’a été regardé."


def _passed(reading: LockReading, day: dt.date) -> list[str]:
    passed = [gel for gel in reading.gels.values() if gel <= day]
    if not passed:
        return ["Aucun des gels n’était alors passé."]
    days = enumeration([f"du {long_date(gel)}" for gel in sorted(passed)])
    many = len(passed) > 1
    return [
        f"{'Les gels' if many else 'Le gel'} {days} {'étaient déjà passés' if many else 'était déjà passé'} : des "
        "données et des résultats pouvaient être connus ailleurs."
    ]


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
