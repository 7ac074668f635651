"""What the tables that come out hold: one sentence a table, one sentence a column, for people who open them."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.contract import results
from pipeline.contract.indicators import INDICATORS
from pipeline.contract.tables import MENAGES

# fmt: off
# ruff: noqa: E501 (one line an entry)


@dataclass(frozen=True)
class Output:
    """One table written by the pipeline. `by_edition`: below the edition's folder, else common to all editions.

    `own`: descriptions of columns that mean something of their own here; the others are in `SHARED`.
    """

    name: str
    description: str
    columns: tuple[str, ...]
    by_edition: bool = True
    own: dict[str, str] = field(default_factory=dict)

    def describe(self, column: str) -> str:
        """What the column holds."""
        return self.own.get(column) or SHARED[column]


SHARED = {
    "menage_id": "Pseudonyme du ménage.",
    "groupe": "`accompagne` ou `temoin`.",
    "edition": "Nom de l’édition.",
    "indicateur": "Nom de l’indicateur (liste ci-dessus).",
    "vague": "`T0`, `M12`, `M18` ou `M24` ; un indicateur de tout le suivi porte la vague de l’horizon.",
    "mois": "Mois depuis l’inclusion.",
    "ic_bas": "Borne basse de l’intervalle de confiance.",
    "ic_haut": "Borne haute de l’intervalle de confiance.",
    "note": "Ce qu’il faut savoir pour lire la ligne ; pourquoi une valeur manque.",
}

_ESTIMATIONS = {
    "famille": "`principal`, `secondaire` (ajustés ensemble à la vague de l’horizon) ou `exploratoire`.",
    "methode": "Méthode d’estimation.",
    "mesure": "Ce que la méthode estime ; les différences sont accompagnés − témoins, les rapports accompagnés / témoins.",
    "estimation": "Valeur estimée, dans l’unité de la mesure ; manquante si elle n’est pas définie (voir `note`).",
    "erreur_type": "Erreur type ; sur l’échelle logarithmique pour un rapport, manquante pour un intervalle de score ou de profil.",
    "niveau": "Niveau de l’intervalle de confiance.",
    "p_valeur": "Valeur p bilatérale.",
    "p_ajustee": "Valeur p ajustée sur la famille ; manquante pour un indicateur exploratoire.",
    "n_accompagnes": "Ménages accompagnés analysés.",
    "n_temoins": "Ménages témoins analysés.",
    "valeur_accompagnes": "Moyenne, part ou taux du groupe accompagné.",
    "valeur_temoins": "Moyenne, part ou taux du groupe témoin.",
    "sens_favorable": "+1 quand une valeur haute est favorable au ménage, −1 quand elle est défavorable.",
}

_COMPARABILITE = {
    "variable": "Caractéristique à l’inclusion.",
    "modalite": "Code, pour une variable à modalités ; vide sinon.",
    "type": "`continu`, `binaire` ou `categorie`.",
    "smd": "Différence standardisée accompagnés − témoins : (m₁ − m₀) / √((s₁² + s₀²) / 2) ; à plus de deux modalités, distance de Mahalanobis.",
} | {
    f"{statistic}_{group}": f"{words}, {where}."
    for group, where in (("accompagnes", "accompagnés"), ("temoins", "témoins"))
    for statistic, words in (
        ("n", "Ménages dont la valeur est connue"),
        ("manquants", "Ménages dont la valeur manque"),
        ("effectif", "Ménages de la modalité"),
        ("part", "Part de la modalité parmi les valeurs connues"),
        ("moyenne", "Moyenne"),
        ("ecart_type", "Écart type"),
        ("q1", "Premier quartile"),
        ("mediane", "Médiane"),
        ("q3", "Troisième quartile"),
    )
}

_INCLUSIONS = {
    column.name: f"{column.label}." for column in MENAGES if column.name not in SHARED
} | {
    name: f"{indicator.label}, à l’inclusion." for name, indicator in INDICATORS.items() if indicator.has_baseline
} | {
    name: f"{MENAGES[name].label} ; `non_renseigne` quand la valeur manque." for name in ("profil", "bailleur", "region")
}

OUTPUTS: tuple[Output, ...] = (
    Output("rejets", "Une ligne par constat : cellule ou ligne non lue, avertissement, défaut bloquant. Document restreint : les valeurs y figurent.", results.REJETS, by_edition=False, own={
        "table": "Table concernée.",
        "fichier": "Chemin du fichier dans la livraison.",
        "feuille": "Feuille du classeur.",
        "ligne": "Ligne telle que l’expéditeur la voit.",
        "colonne": "Colonne, sous son nom du contrat ; l’en-tête de l’expéditeur pour une colonne inconnue.",
        "valeur": "Valeur telle qu’elle est écrite ; masquée si elle identifie une personne.",
        "motif": "Ce qui ne va pas.",
        "gravite": "`bloquant`, `avertissement` ou `rejet`.",
    }),
    Output("indicateurs", "Une ligne par ménage, indicateur et vague.", results.INDICATEURS, own={
        "valeur": "Valeur ; 1 = oui et 0 = non pour un indicateur binaire ; vide = manquante.",
        "exposition": "Années observées, pour les nombres d’événements seulement.",
    }),
    Output("durees", "Une ligne par ménage : durée de maintien, pour les courbes de survie. Sans ligne quand les événements n’ont pas été livrés.", results.DUREES, own={
        "duree_mois": "Jours / 30,4375 de l’inclusion à la première sortie négative, sinon au premier terme : décès, retrait, gel ou horizon.",
        "evenement": "1 = sortie négative, 0 = censure.",
        "cause": "`expulsion`, `abandon`, `depart_volontaire`, `deces`, `retrait_etude` ou `fin_suivi`.",
    }),
    Output("inclusions", "Une ligne par ménage analysé : ce qui est connu à l’inclusion.", results.MENAGES_ANALYSES, own=_INCLUSIONS),
    Output("suivi_mensuel", "Une ligne par ménage et par mois de suivi dont la ligne de suivi locatif est présente.", results.SUIVI_MENSUEL, own={
        "mois_suivi": "Mois depuis l’inclusion, de 0 à l’horizon.",
        "solde_impaye": "Dette en fin de mois, € ; positif = le ménage doit.",
        "quittance": "Loyer et charges appelés, €.",
    }),
    Output("flux", "Une ligne par groupe, vague, étape et motif : le parcours des ménages, du prévu à l’analysé.", results.FLUX, own={
        "vague": "Vague ; vide pour les étapes qui précèdent.",
        "etape": "Étape du flux (liste ci-dessus).",
        "effectif": "Nombre de ménages.",
        "motif": "Motif, quand l’étape en a ; vide sinon.",
    }),
    Output("estimations", "Une ligne par indicateur, vague et méthode ; aussi en CSV.", results.ESTIMATIONS, own=_ESTIMATIONS),
    Output("comparabilite", "Une ligne par variable et modalité : les deux groupes à l’inclusion, sans valeur p.", results.COMPARABILITE, own=_COMPARABILITE),
    Output("survie", "Courbes de Kaplan–Meier du maintien, par groupe ; intervalle log-log.", results.SURVIE, own={
        "survie": "Probabilité d’être encore maintenu.",
        "a_risque": "Ménages encore suivis juste avant ce mois.",
    }),
    Output("incidences", "Incidence cumulée des trois sorties négatives, risques concurrents (Aalen–Johansen).", results.INCIDENCES, own={
        "cause": "`expulsion`, `abandon` ou `depart_volontaire`.",
        "incidence": "Probabilité d’être sorti par cette cause.",
        "variance": "Variance de l’incidence.",
    }),
    Output("trajectoires", "Solde impayé par groupe et mois de suivi.", results.TRAJECTOIRES, own={
        "n": "Ménages dont le solde est connu.",
        "moyenne": "Solde moyen, €.",
        "mediane": "Solde médian, €.",
    }),
    Output("evolutions", "Chaque indicateur par groupe et vague, T0 compris.", results.EVOLUTIONS, own={
        "n": "Ménages dont la valeur est connue.",
        "valeur": "Moyenne, part ou taux annuel.",
    }),
)
