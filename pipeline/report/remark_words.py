"""One entry a code of a note: its words, without final stop; those that begin with « ; » or « , » go on a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.contract.indicators import INDICATORS
from pipeline.contract.remarks import PLANNED, SCORE_INTERVAL, SCORE_TEST
from pipeline.contract.tables import MENAGES
from pipeline.french import NARROW, NBSP, count, enumeration, euros, number, percent, quantity
from pipeline.report.reason_words import MISSING, Words, fixed

_said = fixed
_ON = {
    "inclusion": "l’indicateur à l’inclusion",
    "score": "le score mesuré à l’inclusion",
    "strates": "les strates",
    "bailleur": "le bailleur",
}
_BEYOND = {"estimation": "l’estimation", "ic_bas": "la borne basse", "ic_haut": "la borne haute"}


def _label(name: str) -> str:
    label = INDICATORS[name].label if name in INDICATORS else MENAGES[name].label
    return label if label[1:2].isupper() else label[0].lower() + label[1:]


def _score(*names: str) -> str:
    on = enumeration([_label(name) for name in names]) if names else "aucune covariable connue"
    return f"Score sur{NBSP}: {on}"


def _largest_gap(of: str) -> Words:
    return lambda before, after: (
        f"{NARROW}; plus grand écart standardisé des {of}{NBSP}: {number(before, 2)} avant, {number(after, 2)} après"
    )


def _exchanged(what: str) -> Words:
    def words(draws: int, *strata: str) -> str:
        within = enumeration([MENAGES[name].label.lower() for name in strata])
        where = f", à l’intérieur des strates ({within})" if within else ""
        return f"{what} par {number(draws)}{NBSP}échanges tirés au sort des groupes{where}"

    return words


def _fitted(n: int) -> str:
    whose = count(n, "ménage que le modèle ajuste exactement", "ménages que le modèle ajuste exactement")
    return f"{whose}{NBSP}: rien n’en vient dans la variance, l’intervalle est trop court"


def _brought_back(*names: str) -> str:
    which = enumeration([_BEYOND[name] for name in names])
    back = "y est ramenée" if len(names) == 1 else "y sont ramenées"
    return f"{which[0].upper()}{which[1:]}, hors de l’échelle, {back}"


def _cost(mean: float) -> str:
    return f"Coût moyen de {euros(mean)} par ménage accompagné, aucun coût chez les témoins"


def _resampled(draws: int, treated: int, control: int) -> str:
    who = f"{count(treated, 'accompagné', 'accompagnés')} et {count(control, 'témoin', 'témoins')}"
    return f"{number(draws)}{NBSP}rééchantillonnages de {who}, les mêmes pour tous les indicateurs"


def _cited(source: object) -> str:
    return str(source).rstrip(".")


def _exited(treated: int, control: int) -> str:
    return (
        "Ménages dont la valeur est connue ; sans valeur parce que sortis : "
        f"{count(treated, 'accompagné', 'accompagnés')}, {count(control, 'témoin', 'témoins')}"
    )


_HOW: Mapping[str, Words] = {
    SCORE_INTERVAL: _said("Intervalle de score, sans erreur type"),
    SCORE_TEST: _said(" ; plus d’un million de tables possibles : p du test du score bilatéral au lieu du test exact"),
    "echelle_logarithmique": _said("Erreur type sur l’échelle logarithmique"),
    "moins_de_dix_menages": _said(
        "Moins de dix ménages dans un groupe : intervalle trop court, lui préférer la permutation"
    ),
    "vraisemblance_profilee": _said("Intervalle de vraisemblance profilée, sans erreur type"),
    "student_non_centree": _said("Intervalle par la loi de Student non centrée, sans erreur type"),
    "ajustee_sur": lambda *on: f"Ajustée sur {enumeration([_ON.get(name) or _label(name) for name in on])}",
    "menages_laisses_de_cote": lambda n: (
        f"{NARROW}; {count(n, 'ménage laissé', 'ménages laissés')} de côté, faute de deux par groupe"
    ),
    "sans_valeur_a_l_inclusion": lambda n: (
        f"{NARROW}; {count(n, 'ménage laissé', 'ménages laissés')} de côté, faute de valeur à l’inclusion"
    ),
    "strates_d_un_seul_groupe": lambda n: (
        f"{NARROW}; {count(n, 'ménage')} d’une strate où l’autre groupe n’a personne, et que rien n’y compare"
    ),
    "contraste_des_permutations": _said("Écart à l’intérieur des strates, celui que teste la permutation"),
    "sorties_puis_procedure_puis_dette": lambda one, zero: (
        f"Rangs{NBSP}: une sortie négative est pire que toute dette, puis vient le stade de la procédure, puis la "
        f"dette{NARROW}; sortis{NBSP}: {number(one)} chez les accompagnés, {number(zero)} chez les témoins"
    ),
    "menages_ajustes_exactement": _fitted,
    "covariable_inconnue_moyenne": lambda: " ; une covariable inconnue vaut la moyenne",
    "courbe_prolongee": lambda months: (
        f"Dans un groupe, plus personne n’est suivi après {quantity(months, 1, 'mois', 'mois')} et la courbe n’est pas "
        "à zéro : elle est prolongée telle quelle jusqu’au terme"
    ),
    "permutation": _exchanged("p"),
    "permutation_studentisee": _exchanged("Intervalle et p"),
    "loi_normale": lambda n: f"Plus de {number(n)} ménages{NBSP}: intervalle et p par la loi normale, sans échanges",
    "score_sur": _score,
    "hors_du_score": lambda n: (
        f"{NARROW}; {count(n, 'ménage laissé', 'ménages laissés')} de côté, d’un profil que l’autre groupe n’a pas"
    ),
    "effectifs_efficaces": lambda one, zero: f"{NARROW}; effectif efficace {number(one, 1)} + {number(zero, 1)}",
    "plus_grand_ecart_covariables": _largest_gap("covariables"),
    "plus_grand_ecart_strates": _largest_gap("strates, hors du score"),
    "plus_grand_ecart_strates_groupees": _largest_gap("strates, les profils rares réunis dans le score"),
    "variance_linearisee": lambda n: f"{NARROW}; intervalle par la variance linéarisée, plus de {number(n)} ménages",
    "reechantillonnages": lambda n: f"{NARROW}; {number(n)}{NBSP}rééchantillonnages par groupe, intervalle BCa élargi",
    "sans_borne_haute": _said(" ; pas de borne haute"),
    "reechantillonnages_perdus": lambda n: f", {number(n)} sans score ou sans rapport laissés de côté",
    "groupe_sans_variation": _said(" ; un groupe ne varie pas, les rééchantillonnages n’en disent rien : pas de p"),
    "rien_a_imputer": _said("Aucune valeur manquante : rien à imputer"),
    "valeurs_imputees": lambda n, households: (
        f"{count(n, 'valeur imputée', 'valeurs imputées')} sur {number(households)}"
    ),
    "inclusions_imputees": lambda n: f" ({number(n)} à l’inclusion)",
    "imputations": lambda m: f", {number(m)} fois, par groupe",
    "donneurs": lambda n: f"{NARROW}; {number(n)}{NBSP}donneurs",
    "information_manquante": lambda share: f"{NARROW}; information manquante {percent(share)}",
    "ramene_a_l_echelle": _brought_back,
    "degres_de_liberte": lambda df: f"{NARROW}; {number(df, 1)}{NBSP}degrés de liberté",
    "cout_moyen": _cost,
    "tirages": lambda n, gain: (
        f"{NARROW}; {number(n)}{NBSP}tirages, dont {percent(gain, 1)} avec plus de ménages maintenus chez les "
        "accompagnés"
    ),
    "situation_bloquee_seulement": _said("Ménages en situation bloquée seulement"),
}
_SENSITIVITY: Mapping[str, Words] = {
    PLANNED: lambda: "",  # the label of the row says it
    "bailleurs_reechantillonnes": lambda n: (
        f"{count(n, 'bailleur')} ; p par rééchantillonnage sauvage des bailleurs (poids de Webb)"
    ),
    "sans_borne_d_un_cote": lambda: "Sans borne d’un côté : avec si peu de bailleurs, aucun écart n’y serait rejeté",
    "conversion_approchee": lambda: "Conversion approchée : exp(0,91 d)",
    "borne_la_plus_proche": lambda: (
        "La borne est celle de l’intervalle la plus proche de l’absence d’écart ; 1 quand il la contient"
    ),
    "lecture_de_gamma": lambda: (
        "Γ = 1 : la différence entre paires n’est déjà pas établie sans cause cachée. Γ = 2 : elle résiste à une cause "
        "qui double, dans chaque paire, la chance d’être l’accompagné"
    ),
    "sortie_au_pire_rang": lambda: (
        "Une sortie négative est classée plus mal que toute valeur observée ; 0,5 : aucun groupe n’est mieux classé. "
        "p par permutation des rangs, sans strates"
    ),
    "bornes_sans_alea": lambda: "Bornes, et non intervalle de confiance : l’aléa des effectifs n’y est pas compté",
    "restes": lambda one, zero: f"Restés : {percent(one)} des accompagnés, {percent(zero)} des témoins",
    "sans_valeur_car_sortis": _exited,
    "moyenne_des_mois_dans_le_logement": lambda: (
        "Moyenne, par ménage, des soldes des mois passés dans le logement : chaque ménage compte, sorti ou non"
    ),
    "dernier_solde_garde": lambda: (
        "Un ménage sorti garde le dernier solde connu avant sa sortie ; celui-ci aurait pu grandir encore"
    ),
    "sortie_comptee_comme_impaye": lambda: (
        "Une sortie négative compte comme un impayé au seuil : aucun ménage au sort connu n’est laissé de côté"
    ),
    "chaque_mois_compte_une_fois": lambda: (
        "Euros-mois de dette divisés par les mois d’occupation du groupe : chaque mois compte une fois"
    ),
    "comparaisons": lambda n, expected: (
        f"Sur {number(n)} comparaisons, le hasard seul en donne {number(expected, 1)} en moyenne"
    ),
    "ecart_moins_ecart_ailleurs": lambda: "Écart dans le sous-groupe moins écart ailleurs",
    "modes_compares_entre_eux": lambda: "Les deux modes comparés entre eux ; n : ménages de chaque mode",
    "illustratif": lambda: (
        "Illustratif : suppose que le groupe n’ôte la réponse qu’à des ménages, et n’en donne à aucun"
    ),
    "bouts_de_l_echelle": lambda: "Les manquants reçoivent les bouts de l’échelle",
    "extremes_observes": lambda: " (extrêmes observés)",
    "effectifs_equivalents": lambda one, zero: (
        f"Effectifs équivalents : {number(one, 1)} accompagnés, {number(zero, 1)} témoins. Poids tenus pour connus"
    ),
    "decalage_qui_change_de_camp": lambda: (
        "Écart moyen entre les manquants et les observés du groupe à partir duquel l’intervalle change de camp par "
        "rapport à zéro"
    ),
    "loi_a_priori": lambda spread: (
        f"Logarithme du rapport de cotes : loi normale de moyenne 0 et d’écart-type {number(spread, 2)}"
    ),
    "ecart_d_au_moins": lambda share: f" ; écart d’au moins {number(100 * share)} points",
    "part_decelable": lambda control, treated: (
        f"Pour {percent(control)} chez les témoins, il faudrait {percent(treated)} chez les accompagnés"
    ),
    "ecart_type_decelable": lambda d: f"Soit {number(d, 2)} écart-type",
    "en_ajustant": lambda d, correlation: (
        f" ; {number(d, 2)} en ajustant sur l’inclusion (corrélation {number(correlation, 2)})"
    ),
    "t_de_welch": lambda t: f"t de Welch, ménages centrés sur leur strate{NBSP}: {number(t, 2, sign=True)}",
    "meme_rapport_a_chaque_seuil": lambda: "Même rapport à chaque seuil",
    "permutations_des_residus": lambda n: (
        f"{number(n)}{NBSP}permutations des résidus dans les strates{NARROW}; statistique HC3"
    ),
    "menages_reechantillonnes": _resampled,
    "dispersion": lambda factor: f"Dispersion {number(factor, 2)} (1{NBSP}: loi de Poisson)",
}
_PATHWAYS: Mapping[str, Words] = {
    "groupe_vide": _said("Aucun ménage dans un des deux groupes"),
    "moins_de_deux_menages": _said("Moins de deux ménages dans un des deux groupes : ni intervalle, ni p"),
    "groupes_sans_variation": _said("Aucune variation à l’intérieur des groupes : ni intervalle, ni p"),
    "p_par_permutations": lambda n: f"p par {number(n)}{NBSP}permutations dans les strates",
    "p_de_welch": _said("p du test de Welch"),
    "p_sans_strate_commune": _said("p non calculable : aucune strate ne réunit les deux groupes"),
    "aucun_impaye_lourd": _said("Aucun impayé lourd dans les deux groupes"),
    "parcours_non_comparables": _said("Un groupe est vide, ou tous les parcours sont identiques"),
    "echantillon_de_parcours": lambda kept, among: (
        f"Sur un échantillon tiré au sort de {count(kept, 'ménage')} parmi {number(among)}"
    ),
}
_SCHEME: Mapping[str, Words] = {
    "depense_inconnue": _said("La table des coûts n’a pas été livrée, ou aucun semestre n’était clos au gel"),
    "semestres_lus": lambda *halves: f"Semestres lus{NBSP}: {', '.join(map(str, halves))}",
    "volets_par_menage": lambda n: (
        f"Volets I et II, divisés par {number(n)} ménages accompagnés par tout le dispositif"
    ),
    "non_estime": _said("Non estimé"),
    "fieller_sans_borne": _said("L’écart peut être nul : l’intervalle de Fieller n’est pas borné"),
    "cout_moyen_tenu_pour_connu": _said("Coût moyen tenu pour connu ; variance de la différence de parts"),
    "couts_evites_deduits": lambda *sources: (
        f"Coûts évités par ménage maintenu déduits ({f'{NARROW}; '.join(map(str, sources))})"
    ),
    "couts_evites_non_renseignes": _said("Coûts évités : non renseigné"),
    "somme_des_lignes": lambda source: f"Somme des lignes. {_cited(source)}",
    "volets_par_menage_prevu": lambda n, source: f"Volets I et II / {number(n)} ménages. {_cited(source)}",
    "source_de_la_cible": lambda source: _cited(source),
    "tout_le_dispositif": _said("Tout le dispositif"),
    "tout_le_dispositif_non_renseigne": _said("Tout le dispositif : non renseigné par les livraisons"),
    "cible_de_tout_le_dispositif": _said("Cible de tout le dispositif ; atteint : panel accompagné"),
    "offre_annoncee": _said("Offre annoncée"),
    "prevu_au_prorata": _said("Prévu sur deux ans, au prorata de l’horizon"),
    "delai_non_fixe": _said("La note ne fixe pas de délai"),
    "jours_de_la_cellule": _said(
        "Jours prévus de la cellule divisés par les ménages du dispositif : une borne haute, car la cellule conseille "
        "aussi les équipes et pilote le dispositif sans rencontrer les ménages"
    ),
    "moins_de_quatre_menages": _said("Moins de quatre ménages"),
    "aucune_variation_de_la_dose": _said("Aucune variation"),
    "plafond_non_imprime": _said("La note ne donne pas de plafond pour cette région"),
}
WORDS: Mapping[str, Words] = {**MISSING, **_HOW, **_SENSITIVITY, **_PATHWAYS, **_SCHEME}
# What a method always does, told once for all its rows; the figures that go with it are in the file of the table.
ROUTINE = frozenset(
    (
        SCORE_INTERVAL, "echelle_logarithmique", "vraisemblance_profilee", "student_non_centree", "ajustee_sur",
        "contraste_des_permutations", "permutation", "permutation_studentisee", "loi_normale", "score_sur",
        "effectifs_efficaces", "plus_grand_ecart_covariables", "plus_grand_ecart_strates",
        "plus_grand_ecart_strates_groupees", "variance_linearisee", "reechantillonnages", "reechantillonnages_perdus",
        "valeurs_imputees", "inclusions_imputees", "imputations", "donneurs", "information_manquante",
        "degres_de_liberte", "cout_moyen", "tirages", "sorties_puis_procedure_puis_dette",
    )
)  # fmt: skip
