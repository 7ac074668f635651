"""What the first audit did not see: constants that stand for households, crosses told in words, lists that mislead."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from support.public_folder import public_folder

from pipeline.publication.audit import DisclosureFinding, Leak, audit_folders

Fact = tuple[str, str, str, float, float]
# As an edition publishes them: how many editions, the ends of WHO-5's scale, the interval's level.
CONSTANTS: tuple[Fact, ...] = (
    ("cadre", "nom=editions;unite=éditions", "valeur", 3, 3),
    ("cadre", "nom=bas_who5;unite=score", "valeur", 0, 0),
    ("cadre", "nom=haut_who5;unite=score", "valeur", 100, 100),
)
_KEPT = "indicateur=maintien;vague=M24;methode=difference_brute;mesure=difference_risques"


def of_kind(leak: Leak, *folders: Path) -> list[DisclosureFinding]:
    return [finding for finding in audit_folders(folders) if finding.leak is leak]


def _time(wave: str, edition: str, low: float, high: float) -> tuple[str, list[Fact]]:
    key = f"indicateur=duree_maintien;vague={wave};methode=rmst;mesure=difference_rmst"
    return edition, [
        ("resultats", key, "n_accompagnes", 10, 10),
        ("resultats", key, "valeur_accompagnes", low, high),
        ("resultats", _KEPT.replace("M24", wave), "n_accompagnes", 10, 10),
        ("resultats", _KEPT.replace("M24", wave), "valeur_accompagnes", 0.875, 1 if wave == "M12" else 0.925),
    ]


def test_constants_alone_disclose_nothing(tmp_path: Path) -> None:
    said = ["Il y a 3 éditions ; le score va de 0 à 100."]
    assert audit_folders([public_folder(tmp_path / "finale", facts=CONSTANTS, sentences=said)]) == ()


@pytest.mark.parametrize(
    ("sentence", "leak"),
    [
        ("Parmi eux, 3 ménages sont partis.", Leak.UNLISTED_NUMBER),
        ("Parmi eux, 3 témoins sont partis.", Leak.UNLISTED_NUMBER),
        ("Il y a eu 3 expulsions.", Leak.UNLISTED_NUMBER),
        ("Trois familles sont parties.", Leak.UNLISTED_NUMBER),
        ("Chez les témoins, 100 % sont restés.", Leak.ALL_OR_NONE),
        ("Tous les témoins sont restés.", Leak.ALL_OR_NONE),
    ],
)
def test_a_constant_stands_for_no_household(tmp_path: Path, sentence: str, leak: Leak) -> None:
    found = of_kind(leak, public_folder(tmp_path / "finale", facts=CONSTANTS, sentences=[sentence]))
    assert {Path(f.file).name for f in found} == {"index.html", "rapport.docx", "rapport.pdf"}


def test_nor_does_one_that_says_no_unit(tmp_path: Path) -> None:
    facts = [("cadre", "nom=editions", "valeur", 3, 3)]
    folder = public_folder(tmp_path / "finale", facts=facts, sentences=["Parmi eux, 3 ménages sont partis."])
    assert of_kind(Leak.UNLISTED_NUMBER, folder)


def test_a_cell_of_a_group_is_no_constant(tmp_path: Path) -> None:
    table = [["Suivi", "Ménages tém."], ["Partis", "3"]]
    assert of_kind(Leak.UNLISTED_NUMBER, public_folder(tmp_path / "finale", facts=CONSTANTS, table=table))


def test_a_class_of_few_in_a_cell_of_a_group_names_the_threshold(tmp_path: Path) -> None:
    table = [["Étape", "Ménages tém."], ["Partis", "moins de 5"]]
    constant = ("cadre", "nom=petit_effectif;unite=ménages", "valeur", 5, 5)
    facts = [constant, ("flux", "etape=inclus", "effectif_temoins", 0, 4)]
    folder = public_folder(tmp_path / "finale", facts=facts, table=table)
    assert audit_folders([folder]) == ()


def test_a_p_of_one_is_to_one_digit(tmp_path: Path) -> None:
    """« 1,0 » is 0,95 to 1: nobody left either group, and the scale ends there."""
    key = "indicateur=maintien;vague=M24;famille=principal"
    fact = ("principal", key, "p_valeur", 0.95, 1)
    assert not of_kind(Leak.TEST, public_folder(tmp_path / "finale", facts=[fact]))
    finer = ("principal", key, "p_valeur", 0.98, 1)
    assert of_kind(Leak.TEST, public_folder(tmp_path / "plus-fin", facts=[finer]))


def test_a_place_and_a_group_told_of_in_words_are_found(tmp_path: Path) -> None:
    said = ["Chez Toit et Joie, les témoins ont presque tous quitté leur logement."]
    found = of_kind(Leak.PLACE, public_folder(tmp_path / "finale", sentences=said))
    assert {f.cell for f in found} == {"toit_et_joie × temoin"}


@pytest.mark.parametrize(
    "fact",
    [
        ("bailleurs", "bailleur=toit_et_joie;groupe=temoin", "effectif", 0, 12),
        ("resultats", "lieu=Harnes;indicateur=maintien", "valeur_temoins", 0.5, 0.9),
        ("heterogeneite", f"variante=profil:dalo;{_KEPT}", "estimation", -0.5, 0.5),
    ],
)
def test_a_group_by_place_is_never_listed_however_wide_its_bounds(tmp_path: Path, fact: Fact) -> None:
    assert of_kind(Leak.PLACE, public_folder(tmp_path / "finale", facts=[fact]))


@pytest.mark.parametrize(
    "fact",
    [
        ("cadre", "nom=temoins_de_toit_et_joie", "valeur", 3, 3),
        ("cadre", "nom=expulsion", "valeur", 2, 2),
        ("cadre", "nom=restes_temoin", "valeur", 17, 17),
        ("cadre", "nom=seuil;bailleur=toit_et_joie", "valeur", 3, 3),
        ("cadre", "nom=moyenne", "valeur", 43.2, 43.4),
    ],
)
def test_a_result_filed_among_the_constants_is_found(tmp_path: Path, fact: Fact) -> None:
    assert of_kind(Leak.MISFILED, public_folder(tmp_path / "finale", facts=[fact]))
    planned = ("cadre", "nom=prevus_temoins;unite=ménages", "valeur", 25, 25)
    assert not of_kind(Leak.MISFILED, public_folder(tmp_path / "sans", facts=[planned]))


def test_a_pseudonym_in_a_key_or_a_name_of_file_is_found_and_never_repeated(tmp_path: Path) -> None:
    folder = public_folder(tmp_path / "finale", facts=[("sorties", "cause=abandon;note=ND0217", "effectif", 5, 9)])
    (folder / "ND0218.csv").write_text("rien", encoding="utf-8")
    (folder / "HN0042").mkdir()
    assert len(of_kind(Leak.PSEUDONYM, folder)) == 3
    assert not re.search("ND021|HN0042", repr(audit_folders([folder])).replace(str(tmp_path), ""))


def test_a_string_that_no_cell_shows_is_read(tmp_path: Path) -> None:
    """A workbook keeps the strings of its cells in one list, from which a cell taken out does not take its own."""
    folder = public_folder(tmp_path / "finale")
    left = b"<sst><si><t>ND0217 : 1 573,60 EUR</t></si></sst>"
    with zipfile.ZipFile(folder / "classeur.xlsx", "a") as package:
        package.writestr("xl/sharedStrings.xml", left)
    assert {f.leak for f in audit_folders([folder])} == {Leak.PSEUDONYM, Leak.UNLISTED_NUMBER}


def test_a_pseudonym_in_an_address_or_an_anchor_is_found(tmp_path: Path) -> None:
    link = '<a href="fiches/ND0217.html">fiche</a><i id="menage-x"></i>'
    assert len(of_kind(Leak.PSEUDONYM, public_folder(tmp_path / "finale", figure=link))) == 1


def test_the_time_of_the_one_that_left_by_three_editions_is_found(tmp_path: Path) -> None:
    """One of ten left at 10 months: 11,8 → 12 (after 9,5), 17,2 → 17 (5,5 to 10,5), 22,6 → 22,5 (6,5 to 11,5)."""
    told = dict(
        [
            _time("M12", "intermediaire", 11.75, 12),
            _time("M18", "parcours", 16.75, 17.25),
            _time("M24", "finale", 22.25, 22.75),
        ]
    )
    without = ("resultats", "principal")
    folders = [public_folder(tmp_path / e, facts=f, without=without, edition=e) for e, f in told.items()]
    found = [f for f in of_kind(Leak.EXACT_DATE, *folders) if "groupe=accompagne" in f.cell]
    assert len(found) == 1
    assert "10 %" in found[0].reason
    assert not [f for f in of_kind(Leak.EXACT_DATE, folders[-1]) if "groupe=accompagne" in f.cell], "one alone does not"


def test_a_mean_at_the_end_of_its_scale_is_the_score_of_each(tmp_path: Path) -> None:
    """12 households at most sum to 12 × 0,25 = 3 points of WHO-5, which goes by fours: each has 0."""
    key = "indicateur=who5;vague=M12;methode=difference_brute;mesure=difference_moyennes"
    facts = [("resultats", key, "n_temoins", 10, 12), ("resultats", key, "valeur_temoins", 0, 0.25)]
    assert of_kind(Leak.HOUSEHOLD_SCORE, public_folder(tmp_path / "finale", facts=facts))
    wider = [facts[0], ("resultats", key, "valeur_temoins", 0, 10.25)]
    assert not of_kind(Leak.HOUSEHOLD_SCORE, public_folder(tmp_path / "sans", facts=wider))
