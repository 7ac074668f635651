"""What « pathways » writes: monthly states, transitions, typical pathways, the two populations."""

from __future__ import annotations

from pipeline.contract.produced.columns import (
    GROUPE,
    IC_BAS,
    IC_HAUT,
    MENAGE_ID,
    MOIS,
    NOTE,
    VAGUE,
    bound,
    code,
    count,
    duration,
    flag,
    mean,
    number,
    p_value,
    rank,
    share,
)
from pipeline.contract.produced.entry import Produced

# fmt: off
# ruff: noqa: E501 (one line a column)

ETATS = Produced(
    "etats",
    "Une ligne par ménage et par mois, de 0 à l’horizon : l’état, selon les règles ci-dessus.",
    (
        MENAGE_ID,
        MOIS,
        code("etat", "Code de l’état mensuel (liste ci-dessus)."),
    ),
    key=("menage_id", "mois"),
    stage="pathways",
)

REPARTITION_ETATS = Produced(
    "repartition_etats",
    "Répartition des ménages entre les états, mois par mois, par groupe et par parcours type.",
    (
        code("ensemble", "`accompagne`, `temoin`, ou `type_1`, `type_2`…"),
        MOIS,
        code("etat", "Code de l’état mensuel."),
        count("effectif", "Ménages de l’ensemble dans cet état ce mois-là."),
        share("part", "Part de l’ensemble, 0 à 1."),
    ),
    key=("ensemble", "mois", "etat"),
    stage="pathways",
    read_by=("elements",),
)

TRANSITIONS = Produced(
    "transitions",
    "Passages d’un état à l’autre d’un mois au suivant, par groupe ; les mois non observés n’y comptent pas, ni ceux qui suivent une sortie, un décès ou un retrait.",
    (
        GROUPE,
        code("de", "État du mois."),
        code("vers", "État du mois suivant ; le même quand le ménage y reste."),
        count("effectif", "Passages observés."),
        count("a_risque", "Mois passés dans l’état de départ et suivis d’un mois observé."),
        share("probabilite", "`effectif` / `a_risque`."),
        bound("ic_bas", "Borne basse : intervalle de Wilson à la taille effective, les mois d’un même ménage n’étant pas indépendants."),
        bound("ic_haut", "Borne haute du même intervalle."),
    ),
    key=("groupe", "de", "vers"),
    stage="pathways",
    read_by=("elements",),
)

MOIS_PAR_ETAT = Produced(
    "mois_par_etat",
    "Nombre moyen de mois passés dans chaque état, des mois 1 à l’horizon, et différence entre les groupes.",
    (
        code("etat", "Code de l’état mensuel."),
        count("n_accompagnes", "Ménages accompagnés."),
        count("n_temoins", "Ménages témoins."),
        duration("moyenne_accompagnes", "Mois en moyenne, accompagnés.", "mois"),
        duration("moyenne_temoins", "Mois en moyenne, témoins.", "mois"),
        duration("difference", "Accompagnés − témoins, en mois.", "mois"),
        IC_BAS,
        IC_HAUT,
        p_value("p_valeur", "p par permutation des groupes dans les strates ; test de Welch au-delà de `parcours.effectif_max` ménages."),
        NOTE,
    ),
    key=("etat",),
    stage="pathways",
    read_by=("elements",),
)

TYPOLOGIE = Produced(
    "typologie",
    "Une ligne par ménage classé : son parcours type. Vide quand aucune typologie n’est retenue.",
    (
        MENAGE_ID,
        rank("type", "Numéro du parcours type, 1 pour le plus nombreux."),
    ),
    key=("menage_id",),
    stage="pathways",
)

