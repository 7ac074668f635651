"""What the tables that come out hold: one sentence a table, one sentence a column, for people who open them."""

from __future__ import annotations

from pipeline.contract import results
from pipeline.contract.codes import INTERVENANTS
from pipeline.contract.indicators import INDICATORS
from pipeline.contract.output import SHARED, Output
from pipeline.contract.outputs_pathways import PATHWAY_OUTPUTS
from pipeline.contract.outputs_sensitivity import SENSITIVITY_OUTPUTS
from pipeline.contract.tables import MENAGES

# fmt: off
# ruff: noqa: E501 (one line an entry)

_ESTIMATIONS = {
    "famille": "`principal`, `secondaire` (ajustés ensemble à la vague de l’horizon) ou `exploratoire`.",
    "methode": "Méthode d’estimation.",
    "mesure": "Ce que la méthode estime ; les différences sont accompagnés − témoins, les rapports accompagnés / témoins.",
    "estimation": "Valeur estimée, dans l’unité de la mesure ; manquante si elle n’est pas définie (voir `note`).",
    "erreur_type": "Erreur type ; sur l’échelle logarithmique pour un rapport, par rééchantillonnage pour `ponderation`, manquante pour un intervalle de score ou de profil.",
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
    Output("constats", "Les constats comptés par règle, table, fichier et colonne : ce que le rapport montre. Ni pseudonyme, ni valeur.", results.CONSTATS, by_edition=False, own={
        "regle": "Nom de la règle (`docs/messages.md`).",
        "gravite": "`bloquant`, `avertissement` ou `rejet`.",
        "table": "Table concernée.",
        "fichier": "Chemin du fichier dans la livraison.",
        "expediteur": "Qui a envoyé le fichier.",
        "colonne": "Colonne, sous son nom du contrat.",
        "effectif": "Nombre de constats.",
        "lignes": "Exemples de lignes, telles que l’expéditeur les voit.",
        "titre": "Ce que c’est, en peu de mots.",
        "motif": "Ce qui ne va pas.",
        "action": "Que faire.",
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
    Output("equilibre", "Une ligne par caractéristique à l’inclusion : l’écart entre les groupes avant et après pondération par recouvrement (`ponderation`), tous ménages analysés ; la ligne `ensemble` donne les effectifs efficaces.", results.EQUILIBRE, own={
        "variable": "Caractéristique à l’inclusion ; `ensemble` pour tous les ménages.",
        "type": "`continu`, `binaire`, `categorie` ou `ensemble`.",
        "dans_le_score": "Vrai quand la caractéristique est une covariable du score.",
        "n_accompagnes": "Ménages accompagnés dont la valeur est connue.",
        "n_temoins": "Ménages témoins dont la valeur est connue.",
        "effectif_efficace_accompagnes": "(Σw)² / Σw² de ces accompagnés : combien de ménages de même poids diraient autant.",
        "effectif_efficace_temoins": "(Σw)² / Σw² de ces témoins.",
        "smd_avant": "Différence standardisée sans poids : celle de `comparabilite`.",
        "smd_apres": "Différence des moyennes (parts) pondérées, sur le même dénominateur, sans poids : seules les moyennes bougent.",
    }),
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
    Output("dose", "Une ligne par ménage accompagné : ce qu’il a reçu de l’inclusion à l’horizon, jusqu’au gel et au retrait.", results.DOSE, own={
        "mode_accompagnement": "`interne` ou `associatif`.",
        "mois_observes": "Mois entre l’inclusion et la fin de l’observation (horizon, gel, sortie, décès ou retrait).",
        "interventions": "Nombre d’interventions.",
        "jours": "Jours d’intervention, tous intervenants.",
        "jours_acces_droits": "Jours du volet « accès aux droits ».",
        "jours_vie_quotidienne": "Jours du volet « vie quotidienne ».",
        "themes": "Nombre de thèmes abordés.",
        "delai_premier_contact": "Jours de l’inclusion à la première intervention ; négatif quand elle l’a précédée.",
        "phases_atteintes": "Nombre de phases atteintes, 0 à 5.",
        "derniere_phase": "Phase la plus avancée.",
        "phases_dans_l_ordre": "Vrai quand les phases atteintes se suivent sans saut ni retour ; vide sans phase renseignée.",
    } | {f"jours_{code.value}": f"Jours d’intervention : {code.label.lower()}." for code in INTERVENANTS}),
    Output("mise_en_oeuvre", "Une ligne par ligne de la mise en œuvre : ce qui était prévu, ce qui a été fait.", results.MISE_EN_OEUVRE, own={
        "domaine": "`intensite`, `delai`, `phases`, `cellule`, `volets`, `themes` ou `intervenants`.",
        "ligne": "Nom de la ligne.",
        "libelle": "Ce qui est compté.",
        "prevu": "Prévu (milieu de la fourchette), au prorata de l’horizon pour des jours ; vide quand la note ne prévoit rien.",
        "prevu_bas": "Bas de la fourchette prévue.",
        "prevu_haut": "Haut de la fourchette prévue.",
        "realise": "Réalisé : moyenne, part ou médiane selon la ligne.",
        "q1": "Premier quartile, pour les jours et le délai.",
        "q3": "Troisième quartile.",
        "unite": "Unité de `prevu` et de `realise`.",
        "effectif": "Ménages sur lesquels porte la ligne.",
        "source": "Où la note le prévoit.",
    }),
    Output("dose_resultats", "La dose et les résultats des ménages accompagnés, côte à côte : une description.", results.DOSE_RESULTATS, own={
        "classe": "`moins_que_prevu`, `comme_prevu`, `plus_que_prevu` ; `ensemble` pour la corrélation.",
        "mesure": "`moyenne` (ou part) de l’indicateur dans la classe, ou `rho_spearman`.",
        "n": "Ménages.",
        "valeur": "Moyenne, part ou corrélation.",
    }),
    Output("aides", "Ce que chaque groupe a reçu par ailleurs : droits, plans, protections.", results.AIDES, own={
        "aide": "Type d’événement, `aides_financieres` ou `plan_apurement`.",
        "libelle": "L’aide en clair.",
        "n": "Ménages observés.",
        "menages": "Ménages qui l’ont reçue au moins une fois.",
        "part": "Leur part.",
        "evenements": "Nombre d’événements ; vide pour ce qui n’en est pas un.",
        "taux_annuel": "Événements par année observée.",
    }),
    Output("couts", "Une ligne par poste : prévu par la note, dépensé dans les semestres clos au gel.", results.COUTS, own={
        "poste": "Ligne du budget de la note.",
        "volet": "`I` à `IV`.",
        "libelle": "Intitulé du poste.",
        "prevu": "Coût prévu sur deux ans, € TTC.",
        "depense": "Dépense des semestres clos au gel, € TTC.",
        "associes": "Part prévue des associés, €.",
        "autres_partenaires": "Part prévue des autres partenaires, €.",
        "aide_sollicitee": "Part prévue de l’aide sollicitée, €.",
    }),
    Output("couts_semestres", "Une ligne par poste et semestre clos au gel.", results.COUTS_SEMESTRES, own={
        "poste": "Ligne du budget de la note.",
        "volet": "`I` à `IV`.",
        "semestre": "`2015-S1`…",
        "prevu": "Quart du coût prévu, de 2015-S1 à 2016-S2 (étalement régulier : hypothèse) ; vide pour l’évaluation et hors de ces semestres.",
        "depense": "Dépense du semestre, €.",
    }),
    Output("couts_ratios", "Coûts rapportés aux ménages et aux effets ; les totaux de la note recalculés de ses lignes.", results.COUTS_RATIOS, own={
        "mesure": "Nom du rapport ; `note_…` : recalcul d’un chiffre de la note.",
        "libelle": "Le rapport en clair.",
        "valeur": "Valeur.",
        "reference": "Chiffre de la note auquel le comparer.",
        "unite": "Unité.",
    }),
    Output("couts_sensibilite", "Sensibilité du coût par maintien supplémentaire, un paramètre à la fois.", results.COUTS_SENSIBILITE, own={
        "parametre": "Paramètre que l’on fait varier.",
        "libelle": "Le paramètre en clair.",
        "bas": "Valeur basse du paramètre.",
        "haut": "Valeur haute.",
        "valeur_bas": "Coût par maintien supplémentaire à la valeur basse, €.",
        "valeur_haut": "À la valeur haute, €.",
        "unite": "Unité du paramètre.",
        "source": "D’où viennent les bornes.",
    }),
    Output("couts_menages", "Coût de l’accompagnement imputé à chaque ménage accompagné, pour l’intervalle du coût par maintien.", results.COUTS_MENAGES, own={
        "cout": "Coût imputé, € : volet I à parts égales, volet II au prorata des jours.",
        "cout_moyen": "Coût par ménage accompagné par tout le dispositif, €.",
    }),
    Output("acceptabilite", "Courbe d’acceptabilité : probabilité que l’accompagnement vaille son coût, selon le prix donné à un maintien.", results.ACCEPTABILITE, own={
        "seuil": "Prix donné à un maintien supplémentaire, €.",
        "probabilite": "Part des tirages dont le bénéfice net est positif.",
    }),
    Output("plan_cout_efficacite", "Premiers tirages du plan coût-efficacité.", results.PLAN_COUT_EFFICACITE, own={
        "tirage": "Numéro du tirage ; 0 = valeurs observées.",
        "effet": "Différence de maintien, accompagnés − témoins.",
        "cout": "Différence de coût, €.",
    }),
    Output("cooperative", "La coopérative d’Orléans : membres, isolement et solitude des membres et des autres.", results.COOPERATIVE, own={
        "mesure": "`membres`, `membres_total`, `lsns6`, `isole`, `ucla3` ou `solitude`.",
        "population": "`orleans`, `tous`, `membres` ou `autres`.",
        "libelle": "La mesure en clair.",
        "n": "Ménages dont la valeur est connue.",
        "valeur": "Nombre, part ou moyenne.",
        "cible": "Cible de la note.",
    }),
    Output("couverture", "Cibles et atteint : panels, publics, profils, régions, bailleurs, sites.", results.COUVERTURE, own={
        "dimension": "Ce que l’on croise (un seul critère à la fois).",
        "modalite": "Code de la modalité.",
        "libelle": "La modalité en clair.",
        "cible": "Ce que la note annonce ; vide quand elle ne dit rien.",
        "atteint": "Ce qui est constaté ; vide quand aucune livraison ne le dit.",
        "unite": "`ménages`, `logements` ou `communes`.",
        "source": "D’où vient la cible.",
    }),
    Output("loyers", "Loyers à l’inclusion et plafonds APL de la note, par région.", results.LOYERS, own={
        "region": "Code de la région.",
        "n": "Ménages dont le plafond est dans la note.",
        "loyer_moyen": "Loyer moyen hors charges, €/mois.",
        "plafond_moyen": "Plafond moyen de ces mêmes ménages, €/mois.",
        "sous_plafond": "Ménages dont le loyer ne dépasse pas le plafond.",
        "part_sous_plafond": "Leur part.",
        "source": "D’où vient le plafond.",
    }),
    Output("taux_effort", "Taux d’effort avant et après aides, par groupe, à l’inclusion et à l’horizon.", results.TAUX_EFFORT, own={
        "mesure": "`brut` (avant APL) ou `net` (après).",
        "libelle": "La mesure en clair.",
        "n": "Ménages dont les ressources et la quittance sont connues.",
        "moyenne": "Moyenne.",
        "mediane": "Médiane.",
        "reference": "Repère : locataires du parc social en Île-de-France, 2013.",
        "source": "Source du repère.",
    }),
    *PATHWAY_OUTPUTS,
    *SENSITIVITY_OUTPUTS,
)
