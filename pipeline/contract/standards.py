"""Reporting standards as one crosswalk: each item, and the element of the report that must say what it asks for.

Titles are in our words. TARGET: Cashin et al. 2025, JAMA 334:1084-1093, topics of the 21 items (the wording is under
copyright). TREND: Des Jarlais et al. 2004, American Journal of Public Health 94:361-366. CHEERS: Husereau et al. 2022,
BMJ 376:e067975. TIDieR (`contract.tidier`): Hoffmann et al. 2014, BMJ 348:g1687. CONSORT: Hopewell et al. 2025, BMJ
389:e081123, its items on open science and on the flow of participants.
"""

from __future__ import annotations

from dataclasses import dataclass

DONE, PARTLY, NOT_DONE, NOT_APPLICABLE = "fait", "en partie", "non fait", "sans objet"


@dataclass(frozen=True)
class Need:
    """`element`: `textes/…`, `tableaux/…`, `figures/…` or `sections/…` (prose). `words`: a regular expression that its
    text must hold, one space between words. `lacks`: what is said where it does not."""

    element: str
    words: str
    lacks: str = ""


@dataclass(frozen=True)
class StandardItem:
    """`number`: as the standard has it. `needs`: all found: done; some: partly; none: not done. `declared`: fields of
    `contract.declared.Declarations` that the evaluator fills in. `status`, `reason`: what no text can change."""

    number: str
    title: str
    needs: tuple[Need, ...] = ()
    declared: tuple[str, ...] = ()
    status: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Standard:
    """One standard; `source`: where its items are published."""

    name: str
    source: str
    items: tuple[StandardItem, ...]


# fmt: off
def _in(element: str, words: str, lacks: str = "") -> Need:
    return Need(element, words, lacks)


