"""The embedded renderer: the same sources by the pandoc of `pypandoc-binary` and the `typst` of PyPI, byte for byte."""

from __future__ import annotations

import base64
import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from pipeline.errors import RenderError
from pipeline.report.rendering.fonts import FAMILY, font_folder, web_fonts
from pipeline.report.rendering.programs import run_program
from pipeline.report.rendering.sources import ReportSource, read_report_source, read_variables
from pipeline.report.rendering.word_reference import word_reference
from pipeline.report.rendering.words import report_words

_ASSETS = Path(__file__).resolve().parent / "assets"
_TIMEOUT = 120.0
# Nothing in the text is a command: no raw HTML, TeX or typst, no mathematics, no second YAML header.
_READER = (
    "markdown-raw_html-raw_tex-raw_attribute-native_divs-native_spans-markdown_in_html_blocks-latex_macros"
    "-tex_math_dollars-yaml_metadata_block-pandoc_title_block-example_lists"
)
_COMMON = ("--from", _READER, "--wrap=none", "--columns=100000", "--number-sections", "--standalone")


def embedded_version() -> str:
    """Return « pandoc 3.9, typst 0.15.2 »."""
    import pypandoc

    return f"pandoc {pypandoc.get_pandoc_version()}, typst {metadata.version('typst')}"


def render_embedded(folder: Path, epoch: int, log: Callable[[str], None]) -> tuple[Path, ...]:
    """Render `rapport.qmd` of `folder`; return `rapport.html`, `rapport.pdf`, `rapport.docx`.

    `epoch`: seconds since 1970, the only date that the documents bear. The same folder gives the same bytes.
    Raises `RenderError` with pandoc's or typst's own words; documents already there are left as they were.
    """
    source = read_report_source(folder)
    front = _front(source, read_variables(folder))
    makers = {"rapport.html": _html, "rapport.pdf": _pdf, "rapport.docx": _docx}
    with tempfile.TemporaryDirectory(prefix="rapport-") as name:
        pandoc = _Pandoc(folder.resolve(), Path(name), source, front, epoch)
        documents = {}
        for document, make in makers.items():
            log(f"{document}")
            documents[document] = make(pandoc)
    for document, content in documents.items():
        (folder / document).write_bytes(content)
    return tuple(folder / document for document in documents)


class _Pandoc:
    """One report read by pandoc: where, from what, with which title page."""

    def __init__(self, folder: Path, work: Path, source: ReportSource, front: Mapping[str, str], epoch: int) -> None:
        self.folder, self.work, self.front = folder, work, front
        self._body = source.body.encode("utf-8")
        self._epoch = epoch
        self._metadata = work / "metadonnees.json"
        content = {**front, "lang": "fr", "rapport": report_words(source.header)}
        self._metadata.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    def write(self, *options: str | Path, image: str) -> bytes:
        """Return the document that pandoc writes with `options`; `image`: the kind of figure it takes."""
        import pypandoc

        command = [
            pypandoc.get_pandoc_path(),
            *_COMMON,
            f"--lua-filter={_ASSETS / 'rapport.lua'}",
            f"--metadata-file={self._metadata}",
            f"--default-image-extension={image}",
            *options,
        ]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(self._epoch), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        return run_program(
            command, name="pandoc", folder=self.folder, environment=environment, timeout=_TIMEOUT, stdin=self._body
        )


def _front(source: ReportSource, variables: Mapping[str, str]) -> dict[str, str]:
    header = source.header
    title = str(header.get("title", ""))
    return {
        "title": title,
        "titre-simple": f"{title} – {variables.get('edition', '')}".strip(" –"),
        "subtitle": str(header.get("subtitle", "")),
        "surtitre": str(header.get("surtitre", "")),
        "edition": variables.get("edition", ""),
        "gel": variables.get("gel", ""),
        "horizon": variables.get("horizon", ""),
        "bandeau": variables.get("bandeau", ""),
    }


def _html(pandoc: _Pandoc) -> bytes:
    template = pandoc.work / "modele.html"
    text = (_ASSETS / "rapport.html").read_text(encoding="utf-8").replace("@@CSS@@", _styles())
    template.write_text(text, encoding="utf-8")
    return pandoc.write("--to=html5", "--toc", "--toc-depth=2", "--section-divs", f"--template={template}", image="svg")


def _styles() -> str:
    faces = [
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; font-style: {style}; '
        f"src: url(data:font/woff2;base64,{base64.b64encode(path.read_bytes()).decode('ascii')}) format('woff2'); }}"
        for path, weight, style in web_fonts()
    ]
    return "\n".join([*faces, (_ASSETS / "rapport.css").read_text(encoding="utf-8")])


def _pdf(pandoc: _Pandoc) -> bytes:
    import typst

    source = pandoc.write("--to=typst-smart", f"--template={_ASSETS / 'rapport.typ'}", image="svg")
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(font_folder())])
    compile_document: Any = typst.compile  # its stub wants one type for the text and for the list of fonts
    try:
        compiled = compile_document(source, root=str(pandoc.folder), font_paths=fonts)
    except (RuntimeError, OSError) as error:
        raise RenderError(f"typst a échoué :\n{_typst_words(error)}") from None
    if not isinstance(compiled, bytes):
        raise RenderError("typst n’a pas rendu un seul document.")
    return compiled


def _typst_words(error: Exception) -> str:
    hints: Sequence[Any] = getattr(error, "hints", None) or ()
    return "\n".join([str(error), *(f"  {hint}" for hint in hints)])


def _docx(pandoc: _Pandoc) -> bytes:
    front = pandoc.front
    reference = pandoc.work / "modele.docx"
    reference.write_bytes(
        word_reference(
            header=front["titre-simple"],
            banner=front["bandeau"],
            footer=f"Données arrêtées au {front['gel']}" if front["gel"] else "",
        )
    )
    return pandoc.write(
        "--to=docx", f"--lua-filter={_ASSETS / 'word.lua'}", f"--reference-doc={reference}", "--output=-", image="png"
    )
