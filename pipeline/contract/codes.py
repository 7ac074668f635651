"""The coded values of the contract, with their French labels and the spellings senders use."""

from __future__ import annotations

from pipeline.contract.schema import Code

# fmt: off

ACCOMPAGNE = "accompagne"
TEMOIN = "temoin"

GROUPES = (
    Code(ACCOMPAGNE, "Accompagnés", ("Accompagné", "Accompagnée", "Ménage accompagné", "Groupe accompagné", "Ménages accompagnés")),
    Code(TEMOIN, "Témoins", ("Témoin", "groupe témoin", "ménage témoin", "contrôle", "groupe de contrôle", "groupe contrôle")),
)

BAILLEURS = (
    Code("habitat_62_59_picardie", "Habitat 62/59 Picardie", ("Habitat 62/59", "H62/59")),
    Code("habitat_du_nord", "Habitat du Nord", ("HDN", "SA Habitat du Nord")),
    Code("toit_et_joie", "Toit et Joie", ("Toit & Joie",)),
    Code("essonne_habitat", "Essonne Habitat", ("SA Essonne Habitat",)),
    Code("logis_transports", "Logis Transports", ("RATP Logis Transports",)),
    Code("pierres_et_lumieres", "Pierres et Lumières", ("Pierres & Lumières", "P&L")),
)

REGIONS = (
    Code("nord_pas_de_calais", "Nord-Pas-de-Calais", ("NPDC", "NPC")),
    Code("ile_de_france", "Île-de-France", ("IDF",)),
    Code("centre", "Centre", ("Région Centre", "Centre-Val de Loire")),
)

SITUATION_BLOQUEE = "situation_bloquee"

PROFILS = (
    Code(SITUATION_BLOQUEE, "Situation bloquée", ("Bloqué", "Bloquée", "Situations bloquées")),
    Code("dalo", "DALO", ("Ménage DALO",)),
    Code("pdalpd", "PDALPD", ("Ménage PDALPD",)),
    Code("femme_victime_violences", "Femme victime de violences", ("FVV", "Femmes victimes de violences", "Femme victime violences")),
    Code("autre", "Autre profil", ("Autre",)),
)

MOTIFS = (
    Code("financier", "Financier", ("Difficultés financières", "Motif financier")),
    Code("comportement", "Comportement", ("Troubles du comportement",)),
    Code("sante_mentale", "Santé mentale", ("Santé psychique",)),
    Code("mixte", "Mixte", ("Plusieurs motifs",)),
)

STATUTS_OCCUPATION = (
    Code("bail_direct", "Bail direct", ("Direct",)),
    Code("bail_glissant", "Bail glissant", ("Glissant",)),
)

MODES_ACCOMPAGNEMENT = (
    Code("interne", "Interne", ("En interne",)),
    Code("associatif", "Associatif", ("Association partenaire", "Association")),
)

COMPOSITIONS = (
    Code("isole", "Personne seule", ("Isolé", "Isolée")),
    Code("couple", "Couple sans enfant", ("Couple", "Couple sans enfants")),
    Code("couple_enfants", "Couple avec enfants", ("Couple avec enfant(s)",)),
    Code("monoparental", "Famille monoparentale", ("Monoparentale",)),
    Code("autre", "Autre composition", ("Autre",)),
)

TRANCHES_AGE = (
    Code("18-29", "18 à 29 ans", ("18-29 ans",)),
    Code("30-44", "30 à 44 ans", ("30-44 ans",)),
    Code("45-59", "45 à 59 ans", ("45-59 ans",)),
    Code("60+", "60 ans et plus", ("60 et plus", "60 ans ou plus", "60 et +", "60 ans et +")),
)

TYPOLOGIES = tuple(Code(f"T{i}", f"T{i}", (f"F{i}",)) for i in range(1, 7))

# Events. The procedure's codes are in order of gravity: 1 … 8.
PROCEDURE = (
    Code("commandement_de_payer", "Commandement de payer", ("CDP",)),
    Code("saisine_ccapex", "Saisine de la CCAPEX", ("CCAPEX",)),
    Code("assignation", "Assignation", ("Assignation au tribunal",)),
    Code("audience", "Audience", ("Audience au tribunal",)),
    Code("jugement_expulsion", "Jugement d’expulsion"),
    Code("commandement_quitter", "Commandement de quitter les lieux", ("CQL",)),
    Code("concours_force_publique", "Concours de la force publique", ("CFP",)),
    Code("expulsion", "Expulsion", ("Expulsion effective",)),
)
GRAVITE_PROCEDURE = {code.value: rank for rank, code in enumerate(PROCEDURE, start=1)}

SORTIES_NEGATIVES = ("expulsion", "abandon", "depart_volontaire")
MUTATION = "mutation"
CENSURES = ("deces", "retrait_etude")
TROUBLES = ("plainte_voisinage", "incident_securite")
OUVERTURE_DROIT = "ouverture_droit"

