"""The draft of the impact assessment: article 35(7) of the GDPR, with what only the controller can judge left open."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.contract.tables import TABLES
from pipeline.params import Params
from pipeline.privacy.facts import MEASURES, TO_FILL, optional_health, periods, sensitive_columns, uses_of
from pipeline.privacy.register import NOTICE

# What is feared, and what in the programme bears on it.
_FEARED = (
    (
        "Accès illégitime : un ménage est reconnu, une donnée de santé ou une procédure est apprise",
        "pseudonymes, droits des fichiers, documents restreints séparés des documents publics, seuils de "
        "confidentialité, écran et journal sans pseudonyme",
        "croisement du bailleur, de la commune et des dates ; textes libres ; poste ou partage non chiffré",
    ),
    (
        "Modification non désirée : un effet est mal mesuré, une personne est mal décrite",
        "originaux jamais écrits, chaque cellule illisible rejetée et listée, empreintes des fichiers et des archives",
        "fichier corrigé à la main sans trace avant l’envoi",
    ),
    (
        "Disparition : une édition ne peut plus être refaite",
        "archives en lecture seule avec leur manifeste, dépôt DVC, résultats que la chaîne refait à l’identique",
        "archive sans copie ; dépôt partagé non sauvegardé",
    ),
)


def impact_text(params: Params) -> str:
    """Return the draft as Markdown, in French."""
    return "\n".join(_lines(params)) + "\n"


def _lines(params: Params) -> Iterator[str]:
    yield from ("# Analyse d’impact relative à la protection des données : projet", "", NOTICE, "")
    yield from ("## Faut-il une analyse d’impact ?", "")
    yield "Le responsable en décide (article 35). Ce que le contrat fait voir, et qui y incline :"
    yield ""
    yield f"- des données de santé : {optional_health()} ;"
    yield "- des personnes vulnérables, suivies deux ans, mois par mois ;"
    yield "- un croisement de sources : bailleurs, associations, bureau d’études."
    yield ""
    yield f"- Décision et sa raison : {TO_FILL}"
    yield f"- Avis du délégué à la protection des données (article 35, paragraphe 2) : {TO_FILL}"
    yield from ("", "## Description du traitement", "")
    yield "Les expéditeurs envoient des fichiers pseudonymisés ; le programme les lit, les contrôle, calcule des"
    yield "indicateurs, compare les deux groupes, écrit un rapport par édition. Une machine, aucun service extérieur."
    yield ""
    yield from (f"- {table.label} ({len(table.columns)} données) : {uses_of(table)}" for table in TABLES.values())
    yield ""
    yield from (f"- {line} ;" for line in periods(params))
    yield from ("", "## Nécessité et proportionnalité", "")
    required = sum(c.required for t in TABLES.values() for c in t)
    total = sum(len(t.columns) for t in TABLES.values())
    yield f"Sur {total} données décrites, {required} sont obligatoires ; les autres peuvent ne pas être demandées, et"
    yield "le rapport dit alors ce qu’il ne peut plus dire."
    yield ""
    for _, column in sensitive_columns():
        yield f"- La donnée « {column.label} » est-elle nécessaire, et suffisante ? {TO_FILL}"
    yield f"- Les personnes ont-elles été informées (articles 13 et 14), et comment ? {TO_FILL}"
    yield f"- Comment leur consentement à l’étude a-t-il été recueilli, et gardé ? {TO_FILL}"
    yield f"- À qui s’adressent-elles pour l’accès, la rectification, l’opposition, l’effacement ? {TO_FILL}"
    yield "- Effacement d’un ménage : « evaluation retirer », tracé dans « registre.csv ». Les documents déjà publiés"
    yield "  gardent des résultats d’ensemble auxquels il a contribué : le dire aux personnes."
    yield f"- Avis des personnes concernées ou de leurs représentants (article 35, paragraphe 9) : {TO_FILL}"
    yield from ("", "## Risques pour les personnes", "")
    yield "Gravité et vraisemblance se jugent de 1 (négligeable) à 4 (maximale) ; le programme ne les juge pas."
    for title, covered, left in _FEARED:
        yield from ("", f"### {title}", "")
        yield f"- Ce que le programme fait : {covered}."
        yield f"- Ce qu’il ne peut pas faire : {left}."
        risk = title.partition(" :")[0].lower()
        yield from (f"- {what}, {risk} : {TO_FILL}" for what in ("Gravité", "Vraisemblance", "Mesures ajoutées"))
    yield from ("", "## Mesures", "")
    yield from (f"- {line}" for line in MEASURES)
    yield f"- Mesures d’organisation (habilitations, formation, violation de données) : {TO_FILL}"
    yield from ("", "## Décision", "")
    yield f"- Risque résiduel, et consultation préalable de la CNIL s’il est élevé (article 36) : {TO_FILL}"
    yield f"- Validation par le responsable de traitement, date : {TO_FILL}"
    yield f"- Réexamen prévu le : {TO_FILL}"
