"""What « estimate » writes: the comparisons of the plan, and the descriptions beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.contract.produced.columns import (
    EDITION,
    GROUPE,
    IC_BAS,
    IC_HAUT,
    INDICATEUR,
    MENAGE_ID,
    MOIS,
    N_ACCOMPAGNES,
    N_TEMOINS,
    NOTE,
    P_VALEUR,
    SENS_FAVORABLE,
    VAGUE,
    amount,
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
from pipeline.contract.produced.entry import Field, Produced

FAMILLES = ("principal", "secondaire", "exploratoire")
ENSEMBLE = "ensemble"  # in `equilibre`: the row of all households, and its `type`

# fmt: off
# ruff: noqa: E501 (one line a column)

_GROUPS = (("accompagnes", "accompagnés"), ("temoins", "témoins"))
_QUARTILES = (("q1", "Premier quartile"), ("mediane", "Médiane"), ("q3", "Troisième quartile"))


def _by_group(column: Callable[[str, str], Field], *statistics: tuple[str, str]) -> Iterator[Field]:
    """The same statistics, each for the accompanied and then for the controls."""
    for name, words in statistics:
        for group, who in _GROUPS:
            yield column(f"{name}_{group}", f"{words}, {who}.")


ESTIMATIONS = Produced(
    "estimations",
    "Une ligne par indicateur, vague et méthode ; aussi en CSV.",
    (
        EDITION,
        INDICATEUR,
        VAGUE,
        code("famille", "`principal`, `secondaire` (ajustés ensemble à la vague de l’horizon) ou `exploratoire`."),
        code("methode", "Méthode d’estimation."),
        code("mesure", "Ce que la méthode estime ; les différences sont accompagnés − témoins, les rapports accompagnés / témoins."),
        number("estimation", "Valeur estimée, dans l’unité de la mesure ; manquante si elle n’est pas définie (voir `note`). Ce que l’échelle ne peut pas atteindre y est ramené, ici et dans les bornes : la note le dit."),
        number("erreur_type", "Erreur type ; sur l’échelle logarithmique pour un rapport, par rééchantillonnage pour `ponderation`, manquante pour un intervalle de score ou de profil."),
        IC_BAS,
        IC_HAUT,
        number("niveau", "Niveau de l’intervalle de confiance."),
        P_VALEUR,
        p_value("p_ajustee", "Valeur p ajustée sur la famille ; manquante pour un indicateur exploratoire."),
        N_ACCOMPAGNES,
        N_TEMOINS,
        mean("valeur_accompagnes", "Moyenne, part ou taux du groupe accompagné."),
        mean("valeur_temoins", "Moyenne, part ou taux du groupe témoin."),
        SENS_FAVORABLE,
        NOTE,
    ),
    key=("indicateur", "vague", "methode", "mesure"),
    stage="estimate",
    read_by=("scheme", "elements", "publish"),
    csv=True,
    public="Valeurs arrondies ; aucune p que celle du critère principal.",
    blind=True,
)

COMPARABILITE = Produced(
    "comparabilite",
    "Une ligne par variable et modalité : les deux groupes à l’inclusion, sans valeur p.",
    (
        code("variable", "Caractéristique à l’inclusion."),
        code("modalite", "Code, pour une variable à modalités ; vide sinon."),
        code("type", "`continu`, `binaire` ou `categorie`."),
        *_by_group(count, ("n", "Ménages dont la valeur est connue"), ("manquants", "Ménages dont la valeur manque"), ("effectif", "Ménages de la modalité")),
        *_by_group(share, ("part", "Part de la modalité parmi les valeurs connues")),
        *_by_group(mean, ("moyenne", "Moyenne"), ("ecart_type", "Écart-type")),
        *(mean(f"{s}_{group}", f"{words}, {who}.") for group, who in _GROUPS for s, words in _QUARTILES),
        number("smd", "Différence standardisée accompagnés − témoins : (m₁ − m₀) / √((s₁² + s₀²) / 2) ; à plus de deux modalités, distance de Mahalanobis."),
        NOTE,
    ),
    key=("variable", "modalite"),
    stage="estimate",
    read_by=("elements", "publish"),
    public="Parts et moyennes arrondies ; ni minimum, ni quartile, ni écart-type sous dix ménages, ni variable confidentielle.",
    blind=True,
)

EQUILIBRE = Produced(
    "equilibre",
    "Une ligne par caractéristique à l’inclusion : l’écart entre les groupes avant et après pondération par recouvrement (`ponderation`), tous ménages analysés ; la ligne `ensemble` donne les effectifs efficaces.",
    (
        code("variable", "Caractéristique à l’inclusion ; `ensemble` pour tous les ménages."),
        code("type", "`continu`, `binaire`, `categorie` ou `ensemble`."),
        flag("dans_le_score", "Vrai quand la caractéristique est une covariable du score."),
        count("n_accompagnes", "Ménages accompagnés dont la valeur est connue."),
        count("n_temoins", "Ménages témoins dont la valeur est connue."),
        number("effectif_efficace_accompagnes", "(Σw)² / Σw² de ces accompagnés : combien de ménages de même poids diraient autant."),
        number("effectif_efficace_temoins", "(Σw)² / Σw² de ces témoins."),
        number("smd_avant", "Différence standardisée sans poids : celle de `comparabilite`."),
        number("smd_apres", "Différence des moyennes (parts) pondérées, sur le même dénominateur, sans poids : seules les moyennes bougent."),
        NOTE,
    ),
    key=("variable",),
    stage="estimate",
    read_by=("elements",),
)

SURVIE = Produced(
    "survie",
    "Courbes de Kaplan–Meier du maintien, par groupe ; intervalle log-log.",
    (
        GROUPE,
        duration("mois", "Mois depuis l’inclusion.", "mois"),
        share("survie", "Probabilité d’être encore maintenu."),
        IC_BAS,
        IC_HAUT,
        count("a_risque", "Ménages encore suivis juste avant ce mois."),
    ),
    key=("groupe", "mois"),
    stage="estimate",
    read_by=("elements", "publish"),
    public="Aux vagues seulement.",
    blind=True,
)

INCIDENCES = Produced(
    "incidences",
    "Incidence cumulée des trois sorties négatives, risques concurrents (Aalen–Johansen).",
    (
        GROUPE,
        code("cause", "`expulsion`, `abandon` ou `depart_volontaire`."),
        duration("mois", "Mois depuis l’inclusion.", "mois"),
        share("incidence", "Probabilité d’être sorti par cette cause."),
        number("variance", "Variance de l’incidence."),
    ),
    key=("groupe", "cause", "mois"),
    stage="estimate",
    read_by=("elements",),
    public="Les deux groupes ensemble, quand chaque cause montrée a cinq sorties.",
    blind=True,
)

TRAJECTOIRES = Produced(
    "trajectoires",
    "Solde impayé par groupe et mois de suivi.",
    (
        GROUPE,
        MOIS,
        count("n", "Ménages dont le solde est connu."),
        amount("moyenne", "Solde moyen, €."),
        IC_BAS,
        IC_HAUT,
        amount("mediane", "Solde médian, €."),
    ),
    key=("groupe", "mois"),
    stage="estimate",
    read_by=("elements",),
    public="Moyennes arrondies, aux vagues seulement.",
    blind=True,
)

EVOLUTIONS = Produced(
    "evolutions",
    "Chaque indicateur par groupe et vague, T0 compris.",
    (
        INDICATEUR,
        GROUPE,
        VAGUE,
        count("n", "Ménages dont la valeur est connue."),
        mean("valeur", "Moyenne, part ou taux annuel."),
        IC_BAS,
        IC_HAUT,
    ),
    key=("indicateur", "groupe", "vague"),
    stage="estimate",
    read_by=("elements",),
    public="Valeurs arrondies ; scores de santé en moyenne, et à partir de dix ménages.",
    blind=True,
)

ECARTS_INCLUSION = Produced(
    "ecarts_inclusion",
    "L’écart qui existait déjà à l’inclusion, pour chaque indicateur mesuré alors dans les deux groupes.",
    (
        INDICATEUR,
        count("n_accompagnes", "Ménages accompagnés dont la valeur est connue à l’inclusion."),
        count("n_temoins", "Ménages témoins dont la valeur est connue à l’inclusion."),
        mean("valeur_accompagnes", "Moyenne ou part à l’inclusion, accompagnés."),
        mean("valeur_temoins", "Moyenne ou part à l’inclusion, témoins."),
        mean("ecart", "Accompagnés − témoins."),
    ),
    key=("indicateur",),
    stage="estimate",
    read_by=("elements",),
    public="Écarts arrondis ; scores de santé à partir de dix ménages.",
    blind=True,
)

PLAN_COUT_EFFICACITE = Produced(
    "plan_cout_efficacite",
    "Premiers tirages du plan coût-efficacité.",
    (
        rank("tirage", "Numéro du tirage ; 0 = valeurs observées."),
        share("effet", "Différence de maintien, accompagnés − témoins."),
        amount("cout", "Différence de coût, €."),
    ),
    key=("tirage",),
    stage="estimate",
    read_by=("elements",),
)

ACCEPTABILITE = Produced(
    "acceptabilite",
    "Courbe d’acceptabilité : probabilité que l’accompagnement vaille son coût, selon le prix donné à un maintien.",
    (
        amount("seuil", "Prix donné à un maintien supplémentaire, €."),
        share("probabilite", "Part des tirages dont le bénéfice net est positif."),
    ),
    key=("seuil",),
    stage="estimate",
    read_by=("elements",),
)

COUTS_MENAGES = Produced(
    "couts_menages",
    "Coût de l’accompagnement imputé à chaque ménage accompagné, pour l’intervalle du coût par maintien.",
    (
        MENAGE_ID,
        amount("cout", "Coût imputé, € : volet I à parts égales, volet II au prorata des jours."),
        amount("cout_moyen", "Coût par ménage accompagné par tout le dispositif, €."),
    ),
    key=("menage_id",),
    stage="estimate",
)