SORTIES = (
    Code("abandon", "Abandon du logement"),
    Code("depart_volontaire", "Départ volontaire", ("Congé du locataire",)),
    Code(MUTATION, "Mutation", ("Mutation interne",)),
    Code("deces", "Décès", ("DCD",)),
    Code("retrait_etude", "Retrait de l’étude", ("Sortie de l'étude", "Retrait étude")),
)
AUTRES_EVENEMENTS = (
    Code("plainte_voisinage", "Plainte de voisinage", ("Plainte du voisinage",)),
    Code("incident_securite", "Incident de sécurité"),
    Code(OUVERTURE_DROIT, "Ouverture de droit", ("Ouverture de droits", "Ouverture droits")),
    Code("glissement_bail", "Glissement du bail", ("Glissement de bail",)),
    Code("plan_apurement_signe", "Plan d’apurement signé", ("Signature d'un plan d'apurement",)),
    Code("protocole_bailleur", "Protocole avec le bailleur", ("Protocole bailleur",)),
    Code("mesure_protection", "Mesure de protection", ("Tutelle / curatelle",)),
    Code("entree_soins", "Entrée en soins", ("Entrée dans les soins",)),
)
EVENEMENTS = PROCEDURE + SORTIES + AUTRES_EVENEMENTS

VAGUES = (
    Code("T0", "Inclusion", ("0 mois",)),
    Code("M12", "12 mois"),
    Code("M24", "24 mois"),
)

INTERVENANTS = (
    Code("charge_gestion_sociale", "Chargé de gestion sociale", ("Chargée de gestion sociale", "CGS")),
    Code("association", "Association partenaire"),
    Code("veille_social_precarite", "Veille sociale – social et précarité", ("Veille sociale - social & précarité", "Veille - social et précarité", "Veille social & précarité")),
    Code("veille_juridique", "Veille sociale – juridique", ("Veille sociale - juridique",)),
    Code("veille_psychique_addictions", "Veille sociale – troubles psychiques et addictions", ("Référent psychique et addictions", "Veille psychique & addictions")),
    Code("veille_securite_publique", "Veille sociale – sécurité publique", ("Référent sécurité publique",)),
    Code("animateur_cooperative", "Animateur de la coopérative", ("Animatrice de la coopérative", "Service civique coopérative")),
)

PHASES = (
    Code("accueil", "Accueil", ("1. Accueil",)),
    Code("diagnostic", "Diagnostic", ("2. Diagnostic",)),
    Code("construction_projet", "Construction du projet", ("3. Construction du projet",)),
    Code("mise_en_oeuvre", "Mise en œuvre", ("4. Mise en œuvre", "Mise en oeuvre du projet")),
    Code("evaluation", "Évaluation", ("5. Évaluation",)),
)

VOLETS = (
    Code("acces_droits", "Accès aux droits", ("Droits",)),
    Code("vie_quotidienne", "Vie quotidienne", ("Gestion de la vie quotidienne",)),
)

THEMES = (
    Code("budget", "Budget", ("Gestion du budget",)),
    Code("consommation", "Consommation"),
    Code("alimentation", "Alimentation"),
    Code("sante", "Santé", ("Capital santé",)),
    Code("logement", "Logement", ("Habitat",)),
    Code("emploi_formation", "Emploi et formation"),
    Code("vie_sociale", "Vie sociale"),
    Code("demarches", "Démarches", ("Démarches administratives",)),
    Code("autre", "Autre thème", ("Autre",)),
)

# Budget lines of the project note, table 3.
POSTES = (
    Code("I-1", "Référents social et précarité"),
    Code("I-2", "Référent sécurité publique"),
    Code("I-3", "Référent juridique"),
    Code("I-4", "Référent troubles psychiques et conduites addictives"),
    Code("I-5", "Frais de mission et déplacements"),
    Code("II-1", "Gestion locative adaptée et accompagnement global en interne"),
    Code("II-2", "Accompagnement global par les associations partenaires"),
    Code("II-3", "Autres frais (mobilier, aides sur loyer…)"),
    Code("III-1", "Appui à la mise en place de la coopérative"),
    Code("III-2", "Animateur en service civique"),
    Code("III-3", "Mise à disposition du terrain et des salles"),
    Code("III-4", "Aide au démarrage"),
    Code("IV-1", "Évaluation : analyse comparée des parcours et résultats"),
)

SEMESTRES = tuple(
    Code(
        f"{year}-S{half}",
        f"{'1er' if half == 1 else '2e'} semestre {year}",
        (f"S{half} {year}", f"{year} S{half}", f"Semestre {half} {year}", f"{half}{'er' if half == 1 else 'e'} semestre {year}",
         f"{half}S{year}", f"S{half}-{year % 100}", f"{half}S{year % 100}", f"{'1er' if half == 1 else '2e'} sem. {year}",
         f"{'premier' if half == 1 else 'second'} semestre {year}", f"{half}ème semestre {year}", f"{year}/{half}"),
    )
    for year in range(2014, 2019)
    for half in (1, 2)
)
