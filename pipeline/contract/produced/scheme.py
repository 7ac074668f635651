"""What « scheme » writes: what was done, for whom, where and at what cost."""

from __future__ import annotations

from pipeline.contract.codes import INTERVENANTS
from pipeline.contract.produced.columns import (
    GROUPE,
    IC_BAS,
    IC_HAUT,
    INDICATEUR,
    MENAGE_ID,
    NOTE,
    VAGUE,
    amount,
    code,
    count,
    duration,
    flag,
    mean,
    number,
    share,
    text,
)
from pipeline.contract.produced.entry import Produced

# fmt: off
# ruff: noqa: E501 (one line a column)

DOSE = Produced(
    "dose",
    "Une ligne par ménage accompagné : ce qu’il a reçu de l’inclusion à l’horizon, jusqu’au gel et au retrait.",
    (
        MENAGE_ID,
        code("mode_accompagnement", "`interne` ou `associatif`."),
        duration("mois_observes", "Mois entre l’inclusion et la fin de l’observation (horizon, gel, sortie, décès ou retrait).", "mois"),
        count("interventions", "Nombre d’interventions."),
        duration("jours", "Jours d’intervention, tous intervenants.", "jours"),
        *(duration(f"jours_{c.value}", f"Jours d’intervention : {c.label.lower()}.", "jours") for c in INTERVENANTS),
        duration("jours_acces_droits", "Jours du volet « accès aux droits ».", "jours"),
        duration("jours_vie_quotidienne", "Jours du volet « vie quotidienne ».", "jours"),
        count("themes", "Nombre de thèmes abordés."),
        duration("delai_premier_contact", "Jours de l’inclusion à la première intervention ; négatif quand elle l’a précédée.", "jours"),
        count("phases_atteintes", "Nombre de phases atteintes, 0 à 5."),
        code("derniere_phase", "Phase la plus avancée."),
        flag("phases_dans_l_ordre", "Vrai quand les phases atteintes se suivent sans saut ni retour ; vide sans phase renseignée."),
    ),
    key=("menage_id",),
    stage="scheme",
)

MISE_EN_OEUVRE = Produced(
    "mise_en_oeuvre",
    "Une ligne par ligne de la mise en œuvre : ce qui était prévu, ce qui a été fait.",
    (
        code("domaine", "`intensite`, `delai`, `phases`, `cellule`, `volets`, `themes` ou `intervenants`."),
        code("ligne", "Nom de la ligne."),
        text("libelle", "Ce qui est compté."),
        mean("prevu", "Prévu (milieu de la fourchette), au prorata de l’horizon pour des jours ; vide quand la note ne prévoit rien."),
        mean("prevu_bas", "Bas de la fourchette prévue."),
        mean("prevu_haut", "Haut de la fourchette prévue."),
        mean("realise", "Réalisé : moyenne, part ou médiane selon la ligne."),
        mean("q1", "Premier quartile, pour les jours et le délai."),
        mean("q3", "Troisième quartile."),
        code("unite", "Unité de `prevu` et de `realise`."),
        count("effectif", "Ménages sur lesquels porte la ligne."),
        text("source", "Où la note le prévoit."),
        NOTE,
    ),
    key=("domaine", "ligne"),
    stage="scheme",
    read_by=("elements", "publish"),
    public="Moyennes et parts arrondies ; ni quartile, ni effectif.",
)

DOSE_RESULTATS = Produced(
    "dose_resultats",
    "La dose et les résultats des ménages accompagnés, côte à côte : une description.",
    (
        INDICATEUR,
        VAGUE,
        code("classe", "`moins_que_prevu`, `comme_prevu`, `plus_que_prevu` ; `ensemble` pour la corrélation."),
        code("mesure", "`moyenne` (ou part) de l’indicateur dans la classe, ou `rho_spearman`."),
        count("n", "Ménages."),
        mean("valeur", "Moyenne, part ou corrélation."),
        IC_BAS,
        IC_HAUT,
        NOTE,
    ),
    key=("indicateur", "vague", "classe", "mesure"),
    stage="scheme",
    read_by=("elements",),
)

AIDES = Produced(
    "aides",
    "Ce que chaque groupe a reçu par ailleurs : droits, plans, protections.",
    (
        GROUPE,
        code("aide", "Type d’événement, `aides_financieres` ou `plan_apurement`."),
        text("libelle", "L’aide en clair."),
        count("n", "Ménages observés."),
        count("menages", "Ménages qui l’ont reçue au moins une fois."),
        share("part", "Leur part."),
        IC_BAS,
        IC_HAUT,
        count("evenements", "Nombre d’événements ; vide pour ce qui n’en est pas un."),
        number("taux_annuel", "Événements par année observée."),
    ),
    key=("groupe", "aide"),
    stage="scheme",
    read_by=("elements",),
    public="Parts et effectifs arrondis.",
)

COUTS = Produced(
    "couts",
    "Une ligne par poste : prévu par la note, dépensé dans les semestres clos au gel.",
    (
        code("poste", "Ligne du budget de la note."),
        code("volet", "`I` à `IV`."),
        text("libelle", "Intitulé du poste."),
        amount("prevu", "Coût prévu sur deux ans, € TTC."),
        amount("depense", "Dépense des semestres clos au gel, € TTC."),
        amount("associes", "Part prévue des associés, €."),
        amount("autres_partenaires", "Part prévue des autres partenaires, €."),
        amount("aide_sollicitee", "Part prévue de l’aide sollicitée, €."),
    ),
    key=("poste",),
    stage="scheme",
    read_by=("elements", "publish"),
    public="Montants arrondis.",
)

