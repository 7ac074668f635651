"""A restricted folder gives back what its tables hide: landlords by arm, one household's debt, a masked class, days."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command import run_quietly as evaluation

from pipeline.commands.restricted_reasons import STAYS
from pipeline.publication.audit import DisclosureFinding, Leak, audit_folders

_HEAD = "indicateur;vague;variante;methode;mesure;n_accompagnes;n_temoins;valeur_accompagnes;valeur_temoins"
_BRUTE = "difference_brute;difference_moyennes"
# Debts of the controls: 14 households owe 11,038.15 €, the fifteenth, of Toit et Joie, 1,573.60 €.
_TABLES = {
    "tableaux/impayes.csv": f"{_HEAD}\nimpaye_solde;M24;;{_BRUTE};21;15;691,808;840,783\n",
    "tableaux/bailleurs.csv": (
        f"{_HEAD}\nimpaye_solde;M24;sans:toit_et_joie;{_BRUTE};21;14;691,808;788,439\n"
        f"impaye_solde;M24;sans:logis_transports;{_BRUTE};17;13;629,26;657,851\n"
    ),
    # 19 households, mean 49.6842: 10 and 8 are shown, the one left has 944 − 498 − 402 = 44.
    "tableaux/bien_etre.csv": f"{_HEAD}\nwho5;M24;;{_BRUTE};19;13;49,6842;43,6923\n",
    "tableaux/dose_resultats.csv": (
        "Résultat;Moins que prévu;Dans la fourchette;Plus que prévu\n"
        "Bien-être (WHO-5), 24 mois;49,8 (10);50,25 (8);masqué\n"
    ),
    "tableaux/manquants_motifs.csv": "indicateur;vague;groupe;motif;effectif\nmaintien;M24;temoin;deces;\n",
    "courbes/survie.csv": "mois,accompagnes,temoins\n0,1,1\n4.2710472,1,0.95833333\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in _TABLES.items():
        path = tmp_path / "finale" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8-sig")
    return tmp_path / "finale"


def _cells(found: tuple[DisclosureFinding, ...], leak: Leak) -> list[str]:
    return [f.cell for f in found if f.leak is leak]


def test_what_tables_hide_is_recovered(folder: Path) -> None:
    found = audit_folders([folder])
    small = _cells(found, Leak.SMALL_CELL)
    for cell in ("groupe=temoin ; bailleur=toit_et_joie", "groupe=accompagne ; bailleur=logis_transports"):
        assert f"{cell} ; indicateur=impaye_solde ; vague=M24" in small
    assert "groupe=accompagne ; bailleur=habitat_du_nord ; indicateur=impaye_solde ; vague=M24" not in small
    assert _cells(found, Leak.HOUSEHOLD_AMOUNT) == [
        "groupe=temoin ; bailleur=toit_et_joie ; indicateur=impaye_solde ; vague=M24"
    ]
    assert _cells(found, Leak.HOUSEHOLD_SCORE) == [
        "groupe=accompagne ; classe=Plus que prévu ; indicateur=who5 ; vague=M24"
    ]
    assert any("classe=Plus que prévu" in cell for cell in _cells(found, Leak.MASK_UNDONE))
    assert _cells(found, Leak.EXACT_DATE)


def test_the_command_says_where_and_never_the_value(folder: Path) -> None:
    out = evaluation("divulgation", folder)
    assert out.status == 1
    assert Leak.NO_LIST in out.printed.replace("\u00a0", " ")
    assert "bailleur=toit_et_joie" in out.printed
    for value in ("1573", "1 573", "1\u202f573", "= 44", " 44 "):
        assert value not in out.printed


def test_the_command_says_why_each_kind_stays_in_a_restricted_folder(folder: Path) -> None:
    out = evaluation("divulgation", folder).printed.replace("\u00a0", " ")
    kinds = {f.leak for f in audit_folders([folder])}
    assert kinds <= set(STAYS)
    for leak in kinds:
        assert f"Dans un document restreint : {STAYS[leak]}".replace("\u00a0", " ") in out
    assert "à corriger : le score d’un ménage n’est dit à personne." in out


def test_a_folder_that_cannot_be_read_is_wrong_usage(tmp_path: Path) -> None:
    assert evaluation("divulgation", tmp_path / "absent").status == 2
    (tmp_path / "publication.csv").write_text("edition;element\n", encoding="utf-8")
    out = evaluation("divulgation", tmp_path)
    assert out.status == 2
    assert "ligne 1" in out.printed


def test_a_published_figure_of_others_is_no_household_of_ours(tmp_path: Path) -> None:
    """One household is known; « 0,6 » is of a study elsewhere, and our own number stands masked beside it."""
    tables = tmp_path / "finale" / "tableaux"
    tables.mkdir(parents=True)
    (tables / "reperes.csv").write_text(
        "indicateur;valeur;population;vague;n_accompagnes;valeur_accompagnes\n"
        "paiement_regulier;0,6;Un chez-soi d’abord;M24;;\n",
        encoding="utf-8-sig",
    )
    (tables / "impayes.csv").write_text(f"{_HEAD}\npaiement_regulier;M24;;{_BRUTE};1;0;;\n", encoding="utf-8-sig")
    assert not _cells(audit_folders([tmp_path / "finale"]), Leak.HOUSEHOLD_AMOUNT)


@pytest.mark.parametrize(
    ("classes", "undone"), [("49,8 (10);50,25 (6);masqué", True), ("49,8 (12);masqué;masqué", False)]
)
def test_a_class_masked_beside_another_may_be_of_any_number(tmp_path: Path, classes: str, undone: bool) -> None:
    """19 − 16 leaves three, one value; 19 − 12 leaves seven to two classes, of which one alone is of few."""
    tables = tmp_path / "finale" / "tableaux"
    tables.mkdir(parents=True)
    (tables / "dose_resultats.csv").write_text(
        f"Résultat;Moins que prévu;Dans la fourchette;Plus que prévu\nBien-être (WHO-5), 24 mois;{classes}\n",
        encoding="utf-8-sig",
    )
    (tables / "bien_etre.csv").write_text(f"{_HEAD}\nwho5;M24;;{_BRUTE};19;13;49,6842;43,6923\n", encoding="utf-8-sig")
    assert bool(_cells(audit_folders([tmp_path / "finale"]), Leak.MASK_UNDONE)) == undone