_QUESTION = _in("textes/reponse", r"Question", "la question n’est pas posée")
_ANSWER = _in("textes/reponse", r"R[ée]ponse|conclu|édition", "rien n’y répond")
_COST_TOLD = _in("textes/reponse", r"€ par ménage", "le coût par ménage n’y est pas dit")
_CONTEXT = _in("sections/_dispositif.qmd", r"expérimentation de six entreprises sociales pour l’habitat")
_SUPPORT = _in("sections/_dispositif.qmd", r"accompagnement global, en cinq phases")
_GIVEN = _in("tableaux/mise_en_oeuvre", r"Prévu .*Réalisé", "ce que les ménages ont reçu n’est pas connu")
_DESCRIBED = _in("tableaux/tidier", r"Rubrique .*Prévu")
_PANELS = _in("textes/plan", r"choisis, non tirés au sort")
_SIZES = _in("textes/plan", r"Le plan prévoit|ménages accompagnés")
_PRIMARY = _in("textes/plan", r"Un seul indicateur est principal")
_ESTIMAND = _in("tableaux/estimands", r"Variable .*Mesure de synthèse")
_POPULATION = _in("tableaux/estimands", r"Population")
_TRIAL = _in("tableaux/essai_cible", r"Dans l’essai idéal", "aucun essai idéal n’est décrit")
_TRIAL_GROUPS = _in("tableaux/essai_cible", r"Tirage au sort", "l’attribution idéale n’est pas décrite")
_TRIAL_FOLLOW = _in("tableaux/essai_cible", r"Début et durée du suivi", "le suivi idéal n’est pas décrit")
_TRIAL_EFFECT = _in("tableaux/essai_cible", r"Effet visé", "l’effet visé n’est pas décrit")
_METHODS = _in("sections/_annexe_methode.qmd", r"Comment les groupes sont comparés")
_CLOCK = _in("sections/_methode.qmd", r"sa propre date d’inclusion")
_MISSING_RULE = _in("sections/_lecture.qmd", r"Une valeur manquante n’est ni devinée")
_CAUSE = _in("sections/_lecture.qmd", r"Décrire un écart n’est pas prouver une cause")
_BIAS = _in("tableaux/robins", r"Facteurs de confusion", "le risque de biais n’est pas coté")
_HIDDEN = _in("tableaux/causes_cachees", r"Cause mesurée", "les causes cachées n’ont pas pu être mesurées")
_FLOW = _in("textes/flux", r"ménages accompagnés", "le flux n’est pas compté")
_FLOW_WHY = _in("textes/flux", r"consentement|inconnu|porte donc sur", "les pertes et leurs raisons ne sont pas dites")
_FLOW_DRAWN = _in("figures/flux", r"fig-flux", "le flux n’est pas tracé")
_BASELINE = _in("tableaux/comparabilite", r"Diff\. standardisée", "rien n’est connu à l’inclusion")
_EQUIVALENCE = _in("textes/comparabilite", r"standardisée", "les panels n’ont pas pu être comparés à l’inclusion")
_NUMBERS = _in("tableaux/effets_principal", r"ménages accompagnés \+ ménages témoins", "aucune estimation")
_EFFECTS = _in("tableaux/effets_principal", r"Estimation \[IC", "aucune estimation")
_RELATIVE = _in("tableaux/effets_principal", r"Risque relatif", "aucun rapport de parts")
_MISSING = _in("tableaux/manquants_motifs", r"Pourquoi", "aucun tableau des valeurs manquantes")
_OTHER = _in("tableaux/definitions", r"Définition", "aucune autre définition n’a pu être estimée")
_SUBGROUPS = _in("textes/heterogeneite", r"comparaisons?\b", "aucun sous-groupe n’est assez grand")
_OUTCOMES = _in("tableaux/maintien", r"Accompagnés .*Témoins", "le maintien n’est pas connu")
_HARMS = _in("tableaux/troubles_droits", r"Troubles", "les troubles ne sont pas connus")
_LOCK = _in("textes/verrou", r"verrouillé le", "le plan n’est pas verrouillé")
_SAME = _in("textes/fabrication", r"[Mm]êmes données")
_PLACES = _in("textes/couverture", r"communes|région|bailleur", "la couverture n’est pas connue")
_DATES = _in("tableaux/calendrier", r"20\d\d", "le calendrier n’est pas connu")
_SPENT = _in("tableaux/couts_ratios", r"Dépense totale[^|]*\| [\d ]+€", "les coûts n’ont pas été livrés")
_FRAME = _in("textes/couts", r"Point de vue", "le cadre des coûts n’est pas dit")
_PRICES = _in("textes/couts", r"euros TTC courants", "l’année des prix n’est pas dite")
_HORIZON = _in("textes/couts", r"Horizon", "l’horizon des coûts n’est pas dit")
_COUNTED_EFFECT = _in("textes/couts", r"Effet : les ménages maintenus", "l’effet n’est pas dit")
_AVOIDED = _in("textes/couts", r"Coûts évités", "rien n’est dit des coûts évités")
_CLUSTERS = _in("tableaux/bailleurs", r"grappes", "les bailleurs ne sont pas pris comme grappes")
_RATIO = _in("tableaux/couts_ratios", r"par ménage maintenu en plus", "aucun coût n’a pu être rapporté à un effet")
_PLANE = _in("figures/plan_cout", r"fig-plan_cout", "aucun plan coût-efficacité")
_FUNDING = _in("sections/_dispositif.qmd", r"25 000 € pour l’évaluation")
_DATA_NOTE = _in("sections/_confidentialite.qmd", r"pseudonymisés")

