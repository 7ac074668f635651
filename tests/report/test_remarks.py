"""The codes of notes: each has its words, said once, and the words read as French sentences."""

from __future__ import annotations

import pytest

from pipeline.contract.remarks import CODES, codes_of, holds, joined, remark
from pipeline.report.remark_words import WORDS
from pipeline.report.remarks import as_reason, by_reason, sentences
from pipeline.stats.effect import Reason


def test_a_reason_that_several_share_is_said_once() -> None:
    named = [("A", "pas livré"), ("B", "masqué"), ("C", "pas livré"), ("D", "masqué"), ("E", "masqué"), ("F", "vide")]
    assert by_reason(named) == [
        "A et C (pour les deux\u00a0: pas livré)", "B, D et E (pour tous\u00a0: masqué)", "F (vide)",
    ]  # fmt: skip
    assert by_reason([]) == []


def test_each_code_has_its_words_and_each_reason_is_a_code() -> None:
    assert set(WORDS) == set(CODES)
    assert {r.value for r in Reason} <= set(CODES)


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("", ""),
        ("aucune_valeur=temoin", "Aucune valeur connue chez les témoins."),
        ("aucune_valeur", "Aucune valeur connue dans un des deux groupes."),
        (
            "intervalle_de_score;test_du_score",
            "Intervalle de score, sans erreur type ; plus d’un million de tables possibles : p du test du score "
            "bilatéral au lieu du test exact.",
        ),
        (
            "ajustee_sur=inclusion,strates;menages_laisses_de_cote=1",
            "Ajustée sur l’indicateur à l’inclusion et les strates ; 1 ménage laissé de côté, faute de deux par "
            "groupe.",
        ),
        ("cout_moyen=3476.4;tirages=9999,0.984", "Coût moyen de 3 476 € par ménage accompagné, aucun coût chez les "
         "témoins ; 9 999 tirages, dont 98,4 % avec plus de ménages maintenus chez les accompagnés."),
        ("definition_du_plan", ""),
        ("p_par_permutations=9999", "p par 9 999 permutations dans les strates."),
        ("echantillon_de_parcours=100,1200", "Sur un échantillon tiré au sort de 100 ménages parmi 1 200."),
        (
            "volets_par_menage=100;semestres_lus=2015-S1,2015-S2",
            "Volets I et II, divisés par 100 ménages accompagnés par tout le dispositif. Semestres lus : 2015-S1, "
            "2015-S2.",
        ),
        ("somme_des_lignes=Tableau 3%2C TOTAL", "Somme des lignes. Tableau 3, TOTAL."),
        ("masqué : moins de ménages que le seuil", "masqué : moins de ménages que le seuil"),
    ],
)  # fmt: skip
def test_codes_read_as_sentences(note: str, words: str) -> None:
    assert sentences(note).replace("\u00a0", " ").replace("\u202f", " ") == words


def test_a_reason_ends_a_sentence() -> None:
    assert as_reason("aucune_variation") == "aucune variation des valeurs à l’intérieur des groupes"
    assert as_reason("echelle_logarithmique;moins_de_dix_menages").count(" ; ") == 1
    assert as_reason("") == "raison non précisée"


def test_a_note_comes_back_as_it_was_written() -> None:
    note = joined(remark("effectifs_efficaces", 23.36649, 4e-17), "", remark("permutation", 9999, "profil"))
    assert note == "effectifs_efficaces=23.3665,0;permutation=9999,profil"
    assert list(codes_of(note)) == [("effectifs_efficaces", ("23.3665", "0")), ("permutation", ("9999", "profil"))]
    assert holds(note, "permutation")
    assert not holds(note, "rien_a_imputer")


def test_a_cited_source_keeps_its_signs() -> None:
    note = joined(remark("couts_evites_deduits", "Ancols 2016, p. 3 ; 12 % = 1/8", "50 %2C"), "offre_annoncee")
    cited = ("Ancols 2016, p. 3 ; 12 % = 1/8", "50 %2C")
    assert list(codes_of(note)) == [("couts_evites_deduits", cited), ("offre_annoncee", ())]
