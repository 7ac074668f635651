"""Reasons and remarks as codes: `code` or `code=value,…`, several joined by « ; ». `report.remarks` writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

_SIGNS = re.compile("[%,;]")

ABSENT = "estimation_absente"
TOO_FEW_FOR_AN_INTERVAL = "trop_peu_pour_un_intervalle"
MASKED_SIZE = "effectif_masque"
SCORE_INTERVAL = "intervalle_de_score"
SCORE_TEST = "test_du_score"  # too many tables for an exact test
PLANNED = "definition_du_plan"

# Each code that a note may hold, with the names of the values that follow it.
CODES: Mapping[str, tuple[str, ...]] = {
    # why something is missing
    ABSENT: (),
    MASKED_SIZE: (),
    TOO_FEW_FOR_AN_INTERVAL: ("menages_au_moins",),
    "aucune_valeur": ("groupes",),
    "moins_de_deux_valeurs": ("groupes",),
    "aucune_variation": (),
    "aucun_evenement": (),
    "aucun_evenement_accompagnes": (),
    "aucun_evenement_temoins": (),
    "aucune_exposition": (),
    "separation": (),
    "trop_peu_de_menages": (),
    "trop_peu_de_degres": ("degres", "au_moins"),
    "groupes_sans_rien_de_commun": (),
    "menage_ajuste_exactement": (),
    "permutations_indefinies": (),
    "aucun_gain": (),
    "effet_peut_etre_nul": (),
    "rien_ne_differe": (),
    "borne_hors_des_tirages": (),
    "tirages_de_moins_de_cinq": (),
    "score_separe": (),
    "reechantillonnages_indefinis": (),
    "trop_de_menages": (),
    "trop_peu_a_imputer": (),
    "groupes_non_echangeables": (),
    "aucun_cout": (),
    "difference_standardisee_indefinie": (),
    "aucune_paire": (),
    "sous_groupe_trop_petit": ("menages_au_moins",),
    "trop_de_sorties": (),
    "aucun_decalage_possible": (),
    "t_de_welch_indefini": (),
    "hors_d_atteinte": ("part_temoins",),
    "echelle_trop_courte": ("ecarts_types",),
    "ecart_type_de_moins_de_cinq": (),
    # how an estimate was got
    SCORE_INTERVAL: (),
    SCORE_TEST: (),
    "echelle_logarithmique": (),
    "moins_de_dix_menages": (),
    "vraisemblance_profilee": (),
    "student_non_centree": (),
    "ajustee_sur": ("variables",),
    "menages_laisses_de_cote": ("menages",),
    "sans_valeur_a_l_inclusion": ("menages",),
    "strates_d_un_seul_groupe": ("menages",),
    "contraste_des_permutations": (),
    "sorties_puis_procedure_puis_dette": ("sortis_accompagnes", "sortis_temoins"),
    "permutation_studentisee": ("tirages", "strates"),
    "loi_normale": ("menages_au_dela_de",),
    "menages_ajustes_exactement": ("menages",),
    "covariable_inconnue_moyenne": (),
    "courbe_prolongee": ("mois",),
    "permutation": ("tirages", "strates"),
    "score_sur": ("covariables",),
    "hors_du_score": ("menages",),
    "effectifs_efficaces": ("accompagnes", "temoins"),
    "plus_grand_ecart_covariables": ("avant", "apres"),
    "plus_grand_ecart_strates": ("avant", "apres"),
    "plus_grand_ecart_strates_groupees": ("avant", "apres"),
    "variance_linearisee": ("menages_au_dela_de",),
    "reechantillonnages": ("tirages",),
    "sans_borne_haute": (),
    "reechantillonnages_perdus": ("tirages",),
    "groupe_sans_variation": (),
    "rien_a_imputer": (),
    "valeurs_imputees": ("valeurs", "menages"),
    "inclusions_imputees": ("valeurs",),
    "imputations": ("nombre",),
    "donneurs": ("nombre",),
    "information_manquante": ("part",),
    "degres_de_liberte": ("nombre",),
    "ramene_a_l_echelle": ("nombres",),
    "cout_moyen": ("euros",),
    "tirages": ("nombre", "part_favorable"),
    "situation_bloquee_seulement": (),
    # sensitivity analyses
    PLANNED: (),
    "bailleurs_reechantillonnes": ("bailleurs",),
    "sans_borne_d_un_cote": (),
    "conversion_approchee": (),
    "borne_la_plus_proche": (),
    "lecture_de_gamma": (),
    "sortie_au_pire_rang": (),
    "bornes_sans_alea": (),
    "restes": ("part_accompagnes", "part_temoins"),
    "sans_valeur_car_sortis": ("accompagnes", "temoins"),
    "moyenne_des_mois_dans_le_logement": (),
    "dernier_solde_garde": (),
    "sortie_comptee_comme_impaye": (),
    "chaque_mois_compte_une_fois": (),
    "comparaisons": ("nombre", "attendues_par_hasard"),
    "ecart_moins_ecart_ailleurs": (),
    "modes_compares_entre_eux": (),
    "illustratif": (),
    "bouts_de_l_echelle": (),
    "extremes_observes": (),
    "effectifs_equivalents": ("accompagnes", "temoins"),
    "decalage_qui_change_de_camp": (),
    "loi_a_priori": ("ecart_type",),
    "ecart_d_au_moins": ("part",),
    "part_decelable": ("part_temoins", "part_accompagnes"),
    "ecart_type_decelable": ("ecarts_types",),
    "en_ajustant": ("ecarts_types", "correlation"),
    "t_de_welch": ("t",),
    "meme_rapport_a_chaque_seuil": (),
    "permutations_des_residus": ("tirages",),
    "menages_reechantillonnes": ("tirages", "accompagnes", "temoins"),
    "dispersion": ("facteur",),
    "causes_trop_nombreuses": ("menages_de_plus_que_de_parametres",),
    # pathways
    "groupe_vide": (),
    "moins_de_deux_menages": (),
    "groupes_sans_variation": (),
    "p_par_permutations": ("tirages",),
    "p_de_welch": (),
    "p_sans_strate_commune": (),
    "aucun_impaye_lourd": (),
    "parcours_non_comparables": (),
    "echantillon_de_parcours": ("retenus", "parmi"),
    # the scheme
    "depense_inconnue": (),
    "semestres_lus": ("semestres",),
    "volets_par_menage": ("menages",),
    "non_estime": (),
    "fieller_sans_borne": (),
    "cout_moyen_tenu_pour_connu": (),
    "couts_evites_deduits": ("sources",),
    "couts_evites_non_renseignes": (),
    "somme_des_lignes": ("source",),
    "volets_par_menage_prevu": ("menages", "source"),
    "source_de_la_cible": ("source",),
    "tout_le_dispositif": (),
    "tout_le_dispositif_non_renseigne": (),
    "cible_de_tout_le_dispositif": (),
    "offre_annoncee": (),
    "prevu_au_prorata": (),
    "delai_non_fixe": (),
    "jours_de_la_cellule": (),
    "moins_de_quatre_menages": (),
    "aucune_variation_de_la_dose": (),
    "plafond_non_imprime": (),
}


def remark(code: str, *values: object) -> str:
    """Return a code with its values: `menages_laisses_de_cote=2`, `aucune_valeur=accompagnes,temoins`.

    The signs that part values and codes are written `%2C`, `%3B` inside a value, `%` itself `%25`.
    """
    return f"{code}={','.join(_written(v) for v in values)}" if values else code


def _written(value: object) -> str:
    """A number at the precision of a note: what is zero but for rounding errors is zero on every machine."""
    if isinstance(value, float):
        value = round(value, 9) + 0.0
    return f"{value:.6g}" if isinstance(value, float) else _SIGNS.sub(lambda m: f"%{ord(m[0]):02X}", str(value))


def joined(*notes: str) -> str:
    """Return several notes as one; empty ones are left out."""
    return ";".join(note for note in notes if note)


def codes_of(note: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each code of a note with its values.

    >>> list(codes_of("intervalle_de_score;menages_laisses_de_cote=2"))
    [('intervalle_de_score', ()), ('menages_laisses_de_cote', ('2',))]
    """
    for part in note.split(";"):
        if part:
            code, equals, values = part.partition("=")
            yield code, tuple(unquote(v) for v in values.split(",")) if equals else ()


def holds(note: str, code: str) -> bool:
    """True when `code` is one of the note's."""
    return any(found == code for found, _ in codes_of(note))
