"""The sentence that stands before each figure and each table of the documents: its number, and what to see in it."""

from __future__ import annotations

from collections.abc import Mapping

_FIGURES: Mapping[str, str] = {
    "synthese": "La @fig-synthese met chaque résultat prévu au plan en face de ce qui compterait pour un financeur.",
    "flux": "La @fig-flux compte les ménages à chaque étape : à droite, ceux qui quittent l’analyse, et pourquoi.",
    "comparabilite": "La @fig-comparabilite range les caractéristiques de la plus éloignée à la plus proche.",
    "survie": "La @fig-survie suit, mois après mois, la part des ménages encore dans leur logement.",
    "causes": "La @fig-causes sépare les sorties par cause : c’est la hauteur de chaque cause qui se compare.",
    "impayes": "La @fig-impayes donne la dette moyenne à chaque échéance, et le nombre de ménages qui restent.",
    "bien_etre": "La @fig-bien_etre montre les trois scores à chaque entretien, avec le seuil usuel de chacun.",
    "effets": "La @fig-effets met tous les écarts sur une même ligne : à droite, l’avantage est aux accompagnés.",
    "equilibre": "La @fig-equilibre montre ce que la pondération rapproche, et ce qu’elle laisse éloigné.",
    "calibration": "La @fig-calibration dit quelles méthodes tiennent leur promesse : dans la bande, elles le font.",
    "mise_en_oeuvre": "La @fig-mise_en_oeuvre met ce qui a été fait (point) en face de ce qui était prévu (barre).",
    "couts": "La @fig-couts compare, poste par poste, le prévu et le dépensé.",
    "plan_cout": "La @fig-plan_cout montre combien le coût et l’écart de maintien bougent d’un tirage à l’autre.",
    "acceptabilite": "La @fig-acceptabilite lit ces tirages autrement : pour chaque prix, combien le valent.",
    "sensibilite": "La @fig-sensibilite dit quel paramètre pèse le plus sur le coût d’un ménage maintenu en plus.",
    "carte": "La @fig-carte situe les sites pilotes et les ménages de l’étude qui y vivent, par département.",
    "etats": "La @fig-etats montre, mois par mois, comment chaque groupe se répartit entre les états.",
    "types": "La @fig-types montre ce que vivent, mois par mois, les ménages de chaque type.",
    "premier_impaye": "La @fig-premier_impaye suit les ménages jusqu’à leur premier impayé lourd.",
    "specifications": (
        "La @fig-specifications range ces estimations pour les indicateurs qu’elle nomme ; dessous, ce dont chacune "
        "est faite."
    ),
    "lecture_bayesienne": "La @fig-lecture_bayesienne montre ce que deux lecteurs retiendraient du même résultat.",
    "ecarts_mensuels": (
        "La @fig-ecarts_mensuels suit cet écart mois par mois, chaque ménage comparé à lui-même : le fond dit qui a "
        "déjà été rencontré."
    ),
}
_TABLES: Mapping[str, str] = {
    "estimands": "Le @tbl-estimands définit la question principale, attribut par attribut.",
    "estimands_secondaires": "Le @tbl-estimands_secondaires fait de même, en plus court, pour les autres.",
    "verrou": "Le @tbl-verrou liste ce qui a changé dans le plan depuis qu’il est verrouillé.",
    "robins": "Le @tbl-robins donne le jugement de chaque domaine, son sens probable et sa raison.",
    "essai_cible": "Le @tbl-essai_cible décrit l’essai idéal, et ce que cette étude fait à sa place.",
    "flux": "Le @tbl-flux reprend les effectifs du schéma du rapport, échéance par échéance.",
    "comparabilite": "Le @tbl-comparabilite donne, pour chaque caractéristique, les deux panels côte à côte.",
    "maintien": "Le @tbl-maintien donne chaque échéance : l’écart se lit dans l’avant-dernière colonne.",
    "impayes": "Le @tbl-impayes donne chaque mesure de la dette, de l’inclusion à la dernière échéance.",
    "bien_etre": "Le @tbl-bien_etre donne tous les scores et toutes les parts, échéance par échéance.",
    "troubles_droits": "Le @tbl-troubles_droits donne les taux par année observée : un rapport de 1 est l’égalité.",
    "calibration": "Le @tbl-calibration dit combien de fois chaque méthode annoncerait un effet qui n’existe pas.",
    "puissance": "Le @tbl-puissance dit combien de fois elle verrait un effet qui existe, selon sa force.",
    "menaces": "Le @tbl-menaces dit ce que chaque menace ôte à la méthode du plan.",
    "qualite": "Le @tbl-qualite liste ce qui n’a pas été lu ou a été signalé.",
    "effets_principal": "Le @tbl-effets_principal dit si le résultat principal dépend de la méthode.",
    "effets_secondaires": "Le @tbl-effets_secondaires fait de même pour chaque indicateur secondaire mesuré alors.",
    "effets_exploratoires": "Le @tbl-effets_exploratoires porte sur ceux que le plan ne nomme pas.",
    "manquants": "Le @tbl-manquants compte, pour chaque indicateur, les ménages dont la valeur est connue.",
    "parametres": "Le @tbl-parametres liste les paramètres de cette édition, sous leur nom dans le fichier.",
    "versions": "Le @tbl-versions donne les programmes et leurs versions.",
    "mise_en_oeuvre": "Le @tbl-mise_en_oeuvre met chaque ligne du prévu en face du réalisé.",
    "dose_resultats": "Le @tbl-dose_resultats range les ménages accompagnés selon la dose reçue.",
    "aides": "Le @tbl-aides compare les aides que les deux groupes ont reçues.",
    "couts": "Le @tbl-couts met le budget de la note, ligne par ligne, en face de la dépense.",
    "couts_ratios": "Le @tbl-couts_ratios rapporte la dépense aux ménages et à l’effet.",
    "couts_evites": "Le @tbl-couts_evites donne chaque coût évité, sa source et le point d’équilibre.",
    "index_tables": "Le @tbl-index_tables dit ce que contient chacune de ces tables.",
    "entonnoir": "Le @tbl-entonnoir compte les ménages arrivés à chaque étape, et ceux qui en sont revenus.",
    "reperes": "Le @tbl-reperes met chaque repère à côté des nôtres : la dernière colonne dit ce qui les sépare.",
    "cooperative": "Le @tbl-cooperative donne de la coopérative ce qui peut en être montré.",
    "couverture": "Le @tbl-couverture met chaque cible de la note en face de ce qui est atteint.",
    "tidier": "Le @tbl-tidier décrit l’accompagnement, rubrique par rubrique.",
    "mois_par_etat": "Le @tbl-mois_par_etat compte les mois passés dans chaque état.",
    "types": "Le @tbl-types décrit chaque type : ce qui y domine, et s’il se retrouve sur d’autres tirages.",
    "se_maintenir": "Le @tbl-se_maintenir rassemble les mesures de ce public.",
    "s_installer": "Le @tbl-s_installer rassemble les mesures de ce public.",
    "calendrier": "Le @tbl-calendrier dit, pour chaque édition, ce qu’elle peut dire et ce qu’elle ne peut pas.",
    "transitions": "Le @tbl-transitions donne les passages les plus fréquents d’un état à l’autre.",
    "types_nombre": "Le @tbl-types_nombre compare les partitions essayées.",
    "regles_etats": "Le @tbl-regles_etats donne les règles : la première qui est vraie décide de l’état.",
    "troncature": "Le @tbl-troncature compte les ménages sortis de plusieurs façons.",
    "definitions": "Le @tbl-definitions donne chaque définition par chaque méthode.",
    "manquants_motifs": "Le @tbl-manquants_motifs dit pourquoi les valeurs manquent.",
    "manquants_effets": "Le @tbl-manquants_effets dit ce que ces valeurs pourraient changer.",
    "causes_cachees": "Le @tbl-causes_cachees mesure une cause cachée à l’aune de celles qui sont connues.",
    "temoins_negatifs": "Le @tbl-temoins_negatifs porte sur ce que l’accompagnement n’a pas pu changer.",
    "precision": "Le @tbl-precision dit quel écart ces effectifs pouvaient faire voir.",
    "heterogeneite": "Le @tbl-heterogeneite compare l’écart d’un sous-groupe à celui des autres ménages.",
    "bailleurs": "Le @tbl-bailleurs refait la comparaison en tenant compte des bailleurs.",
    "bailleurs_otes": "Le @tbl-bailleurs_otes dit si l’écart tient à un seul bailleur.",
    "multiplicite": "Le @tbl-multiplicite donne chaque *p* avant et après ajustement.",
    "autres_methodes": "Le @tbl-autres_methodes donne ces autres méthodes.",
    "normes": "Le @tbl-normes dit, rubrique par rubrique, où se trouve ce que chaque norme demande.",
}


def introduction(kind: str, name: str) -> str:
    """Return the sentence before the figure (`fig`) or the table (`tbl`) `name`; empty where the documents have none.

    It is written with the element: where there is nothing to show, nothing is announced.
    """
    return (_FIGURES if kind == "fig" else _TABLES).get(name, "")
