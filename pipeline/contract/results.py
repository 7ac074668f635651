"""The tables that come out: their columns, in order. One place for stages, tests and the dictionary."""

from __future__ import annotations

REJETS = ("table", "fichier", "feuille", "ligne", "colonne", "valeur", "motif", "gravite")

# constats.parquet: findings grouped by rule, table, file and column, without pseudonym and without value
CONSTATS = (
    "regle",
    "gravite",
    "table",
    "fichier",
    "expediteur",
    "colonne",
    "effectif",
    "lignes",
    "titre",
    "motif",
    "action",
)

INDICATEURS = ("menage_id", "groupe", "indicateur", "vague", "valeur", "exposition")

DUREES = ("menage_id", "groupe", "duree_mois", "evenement", "cause")

ESTIMATIONS = (
    "edition",
    "indicateur",
    "vague",
    "famille",
    "methode",
    "mesure",
    "estimation",
    "erreur_type",
    "ic_bas",
    "ic_haut",
    "niveau",
    "p_valeur",
    "p_ajustee",
    "n_accompagnes",
    "n_temoins",
    "valeur_accompagnes",
    "valeur_temoins",
    "sens_favorable",
    "note",
)
FAMILLES = ("principal", "secondaire", "exploratoire")

SURVIE = ("groupe", "mois", "survie", "ic_bas", "ic_haut", "a_risque")
INCIDENCES = ("groupe", "cause", "mois", "incidence", "variance")

# Ours, beside those of the contract.
MENAGES_ANALYSES = (  # inclusions.parquet: one row per consenting household, what is known at inclusion
    "menage_id",
    "groupe",
    "bailleur",
    "region",
    "profil",
    "motif",
    "statut_occupation",
    "composition",
    "nb_personnes",
    "tranche_age",
    "ressources_mensuelles",
    "typologie",
    "loyer_mensuel",
    "charges_mensuelles",
    "impaye_inclusion",
    "trouble_psychique",
    "taux_effort",
    "lsns6",
    "ucla3",
    "who5",
    "paire_id",
)
SUIVI_MENSUEL = ("menage_id", "groupe", "mois_suivi", "solde_impaye", "quittance")  # 0 … horizon, observed rows only
FLUX = ("groupe", "vague", "etape", "effectif", "motif")
COMPARABILITE = (
    "variable",
    "modalite",
    "type",
    "n_accompagnes",
    "n_temoins",
    "manquants_accompagnes",
    "manquants_temoins",
    "effectif_accompagnes",
    "effectif_temoins",
    "part_accompagnes",
    "part_temoins",
    "moyenne_accompagnes",
    "moyenne_temoins",
    "ecart_type_accompagnes",
    "ecart_type_temoins",
    "q1_accompagnes",
    "mediane_accompagnes",
    "q3_accompagnes",
    "q1_temoins",
    "mediane_temoins",
    "q3_temoins",
    "smd",
    "note",
)
EQUILIBRE = (
    "variable",
    "type",
    "dans_le_score",
    "n_accompagnes",
    "n_temoins",
    "effectif_efficace_accompagnes",
    "effectif_efficace_temoins",
    "smd_avant",
    "smd_apres",
    "note",
)  # overlap weights: balance before and after, one row a variable; `ensemble` first
ENSEMBLE = "ensemble"  # the row of all households, and its `type`
TRAJECTOIRES = ("groupe", "mois", "n", "moyenne", "ic_bas", "ic_haut", "mediane")  # solde_impaye by month of follow-up
EVOLUTIONS = (
    "indicateur",
    "groupe",
    "vague",
    "n",
    "valeur",
    "ic_bas",
    "ic_haut",
)  # mean or share, with interval, every wave

