"""What the tables of the pathways hold: one sentence a table, one sentence a column."""

from __future__ import annotations

from pipeline.contract import results
from pipeline.contract.output import Output

# fmt: off
# ruff: noqa: E501 (one line an entry)

_PERCENT_OF = "Part de l’ensemble, 0 à 1."

PATHWAY_OUTPUTS: tuple[Output, ...] = (
    Output("etats", "Une ligne par ménage et par mois, de 0 à l’horizon : l’état, selon les règles ci-dessus.", results.ETATS, own={
        "etat": "Code de l’état mensuel (liste ci-dessus).",
    }),
    Output("repartition_etats", "Répartition des ménages entre les états, mois par mois, par groupe et par parcours type.", results.REPARTITION_ETATS, own={
        "ensemble": "`accompagne`, `temoin`, ou `type_1`, `type_2`…",
        "etat": "Code de l’état mensuel.",
        "effectif": "Ménages de l’ensemble dans cet état ce mois-là.",
        "part": _PERCENT_OF,
    }),
    Output("transitions", "Passages d’un état à l’autre d’un mois au suivant, par groupe ; les mois non observés n’y comptent pas, ni ceux qui suivent une sortie, un décès ou un retrait.", results.TRANSITIONS, own={
        "de": "État du mois.",
        "vers": "État du mois suivant ; le même quand le ménage y reste.",
        "effectif": "Passages observés.",
        "a_risque": "Mois passés dans l’état de départ et suivis d’un mois observé.",
        "probabilite": "`effectif` / `a_risque`.",
        "ic_bas": "Borne basse : intervalle de Wilson à la taille effective, les mois d’un même ménage n’étant pas indépendants.",
        "ic_haut": "Borne haute du même intervalle.",
    }),
    Output("mois_par_etat", "Nombre moyen de mois passés dans chaque état, des mois 1 à l’horizon, et différence entre les groupes.", results.MOIS_PAR_ETAT, own={
        "etat": "Code de l’état mensuel.",
        "n_accompagnes": "Ménages accompagnés.",
        "n_temoins": "Ménages témoins.",
        "moyenne_accompagnes": "Mois en moyenne, accompagnés.",
        "moyenne_temoins": "Mois en moyenne, témoins.",
        "difference": "Accompagnés − témoins, en mois.",
        "p_valeur": "p par permutation des groupes dans les strates ; test de Welch au-delà de `parcours.effectif_max` ménages.",
    }),
    Output("typologie", "Une ligne par ménage classé : son parcours type. Vide quand aucune typologie n’est retenue.", results.TYPOLOGIE, own={
        "type": "Numéro du parcours type, 1 pour le plus nombreux.",
    }),
    Output("types", "Une ligne par parcours type : ce qui le caractérise, sa cohésion, sa stabilité, les groupes.", results.TYPES, own={
        "type": "Numéro du parcours type.",
        "effectif": "Ménages du type.",
        "effectif_accompagnes": "Ménages accompagnés du type.",
        "effectif_temoins": "Ménages témoins du type.",
        "part_accompagnes": "Part des accompagnés classés qui sont de ce type.",
        "part_temoins": "Part des témoins classés qui sont de ce type.",
        "etat_dominant": "État observé où ces ménages passent le plus de mois.",
        "mois_dominant": "Mois passés dans cet état, en moyenne, du mois 0 à l’horizon.",
        "etat_final": "État le plus fréquent au dernier mois.",
        "part_finale": "Part du type dans cet état au dernier mois.",
        "silhouette": "Largeur moyenne de silhouette du type, −1 à 1.",
        "stabilite": "Indice de Jaccard moyen du type retrouvé dans les échantillons tirés avec remise (Hennig 2007), 0 à 1.",
    }),
    Output("types_nombre", "Comment le nombre de parcours types est choisi : une ligne par nombre essayé.", results.TYPES_NOMBRE, own={
        "nombre": "Nombre de types.",
        "silhouette": "Largeur moyenne de silhouette de la partition.",
        "plus_petit": "Effectif du plus petit type.",
        "retenu": "Vrai pour la partition retenue.",
    }),
    Output("dissemblance", "Part de la diversité des parcours que les deux groupes expliquent (Studer et coll. 2011) : une ligne.", results.DISSEMBLANCE, own={
        "n": "Ménages dont le parcours est comparé.",
        "pseudo_r2": "Part expliquée, 0 à 1.",
        "attendu": "Part moyenne sous échange au hasard des groupes : 1 / (n − 1).",
        "pseudo_f": "Pseudo-F.",
        "p_valeur": "p par permutation des groupes dans les strates.",
    }),
    Output("populations", "Les deux questions séparées : « se maintenir » (situations bloquées) et « s’installer » (nouveaux ménages) ; une ligne par population, mesure et vague.", results.POPULATIONS, own={
        "population": "`se_maintenir` ou `s_installer`.",
        "mesure": "Nom de la mesure.",
        "effectif_accompagnes": "Ménages accompagnés pour qui la réponse est oui ; vide pour une moyenne.",
        "n_accompagnes": "Ménages accompagnés dont la valeur est connue.",
        "valeur_accompagnes": "Part, moyenne ou durée moyenne restreinte (mois) chez les accompagnés.",
        "effectif_temoins": "Ménages témoins pour qui la réponse est oui ; vide pour une moyenne.",
        "n_temoins": "Ménages témoins dont la valeur est connue.",
        "valeur_temoins": "Part, moyenne ou durée moyenne restreinte (mois) chez les témoins.",
        "ecart": "Accompagnés − témoins ; χ² du log-rank pour `premier_impaye_logrank`.",
        "p_valeur": "p du log-rank, pour cette seule mesure.",
    }),
    Output("premier_impaye", "Nouveaux ménages : part qui n’a pas encore connu d’impayé lourd (Kaplan–Meier, mois entiers), par groupe.", results.PREMIER_IMPAYE, own={
        "survie": "Probabilité de n’avoir pas encore atteint le seuil d’impayé.",
        "a_risque": "Ménages encore suivis et sous le seuil juste avant ce mois.",
    }),
)