TYPES = Produced(
    "types",
    "Une ligne par parcours type : ce qui le caractérise, sa cohésion, sa stabilité, les groupes.",
    (
        rank("type", "Numéro du parcours type."),
        count("effectif", "Ménages du type."),
        count("effectif_accompagnes", "Ménages accompagnés du type."),
        count("effectif_temoins", "Ménages témoins du type."),
        share("part_accompagnes", "Part des accompagnés classés qui sont de ce type."),
        share("part_temoins", "Part des témoins classés qui sont de ce type."),
        code("etat_dominant", "État observé où ces ménages passent le plus de mois."),
        duration("mois_dominant", "Mois passés dans cet état, en moyenne, du mois 0 à l’horizon.", "mois"),
        code("etat_final", "État le plus fréquent au dernier mois."),
        share("part_finale", "Part du type dans cet état au dernier mois."),
        number("silhouette", "Largeur moyenne de silhouette du type, −1 à 1."),
        number("stabilite", "Indice de Jaccard moyen du type retrouvé dans les échantillons tirés avec remise (Hennig 2007), 0 à 1."),
    ),
    key=("type",),
    stage="pathways",
    read_by=("elements",),
)

TYPES_NOMBRE = Produced(
    "types_nombre",
    "Comment le nombre de parcours types est choisi : une ligne par nombre essayé.",
    (
        rank("nombre", "Nombre de types."),
        number("silhouette", "Largeur moyenne de silhouette de la partition."),
        count("plus_petit", "Effectif du plus petit type."),
        flag("retenu", "Vrai pour la partition retenue."),
        NOTE,
    ),
    key=("nombre",),
    stage="pathways",
    read_by=("elements",),
)

DISSEMBLANCE = Produced(
    "dissemblance",
    "Part de la diversité des parcours que les deux groupes expliquent (Studer et coll. 2011) : une ligne.",
    (
        count("n", "Ménages dont le parcours est comparé."),
        number("pseudo_r2", "Part expliquée, 0 à 1."),
        number("attendu", "Part moyenne sous échange au hasard des groupes : 1 / (n − 1)."),
        number("pseudo_f", "Pseudo-F."),
        p_value("p_valeur", "p par permutation des groupes dans les strates."),
        NOTE,
    ),
    key=(),
    stage="pathways",
    read_by=("elements",),
)

POPULATIONS = Produced(
    "populations",
    "Les deux questions séparées : « se maintenir » (situations bloquées) et « s’installer » (nouveaux ménages) ; une ligne par population, mesure et vague.",
    (
        code("population", "`se_maintenir` ou `s_installer`."),
        code("mesure", "Nom de la mesure."),
        VAGUE,
        count("effectif_accompagnes", "Ménages accompagnés pour qui la réponse est oui ; vide pour une moyenne."),
        count("n_accompagnes", "Ménages accompagnés dont la valeur est connue."),
        mean("valeur_accompagnes", "Part, moyenne ou durée moyenne restreinte (mois) chez les accompagnés."),
        count("effectif_temoins", "Ménages témoins pour qui la réponse est oui ; vide pour une moyenne."),
        count("n_temoins", "Ménages témoins dont la valeur est connue."),
        mean("valeur_temoins", "Part, moyenne ou durée moyenne restreinte (mois) chez les témoins."),
        mean("ecart", "Accompagnés − témoins ; χ² du log-rank pour `premier_impaye_logrank`."),
        IC_BAS,
        IC_HAUT,
        p_value("p_valeur", "p du log-rank, pour cette seule mesure."),
        NOTE,
    ),
    key=("population", "mesure", "vague"),
    stage="pathways",
    read_by=("elements",),
)

PREMIER_IMPAYE = Produced(
    "premier_impaye",
    "Nouveaux ménages : part qui n’a pas encore connu d’impayé lourd (Kaplan–Meier, mois entiers), par groupe.",
    (
        GROUPE,
        MOIS,
        share("survie", "Probabilité de n’avoir pas encore atteint le seuil d’impayé."),
        IC_BAS,
        IC_HAUT,
        count("a_risque", "Ménages encore suivis et sous le seuil juste avant ce mois."),
    ),
    key=("groupe", "mois"),
    stage="pathways",
    read_by=("elements",),
)
