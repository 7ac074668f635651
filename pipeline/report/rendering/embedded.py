"""The embedded renderer: the same sources by the pandoc of `pypandoc-binary` and the `typst` of PyPI, byte for byte."""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from threading import Lock
from typing import Any

from pipeline.errors import RenderError, reason
from pipeline.report.rendering.number_marks import index_of_numbers
from pipeline.report.rendering.presentation import Presentation, lay_presentation, read_presentation
from pipeline.report.rendering.programs import run_program
from pipeline.report.rendering.references import labels_elsewhere, resolved
from pipeline.report.rendering.sources import ReportSource, read_report_sources, read_variables
from pipeline.report.rendering.word_finish import finish_word
from pipeline.report.rendering.words import report_words
from pipeline.report.rendering.working import working_folder
from pipeline.report.wording import NOT_DECLARED

_ASSETS = Path(__file__).resolve().parent / "assets"
_TIMEOUT = 120.0
_STANDARDS = ["ua-1"]  # a PDF that a screen reader can read: typst refuses a figure without its text
_WORKERS = 2  # pandoc and typst each take a core, and memory
# Nothing in the text is a command: no raw HTML, TeX or typst, no mathematics, no second YAML header.
_READER = (
    "markdown-raw_html-raw_tex-raw_attribute-native_divs-native_spans-markdown_in_html_blocks-latex_macros"
    "-tex_math_dollars-yaml_metadata_block-pandoc_title_block-example_lists"
)
# 72 is pandoc's own number, and Quarto's: a table with a longer line takes the page's width and its own column widths.
_READ = ("--from", _READER, "--columns=72", "--to=json")
_WRITTEN = ("--from=json", "--wrap=none", "--number-sections", "--standalone")
_STYLES = b"@@CSS@@"  # of `rapport.html`
_CARRIED = re.compile(r'url\(([^):]+\.woff2)\) format\("woff2"\)')


def embedded_version() -> str:
    """Return « pandoc 3.9, typst 0.15.2 »."""
    import pypandoc

    return f"pandoc {pypandoc.get_pandoc_version()}, typst {metadata.version('typst')}"


def render_embedded(folder: Path, documents: Sequence[str], epoch: int, log: Callable[[str], None]) -> tuple[Path, ...]:
    """Render `documents` (« rapport.html », « annexe.pdf »…) of `folder`, two at a time; return their paths.

    `epoch`: seconds since 1970, the only date that the documents bear. The same folder gives the same bytes.
    Raises `RenderError` with pandoc's or typst's own words; documents already there are left as they were.
    """
    makers = {".html": _html, ".pdf": _pdf, ".docx": _docx}
    asked = [Path(document) for document in documents]
    with working_folder(folder) as work:
        root, sources = folder.resolve(), read_report_sources(folder)
        pandocs = {n: _Pandoc(root, work / n, n, sources, epoch) for n in dict.fromkeys(d.stem for d in asked)}
        made = {}
        with ThreadPoolExecutor(_WORKERS) as pool:
            longest = sorted(asked, key=lambda d: (d.suffix != ".pdf", -pandocs[d.stem].length))  # none of them is last
            contents = {d: pool.submit(makers[d.suffix], pandocs[d.stem]) for d in longest}
            try:
                for document in asked:
                    log(document.name)
                    made[folder / document.name] = contents[document].result()
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
    for path, bytes_made in made.items():
        path.write_bytes(bytes_made)
    return tuple(made)


