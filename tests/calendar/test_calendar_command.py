"""The two commands of the calendar: counts alone on the screen, pseudonyms in files of their owner's."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path

import openpyxl
import pytest

from pipeline.calendar.expected import expected_lines
from pipeline.commands.calendar import calendar
from pipeline.commands.deliverables import templates
from pipeline.errors import UsageError
from pipeline.ingest.delivery import read_delivery
from pipeline.params import Donnees

MENAGES = "menage_id;groupe;bailleur;region;profil;date_inclusion\n"
HOUSEHOLDS = (
    "HN001;temoin;habitat_du_nord;nord_pas_de_calais;dalo;2015-01-31\n"
    "HN002;accompagne;habitat_du_nord;nord_pas_de_calais;dalo;2015-03-31\n"
)
LEDGER = "menage_id;mois;quittance;apl;paiement;solde_impaye\n"


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    for table, text in (
        ("menages", MENAGES + HOUSEHOLDS),
        ("suivi_locatif", LEDGER + "HN001;2015-01;500,00;200,00;300,00;0,00\n"),
    ):
        (tmp_path / "livraison" / table).mkdir(parents=True)
        (tmp_path / "livraison" / table / "habitat_du_nord.csv").write_text(text, encoding="utf-8")
    return tmp_path / "livraison"


def test_the_screen_has_counts_and_the_files_what_is_to_be_sent(
    delivery: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calendar(delivery, tmp_path / "sortie", dt.date(2015, 5, 15), "intermediaire", None)
    shown = capsys.readouterr().out
    assert "Habitat du Nord : 1 entretien en retard, 1 à faire, 2 à venir ; 5 mois" in shown.replace("\u00a0", " ")
    assert "HN00" not in shown
    folder = tmp_path / "sortie" / "calendrier"
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "HN001" in page
    assert "2015-02 à 2015-04" in page
    rows = list(openpyxl.load_workbook(folder / "habitat_du_nord.xlsx").active.iter_rows(values_only=True))
    assert ("entretien", "HN001", "T0", "31/01/2015", "en retard") in rows
    assert ("suivi locatif", "HN002", None, "2015-03 à 2015-04", "manquant") in rows
    assert stat.S_IMODE((folder / "index.html").stat().st_mode) & 0o077 == 0


def test_an_unknown_edition_is_refused(delivery: Path) -> None:
    with pytest.raises(UsageError, match="Édition inconnue"):
        calendar(delivery, None, dt.date(2015, 5, 15), "printemps", None)


@pytest.mark.slow
def test_workbooks_hold_the_lines_expected_and_come_back_unread_while_empty(tmp_path: Path) -> None:
    panels = tmp_path / "panels.csv"
    panels.write_text(
        '"menage_id";"groupe";"paire_id";"statut"\r\n"HN001";"accompagne";"P1";"panel"\r\n"HN009";"temoin";"P2";"reserve"\r\n',
        encoding="utf-8-sig",
    )
    (tmp_path / "livraison").mkdir()
    own = tmp_path / "livraison" / "notes.txt"  # the folder may be anyone's, with anything in it
    own.touch()
    before = [p.stat().st_mode for p in (own, own.parent)]
    templates(tmp_path / "livraison", panels, None)
    assert [p.stat().st_mode for p in (own, own.parent)] == before
    assert stat.S_IMODE((tmp_path / "livraison" / "menages.xlsx").stat().st_mode) & 0o077 == 0
    own.unlink()
    for table, lines in (("menages", 1), ("suivi_locatif", 25), ("entretiens", 3)):
        book = openpyxl.load_workbook(tmp_path / "livraison" / f"{table}.xlsx")
        sheet = book.worksheets[0]
        assert sheet.max_row == 1 + lines, "the panels alone, not the reserves"
        assert {row[0] for row in sheet.iter_rows(min_row=2, values_only=True)} == {"HN001"}
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    read = read_delivery(tmp_path / "livraison", Donnees(), communes=[], last_freeze=dt.date(2017, 3, 31))
    assert read.tables["suivi_locatif"].empty
    assert (read.findings["regle"] == "lignes_non_remplies").sum() == 2


def test_the_months_expected_begin_a_year_before_the_inclusion(delivery: Path) -> None:
    read = read_delivery(delivery, Donnees(), communes=[], last_freeze=dt.date(2017, 3, 31))
    lines = expected_lines(read.tables["menages"], dt.date(2015, 6, 30), 24)
    months = [line["mois"] for line in lines["suivi_locatif"] if line["menage_id"] == "HN001"]
    assert (months[0], months[-1], len(months)) == (dt.date(2014, 1, 1), dt.date(2015, 6, 1), 18)
    assert next(line["vague"] for line in lines["entretiens"] if line["menage_id"] == "HN002") == "Inclusion"
