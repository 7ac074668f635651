"""What people read: counts without a pseudonym for the report, a page a sender with that sender's findings only."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.contract.findings import Gravity, Rule
from pipeline.contract.produced.delivery import CONSTATS
from pipeline.validate.data_docs import write_data_docs
from pipeline.validate.expectations import SuiteRun, run_suites
from pipeline.validate.findings import as_findings, no_findings
from pipeline.validate.line_ranges import line_ranges
from pipeline.validate.pages import NAMES_SENTENCE, write_pages
from pipeline.validate.summary import summarise

RULES = {"illisible": Rule("illisible", Gravity.REJECTION, "Cellule illisible", "Corriger la cellule.")}
NORD, TOIT = "suivi_locatif/habitat_du_nord.xlsx", "menages/toit_et_joie.csv"


def row(gravite: str, fichier: str | None, ligne: int | None, regle: str = "illisible", **more: object) -> dict:
    base = {"table": "suivi_locatif", "colonne": "apl", "motif": "nombre illisible.", "menage_id": "HN999"}
    return {"gravite": gravite, "fichier": fichier, "ligne": ligne, "regle": regle, **base, **more}


FINDINGS = as_findings(
    pd.DataFrame(
        [
            *[row("rejet", NORD, n, feuille="2015", valeur="12O,50") for n in (9, 3, 4, 5, 20, 30)],
            row("rejet", NORD, 2, feuille="2016", valeur="<script>alert(1)</script>"),
            row("bloquant", TOIT, 7, "menage_orphelin", table="menages", colonne="menage_id", menage_id="TJ777"),
            row("avertissement", None, None, "effectif_panel", table="menages", colonne="groupe", menage_id=None,
                motif="24 ménages, 25 prévus."),
        ]
    )
)  # fmt: skip
FILES = [
    {"fichier": NORD, "feuille": "2015", "table": "suivi_locatif", "format": "xlsx", "encodage": None,
     "separateur": None, "lignes": 300, "colonnes": {"N° ménage": "menage_id", "Mois": "mois"}},
    {"fichier": TOIT, "feuille": None, "table": "menages", "format": "csv", "encodage": "utf-8", "separateur": "\t",
     "lignes": 8, "colonnes": {"ID": "menage_id"}},
    {"fichier": "menages/essonne_habitat.csv", "feuille": None, "table": "menages", "format": "csv",
     "encodage": "cp1252", "separateur": ";", "lignes": 10, "colonnes": {"ID": "menage_id"}},
]  # fmt: skip


class Page(HTMLParser):
    """Checks that elements close, and keeps the text and the addresses."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.open, self.words, self.addresses = [], [], []
        self.feed(path.read_text(encoding="utf-8"))
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.addresses += [v for k, v in attrs if k in {"src", "href"}]
        if tag not in {"meta", "link", "br", "wbr", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words))


def test_summary_counts_and_orders_gravest_first() -> None:
    summary = summarise(FINDINGS, {}, RULES)
    assert list(summary.columns) == CONSTATS.names
    assert summary["gravite"].tolist() == ["bloquant", "rejet", "avertissement"]
    assert summary["effectif"].tolist() == [1, 7, 1]
    assert summary["expediteur"].tolist() == ["Toit et Joie", "Habitat du Nord", "Livraison"]
    assert summary["lignes"][1] == "3, 4, 5, 9, 20 (feuille 2015)…"
    assert summary["action"][1] == "Corriger la cellule."
    assert summary["action"][0].startswith("Ajouter le ménage")
    assert summary["effectif"].sum() == len(FINDINGS)


def test_summary_holds_no_pseudonym_and_no_value() -> None:
    text = summarise(FINDINGS, {}, RULES).to_csv()
    for secret in ("HN999", "TJ777", "12O,50", "script"):
        assert secret not in text