TARGET = Standard("TARGET 2025", "JAMA 2025 ; 334 : 1084–1093, sujets des 21 rubriques", (
    StandardItem("1", "Résumé : étude d’émulation, données, hypothèses, résultats", (_QUESTION, _ANSWER, _COST_TOLD)),
    StandardItem("2", "Contexte", (_CONTEXT,)),
    StandardItem("3", "Question causale", (_QUESTION, _TRIAL_EFFECT)),
    StandardItem("4", "Raison d’émuler un essai", (_TRIAL,)),
    StandardItem("5", "Sources des données", (_in("tableaux/qualite", r".", "aucun fichier n’est décrit"), _DATA_NOTE)),
    StandardItem("6a–b", "Essai cible : population, stratégies", (_TRIAL,)),
    StandardItem("6c–d", "Essai cible : attribution, suivi", (_TRIAL_GROUPS, _TRIAL_FOLLOW)),
    StandardItem("6e–f", "Essai cible : issues, contraste", (_TRIAL_EFFECT, _ESTIMAND)),
    StandardItem("6g–h", "Essai cible : hypothèses, plan d’analyse", (_LOCK, _PRIMARY)),
    StandardItem("7a–b", "Émulation : population, stratégies", (_POPULATION, _GIVEN)),
    StandardItem("7c–d", "Émulation : attribution, début du suivi", (_PANELS, _CLOCK)),
    StandardItem("7e–f", "Émulation : issues, contraste", (_ESTIMAND, _METHODS)),
    StandardItem("7g", "Émulation : hypothèses, confusion à l’inclusion", (_BIAS, _HIDDEN)),
    StandardItem("7h", "Émulation : analyse, manquants, sensibilité", (_METHODS, _MISSING_RULE, _OTHER)),
    StandardItem("8", "Sélection des participants", (_FLOW, _FLOW_DRAWN)),
    StandardItem("9", "Données à l’inclusion", (_BASELINE,)),
    StandardItem("10", "Suivi : durée, raisons de fin", (_FLOW_WHY,)),
    StandardItem("11", "Données manquantes", (_MISSING,)),
    StandardItem("12", "Issues par groupe", (_OUTCOMES,)),
    StandardItem("13", "Effets et précision, absolus et relatifs", (_EFFECTS, _RELATIVE)),
    StandardItem("14", "Analyses de sensibilité", (_OTHER, _HIDDEN)),
    StandardItem("15", "Interprétation", (_ANSWER, _CAUSE)),
    StandardItem("16", "Limites : écarts à l’essai cible, hypothèses", (_BIAS, _CAUSE)),
    StandardItem("17", "Éthique", declared=("avis_ethique",)),
    StandardItem("18", "Enregistrement", declared=("enregistrement",)),
    StandardItem("19", "Partage des données et du code", (_SAME,), ("acces_donnees",)),
    StandardItem("20", "Financement et rôle des financeurs", (_FUNDING,), ("role_financeurs",)),
    StandardItem("21", "Conflits d’intérêts", declared=("conflits_interets",)),
))

TREND = Standard("TREND 2004", "Am. J. Public Health 2004 ; 94 : 361–366, 22 rubriques", (
    StandardItem("1", "Titre et résumé", (_QUESTION, _ANSWER)),
    StandardItem("2", "Contexte", (_CONTEXT,)),
    StandardItem("3", "Participants", (_POPULATION, _PLACES)),
    StandardItem("4", "Interventions", (_SUPPORT, _GIVEN)),
    StandardItem("5", "Objectifs", (_QUESTION,)),
    StandardItem("6", "Critères de jugement", (_PRIMARY, _ESTIMAND)),
    StandardItem("7", "Taille de l’échantillon", (_SIZES,)),
    StandardItem("8", "Affectation aux groupes", (_PANELS,)),
    StandardItem("9", "Aveugle", status=NOT_DONE, reason="les groupes sont connus de tous"),
    StandardItem("10", "Unité d’analyse", (_CLUSTERS,)),
    StandardItem("11", "Méthodes statistiques", (_METHODS, _MISSING_RULE)),
    StandardItem("12", "Flux des participants", (_FLOW, _FLOW_DRAWN)),
    StandardItem("13", "Recrutement : dates", (_DATES,)),
    StandardItem("14", "Données à l’inclusion", (_BASELINE,)),
    StandardItem("15", "Équivalence à l’inclusion", (_EQUIVALENCE,)),
    StandardItem("16", "Effectifs analysés", (_NUMBERS,)),
    StandardItem("17", "Résultats et estimations", (_EFFECTS,)),
    StandardItem("18", "Analyses complémentaires", (_OTHER, _SUBGROUPS)),
    StandardItem("19", "Effets indésirables", (_HARMS,)),
    StandardItem("20", "Interprétation", (_CAUSE, _HIDDEN)),
    StandardItem("21", "Portée au-delà de l’étude", (_PLACES, _PANELS)),
    StandardItem("22", "Ensemble des preuves", status=NOT_DONE, reason="aucune revue d’autres études n’est faite ici"),
))

