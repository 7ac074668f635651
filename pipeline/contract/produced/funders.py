"""What « scheme » writes for funders: the procedure as a funnel, avoided costs, figures from outside beside ours."""

from __future__ import annotations

from pipeline.contract.produced.columns import INDICATEUR, NOTE, VAGUE, code, count, mean, number, share, text
from pipeline.contract.produced.entry import Produced

# fmt: off

EVERYONE = "ensemble"  # both groups together

ENTONNOIR = Produced(
    "entonnoir",
    "La procédure d’expulsion à l’horizon : ménages arrivés à chaque étape, et revenus de chacune.",
    (
        code("population", "`ensemble`, `accompagne` ou `temoin`."),
        code("etape", "`commandement_de_payer`, `assignation`, `jugement_expulsion` ou `concours_force_publique`."),
        text("libelle", "L’étape en clair."),
        VAGUE,
        count("n", "Ménages dont le stade de la procédure est connu."),
        count("atteint", "De ceux-là, arrivés à cette étape ou plus loin depuis l’inclusion."),
        share("part", "Leur part."),
        count("maintenus", "De ceux qui y sont arrivés : maintenus à l’horizon."),
        share("part_maintenus", "Leur part de ceux qui y sont arrivés."),
        count("revenus", "De ces maintenus : impayé connu, de moins de deux mois de quittance, à l’horizon."),
        share("part_revenus", "Leur part de ceux qui y sont arrivés."),
        NOTE,
    ),
    key=("population", "etape"),
    stage="scheme",
    read_by=("elements",),
)

COUTS_EVITES = Produced(
    "couts_evites",
    "Ce qu’une sortie évitée épargnerait, et combien de sorties évitées équilibreraient la dépense.",
    (
        code("mesure", "`procedure_expulsion`, `vacance`, `dette_irrecouvrable`, `total` ou `equilibre`."),
        text("libelle", "La mesure en clair."),
        number("valeur", "Valeur ; vide sans source."),
        number("bas", "Valeur basse."),
        number("haut", "Valeur haute."),
        code("unite", "Unité."),
        text("source", "Source du montant."),
        NOTE,
    ),
    key=("mesure",),
    stage="scheme",
    read_by=("elements",),
)

REPERES = Produced(
    "reperes",
    "Chiffres d’ailleurs (`reperes.csv`), à côté des nôtres à la dernière vague qui les mesure.",
    (
        INDICATEUR,
        text("libelle", "L’indicateur en clair."),
        number("valeur", "Le repère, dans l’unité de l’indicateur."),
        text("population", "De qui."),
        text("annee", "De quand."),
        text("source", "Publication, et les mots où le chiffre a été lu."),
        text("pas_comparable_car", "Pourquoi ce n’est pas une comparaison."),
        VAGUE,
        count("n_accompagnes", "Ménages accompagnés dont la valeur est connue."),
        count("n_temoins", "Ménages témoins dont la valeur est connue."),
        mean("valeur_accompagnes", "Moyenne ou part chez eux ; `paiement_regulier` : part de ceux qui ont tout payé."),
        mean("valeur_temoins", "De même chez les témoins."),
    ),
    key=("indicateur", "population"),
    stage="scheme",
    read_by=("elements",),
)