def test_summary_of_different_sentences_gives_the_title() -> None:
    two = as_findings(pd.DataFrame([row("rejet", NORD, 2, motif="a."), row("rejet", NORD, 3, motif="b.")]))
    assert summarise(two, {}, RULES)["motif"].tolist() == [
        "Cellule illisible (le détail est dans la page de l’expéditeur)."
    ]
    alone = as_findings(pd.DataFrame([row("rejet", None, None, motif="a."), row("rejet", None, None, motif="b.")]))
    assert summarise(alone, {}, RULES)["motif"].tolist() == ["a.", "b."]


def test_summary_names_each_sheet_once() -> None:
    where = [(3, "2015"), (7, "2015"), (4, "2016")]
    found = as_findings(pd.DataFrame([row("rejet", NORD, n, feuille=sheet) for n, sheet in where]))
    assert summarise(found, {}, RULES)["lignes"].tolist() == ["3, 7 (feuille 2015), 4 (feuille 2016)"]


def test_summary_of_nothing() -> None:
    empty = summarise(no_findings())
    assert empty.empty
    assert list(empty.columns) == CONSTATS.names


def test_one_page_a_sender_with_its_findings_only(tmp_path: Path) -> None:
    written = write_pages(tmp_path, FINDINGS, FILES, {}, RULES)
    assert {p.name for p in written} == {
        "index.html",
        "expediteur-essonne-habitat.html",
        "expediteur-habitat-du-nord.html",
        "expediteur-toit-et-joie.html",
        "expediteur-livraison.html",
    }
    nord = Page(tmp_path / "expediteur-habitat-du-nord.html").text
    toit = Page(tmp_path / "expediteur-toit-et-joie.html").text
    assert "HN999" in nord
    assert "TJ777" not in nord
    assert "toit" not in nord.lower()
    assert "TJ777" in toit
    assert "HN999" not in toit
    assert "Feuille « 2015 », lignes 3 à 5, 9, 20, 30" in nord
    assert "Que faire : Corriger la cellule." in nord
    assert "12O,50" in nord
    for page in written[1:]:
        text = Page(page).text
        assert "Document restreint." in text
        assert NAMES_SENTENCE in text


def test_a_sender_with_nothing_wrong(tmp_path: Path) -> None:
    write_pages(tmp_path, FINDINGS, FILES, {}, RULES)
    page = Page(tmp_path / "expediteur-essonne-habitat.html").text
    assert "Rien à corriger." in page
    assert "point-virgule" in page
    assert "Bloquants" not in page


def test_index_counts_links_and_files(tmp_path: Path) -> None:
    write_pages(tmp_path, FINDINGS, FILES, {}, RULES, notice="Données synthétiques.")
    index = Page(tmp_path / "index.html")
    assert "Aucune estimation n’est possible en l’état : 1 constat bloquant." in index.text
    assert "expediteur-toit-et-joie.html" in index.addresses
    assert "data_docs/index.html" in index.addresses
    assert "Données synthétiques." in index.text
    assert "tabulation" in index.text
    for secret in ("HN999", "TJ777", "12O,50"):
        assert secret not in index.text
    write_pages(tmp_path, FINDINGS, FILES, {}, RULES, data_docs_problem="Pas de Data Docs.")
    index = Page(tmp_path / "index.html")
    assert "Pas de Data Docs." in index.text
    assert "data_docs/index.html" not in index.addresses


def test_an_empty_delivery_has_its_index(tmp_path: Path) -> None:
    (index,) = write_pages(tmp_path, no_findings(), [])
    assert "Rien à corriger." in Page(index).text


def test_hostile_texts_are_escaped_and_pages_ask_nothing_of_the_network(tmp_path: Path) -> None:
    evil = "menages/<img src=x onerror=alert(1)>\u202e.csv"
    found = as_findings(
        pd.DataFrame(
            [row("rejet", evil, 2, valeur="<script>alert(1)</script>\x00", colonne="<b>", motif="{{ 7 * 7 }} <i>.")]
        )
    )
    for path in write_pages(tmp_path, found, [{**FILES[1], "fichier": evil}], {}, RULES, notice="<u>"):
        raw = path.read_text(encoding="utf-8")
        assert re.fullmatch(r"[a-z0-9-]+\.html", path.name)
        for markup in ("<script", "<img", "<b>", "<i>", "<u>", "\x00", "\u202e"):
            assert markup not in raw
        assert not re.search(r"(src|href)=\"(https?:)?//|url\(|@import", raw)
        assert "49 " not in raw