CHEERS = Standard("CHEERS 2022", "BMJ 2022 ; 376 : e067975, 28 rubriques", (
    StandardItem("1", "Titre", status=PARTLY, reason="l’analyse de coût est une partie du rapport, non son titre"),
    StandardItem("2", "Résumé", (_ANSWER, _COST_TOLD)),
    StandardItem("3", "Contexte et objectifs", (_CONTEXT, _QUESTION)),
    StandardItem("4", "Plan d’analyse économique", status=NOT_DONE, reason="le plan d’analyse ne fixe que l’effet"),
    StandardItem("5", "Population étudiée", (_FLOW, _BASELINE)),
    StandardItem("6", "Cadre et lieux", (_PLACES,)),
    StandardItem("7", "Options comparées", (_SUPPORT, _DESCRIBED)),
    StandardItem("8", "Point de vue", (_FRAME,)),
    StandardItem("9", "Horizon", (_HORIZON,)),
    StandardItem("10", "Taux d’actualisation", (_in("textes/couts", r"rien n’est actualisé", "rien n’en est dit"),)),
    StandardItem("11", "Choix des effets", (_COUNTED_EFFECT,)),
    StandardItem("12", "Mesure des effets", (_OUTCOMES,)),
    StandardItem("13", "Valorisation des effets", status=NOT_APPLICABLE, reason="coût-efficacité : effet non valorisé"),
    StandardItem("14", "Ressources et coûts", (_SPENT, _in("tableaux/couts", r"Prévu", "le budget n’est pas connu"))),
    StandardItem("15", "Monnaie, année de prix", (_PRICES,)),
    StandardItem("16", "Modèle", status=NOT_APPLICABLE, reason="pas de modèle : données observées"),
    StandardItem("17", "Analyse et hypothèses", (_SPENT, _RATIO)),
    StandardItem("18", "Hétérogénéité", status=NOT_DONE, reason="aucun coût par sous-groupe"),
    StandardItem("19", "Effets distributifs", status=NOT_DONE, reason="non étudiés"),
    StandardItem("20", "Incertitude : méthodes", (_RATIO, _PLANE)),
    StandardItem("21", "Participation des personnes : méthode", declared=("participation_methode",)),
    StandardItem("22", "Paramètres", (_in("tableaux/parametres", r"Param", "aucun tableau"), _SPENT)),
    StandardItem("23", "Résultats principaux", (_SPENT, _RATIO)),
    StandardItem("24", "Effet de l’incertitude", (_PLANE,)),
    StandardItem("25", "Participation des personnes : effet", declared=("participation_effet",)),
    StandardItem("26", "Limites et portée", (_CAUSE, _AVOIDED)),
    StandardItem("27", "Financement", (_FUNDING,), ("role_financeurs",)),
    StandardItem("28", "Conflits d’intérêts", declared=("conflits_interets",)),
))

CONSORT = Standard("CONSORT 2025", "BMJ 2025 ; 389 : e081123, science ouverte et flux", (
    StandardItem("2", "Enregistrement", declared=("enregistrement",)),
    StandardItem("3", "Protocole et plan d’analyse", (_LOCK, _PRIMARY)),
    StandardItem("4", "Partage des données et du code", (_SAME,), ("acces_donnees",)),
    StandardItem("5a", "Financement et rôle des financeurs", (_FUNDING,), ("role_financeurs",)),
    StandardItem("5b", "Conflits d’intérêts", declared=("conflits_interets",)),
    StandardItem("22a", "Flux : affectés, accompagnés, analysés", (_FLOW, _FLOW_DRAWN)),
    StandardItem("22b", "Flux : pertes et raisons", (_FLOW_WHY,)),
))
# fmt: on
