"""What the contract and the parameters know of the processing: data, why, for whom, how long, how it is kept."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.contract.covariates import COVARIATES
from pipeline.contract.indicators import INDICATORS
from pipeline.contract.schema import Column, Kind, Table
from pipeline.contract.tables import MENAGES, TABLES
from pipeline.french import enumeration, long_date
from pipeline.params import Params

TO_FILL = "**À compléter**"

# Why each table is asked for, beside the indicators that are computed from it.
PURPOSES = {
    "menages": "Constituer les deux groupes, décrire les ménages à l’inclusion, dire si les groupes sont comparables.",
    "suivi_locatif": "Mesurer l’impayé, sa pente et le recouvrement ; suivre les parcours mois par mois.",
    "evenements": "Mesurer le maintien dans les lieux, la procédure d’expulsion, les troubles et les droits ouverts.",
    "entretiens": "Mesurer l’isolement, la solitude et le bien-être déclarés.",
    "accompagnement": "Décrire l’accompagnement reçu, sa durée et son contenu.",
    "couts": "Rapporter les dépenses aux ménages accompagnés ; aucune donnée personnelle.",
}
RECIPIENTS = (
    ("L’équipe d’évaluation", "livraisons, tables, résultats, rapports"),
    ("Chaque expéditeur (bailleur, association, bureau d’études)", "sa page de contrôle, avec ses seuls constats"),
    (
        "Le comité de pilotage",
        "les documents restreints : synthèse, rapport, annexe ; aucun pseudonyme",
    ),
    ("Le public", "les documents publics, arrondis et masqués selon les règles du plan"),
)
MEASURES = (
    "Pseudonymes attribués par les expéditeurs ; la table qui mène aux noms reste chez eux. Les données restent "
    "personnelles : cinquante ménages, avec le bailleur et les dates, se reconnaissent.",
    "Un nom, un téléphone, un courriel, une adresse ou un numéro de sécurité sociale dans une livraison arrête la "
    "chaîne ; il n’est répété nulle part. Les noms d’un texte libre ne sont pas tous trouvés.",
    "Rien ne sort de la machine : ni statistiques d’usage, ni appel à un service.",
    "Les fichiers qui portent des lignes de ménages ne sont lisibles que de leur propriétaire ; ni le journal ni "
    "l’écran ne montrent un pseudonyme ou une valeur.",
    "Un ménage sans consentement n’entre dans aucune analyse ; après son retrait daté, rien de lui n’est lu.",
    "« evaluation retirer » ôte un ménage de tous les fichiers à portée et le prouve ; « evaluation purger » le fait "
    "de tous, le jour venu ; « registre.csv » en garde la trace.",
    "Chaque édition s’archive en lecture seule, avec l’empreinte de chaque fichier.",
)


def sensitive_columns() -> list[tuple[Table, Column]]:
    """Return the columns of health data."""
    return [(table, column) for table in TABLES.values() for column in table if column.confidential]


def uses_of(table: Table) -> str:
    """Return why a table is asked for, and the indicators that come from it."""
    labels = [i.label for i in INDICATORS.values() if i.table == table.name]
    made = f" Indicateurs : {enumeration(labels)}." if labels else ""
    return f"{PURPOSES[table.name]}{made}"


def columns_of(table: Table) -> Iterator[tuple[str, str, str, str]]:
    """Yield label, kind, whether it must be there, and what it is for the law, a column each."""
    for column in table:
        nature = "donnée de santé (article 9)" if column.confidential else _nature(column)
        yield column.label, str(column.kind), "oui" if column.required else "non", nature


def _nature(column: Column) -> str:
    if column.kind is Kind.IDENTIFIER:
        return "pseudonyme"
    if column.kind is Kind.TEXT and column.name not in ("commune", "paire_id"):
        return "texte libre, à relire"
    return ""


def periods(params: Params) -> list[str]:
    """Return what the parameters know of durations: each freeze and how long households are followed."""
    return [
        f"édition « {name} » : rien de daté après le {long_date(edition.gel)} ; {edition.horizon} mois de suivi au plus"
        for name, edition in params.editions.items()
    ]


def optional_health() -> str:
    """Return the health columns as a list of labels with their tables."""
    return enumeration([f"« {c.label} » ({t.label.lower()})" for t, c in sensitive_columns()])


def adjustment_columns() -> str:
    """Return the labels of the columns that the analysis may adjust on."""
    return enumeration([MENAGES[name].label.lower() for name in COVARIATES if name in MENAGES])
