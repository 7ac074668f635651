"""What the tables of the sensitivity analyses hold: one sentence a table, one sentence a column."""

from __future__ import annotations

from pipeline.contract import results_sensitivity as results
from pipeline.contract.output import Output

# fmt: off
# ruff: noqa: E501 (one line an entry)

SENSITIVITY_OUTPUTS: tuple[Output, ...] = (
    Output("sensibilite", "Analyses de sensibilité : une ligne par question, variante, indicateur et méthode.", results.SENSIBILITE, own={
        "analyse": "Question : `troncature`, `definitions`, `manquants`, `confusion`, `precision`, `bayes`, `heterogeneite`, `bailleurs`, `multiplicite` ou `methodes`.",
        "variante": "Ce que l’on change : définition, hypothèse, sous-groupe, bailleur laissé de côté…",
        "libelle": "La variante en clair.",
        "methode": "Méthode d’estimation.",
        "mesure": "Ce qui est estimé : `difference_risques`, `difference_moyennes`, `p_superiorite`, `e_value`, `gamma`, `decalage`, `interaction`…",
        "estimation": "Valeur estimée, dans l’unité de la mesure ; vide pour des bornes.",
        "ic_bas": "Borne basse de l’intervalle ; de l’effet quand la méthode donne des bornes ; valeur E de la borne de l’intervalle pour `e_value`.",
        "ic_haut": "Borne haute de l’intervalle, ou de l’effet.",
        "p_valeur": "Valeur p bilatérale, quand la méthode en a une ; ajustée sur la famille secondaire pour `max_t`, `holm` et `max_t_welch`.",
        "n_accompagnes": "Ménages accompagnés analysés ; nombre de comparaisons pour l’`ensemble` des interactions.",
        "n_temoins": "Ménages témoins analysés.",
        "valeur_accompagnes": "Moyenne ou part du groupe accompagné ; à atteindre, pour la précision.",
        "valeur_temoins": "Moyenne ou part du groupe témoin ; nombre attendu du hasard pour l’`ensemble` des interactions.",
        "sens_favorable": "+1 quand une valeur haute est favorable au ménage, −1 quand elle est défavorable, 0 sans objet.",
    }),
    Output("manquants_motifs", "Pourquoi les valeurs manquent, par indicateur du plan et par groupe.", results.MANQUANTS_MOTIFS, own={
        "motif": "`avant_echeance`, `sortie`, `deces`, `retrait_etude`, `pas_de_ligne`, `pas_d_entretien`, `item_manquant` ou `autre`.",
        "libelle": "Le motif en clair.",
        "effectif": "Ménages.",
    }),
    Output("densites", "Lecture bayésienne du critère principal : densités de la différence des parts.", results.DENSITES, own={
        "lecture": "`sceptique` ou `neutre`.",
        "difference": "Différence des parts, accompagnés − témoins.",
        "avant": "Densité avant les données.",
        "apres": "Densité après les données.",
    }),
    Output("ecarts_mensuels", "Écart entre les groupes de l’évolution du solde depuis l’inclusion, mois par mois.", results.ECARTS_MENSUELS, own={
        "lecture": "`connus` (soldes du mois) ou `reportes` (dette à la sortie reportée).",
        "difference": "Évolution moyenne des accompagnés moins celle des témoins, €.",
        "bande_basse": "Borne basse de la bande simultanée : elle contient tous les mois à la fois.",
        "bande_haute": "Borne haute de la bande simultanée.",
        "n_accompagnes": "Ménages accompagnés dont le solde est connu aux deux mois.",
        "n_temoins": "Ménages témoins dont le solde est connu aux deux mois.",
    }),
)
