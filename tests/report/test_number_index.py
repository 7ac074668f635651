"""The index of printed numbers: a row a cell's row, a target a code, and marks that lead there on a screen alone."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pypandoc
import pytest

from pipeline.report.number_index import index_list, places_json, tables_table
from pipeline.report.rendering import embedded
from pipeline.report.rendering.number_marks import index_of_numbers, marked_at, with_codes

LUA = Path(embedded.__file__).parent / "assets" / "web.lua"


def printed(code: str, text: str, table: str, key: str, column: str) -> dict[str, str]:
    section = code.rpartition("-")[0]
    return {"code": code, "section": section, "texte": text, "table": table, "cle": key, "colonne": column}


KEY = "indicateur=maintien;mesure=difference_risques"
NUMBERS = [
    printed("maintien-01", "91,3", "estimations", KEY, "valeur_accompagnes"),
    printed("maintien-02", "48", "flux", "groupe=temoin", "effectif + effectif"),
    printed("maintien-03", "23", "estimations", KEY, "n_accompagnes"),
    printed("plan-01", "9", "reperes", "toutes", "lignes"),
]


def test_the_numbers_of_one_row_of_a_table_share_a_line_of_the_index():
    assert index_list(NUMBERS).replace("\u00a0", " ").split("\n") == [
        "**maintien**",
        "",
        '- [01]{.code n="maintien-01"} = 91\\,3 ; [03]{.code n="maintien-03"} = 23 : estimations, maintien '
        "(valeur\\_accompagnes, n\\_accompagnes)",
        '- [02]{.code n="maintien-02"} = 48 : flux, temoin (effectif)',
        "",
        "**plan**",
        "",
        '- [01]{.code n="plan-01"} = 9 : reperes, toutes (lignes)',
        "",
    ]
    assert [row[0] for row in tables_table(NUMBERS).rows] == ["estimations", "flux", "reperes"]
    assert index_list([]) == "\n"
    assert tables_table([]) is None


def test_the_names_of_columns_are_code_in_the_words_of_a_table():
    (row,) = tables_table([printed("equilibre-01", "0,37", "equilibre", "variable=lsns6", "smd_avant")]).rows
    assert "`ensemble`" in row[1]
    assert "\\`" not in row[1]
    (row,) = tables_table([printed("reperes-01", "9", "reperes", "toutes", "lignes")]).rows
    assert "`reperes.csv`" in row[1]


def test_a_number_made_of_many_rows_says_what_they_share_and_how_many_they_are():
    many = " | ".join(f"groupe=temoin;mois=24;etat={state}" for state in ("mute", "sorti", "deces", "non_observe"))
    text = index_list([printed("parcours-01", "24", "repartition_etats", many, "effectif")]).replace("\u00a0", " ")
    assert text.endswith("temoin\\, 24\\, 4 lignes (effectif)\n")
    assert "mute" not in text


def test_a_text_is_marked_at_the_places_of_its_numbers(tmp_path):
    assert marked_at("de 692 € à 3", [(3, 6, "a-01"), (11, 12, "a-02")]) == (
        'de [692]{.chiffre n="a-01"} € à [3]{.chiffre n="a-02"}'
    )
    assert with_codes(tmp_path, "textes/maintien.md", "91,3 sur 48") == "91,3 sur 48"  # no places, no marks
    (tmp_path / "textes").mkdir()
    places = {n["code"]: (0, len(n["texte"])) for n in NUMBERS[:1]}
    (tmp_path / "textes" / "_places.json").write_text(places_json(NUMBERS[:1], places), encoding="utf-8")
    assert with_codes(tmp_path, "textes/maintien.md", "91,3 sur") == '[91,3]{.chiffre n="maintien-01"} sur'
    assert with_codes(tmp_path, "tableaux/maintien.md", "91,3 sur") == "91,3 sur"
    assert with_codes(tmp_path, "textes/autre.md", "91,3 sur") == "91,3 sur"


def test_the_index_is_in_the_annex_where_there_is_one(tmp_path):
    assert index_of_numbers(tmp_path, "rapport") == ""
    (tmp_path / "textes").mkdir()
    (tmp_path / "textes" / "_places.json").write_text(json.dumps({}), encoding="utf-8")
    assert index_of_numbers(tmp_path, "rapport") == ""
    (tmp_path / "annexe.qmd").touch()
    assert index_of_numbers(tmp_path, "rapport") == "annexe.html#n-"
    assert index_of_numbers(tmp_path, "annexe") == "#n-"


@pytest.mark.parametrize(
    ("index", "made"),
    [
        ("annexe.html#n-", '<a href="annexe.html#n-a-01" class="chiffre" tabindex="-1">692</a>'),
        ("#n-", '<a href="#n-a-01" class="chiffre" tabindex="-1">692</a>'),
    ],
)
def test_a_page_leads_from_a_number_to_its_code(index: str, made: str) -> None:
    text = 'de [692]{.chiffre n="a-01"} et [01]{.code n="a-01"} ; [x]{.chiffre n="a\\" onclick=1"}'
    command = [pypandoc.get_pandoc_path(), "--to=html", "--wrap=none", f"--lua-filter={LUA}", "--metadata=toc-depth:2"]
    command.append(f"--metadata=index:{index}")
    page = subprocess.run(command, input=text, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    assert made in page
    assert '<span id="n-a-01">01</span>' in page
    assert "onclick=1</a>" not in page
