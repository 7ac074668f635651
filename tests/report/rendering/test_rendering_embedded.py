"""The embedded renderer: Quarto's numbering in French words, inert text, the same bytes, nothing from outside."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
import typst
from support.pdf_words import overprinted, pdf_words
from support.shown import SAID, Shown

from pipeline.errors import RenderError
from pipeline.report.rendering import embedded
from pipeline.report.rendering.programs import run_program
from pipeline.report.rendering.render import render_documents
from pipeline.report.rendering.word_reference import word_reference

NBSP = "\u00a0"
DOCUMENTS = ("rapport.html", "rapport.pdf", "rapport.docx")  # those of the small sources
Writer = Callable[..., Path]
HOSTILE = (
    "<script>alert(1)</script> `<b>x</b>`{=html} [clic](javascript:alert(2)) [local](file:///etc/passwd) "
    "![image](/etc/passwd) ![trace](https://exemple.org/p.png) \\input{x} $x$ `#panic()`{=typst}\n\n"
    "```{=html}\n<iframe src='https://exemple.org'></iframe>\n```\n\n<div onclick=\"alert(3)\">texte</div>\n\n"
    "---\ntitle: Autre titre\n---"
)


class _Page(HTMLParser):
    """Tags with their attributes, and the text outside styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._style = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, write_sources: Writer, write_elements: Writer) -> Path:
    root = tmp_path_factory.mktemp("rendu")
    folder = write_elements(root / "edition")
    render_documents(write_sources(root / "sources"), folder, "pandoc")
    return folder


