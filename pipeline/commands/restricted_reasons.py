"""Why a restricted folder still tells the committee what no publication may, kind by kind (docs/decisions/0011)."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.publication.audit import Leak

STAYS: Mapping[Leak, str] = {
    Leak.NO_LIST: "un dossier restreint n’en a pas : il va au comité de pilotage, à personne d’autre.",
    Leak.SMALL_CELL: (
        "le comité juge si les groupes se ressemblent par région et par profil, qui sont des critères de choix ; par "
        "bailleur, seul le total d’un groupe, très petit, borne chaque part."
    ),
    Leak.MASK_UNDONE: "à corriger : un masque ne doit pas se défaire.",
    Leak.HOUSEHOLD_AMOUNT: "à corriger : le montant d’un ménage n’est dit à personne.",
    Leak.HOUSEHOLD_SCORE: "à corriger : le score d’un ménage n’est dit à personne.",
    Leak.ALL_OR_NONE: "le comité lit les effectifs exacts de groupes entiers, où « aucun » et « tous » arrivent.",
    Leak.EXTREME: (
        "médianes et quartiles d’un groupe entier d’au moins cinq ménages, bornes d’hypothèses sur les manquants ; ni "
        "minimum, ni maximum."
    ),
    Leak.SPREAD: "écarts-types et erreurs-types sans lesquels aucun intervalle ne se vérifie.",
    Leak.TEST: "chaque estimation est donnée avec sa p, pour être vérifiée.",
    Leak.HEALTH: "scores et parts de santé d’au moins cinq ménages, complément compris ; au-dessous, ils sont masqués.",
    Leak.EXITS_BY_GROUP: (
        "le flux des ménages, causes de sortie, décès et retraits compris, est ce que le comité doit expliquer ; la "
        "table des manquants et l’entonnoir le disent comme lui."
    ),
    Leak.EXACT_DATE: "les courbes vont de mois en mois, jamais au jour.",
    Leak.UNLISTED_MARK: "les figures du rapport sont tracées sur les valeurs exactes de ses tableaux.",
}