COUTS_SEMESTRES = Produced(
    "couts_semestres",
    "Une ligne par poste et semestre clos au gel.",
    (
        code("poste", "Ligne du budget de la note."),
        code("volet", "`I` à `IV`."),
        code("semestre", "`2015-S1`…"),
        amount("prevu", "Quart du coût prévu, de 2015-S1 à 2016-S2 (étalement régulier : hypothèse) ; vide pour l’évaluation et hors de ces semestres."),
        amount("depense", "Dépense du semestre, €."),
    ),
    key=("poste", "semestre"),
    stage="scheme",
    read_by=("elements",),
    public="Montants arrondis.",
)

COUTS_RATIOS = Produced(
    "couts_ratios",
    "Coûts rapportés aux ménages et aux effets ; les totaux de la note recalculés de ses lignes.",
    (
        code("mesure", "Nom du rapport ; `note_…` : recalcul d’un chiffre de la note."),
        text("libelle", "Le rapport en clair."),
        mean("valeur", "Valeur."),
        IC_BAS,
        IC_HAUT,
        number("reference", "Chiffre de la note auquel le comparer."),
        code("unite", "Unité."),
        NOTE,
    ),
    key=("mesure",),
    stage="scheme",
    read_by=("elements", "publish"),
    public="Valeurs arrondies.",
)

COUTS_SENSIBILITE = Produced(
    "couts_sensibilite",
    "Sensibilité du coût par maintien supplémentaire, un paramètre à la fois.",
    (
        code("parametre", "Paramètre que l’on fait varier."),
        text("libelle", "Le paramètre en clair."),
        number("bas", "Valeur basse du paramètre."),
        number("haut", "Valeur haute."),
        amount("valeur_bas", "Coût par maintien supplémentaire à la valeur basse, €."),
        amount("valeur_haut", "À la valeur haute, €."),
        code("unite", "Unité du paramètre."),
        text("source", "D’où viennent les bornes."),
    ),
    key=("parametre",),
    stage="scheme",
    read_by=("elements",),
    public="Valeurs arrondies.",
)

COOPERATIVE = Produced(
    "cooperative",
    "La coopérative d’Orléans : membres, isolement et solitude des membres et des autres.",
    (
        code("mesure", "`membres`, `membres_total`, `lsns6`, `isole`, `ucla3` ou `solitude`."),
        code("population", "`orleans`, `tous`, `membres` ou `autres`."),
        VAGUE,
        text("libelle", "La mesure en clair."),
        count("n", "Ménages dont la valeur est connue."),
        mean("valeur", "Nombre, part ou moyenne."),
        IC_BAS,
        IC_HAUT,
        number("cible", "Cible de la note."),
        NOTE,
    ),
    key=("mesure", "population", "vague"),
    stage="scheme",
    read_by=("elements",),
)

COUVERTURE = Produced(
    "couverture",
    "Cibles et atteint : panels, publics, profils, régions, bailleurs, sites.",
    (
        code("dimension", "Ce que l’on croise (un seul critère à la fois)."),
        code("modalite", "Code de la modalité."),
        text("libelle", "La modalité en clair."),
        number("cible", "Ce que la note annonce ; vide quand elle ne dit rien."),
        number("atteint", "Ce qui est constaté ; vide quand aucune livraison ne le dit."),
        code("unite", "`ménages`, `logements` ou `communes`."),
        text("source", "D’où vient la cible."),
        NOTE,
    ),
    key=("dimension", "modalite"),
    stage="scheme",
    read_by=("elements",),
    public="Un seul critère, sans croisement avec le groupe ; effectifs arrondis.",
)

LOYERS = Produced(
    "loyers",
    "Loyers à l’inclusion et plafonds APL de la note, par région.",
    (
        code("region", "Code de la région."),
        count("n", "Ménages dont le plafond est dans la note."),
        amount("loyer_moyen", "Loyer moyen hors charges, €/mois."),
        amount("plafond_moyen", "Plafond moyen de ces mêmes ménages, €/mois."),
        count("sous_plafond", "Ménages dont le loyer ne dépasse pas le plafond."),
        share("part_sous_plafond", "Leur part."),
        text("source", "D’où vient le plafond."),
        NOTE,
    ),
    key=("region",),
    stage="scheme",
    read_by=("elements",),
)

TAUX_EFFORT = Produced(
    "taux_effort",
    "Taux d’effort avant et après aides, par groupe, à l’inclusion et à l’horizon.",
    (
        GROUPE,
        VAGUE,
        code("mesure", "`brut` (avant APL) ou `net` (après)."),
        text("libelle", "La mesure en clair."),
        count("n", "Ménages dont les ressources et la quittance sont connues."),
        share("moyenne", "Moyenne."),
        share("mediane", "Médiane."),
        share("reference", "Repère : locataires du parc social en Île-de-France, 2013."),
        text("source", "Source du repère."),
    ),
    key=("groupe", "vague", "mesure"),
    stage="scheme",
    read_by=("elements",),
    public="Moyennes arrondies.",
)
