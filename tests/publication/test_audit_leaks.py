"""A leak of each kind, planted in a public folder that discloses nothing: the audit finds it, and says no value."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from support.public_folder import BARS, public_folder

from pipeline.publication.audit import DisclosureFinding, Leak, audit_folders

_MAINTAINED = "indicateur=maintien;vague=M24;methode=difference_brute;mesure=difference_risques"
_DEBT = "indicateur=impaye_solde;vague=M24;methode=difference_brute;mesure=difference_moyennes"


def leaks(*folders: Path) -> set[Leak]:
    return {finding.leak for finding in audit_folders(folders)}


def of_kind(leak: Leak, *folders: Path) -> list[DisclosureFinding]:
    return [finding for finding in audit_folders(folders) if finding.leak is leak]


def test_a_folder_without_leak_passes(tmp_path: Path) -> None:
    assert audit_folders([public_folder(tmp_path / "finale")]) == ()


def test_a_folder_without_list_is_refused_and_its_figures_can_be_measured(tmp_path: Path) -> None:
    folder = public_folder(tmp_path / "finale")
    (folder / "publication.csv").unlink()
    assert leaks(folder) == {Leak.NO_LIST, Leak.UNLISTED_MARK}


def test_a_landlord_and_arm_cell_by_difference_is_found(tmp_path: Path) -> None:
    """19 of 23 are not of Essonne Habitat: 4 are. Of those, 21 − 17 = 4 stayed."""
    facts = [
        ("resultats", _MAINTAINED, "n_accompagnes", 23, 23),
        ("resultats", _MAINTAINED, "valeur_accompagnes", 0.9130, 0.9131),
        ("bailleurs", f"variante=sans:essonne_habitat;{_MAINTAINED}", "n_accompagnes", 19, 19),
        ("bailleurs", f"variante=sans:essonne_habitat;{_MAINTAINED}", "valeur_accompagnes", 0.8947, 0.8948),
    ]
    found = {f.cell: f.reason for f in of_kind(Leak.SMALL_CELL, public_folder(tmp_path / "finale", facts=facts))}
    reason = found["groupe=accompagne ; bailleur=essonne_habitat ; indicateur=maintien ; vague=M24"]
    assert "effectif" in reason
    assert "avec" in reason
    assert not any("effectif" in why for cell, why in found.items() if "essonne_habitat" not in cell)


def test_a_household_amount_by_difference_is_found(tmp_path: Path) -> None:
    """22 households owe 22 × 709.09 = 15,600 €, 21 without Toit et Joie 21 × 690.48 = 14,500 €: one owes 1,100 €."""
    facts = [
        ("resultats", _DEBT, "n_accompagnes", 22, 22),
        ("resultats", _DEBT, "valeur_accompagnes", 709.085, 709.095),
        ("bailleurs", f"variante=sans:toit_et_joie;{_DEBT}", "n_accompagnes", 21, 21),
        ("bailleurs", f"variante=sans:toit_et_joie;{_DEBT}", "valeur_accompagnes", 690.475, 690.485),
    ]
    folder = public_folder(tmp_path / "finale", facts=facts, without=("resultats",))
    found = of_kind(Leak.HOUSEHOLD_AMOUNT, folder)
    assert any("bailleur=toit_et_joie" in f.cell for f in found)
    assert not any("1100" in repr(f) or "1 100" in repr(f) for f in audit_folders([folder]))


def test_a_score_from_total_minus_shown_classes_is_found(tmp_path: Path) -> None:
    """16 × 50.0 = 800; 9 × 49.78 = 448 and 6 × 51.33 = 308: the sixteenth has 44, the one multiple of 4 that fits."""
    key = "indicateur=who5;vague=M24"
    facts = [
        ("dose", key, "n_accompagnes", 16, 16),
        ("dose", key, "valeur_accompagnes", 49.99, 50.01),
        ("dose", f"classe=moins;{key}", "n_accompagnes", 9, 9),
        ("dose", f"classe=moins;{key}", "valeur_accompagnes", 49.75, 49.85),
        ("dose", f"classe=prevu;{key}", "n_accompagnes", 6, 6),
        ("dose", f"classe=prevu;{key}", "valeur_accompagnes", 51.25, 51.35),
        ("dose", f"classe=plus;{key}", "n_accompagnes", 0, 4),
    ]
    folder = public_folder(tmp_path / "finale", facts=facts, without=("resultats",))
    assert any("classe=plus" in f.cell for f in of_kind(Leak.HOUSEHOLD_SCORE, folder))
    assert any("classe=plus" in f.cell for f in of_kind(Leak.MASK_UNDONE, folder))


def test_exits_by_cause_edition_minus_edition_are_found(tmp_path: Path) -> None:
    earlier = [("sorties", "cause=abandon", "effectif", 5, 5)]
    first = public_folder(tmp_path / "parcours", facts=earlier, without=("sorties",), edition="parcours")
    assert Leak.EXITS_BY_DIFFERENCE not in leaks(first)
    both = of_kind(Leak.EXITS_BY_DIFFERENCE, first, public_folder(tmp_path / "finale"))
    assert [f.cell for f in both] == ["cause=abandon ; parcours → finale"]


@pytest.mark.slow
def test_interactions_solved_by_whole_numbers_from_one_decimal_are_found(tmp_path: Path) -> None:
    """Rates of the arms and one interaction to one decimal leave few outcomes possible in the profile.

    20 of 22 stay (5 of 6 in the profile), 15 of 22 (3 of 6): (5/6 − 3/6) − (15/16 − 12/16) = 14.6 points.
    """
    key = f"analyse=heterogeneite;variante=profil:dalo;{_MAINTAINED.replace('difference_brute', 'interaction')}"
    facts = [
        ("resultats", _MAINTAINED, "n_accompagnes", 22, 22),
        ("resultats", _MAINTAINED, "n_temoins", 22, 22),
        ("resultats", _MAINTAINED, "valeur_accompagnes", 0.9085, 0.9095),
        ("resultats", _MAINTAINED, "valeur_temoins", 0.6815, 0.6825),
        ("heterogeneite", key, "n_accompagnes", 6, 6),
        ("heterogeneite", key, "n_temoins", 6, 6),
        ("heterogeneite", key, "estimation", 0.1455, 0.1465),
    ]
    folder = public_folder(tmp_path / "finale", facts=facts, without=("resultats", "principal"))
    solved = [f for f in of_kind(Leak.SMALL_CELL, folder) if "profil=dalo" in f.cell]
    assert len(solved) == 2
    assert any("avec" in f.reason for f in solved)
    exact_without = [f for f in facts if f[2] != "estimation"]
    alone = public_folder(tmp_path / "sans", facts=exact_without, without=("resultats", "principal"))
    assert not any("avec" in f.reason for f in of_kind(Leak.SMALL_CELL, alone) if "groupe=temoin" in f.cell)


def test_the_day_of_an_exit_in_a_file_beside_is_found(tmp_path: Path) -> None:
    folder = public_folder(tmp_path / "finale")
    (folder / "survie.csv").write_text("mois,accompagnes\n4.2710472,0.958\n", encoding="utf-8")
    found = audit_folders([folder])
    assert {f.leak for f in found} >= {Leak.UNLISTED_FILE, Leak.UNLISTED_NUMBER}
    assert all(f.file.endswith("survie.csv") for f in found)


@pytest.mark.parametrize(
    ("fact", "leak"),
    [
        (("survie", "mois=4,2710472", "survie_temoins", 0.95, 0.96), Leak.EXACT_DATE),
        (("sorties", "date=2016-05-12;cause=abandon", "effectif", 5, 5), Leak.EXACT_DATE),
        (("pire_cas", f"variante=pire_cas;{_DEBT}", "valeur_accompagnes", 900, 950), Leak.EXTREME),
        (("resultats", _DEBT, "maximum_temoins", 2900, 2950), Leak.EXTREME),
        (("resultats", _DEBT, "mediane_temoins", 200, 250), Leak.EXTREME),
        (("resultats", "indicateur=impaye_2mois;vague=M24", "valeur_temoins", 0, 0), Leak.ALL_OR_NONE),
        (("resultats", "indicateur=maintien;vague=M24", "valeur_accompagnes", 0.975, 1), Leak.ALL_OR_NONE),
        (("resultats", "indicateur=lsns6;vague=M24", "ecart_type_temoins", 4, 5), Leak.SPREAD),
        (("resultats", "indicateur=who5;vague=M24;famille=secondaire", "p_valeur", 0.05, 0.15), Leak.TEST),
        (("principal", "indicateur=maintien;vague=M24;famille=principal", "p_valeur", 0.0734, 0.0735), Leak.TEST),
        (("resultats", "indicateur=solitude;vague=M24", "valeur_accompagnes", 0.325, 0.375), Leak.HEALTH),
        (("resultats", "indicateur=who5;vague=M24;classe=moins_de_28", "effectif_temoins", 5, 9), Leak.HEALTH),
        (("profil", "variable=trouble_psychique", "effectif_temoins", 5, 9), Leak.HEALTH),
        (("sorties", "cause=abandon", "effectif_temoins", 5, 9), Leak.EXITS_BY_GROUP),
    ],
)  # fmt: skip
def test_facts_that_are_never_published_are_found(
    tmp_path: Path, fact: tuple[str, str, str, float, float], leak: Leak
) -> None:
    assert leak in leaks(public_folder(tmp_path / "finale", facts=[fact]))


def test_the_height_of_a_bar_that_no_value_explains_is_found(tmp_path: Path) -> None:
    """The bar of the accompanied drawn at 91.3 %, y = 450 − 4 × 91.3 = 84.8, under a label of 90 %."""
    truthful = BARS.replace('y="90" width="80" height="360"', 'y="84.8" width="80" height="365.2"')
    assert leaks(public_folder(tmp_path / "finale", figure=truthful)) == {Leak.UNLISTED_MARK}


def test_a_figure_of_which_the_scale_is_lost_is_told(tmp_path: Path) -> None:
    bare = BARS[: BARS.index("<g class")] + BARS[BARS.index("<line") :]
    assert leaks(public_folder(tmp_path / "finale", figure=bare)) == {Leak.UNLISTED_MARK}


@pytest.mark.parametrize(
    ("figure", "leak"),
    [
        (BARS.replace("Part de ménages maintenus", "21 sur 23 maintenus"), Leak.UNLISTED_NUMBER),
        (BARS.replace("<title>", "<desc>91,3 %</desc><title>"), Leak.UNLISTED_NUMBER),
        (BARS.replace("<title>", "<!-- AB1234 --><title>"), Leak.PSEUDONYM),
        (BARS.replace(">Témoins<", ">Témoins, Harnes : 3<"), Leak.PLACE),
    ],
)
def test_words_of_a_figure_are_read(tmp_path: Path, figure: str, leak: Leak) -> None:
    assert leak in leaks(public_folder(tmp_path / "finale", figure=figure))


@pytest.mark.parametrize(
    ("sentence", "leak"),
    [
        pytest.param("Parmi eux, 3 ménages sont partis.", Leak.UNLISTED_NUMBER, marks=pytest.mark.slow),
        ("Parmi eux, trois ménages sont partis.", Leak.UNLISTED_NUMBER),
        pytest.param("Un seul ménage est parti.", Leak.UNLISTED_NUMBER, marks=pytest.mark.slow),
        ("La part est de 91,3 %.", Leak.UNLISTED_NUMBER),
        pytest.param("Chez les accompagnés, 100 % sont restés.", Leak.ALL_OR_NONE, marks=pytest.mark.slow),
        ("Aucun accompagné n’est parti.", Leak.ALL_OR_NONE),
        ("Une expulsion a eu lieu le 12 mai 2016.", Leak.EXACT_DATE),
        ("Le ménage HN0042 est parti.", Leak.PSEUDONYM),
        pytest.param("À Harnes, 25 ménages témoins sont suivis.", Leak.PLACE, marks=pytest.mark.slow),
        ("Chez Essonne Habitat, 20 témoins sont suivis.", Leak.PLACE),
    ],
)
def test_prose_is_read_in_each_format(tmp_path: Path, sentence: str, leak: Leak) -> None:
    found = of_kind(leak, public_folder(tmp_path / "finale", sentences=[sentence]))
    assert {Path(f.file).name for f in found} == {"index.html", "rapport.docx", "rapport.pdf"}


def test_a_row_of_a_table_is_read_with_its_headings(tmp_path: Path) -> None:
    """25 is a published number, but not that of a landlord in an arm."""
    table = [["Bailleur", "Accompagnés"], ["Logis Transports", "25"]]
    found = of_kind(Leak.PLACE, public_folder(tmp_path / "finale", table=table))
    assert [f.cell for f in found] == ["logis_transports × accompagne"]


def test_a_mask_undone_by_another_table_is_found(tmp_path: Path) -> None:
    """Fewer than 5 in one table; the total less the five others in another: 28 − (5 + 6 + 5 + 5 + 5) = 2."""
    others = {
        "habitat_du_nord": 5,
        "essonne_habitat": 6,
        "habitat_62_59_picardie": 5,
        "logis_transports": 5,
        "toit_et_joie": 5,
    }
    masked = [("suivi", "bailleur=pierres_et_lumieres", "effectif", 1, 4)]
    told = [("couverture", f"bailleur={name}", "effectif", n, n) for name, n in others.items()]
    total = [("flux", "", "effectif", 28, 28)]
    safe = public_folder(tmp_path / "sans", facts=masked + told, without=("couverture",))
    assert not of_kind(Leak.MASK_UNDONE, safe)
    folder = public_folder(tmp_path / "finale", facts=masked + told + total, without=("couverture",))
    assert any("bailleur=pierres_et_lumieres" in f.cell for f in of_kind(Leak.MASK_UNDONE, folder))


def test_an_alternative_text_that_undoes_a_mask_is_found(tmp_path: Path) -> None:
    image = '<img src="#" alt="Mesure de protection : 2 ménages">'
    assert leaks(public_folder(tmp_path / "finale", figure=BARS + image)) == {Leak.UNLISTED_NUMBER}


def test_properties_of_a_document_are_read(tmp_path: Path) -> None:
    folder = public_folder(tmp_path / "finale")
    _into_zip(
        folder / "rapport.docx",
        "docProps/custom.xml",
        b'<Properties><property name="source"><v>ND0217</v></property></Properties>',
    )
    found = audit_folders([folder])
    assert {f.leak for f in found} == {Leak.PSEUDONYM}
    assert "ND0217" not in repr(found)


def test_what_a_workbook_hides_is_found(tmp_path: Path) -> None:
    folder = public_folder(tmp_path / "finale")
    book = openpyxl.load_workbook(folder / "classeur.xlsx")
    sheet = book.create_sheet("Calculs")
    sheet["A1"], sheet["B1"] = "ND0217", 21
    sheet.sheet_state = "veryHidden"
    book["Résultats"].row_dimensions[2].hidden = True
    book.save(folder / "classeur.xlsx")
    assert leaks(folder) == {Leak.HIDDEN, Leak.PSEUDONYM, Leak.UNLISTED_NUMBER}
    assert len(of_kind(Leak.HIDDEN, folder)) == 2


def test_a_file_too_many_is_found(tmp_path: Path) -> None:
    folder = public_folder(tmp_path / "finale")
    (folder / "tableaux").mkdir()
    (folder / "tableaux" / "notes.txt").write_text("rien", encoding="utf-8")
    assert [f.file.endswith("notes.txt") for f in of_kind(Leak.UNLISTED_FILE, folder)] == [True]


def _into_zip(path: Path, name: str, data: bytes) -> None:
    with zipfile.ZipFile(path) as package:
        kept = {n: package.read(n) for n in package.namelist() if n != name}
    with zipfile.ZipFile(path, "w") as package:
        for n, content in (kept | {name: data}).items():
            package.writestr(n, content)


def test_letters_drawn_as_outlines_are_read_where_the_same_figure_says_them(tmp_path: Path) -> None:
    """Comments hold the words in one page; in another they are gone: the drawing is the same, or it is told."""
    outlined = re.sub(
        r'<text x="(\d+)" y="(\d+)">([^<]*)</text>',
        r'<g id="text_1"><!-- \3 --><g transform="translate(\1 \2)"><use href="#lettre"/></g></g>',
        BARS,
    )
    folder = public_folder(tmp_path / "finale", figure=outlined)
    bare = re.sub(r"<!--.*?-->", "", outlined)
    (folder / "rapport.html").write_text(f"<html><body>{bare}</body></html>", encoding="utf-8")
    assert leaks(folder) == set()
    truthful = bare.replace('y="90" width="80" height="360"', 'y="84.8" width="80" height="365.2"')
    (folder / "rapport.html").write_text(f"<html><body>{truthful}</body></html>", encoding="utf-8")
    assert [f.file.endswith("rapport.html") for f in of_kind(Leak.UNLISTED_MARK, folder)] == [True]
