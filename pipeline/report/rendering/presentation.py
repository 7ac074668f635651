"""What stands around the text, for Quarto and the embedded renderer alike: the files that `_quarto.yml` names."""

from __future__ import annotations

import html
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from pipeline.errors import RenderError, reason
from pipeline.french import NBSP
from pipeline.report.rendering.fonts import font_files, font_folder, web_fonts
from pipeline.report.rendering.sources import PROJECT, main_file, read_header, read_variables
from pipeline.report.rendering.word_reference import word_reference
from pipeline.report.wording import NOT_DECLARED

DRESS, EDITED = "habillage", "presentation"  # written here for each document; edited by hand
RESTRICTED, PUBLIC = "restreint", "publique"  # a document's `audience`
SEPARATOR = " · "
_BANNER = "font: bold 9pt 'Source Sans 3', sans-serif; color: #9c2f22"
_LISTS = ("css", "include-in-header", "include-before-body")


@dataclass(frozen=True)
class Presentation:
    """The files of one format, inside the report's folder: `lists` under Quarto's names; Word model, font folder."""

    lists: Mapping[str, tuple[Path, ...]]
    reference: Path | None
    fonts: Path | None


def read_presentation(folder: Path, header: Mapping[str, Any], target: str) -> Presentation:
    """Return what `header` says of the format `target` (« html », « typst », « docx »); names count from `folder`,
    where `lay_presentation` has written.

    Raises `RenderError` naming a file that is not there or is outside `folder`.
    """
    formats = header.get("format")
    options = formats.get(target) if isinstance(formats, dict) else None
    options = options if isinstance(options, dict) else {}
    lists = {key: tuple(_inside(folder, key, name) for name in _listed(options.get(key))) for key in _LISTS}
    singles = [[_inside(folder, key, n) for n in _listed(options.get(key))] for key in ("reference-doc", "font-paths")]
    reference, fonts = (found[0] if found else None for found in singles)
    return Presentation(lists, reference, fonts)


def lay_presentation(folder: Path, name: str, place: Path) -> None:
    """Write `habillage/` into `place`: the words of the document `name` for each format, the Word model, the fonts;
    beside it, unless it is there, the `presentation/` of `folder`.

    The words come from the document's header in `folder` (`pagetitle`, `surtitre`, `audience`) and from
    `_variables.yml`. Raises `RenderError`.
    """
    header, variables = read_header(folder, name), read_variables(folder)
    words = {
        "titre": str(header.get("pagetitle") or header.get("title") or ""),
        "surtitre": str(header.get("surtitre", "")),
        "suivi": f"Suivi de {variables['horizon']}{NBSP}mois" if variables.get("horizon") else "",
        "pied": f"Données arrêtées au {variables['gel']}" if variables.get("gel") else "",
        "bandeau": variables.get("bandeau", ""),
        "mention": _mention(header, variables, main_file(name)),
        "auteur": "" if variables.get("auteur") == NOT_DECLARED else variables.get("auteur", ""),
    }
    dress = place / DRESS
    try:
        if (folder / EDITED).is_dir() and not (place / EDITED).is_dir():
            shutil.copytree(folder / EDITED, place / EDITED)
        shutil.rmtree(dress, ignore_errors=True)
        fonts = dress / "polices"
        fonts.mkdir(parents=True)
        for path in (*font_files(), *(path for path, _, _ in web_fonts()), font_folder() / "OFL.txt"):
            shutil.copyfile(path, fonts / path.name)
        cover = bool(header.get("toc", True))
        texts = {"valeurs.typ": _typst(words), "avant.html": _html(words), "avant.xml": _openxml(words, cover=cover)}
        for file, text in texts.items():
            (dress / file).write_text(text, encoding="utf-8", newline="\n")
        asked = {"header": "titre", "banner": "bandeau", "footer": "pied", "mention": "mention"}
        model = word_reference(**{place: words[word] for place, word in asked.items()}, cover=cover)
        (dress / "modele.docx").write_bytes(model)
    except OSError as error:
        raise RenderError(f"{dress} : écriture impossible ({reason(error)}).") from None


def _mention(header: Mapping[str, Any], variables: Mapping[str, str], main: str) -> str:
    """What every page says of who may read it; an audience that is not said is the restricted one."""
    audience = str(header.get("audience", RESTRICTED))
    if audience == RESTRICTED:
        return f"Document restreint{NBSP}– comité de pilotage"
    if audience == PUBLIC:
        return "" if variables.get("publication") else "Projet, non publié"
    raise RenderError(f"{main} : « audience: {audience} » n’est ni « {RESTRICTED} » ni « {PUBLIC} ».")


def _typst(words: Mapping[str, str]) -> str:
    quoted = {name: text.replace("\\", "\\\\").replace('"', '\\"') for name, text in words.items()}
    return "".join(f'#let mot-{name} = "{text}"\n' for name, text in quoted.items())


def _html(words: Mapping[str, str]) -> str:
    banner, above = (
        SEPARATOR.join(filter(None, (words[first], words[second])))
        for first, second in (("mention", "bandeau"), ("surtitre", "suivi"))
    )
    lines = [f'<p class="bandeau" role="note">{html.escape(banner)}</p>', printed_banner(banner)] if banner else []
    lines += [f'<p class="surtitre">{html.escape(above)}</p>'] if above else []
    return "\n".join(lines) + "\n"


def printed_banner(words: str) -> str:
    """Return the style that prints `words` at the head of every page of an HTML document, the first included."""
    said = "".join(c if c.isalnum() or c == " " else f"\\{ord(c):06x}" for c in words)
    return f'<style>@media print {{ @page {{ @top-center {{ content: "{said}"; {_BANNER} }} }} }}</style>'


def _openxml(words: Mapping[str, str], *, cover: bool) -> str:
    """The lines under the title of the Word document; then a new page, where the title has its own."""
    red = '<w:rPr><w:color w:val="9C2F22"/></w:rPr>'
    lines = [("Author", "", words["surtitre"]), ("Date", "", words["suivi"]), ("Date", red, words["mention"])]
    shown = [
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r>{colour}<w:t>{escape(text)}</w:t></w:r></w:p>'
        for style, colour, text in lines
        if text
    ]
    flat = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    new_page = [f"<w:p><w:pPr><w:pageBreakBefore/>{flat}</w:pPr></w:p>"] if cover else []
    return "\n".join([*shown, *new_page]) + "\n"


def _listed(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _inside(folder: Path, key: str, name: str) -> Path:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise RenderError(f"{PROJECT} : « {key}: {name} » est hors du dossier du rapport.")
    if not path.exists():
        raise RenderError(f"{PROJECT} : « {key}: {name} » est introuvable.")
    return path
