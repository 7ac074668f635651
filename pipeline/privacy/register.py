"""The entry of the register of processing activities: article 30(1) of the GDPR, point by point."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.contract.tables import TABLES
from pipeline.params import Params
from pipeline.privacy.facts import (
    MEASURES,
    RECIPIENTS,
    TO_FILL,
    adjustment_columns,
    columns_of,
    optional_health,
    periods,
    uses_of,
)

NOTICE = (
    "Document préparé à partir du contrat des données et des paramètres. Ce que le programme sait y est écrit ; ce que "
    f"la loi laisse au responsable de traitement est marqué {TO_FILL}. Il ne vaut pas avis juridique : le faire relire "
    "par le délégué à la protection des données."
)


def register_text(params: Params) -> str:
    """Return the entry as Markdown, in French."""
    return "\n".join(_lines(params)) + "\n"


def _lines(params: Params) -> Iterator[str]:
    yield from ("# Registre des activités de traitement : évaluation de la « Veille sociale »", "", NOTICE, "")
    yield from ("## a. Responsable de traitement", "")
    for what in (
        "Responsable de traitement, coordonnées",
        "Responsables conjoints (bailleurs, évaluateur ?) et accord qui les lie (article 26)",
        "Sous-traitants et contrats (article 28)",
        "Délégué à la protection des données",
        "Date de création de la fiche, date de mise à jour",
    ):
        yield f"- {what} : {TO_FILL}"
    yield from ("", "## b. Finalités", "")
    yield "Évaluer l’effet d’un accompagnement de locataires en comparant deux groupes suivis deux ans."
    yield ""
    yield from (f"- {table.label} : {uses_of(table)}" for table in TABLES.values())
    yield ""
    yield f"L’analyse peut ajuster sur ce qui est connu à l’inclusion : {adjustment_columns()}."
    yield ""
    yield f"- Base légale (article 6) : {TO_FILL}"
    yield f"- Exception pour les données de santé (article 9, paragraphe 2) : {TO_FILL}"
    yield f"- Formalité propre à la recherche en santé, s’il y a lieu : {TO_FILL}"
    yield from ("", "## c. Personnes et données", "")
    yield "Ménages locataires de logements sociaux, accompagnés et témoins ; le consentement est une colonne de la"
    yield "table des ménages. Des personnes vulnérables : situations bloquées, femmes victimes de violences."
    yield ""
    yield f"Données de santé : {optional_health()}."
    yield ""
    yield f"- Les réponses sur la solitude et le bien-être (entretiens) en sont-elles aussi ? {TO_FILL}"
    for table in TABLES.values():
        yield from ("", f"### {table.label}", "", f"{table.description}", "")
        yield "| Donnée | Nature | Obligatoire | À noter |"
        yield "|:-----------------------------|:------------|:-----------|:------------------------|"
        yield from (f"| {' | '.join(cells)} |" for cells in columns_of(table))
    yield from ("", "## d. Destinataires", "")
    yield from (f"- {who} : {what}." for who, what in RECIPIENTS)
    yield f"- Autres destinataires (financeurs, hébergeur des données) : {TO_FILL}"
    yield from ("", "## e. Transferts hors de l’Union européenne", "")
    yield f"Le programme n’en fait aucun. Lieu du stockage partagé et de ses sauvegardes : {TO_FILL}"
    yield from ("", "## f. Durées de conservation", "")
    yield "Ce que les paramètres bornent :"
    yield ""
    yield from (f"- {line}." for line in periods(params))
    yield ""
    yield f"- Jour où toutes les données personnelles sont effacées (« evaluation purger --apres JOUR ») : {TO_FILL}"
    yield f"- Ce qui est gardé au-delà (documents, tables agrégées), et pourquoi : {TO_FILL}"
    yield from ("", "## g. Mesures de sécurité", "")
    yield from (f"- {line}" for line in MEASURES)
    yield f"- Chiffrement du poste et du partage, comptes, sauvegardes, personnes habilitées : {TO_FILL}"