@pytest.fixture(scope="module")
def page(made: Path) -> _Page:
    return _Page((made / "rapport.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pdf(made: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(made / "rapport.pdf")


def _pdf_text(pdf: pypdf.PdfReader) -> str:
    return "\n".join(p.extract_text() for p in pdf.pages).replace("\u202f", " ").replace(NBSP, " ")


def _docx_text(folder: Path) -> str:
    document = docx.Document(str(folder / "rapport.docx"))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_a_document_is_read_once_for_all_its_formats(
    sources: Path, edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counted(command: Sequence[str], **options: Any) -> bytes:
        asked.append(next(word for word in command if word.startswith("--to=")).partition("-smart")[0])
        return run_program(command, **options)

    monkeypatch.setattr(embedded, "run_program", counted)
    render_documents(sources, edition, "pandoc")
    assert sorted(asked) == ["--to=docx", "--to=html5", "--to=json", "--to=typst"]


@pytest.mark.parametrize("words", [*SAID, "moteur embarqué (pandoc "])
def test_the_three_formats_say_the_same(page: _Page, pdf: pypdf.PdfReader, made: Path, words: str) -> None:
    for text in (page.words, _pdf_text(pdf), _docx_text(made)):
        plain = re.sub(r"\s+", " ", text)
        assert words in plain or words.replace(" ", "") in plain.replace(" ", "")


def test_headings_are_numbered_like_their_references(page: _Page, pdf: pypdf.PdfReader) -> None:
    assert re.search(r"2\.1\s*Dedans", page.words)
    assert re.search(r"2\.1\s*Dedans", _pdf_text(pdf))
    assert {"sec-deux-un", "fig-b", "tbl-a"} <= {a["id"] for _, a in page.tags if "id" in a}


def test_the_page_stands_alone_and_runs_nothing(page: _Page, made: Path) -> None:
    html = (made / "rapport.html").read_text(encoding="utf-8")
    assert page.all("html")[0]["lang"] == "fr"
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert not page.all("script")
    assert not page.all("link")
    sources = [i["src"] or "" for i in page.all("img")]
    assert len(sources) == 2
    assert all(s.startswith("data:image/svg+xml,%3Csvg ") for s in sources)
    assert [i["alt"] for i in page.all("img")] == ["Trait a", "Trait b"]
    assert not re.search(r"url\((?!data:)", html)
    assert html.count("@font-face") == 3


def test_a_table_scrolls_by_keyboard_and_repeats_its_head(page: _Page, made: Path) -> None:
    (region,) = [d for d in page.all("div") if d.get("class") == "tableau"]
    assert region["tabindex"] == "0"
    assert region["role"] == "region"
    assert region["aria-labelledby"] == "legende-tbl-a"
    assert [a for t, a in page.tags if a.get("id") == "legende-tbl-a" and t == "span"]
    xml = zipfile.ZipFile(made / "rapport.docx").read("word/document.xml").decode()
    assert "w:tblHeader" in xml


@pytest.mark.parametrize(("audience", "links"), [("restreint", ["tableaux/a.csv"]), ("publique", [])])
def test_a_restricted_page_leads_to_the_data_beside_it(
    sources: Path, edition: Path, audience: str, links: list[str]
) -> None:
    main = sources / "rapport.qmd"
    text = main.read_text(encoding="utf-8")
    assert text.startswith("---\n")
    main.write_text(text.replace("---\n", f"---\naudience: {audience}\n", 1), encoding="utf-8")
    (edition / "tableaux" / "a.csv").write_text("x\n", encoding="utf-8")
    without_file = "| a |\n|---|\n| 1 |\n\n: B. {#tbl-b}\n"
    (edition / "textes" / "fin.md").write_text(without_file, encoding="utf-8")
    render_documents(sources, edition, "pandoc")
    page = _Page((edition / "rapport.html").read_text(encoding="utf-8"))
    assert [a["href"] for a in page.all("a") if not (a["href"] or "").startswith("#")] == links
    assert (f"Données du tableau{NBSP}1 (CSV)" in page.words) == bool(links)


def test_the_pdf_has_only_the_carried_fonts_a_title_no_date_and_tags(pdf: pypdf.PdfReader) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for p in pdf.pages
        for font in p["/Resources"].get("/Font", {}).values()
    }
    assert fonts
    assert all(f.startswith("SourceSans3-") for f in fonts)
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Petit rapport – Édition finale"
    assert pdf.metadata.creation_date is None
    assert str(pdf.trailer["/Root"]["/Lang"]).startswith("fr")
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712 (pypdf's own boolean)


def test_the_banner_is_on_every_page(page: _Page, pdf: pypdf.PdfReader, made: Path) -> None:
    assert all("Données simulées" in p.extract_text().replace(NBSP, " ") for p in pdf.pages)
    assert [p for p in page.all("p") if p.get("class") == "bandeau"]
    (section,) = docx.Document(str(made / "rapport.docx")).sections
    assert "Données simulées" in section.header.paragraphs[0].text


def test_title_cover_and_page_furniture_are_those_of_the_presentation(made: Path) -> None:
    shown = Shown.of(made)
    assert shown.title == "Petit rapport – Édition finale"
    assert shown.furniture == {
        "banner on the page": ["Document restreint – comité de pilotage · Données simulées"],
        "line above the title": "Appel « 10 000 logements » &amp; &quot;suite&quot; · Suivi de 24 mois",
        "banner on every sheet": True,
        "readers on every sheet": True,
        "cover": [True, True, True],
        "title at the head of the others": True,
        "freeze and number at their foot": True,
        "head in Word": "Petit rapport – Édition finale Données simulées",
        "foot in Word": "Données arrêtées au 31 mars 2017 Document restreint – comité de pilotage 1 / 1",
    }


def test_no_word_is_printed_over_another(made: Path) -> None:
    assert len(pdf_words(made / "rapport.pdf")) > 40
    assert overprinted(made / "rapport.pdf") == []


def test_words_printed_over_one_another_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    over = "#place(dx: 20pt, dy: 20pt)[premier] #place(dx: 40pt, dy: 20pt)[second] #place(dx: 20pt, dy: 60pt)[seul]"
    path.write_bytes(typst.compile(over.encode()))
    assert overprinted(path) == [("page 1 : premier", "second")]


def test_what_the_presentation_names_must_be_there(sources: Path, edition: Path) -> None:
    (sources / "presentation" / "rapport.css").unlink()
    with pytest.raises(RenderError, match=r"_quarto\.yml : « css: presentation/rapport\.css » est introuvable"):
        render_documents(sources, edition, "pandoc")
    assert not (edition / "moteur.md").exists()
    project = (sources / "_quarto.yml").read_text(encoding="utf-8")
    (sources / "_quarto.yml").write_text(project.replace("presentation/rapport.css", "/etc/hostname"), "utf-8")
    with pytest.raises(RenderError, match="hors du dossier du rapport"):
        render_documents(sources, edition, "pandoc")


def test_word_speaks_french_and_its_contents_are_there_before_an_update(made: Path) -> None:
    archive = zipfile.ZipFile(made / "rapport.docx")
    assert re.search(r'<w:lang [^>]*w:val="fr', archive.read("word/styles.xml").decode())
    assert "2017-03-31T00:00:00Z" in archive.read("docProps/core.xml").decode()
    assert "w:updateFields" not in archive.read("word/settings.xml").decode()
    texts = [p.text for p in docx.Document(str(made / "rapport.docx")).paragraphs]
    assert texts.index("Table des matières") < texts.index(f"2.1{NBSP}{NBSP}Dedans") < texts.index("Titre choisi")


def test_a_page_break_of_word_belongs_to_the_new_page(sources: Path, edition: Path) -> None:
    """A break at the end of a page that is full would leave an empty page behind."""
    with (sources / "rapport.qmd").open("a", encoding="utf-8") as file:
        file.write("\n{{< pagebreak >}}\n\n# Une page neuve\n")
    render_documents(sources, edition, "pandoc")
    xml = zipfile.ZipFile(edition / "rapport.docx").read("word/document.xml").decode()
    assert 'w:br w:type="page"' not in xml
    assert xml.count("<w:pageBreakBefore") == 2  # the title page's, and this one


def test_the_same_folder_gives_the_same_bytes(
    made: Path, tmp_path: Path, write_sources: Writer, write_elements: Writer
) -> None:
    again = write_elements(tmp_path / "ailleurs" / "edition")
    render_documents(write_sources(tmp_path / "sources"), again, "pandoc")
    digests = [{d: hashlib.sha256((f / d).read_bytes()).hexdigest() for d in DOCUMENTS} for f in (made, again)]
    assert digests[0] == digests[1]


def test_text_from_outside_stays_text(sources: Path, edition: Path, write_elements: Writer) -> None:
    write_elements(edition, last=HOSTILE)
    render_documents(sources, edition, "pandoc")
    page = _Page((edition / "rapport.html").read_text(encoding="utf-8"))
    assert not {tag for tag, _ in page.tags} & {"script", "iframe", "b", "math"}
    assert not [a for _, attributes in page.tags for a in attributes if a.startswith("on")]
    assert "<script>alert(1)</script>" in page.words
    assert "$x$" in page.words
    assert "#panic()" in page.words
    assert all((a["href"] or "").startswith("#") for a in page.all("a"))
    assert len(page.all("img")) == 2
    with zipfile.ZipFile(edition / "rapport.docx") as archive:
        targets = archive.read("word/_rels/document.xml.rels").decode()
        assert len([n for n in archive.namelist() if n.startswith("word/media/")]) == 2
    assert "javascript:" not in targets
    assert "file:" not in targets
    assert "exemple.org" not in targets
    metadata = pypdf.PdfReader(edition / "rapport.pdf").metadata
    assert metadata is not None
    assert metadata.title == "Petit rapport – Édition finale"


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("Voir @fig-absente et @tbl-a.", "renvoi sans cible : @fig-absente"),
        ("![Encore.](figures/a){#fig-a}", "identifiant en double : fig-a"),
        ("![Perdue.](figures/perdue){#fig-perdue}", "figures/perdue"),
    ],
)
def test_a_failure_is_said_in_the_programs_words_and_leaves_no_document(
    sources: Path, edition: Path, write_elements: Writer, last: str, said: str
) -> None:
    (edition / "rapport.pdf").write_bytes(b"%PDF ancien")
    write_elements(edition, last=last)
    with pytest.raises(RenderError, match="pandoc a échoué") as caught:
        render_documents(sources, edition, "pandoc")
    assert said in caught.value.message
    assert not [d for d in DOCUMENTS if (edition / d).exists()]


def test_an_empty_state_is_a_sentence(sources: Path, edition: Path) -> None:
    (edition / "figures" / "a.md").write_text("La figure n’est pas montrée : aucun entretien reçu.\n", encoding="utf-8")
    render_documents(sources, edition, "pandoc")
    page = _Page((edition / "rapport.html").read_text(encoding="utf-8"))
    assert "aucun entretien reçu" in page.words
    assert f"Figure{NBSP}1{NBSP}: Légende b." in page.words.replace("\n", " ")


def test_the_last_page_bears_the_fingerprint_of_the_code(sources: Path, edition: Path) -> None:
    render_documents(sources, edition, "pandoc", code_fingerprint="12ab34cd")
    page = _Page((edition / "rapport.html").read_text(encoding="utf-8"))
    assert "12ab34cd" in page.words


def test_a_div_with_an_identifier_is_numbered_as_well(sources: Path, edition: Path, write_elements: Writer) -> None:
    write_elements(edition, last="::: {#tbl-div}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nEn bloc.\n:::\n\nVoir @tbl-div.")
    render_documents(sources, edition, "pandoc")
    words = _Page((edition / "rapport.html").read_text(encoding="utf-8")).words
    assert f"Tableau{NBSP}2{NBSP}: En bloc." in words
    assert f"Voir Tableau{NBSP}2." in words


def test_the_word_model_escapes_what_it_is_given() -> None:
    archive = zipfile.ZipFile(io.BytesIO(word_reference(header="A & <b>", banner="", footer="", mention="")))
    assert "A &amp; &lt;b&gt;" in archive.read("word/header1.xml").decode()
    assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