def test_names_that_make_one_slug_make_two_pages(tmp_path: Path) -> None:
    files = [
        {**FILES[1], "fichier": name}
        for name in ("menages/É.csv", "menages/e.csv", "menages/日本.csv", "menages/!!!.csv")
    ]
    pages = write_pages(tmp_path, no_findings(), files)
    assert len({p.name.lower() for p in pages}) == len(pages) == 5


def test_same_findings_same_bytes_whatever_their_order(tmp_path: Path) -> None:
    write_pages(tmp_path / "a", FINDINGS, FILES, {}, RULES)
    write_pages(tmp_path / "b", FINDINGS.iloc[::-1].reset_index(drop=True), FILES, {}, RULES)
    for page in sorted((tmp_path / "a").iterdir()):
        assert page.read_bytes() == (tmp_path / "b" / page.name).read_bytes()


@pytest.mark.parametrize(
    ("lines", "most", "text"),
    [
        ([3], 9, "3"),
        ([3, 4], 9, "3, 4"),
        ([5, 3, 4, 4], 9, "3 à 5"),
        ([1, 3, 5, 6, 7], 9, "1, 3, 5 à 7"),
        ([1, 3, 5], 2, "1, 3 …"),
        ([], 9, ""),
    ],
)
def test_line_ranges(lines: list[int], most: int, text: str) -> None:
    assert line_ranges(np.array(lines, dtype=np.int64), most) == text


def test_data_docs_hold_no_value_and_load_nothing_from_the_network(tmp_path: Path, propre_tables) -> None:
    tables = {name: propre_tables[name] for name in ("menages", "couts")}
    tables["menages"].loc[0, "profil"] = "valeur_secrete"
    from pipeline.params import Controles

    run = run_suites(tables, Controles(), for_data_docs=True)
    assert write_data_docs(tmp_path / "docs", run) is None
    assert write_data_docs(tmp_path / "again", run) is None
    index = Page(tmp_path / "docs" / "index.html")
    results = [a for a in index.addresses if a.startswith("validations/")]
    assert len(results) == 2
    for address in index.addresses:
        assert (tmp_path / "docs" / address).is_file() or address == "../index.html"
    for page in (tmp_path / "docs").rglob("*.html"):
        raw = page.read_text(encoding="utf-8")
        assert "valeur_secrete" not in raw
        assert not re.search(r"\b[A-Z]{2}0[0-9]{2}\b", raw)  # a pseudonym of this delivery
        assert not re.search(r"<(script|link|img)\b[^>]*(src|href)\s*=\s*[\"'](https?:)?//", raw)
        assert not re.search(r"url\(\s*[\"']?(https?:)?//", raw)


@pytest.mark.slow
def test_data_docs_know_neither_the_clock_nor_chance(tmp_path: Path, propre_tables) -> None:
    from pipeline.params import Controles

    pages = []
    for name in ("one", "two"):
        run = run_suites({"couts": propre_tables["couts"]}, Controles(), for_data_docs=True)
        assert write_data_docs(tmp_path / name, run) is None
        files = sorted((tmp_path / name).rglob("*.html"))
        pages.append({p.relative_to(tmp_path / name): p.read_bytes() for p in files})
    assert len(pages[0]) == 3
    assert pages[0] == pages[1]


def test_data_docs_that_fail_say_so(tmp_path: Path) -> None:
    sentence = write_data_docs(tmp_path, SuiteRun(None, {}))
    assert sentence is not None
    assert sentence.startswith("Les Data Docs de Great Expectations n’ont pas pu être écrites")
