"""The Word documents: numbers and references are fields, rows stay whole, a cover of its own, opened by LibreOffice."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pypdf
import pytest

from pipeline.french import NBSP
from pipeline.report.rendering.render import render_documents
from pipeline.report.rendering.word_finish import finish_word

Writer = Callable[..., Path]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SOFFICE = shutil.which("soffice")
MENTION = f"Document restreint{NBSP}– comité de pilotage"
CARLITO = "Carlito"  # as wide as the Calibri that the documents ask for: without it nothing can be compared


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory, write_sources: Writer, write_elements: Writer) -> str:
    root = tmp_path_factory.mktemp("word")
    folder = write_elements(root / "edition")
    with (folder / "_variables.yml").open("a", encoding="utf-8") as file:
        file.write('auteur: "Une équipe & des pairs"\n')
    render_documents(write_sources(root / "sources"), folder, "pandoc")
    return str(folder / "rapport.docx")


def _part(path: str, name: str = "word/document.xml") -> str:
    return zipfile.ZipFile(path).read(name).decode("utf-8")


def _fields(path: str) -> list[tuple[str, str]]:
    """Each field of the text: what it asks for, and what it shows."""
    found = []
    for paragraph in docx.Document(path).element.body.iter(f"{W}p"):
        asked: str | None = None
        shown, result = "", False
        for node in paragraph.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
            kind = node.get(f"{W}fldCharType")
            if kind == "begin":
                asked, shown, result = "", "", False
            elif kind == "separate":
                result = True
            elif kind == "end" and asked is not None:
                found.append((asked.strip(), shown))
                asked = None
            elif asked is not None and node.tag == f"{W}instrText":
                asked += node.text or ""
            elif asked is not None and result:
                shown += node.text or ""
    return found


def test_figures_and_tables_are_counted_by_word(word: str) -> None:
    counted = [f for f in _fields(word) if f[0].startswith("SEQ")]
    assert counted == [
        ("SEQ Figure \\* ARABIC", "1"),
        ("SEQ Figure \\* ARABIC", "2"),
        ("SEQ Tableau \\* ARABIC", "1"),
    ]


def test_a_reference_is_a_field_on_a_bookmark_round_word_and_number(word: str) -> None:
    asked = {f[0]: f[1] for f in _fields(word) if f[0].startswith("REF")}
    assert asked == {"REF _Ref_fig_b \\h": f"Figure{NBSP}2", "REF _Ref_tbl_a \\h": f"Tableau{NBSP}1"}
    for field, shown in asked.items():
        name = field.split()[1]
        assert re.fullmatch(r"[A-Za-z_]\w{0,39}", name), "a name that Word takes"
        round_it = re.search(
            rf'<w:bookmarkStart w:id="(\d+)" w:name="{name}"/>(.*?)<w:bookmarkEnd w:id="\1"/>', _part(word)
        )
        assert round_it is not None
        assert "".join(re.findall(r"<w:t [^>]*>([^<]*)</w:t>", round_it[2])) == shown
    assert len(set(re.findall(r'<w:bookmarkStart w:id="(\d+)"', _part(word)))) == _part(word).count("<w:bookmarkStart ")


def test_no_row_is_cut_and_the_head_is_repeated(word: str) -> None:
    for table in docx.Document(word).tables:
        properties = [row._tr.find(f"{W}trPr") for row in table.rows]
        assert all(p is not None and p.find(f"{W}cantSplit") is not None for p in properties)
        assert [p.find(f"{W}tblHeader") is not None for p in properties] == [True] + [False] * (len(properties) - 1)


def test_no_row_is_left_alone(word: str) -> None:
    """The head and the first row stay with the second, the last with the one above."""
    for table in docx.Document(word).tables:
        kept = [all(p.paragraph_format.keep_with_next for c in row.cells for p in c.paragraphs) for row in table.rows]
        count = len(kept)
        assert count > 2
        assert kept == [i < 2 or i == count - 2 for i in range(count - 1)] + [False]


def test_the_document_says_whose_it_is_and_in_what_language(word: str) -> None:
    told = docx.Document(word).core_properties
    assert told.title == "Petit rapport – Édition finale"
    assert told.author == "Une équipe & des pairs"
    assert told.language == "fr-FR"


def test_the_cover_is_a_page_of_its_own(word: str) -> None:
    paragraphs = docx.Document(word).paragraphs
    broken = [i for i, p in enumerate(paragraphs) if p._p.find(f"{W}pPr/{W}pageBreakBefore") is not None]
    cover = [p.text for p in paragraphs[: broken[0]]]
    assert paragraphs[0].style is not None
    assert paragraphs[0].style.name == "Title"
    assert "Petit rapport" in cover
    assert "Suivi de 24\u00a0mois" in cover
    assert paragraphs[broken[0] + 1].text == "Table des matières"


def test_who_may_read_it_is_in_red_at_every_foot_and_on_the_cover(word: str) -> None:
    document = docx.Document(word)
    footers = [section.footer.paragraphs[0] for section in document.sections]
    assert [p.text.split("\t")[:2] for p in footers] == [[f"Données arrêtées au 31{NBSP}mars{NBSP}2017", MENTION]]
    cover = [p for p in document.paragraphs if p.text == MENTION]
    runs = [run for p in (*footers, *cover) for run in p.runs if run.text == MENTION]
    assert [str(run.font.color.rgb) for run in runs if run.font.color is not None] == ["9C2F22", "9C2F22"]


def test_a_property_that_pandoc_does_not_write_is_added_and_an_empty_one_is_left() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("docProps/core.xml", "<cp:coreProperties><dc:title>Avant</dc:title></cp:coreProperties>")
    made = finish_word(out.getvalue(), {"title": "", "creator": "A & B"})
    told = zipfile.ZipFile(io.BytesIO(made)).read("docProps/core.xml").decode()
    assert told == "<cp:coreProperties><dc:title>Avant</dc:title><dc:creator>A &amp; B</dc:creator></cp:coreProperties>"
    assert finish_word(out.getvalue(), {"creator": "A & B"}) == made


@pytest.mark.slow
def test_libreoffice_opens_each_document_on_about_the_pages_of_the_pdf(watched_run: Path, tmp_path: Path) -> None:
    """Within a tenth: a short document has as many."""
    if SOFFICE is None:
        pytest.skip("LibreOffice (« soffice », paquet libreoffice-writer-nogui) n’est pas sur cette machine")
    fonts = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True).stdout
    if CARLITO not in fonts:
        pytest.skip("la police Carlito (paquet fonts-crosextra-carlito) n’est pas sur cette machine")
    documents = sorted((watched_run / "out").rglob("*.docx"))
    assert documents
    for path in documents:
        profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
        command = [SOFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
        subprocess.run(command, capture_output=True, check=True, timeout=300)
        word = len(pypdf.PdfReader(tmp_path / f"{path.stem}.pdf").pages)
        paper = len(pypdf.PdfReader(path.with_suffix(".pdf")).pages)
        assert abs(word - paper) <= paper / 10, f"{path.name} : {word} pages, le PDF {paper}"
