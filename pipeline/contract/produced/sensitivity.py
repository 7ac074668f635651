"""What « sensitivity » writes: the results under other definitions and assumptions."""

from __future__ import annotations

from pipeline.contract.produced.columns import (
    GROUPE,
    IC_BAS,
    IC_HAUT,
    INDICATEUR,
    N_TEMOINS,
    NOTE,
    SENS_FAVORABLE,
    VAGUE,
    amount,
    bound,
    code,
    count,
    mean,
    number,
    p_value,
    rank,
    share,
    text,
)
from pipeline.contract.produced.entry import Produced

# fmt: off
# ruff: noqa: E501 (one line a column)

SENSIBILITE = Produced(
    "sensibilite",
    "Analyses de sensibilité : une ligne par question, variante, indicateur et méthode.",
    (
        code("analyse", "Question : `troncature`, `avant`, `definitions`, `manquants`, `confusion`, `precision`, `bayes`, `heterogeneite`, `bailleurs`, `multiplicite` ou `methodes`."),
        code("variante", "Ce que l’on change : définition, hypothèse, sous-groupe, bailleur laissé de côté…"),
        text("libelle", "La variante en clair."),
        INDICATEUR,
        VAGUE,
        code("methode", "Méthode d’estimation."),
        code("mesure", "Ce qui est estimé : `difference_risques`, `difference_moyennes`, `p_superiorite`, `e_value`, `gamma`, `decalage`, `interaction`…"),
        number("estimation", "Valeur estimée, dans l’unité de la mesure ; vide pour des bornes."),
        bound("ic_bas", "Borne basse de l’intervalle ; de l’effet quand la méthode donne des bornes ; valeur E de la borne de l’intervalle pour `e_value`."),
        bound("ic_haut", "Borne haute de l’intervalle, ou de l’effet."),
        p_value("p_valeur", "Valeur p bilatérale, quand la méthode en a une ; ajustée sur la famille secondaire pour `max_t`, `holm` et `max_t_welch`."),
        count("n_accompagnes", "Ménages accompagnés analysés ; nombre de comparaisons pour l’`ensemble` des interactions."),
        N_TEMOINS,
        mean("valeur_accompagnes", "Moyenne ou part du groupe accompagné ; à atteindre, pour la précision."),
        mean("valeur_temoins", "Moyenne ou part du groupe témoin ; nombre attendu du hasard pour l’`ensemble` des interactions."),
        SENS_FAVORABLE,
        NOTE,
    ),
    key=("analyse", "variante", "indicateur", "vague", "methode", "mesure"),
    stage="sensitivity",
    read_by=("elements", "publish"),
    public="Un seul constat : si l’écart décelable ôte un point à la solidité.",
)

MANQUANTS_MOTIFS = Produced(
    "manquants_motifs",
    "Pourquoi les valeurs manquent, par indicateur du plan et par groupe.",
    (
        INDICATEUR,
        VAGUE,
        GROUPE,
        code("motif", "`avant_echeance`, `sortie`, `deces`, `retrait_etude`, `pas_de_ligne`, `pas_d_entretien`, `item_manquant` ou `autre`."),
        text("libelle", "Le motif en clair."),
        count("effectif", "Ménages."),
    ),
    key=("indicateur", "vague", "groupe", "motif"),
    stage="sensitivity",
    read_by=("elements",),
)

CAUSES_CACHEES = Produced(
    "causes_cachees",
    "Ce que devrait être une cause que rien ne mesure, à côté de celles qui sont mesurées : une ligne par indicateur et cause mesurée.",
    (
        INDICATEUR,
        VAGUE,
        code("cause", "`aucune` : l’écart du modèle et sa robustesse. Sinon la cause mesurée qui sert de repère : `strates`, `inclusion` (l’indicateur à l’inclusion) ou une covariable du plan."),
        code("methode", "`causes_mesurees` : moindres carrés sur le groupe et toutes les causes mesurées, erreur classique."),
        code("mesure", "`difference_risques` ou `difference_moyennes`."),
        share("lien_accompagnement", "R² partiel de la cause mesurée avec l’accompagnement, les autres causes étant prises en compte."),
        share("lien_issue", "R² partiel de la cause mesurée avec l’issue, l’accompagnement et les autres causes tenus compte."),
        number("estimation", "Écart du modèle ; pour une cause, ce qu’il serait, au pire, avec une cause cachée aussi forte qu’elle."),
        bound("ic_bas", "Borne basse de l’intervalle du modèle ; seulement pour `aucune`."),
        bound("ic_haut", "Borne haute de l’intervalle du modèle ; seulement pour `aucune`."),
        number("fois_estimation", "Combien de fois plus forte que la cause mesurée une cause cachée devrait être pour annuler l’écart ; vide si aucun multiple n’y suffit."),
        number("fois_intervalle", "Combien de fois plus forte elle devrait être pour que l’intervalle contienne l’absence d’écart ; 0 s’il la contient déjà."),
        share("robustesse", "Pour `aucune` : R² partiel, avec l’accompagnement et avec l’issue, de la plus faible cause qui annule l’écart."),
        share("robustesse_intervalle", "Le même, pour que l’intervalle contienne l’absence d’écart ; 0 s’il la contient déjà."),
        count("n_accompagnes", "Ménages accompagnés analysés."),
        N_TEMOINS,
        SENS_FAVORABLE,
        NOTE,
    ),
    key=("indicateur", "vague", "cause", "methode", "mesure"),
    stage="sensitivity",
    read_by=("elements",),
)

DENSITES = Produced(
    "densites",
    "Lecture bayésienne du critère principal : densités de la différence des parts.",
    (
        code("lecture", "`sceptique` ou `neutre`."),
        share("difference", "Différence des parts, accompagnés − témoins."),
        number("avant", "Densité avant les données."),
        number("apres", "Densité après les données."),
    ),
    key=("lecture", "difference"),
    stage="sensitivity",
    read_by=("elements",),
)

ECARTS_MENSUELS = Produced(
    "ecarts_mensuels",
    "Écart entre les groupes de l’évolution du solde depuis l’inclusion, mois par mois.",
    (
        code("lecture", "`connus` (soldes du mois), `pas_contactes` (les mêmes, sans les accompagnés déjà rencontrés) ou `reportes` (dette à la sortie reportée)."),
        rank("mois", "Mois depuis l’inclusion ; négatif avant elle."),
        amount("difference", "Évolution moyenne des accompagnés moins celle des témoins, €."),
        IC_BAS,
        IC_HAUT,
        bound("bande_basse", "Borne basse de la bande simultanée : elle contient tous les mois à la fois."),
        bound("bande_haute", "Borne haute de la bande simultanée."),
        count("n_accompagnes", "Ménages accompagnés dont le solde est connu aux deux mois."),
        count("n_temoins", "Ménages témoins dont le solde est connu aux deux mois."),
        share("part_contactes", "Part des accompagnés qui ont eu une première intervention à la fin du mois ; vide sans intervention connue."),
    ),
    key=("lecture", "mois"),
    stage="sensitivity",
    read_by=("elements",),
)
