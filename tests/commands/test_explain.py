"""`evaluation expliquer`: from a code to the lines received, counted again here from the delivery's own files."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from support.command import run_quietly
from support.small_results import number_row

from pipeline.contract.said import AFFIRMATIONS, CHIFFRES
from pipeline.spreadsheet import csv_text

DELIVERY = Path(__file__).parents[1] / "deliveries" / "propre" / "livraison"
TEXT = "Avant, rien. À 24 mois, l’impayé moyen est de 700 € chez les accompagnés. Après, rien.\n"
ROWS = {
    "impayes-01": ("estimations", "indicateur=impaye_solde;vague=M24;methode=difference_brute", "valeur_accompagnes"),
    "impayes-02": ("evolutions", "indicateur=paiement_regulier;groupe=temoin;vague=M24", "valeur"),
    "impayes-03": (
        "flux | estimations",
        "groupe=temoin;etape=inclus | indicateur=who5;vague=M12",
        "effectif − n_temoins",
    ),
    "impayes-04": ("reperes", "toutes", "lignes"),
}


@pytest.fixture
def results(propre_run: Path, tmp_path: Path) -> Path:
    """The clean run with a text, its numbers and their places: what `executer` writes with its reports."""
    folder = tmp_path / "resultats"
    folder.mkdir()
    (folder / "processed").symlink_to(propre_run / "processed")
    report = folder / "reports" / "finale"
    (report / "textes").mkdir(parents=True)
    (report / "textes" / "impayes.md").write_text(TEXT, encoding="utf-8")
    start = TEXT.index("700")
    places = {"impayes": [[start, start + 3, "impayes-01"]]}
    (report / "textes" / "_places.json").write_text(json.dumps(places), encoding="utf-8")
    rows = [
        number_row("700", "700,5", column, "€", "impayes") | {"code": code, "table": table, "cle": key}
        for code, (table, key, column) in ROWS.items()
    ]
    for name, columns, lines in (("chiffres", CHIFFRES, rows), ("affirmations", AFFIRMATIONS, [])):
        table = csv_text([list(columns), *([line[c] for c in columns] for line in lines)])
        (report / f"{name}.csv").write_text("\ufeff" + table, encoding="utf-8", newline="")
    return folder


def told(results: Path, code: str) -> str:
    out = run_quietly("expliquer", code, "--edition", "finale", "--sortie", results)
    assert out.status == 0, out.printed
    return out.printed.replace("\u00a0", " ").replace("\u202f", " ")


def lines_of(printed: str, table: str) -> list[int]:
    """The lines of one file, ranges written out."""
    found = re.findall(rf"^    {table}\S* : \d+ \((.*)\)$", printed, re.MULTILINE)[-1]
    numbers = []
    for part in found.split(", "):
        first, _, last = part.partition(" à ")
        numbers += range(int(first), int(last or first) + 1)
    return numbers


def read(table: str) -> dict[int, dict[str, str]]:
    with (DELIVERY / table / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return dict(enumerate(csv.DictReader(lines), start=2))


def later(month: str, months: int) -> str:
    year, index = divmod(int(month[:4]) * 12 + int(month[5:7]) - 1 + months, 12)
    return f"{year}-{index + 1:02d}"


def test_a_balance_is_the_line_of_its_month_of_each_household_counted(results: Path) -> None:
    printed = told(results, "impayes-01")
    assert "« 700 € », édition finale, rapport, texte « impayes »" in printed
    assert "Phrase : À 24 mois, l’impayé moyen est de 700 € chez les accompagnés.\n" in printed
    assert "Valeur sans arrondi : 700,5" in printed
    assert "valeur_accompagnes : Moyenne, part ou taux du groupe accompagné." in printed
    start = {
        row["menage_id"]: row["date_inclusion"] for row in read("menages").values() if row["consentement"] == "oui"
    }
    ledger = read("suivi_locatif")
    lines = lines_of(printed, "suivi_locatif")
    assert {ledger[n]["mois"] == later(start[ledger[n]["menage_id"]], 24) for n in lines} == {True}
    values = pd.read_parquet(results / "processed" / "finale" / "indicateurs.parquet")
    known = values[(values["indicateur"] == "impaye_solde") & (values["vague"] == "M24") & values["valeur"].notna()]
    assert sorted(ledger[n]["menage_id"] for n in lines) == sorted(known["menage_id"])
    sizes = known["groupe"].value_counts()
    assert f"est connu, M24 : {sizes['accompagne']} accompagnés, {sizes['temoin']} témoins" in printed


def test_six_months_are_six_lines_a_household(results: Path) -> None:
    ledger, lines = read("suivi_locatif"), lines_of(told(results, "impayes-02"), "suivi_locatif")
    months = pd.Series([ledger[n]["menage_id"] for n in lines]).value_counts()
    assert set(months) == {6}


def test_a_calculation_on_two_tables_tells_of_both(results: Path) -> None:
    printed = told(results, "impayes-03")
    assert "Table flux : " in printed
    assert "Table estimations : " in printed
    interviews = read("entretiens")
    assert {interviews[n]["vague"] for n in lines_of(printed, "entretiens")} == {"M12"}


def test_a_figure_from_outside_counts_no_household(results: Path) -> None:
    assert "Chiffres d’ailleurs" in told(results, "impayes-04")


def test_no_pseudonym_is_printed(results: Path) -> None:
    pseudonyms = {row["menage_id"] for row in read("menages").values()}
    for code in ROWS:
        assert not set(re.findall(r"\w+", told(results, code))) & pseudonyms


@pytest.mark.parametrize(
    ("code", "edition", "words"),
    [
        ("impayes-99", "finale", "Codes de ce texte : impayes-01 à impayes-04."),
        ("amour-01", "finale", "Textes : impayes."),
        ("impayes-01", "parcours", "chiffres.csv : absent"),
        ("impayes-01", "demain", "elle n’a pas été faite"),
    ],
)
def test_what_is_not_there_is_said(results: Path, code: str, edition: str, words: str) -> None:
    out = run_quietly("expliquer", code, "--edition", edition, "--sortie", results)
    assert out.status == 2
    assert words in out.printed.replace("\u00a0", " ")