# The scheme: what was delivered, to whom, where, at what cost.
DOSE = (  # one row per accompanied household; days from inclusion to the horizon, the freeze or the withdrawal
    "menage_id",
    "mode_accompagnement",
    "mois_observes",
    "interventions",
    "jours",
    "jours_charge_gestion_sociale",
    "jours_association",
    "jours_veille_social_precarite",
    "jours_veille_juridique",
    "jours_veille_psychique_addictions",
    "jours_veille_securite_publique",
    "jours_animateur_cooperative",
    "jours_acces_droits",
    "jours_vie_quotidienne",
    "themes",
    "delai_premier_contact",
    "phases_atteintes",
    "derniere_phase",
    "phases_dans_l_ordre",
)
MISE_EN_OEUVRE = (
    "domaine",
    "ligne",
    "libelle",
    "prevu",
    "prevu_bas",
    "prevu_haut",
    "realise",
    "q1",
    "q3",
    "unite",
    "effectif",
    "source",
    "note",
)
DOSE_RESULTATS = ("indicateur", "vague", "classe", "mesure", "n", "valeur", "ic_bas", "ic_haut", "note")
AIDES = ("groupe", "aide", "libelle", "n", "menages", "part", "ic_bas", "ic_haut", "evenements", "taux_annuel")
COUTS = (
    "poste",
    "volet",
    "libelle",
    "prevu",
    "depense",
    "associes",
    "autres_partenaires",
    "aide_sollicitee",
)
COUTS_SEMESTRES = ("poste", "volet", "semestre", "prevu", "depense")
COUTS_RATIOS = ("mesure", "libelle", "valeur", "ic_bas", "ic_haut", "reference", "unite", "note")
COUTS_SENSIBILITE = ("parametre", "libelle", "bas", "haut", "valeur_bas", "valeur_haut", "unite", "source")
COUTS_MENAGES = ("menage_id", "cout", "cout_moyen")
ACCEPTABILITE = ("seuil", "probabilite")
PLAN_COUT_EFFICACITE = ("tirage", "effet", "cout")
COOPERATIVE = ("mesure", "population", "vague", "libelle", "n", "valeur", "ic_bas", "ic_haut", "cible", "note")
COUVERTURE = ("dimension", "modalite", "libelle", "cible", "atteint", "unite", "source", "note")
LOYERS = ("region", "n", "loyer_moyen", "plafond_moyen", "sous_plafond", "part_sous_plafond", "source", "note")
TAUX_EFFORT = ("groupe", "vague", "mesure", "libelle", "n", "moyenne", "mediane", "reference", "source")

# Pathways (`pipeline.pathways`).
ETATS = ("menage_id", "mois", "etat")
REPARTITION_ETATS = ("ensemble", "mois", "etat", "effectif", "part")
TRANSITIONS = ("groupe", "de", "vers", "effectif", "a_risque", "probabilite", "ic_bas", "ic_haut")
MOIS_PAR_ETAT = (
    "etat",
    "n_accompagnes",
    "n_temoins",
    "moyenne_accompagnes",
    "moyenne_temoins",
    "difference",
    "ic_bas",
    "ic_haut",
    "p_valeur",
    "note",
)
TYPOLOGIE = ("menage_id", "type")
TYPES = (
    "type",
    "effectif",
    "effectif_accompagnes",
    "effectif_temoins",
    "part_accompagnes",
    "part_temoins",
    "etat_dominant",
    "mois_dominant",
    "etat_final",
    "part_finale",
    "silhouette",
    "stabilite",
)
TYPES_NOMBRE = ("nombre", "silhouette", "plus_petit", "retenu", "note")
DISSEMBLANCE = ("n", "pseudo_r2", "attendu", "pseudo_f", "p_valeur", "note")
POPULATIONS = (
    "population",
    "mesure",
    "vague",
    "effectif_accompagnes",
    "n_accompagnes",
    "valeur_accompagnes",
    "effectif_temoins",
    "n_temoins",
    "valeur_temoins",
    "ecart",
    "ic_bas",
    "ic_haut",
    "p_valeur",
    "note",
)
PREMIER_IMPAYE = ("groupe", "mois", "survie", "ic_bas", "ic_haut", "a_risque")