class _Pandoc:
    """One document, read by pandoc once and written in each format: where, and from what."""

    def __init__(self, folder: Path, work: Path, name: str, sources: Mapping[str, ReportSource], epoch: int) -> None:
        import pypandoc

        self._program = pypandoc.get_pandoc_path()  # here: it looks for it without regard to threads
        self.folder, self.work = folder, work
        source = sources[name]
        work.mkdir()
        lay_presentation(folder, name, work)
        self._header = source.header
        self._body = resolved(source.body, labels_elsewhere(sources, name)).encode("utf-8")
        self.length = len(self._body)
        self._environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        self._read: bytes | None = None
        self._reading = Lock()
        # A public page is handed out alone: the tables' files stay beside a restricted one.
        self.data = "" if source.header.get("audience") == "publique" else "tableaux"
        author = read_variables(folder).get("auteur", NOT_DECLARED)
        self.properties = {
            "title": str(source.header.get("pagetitle", "")),
            "creator": "" if author == NOT_DECLARED else author,
            "language": "fr-FR",
        }
        self._depth = str(source.header.get("toc-depth", 2))
        self._metadata = work / "metadonnees.json"
        content = {key: str(source.header.get(key, "")) for key in ("title", "pagetitle", "subtitle")}
        words = {
            "lang": "fr", "rapport": report_words(source.header), "toc-depth": self._depth,
            "contents": bool(source.header.get("toc", True)), "index": index_of_numbers(folder, name),
        }  # fmt: skip
        self._metadata.write_text(json.dumps(content | words, ensure_ascii=False), encoding="utf-8", newline="\n")

    def presentation(self, target: str) -> Presentation:
        """Return the files around the text in the format that Quarto calls `target`."""
        return read_presentation(self.work, self._header, target)

    def write(self, *options: str | Path, around: Presentation) -> bytes:
        """Return the document that pandoc writes with `options`."""
        return self._run(
            *_WRITTEN,
            f"--toc-depth={self._depth}",
            *(f"--{key}={path}" for key, paths in around.lists.items() if key != "css" for path in paths),
            *options,
            stdin=self._once_read(),
        )

    def _once_read(self) -> bytes:
        with self._reading:  # by the first format that asks
            if self._read is None:
                once = (f"--lua-filter={_ASSETS / 'rapport.lua'}", f"--metadata-file={self._metadata}")
                self._read = self._run(*_READ, *once, stdin=self._body)
            return self._read

    def _run(self, *options: str | Path, stdin: bytes) -> bytes:
        return run_program(
            [self._program, *options],
            name="pandoc", folder=self.folder, environment=self._environment, timeout=_TIMEOUT, stdin=stdin,
        )  # fmt: skip


def _html(pandoc: _Pandoc) -> bytes:
    around = pandoc.presentation("html")
    styles = "\n".join(_alone(path) for path in around.lists["css"])
    web = ("--section-divs", f"--lua-filter={_ASSETS / 'web.lua'}", f"--metadata=donnees:{pandoc.data}")
    page = pandoc.write("--to=html5", *web, f"--template={_ASSETS / 'rapport.html'}", around=around)
    # Here and not in pandoc's template: it would read the fonts, letter by letter, for what it has to fill in.
    return page.replace(_STYLES, styles.encode(), 1)


def _alone(sheet: Path) -> str:
    """Return a style sheet with the fonts that it names inside it."""

    def carried(match: re.Match[str]) -> str:
        content = base64.b64encode((sheet.parent / match.group(1)).read_bytes()).decode("ascii")
        return f"url(data:font/woff2;base64,{content}) format('woff2')"

    try:
        return _CARRIED.sub(carried, sheet.read_text(encoding="utf-8"))
    except OSError as error:
        raise RenderError(f"{sheet.name} : une police ne se lit pas ({reason(error)}).") from None


def _pdf(pandoc: _Pandoc) -> bytes:
    import typst

    around = pandoc.presentation("typst")
    paper = (f"--lua-filter={_ASSETS / 'pages.lua'}", f"--template={_ASSETS / 'rapport.typ'}")
    source = pandoc.write("--to=typst-smart", *paper, around=around)
    places = [str(around.fonts)] if around.fonts else []
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=places)
    compile_document: Any = typst.compile  # its stub wants one type for the text and for the list of fonts
    try:
        compiled = compile_document(source, root=str(pandoc.folder), font_paths=fonts, pdf_standards=_STANDARDS)
    except (RuntimeError, OSError) as error:
        raise RenderError(f"typst a échoué :\n{_typst_words(error)}") from None
    if not isinstance(compiled, bytes):
        raise RenderError("typst n’a pas rendu un seul document.")
    return compiled


def _typst_words(error: Exception) -> str:
    hints: Sequence[Any] = getattr(error, "hints", None) or ()
    return "\n".join([str(error), *(f"  {hint}" for hint in hints)])


def _docx(pandoc: _Pandoc) -> bytes:
    around = pandoc.presentation("docx")
    model = [f"--reference-doc={around.reference}"] if around.reference else []
    written = pandoc.write("--to=docx", f"--lua-filter={_ASSETS / 'word.lua'}", *model, "--output=-", around=around)
    return finish_word(written, pandoc.properties)
