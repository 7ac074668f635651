"""The Quarto sources of a named document read as one: header, includes and variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.errors import RenderError, reason
from pipeline.report.rendering.number_marks import with_codes

NAMES = ("synthese", "rapport", "annexe")  # the documents that a folder of sources may make, in reading order
PROJECT = "_quarto.yml"

_INCLUDE = re.compile(r"^[ \t]*\{\{<\s*include\s+(\S+)\s*>\}\}[ \t]*$")
_PAGE_BREAK = re.compile(r"^[ \t]*\{\{<\s*pagebreak\s*>\}\}[ \t]*$")
_NEW_PAGE = ["", "::: {.saut-de-page}", ":::", ""]  # `rapport.lua` makes of it what each format calls a page break
_VARIABLE = re.compile(r"\{\{<\s*var\s+([\w.\-]+)\s*>\}\}")
_SHORTCODE = re.compile(r"\{\{<\s*([^>]*?)\s*>\}\}")
_HEADER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_FENCE = re.compile(r"^[ \t]*(```|~~~)")


@dataclass(frozen=True)
class ReportSource:
    """The whole document: `header` (variables filled in), `body` as pandoc Markdown."""

    header: Mapping[str, Any]
    body: str


def main_file(name: str) -> str:
    """The file that a document is made from: « rapport.qmd » for « rapport »."""
    return f"{name}.qmd"


def read_report_sources(folder: Path) -> dict[str, ReportSource]:
    """Read every document of `folder` by its name, in reading order, as `read_report_source` reads one."""
    return {name: read_report_source(folder, name) for name in NAMES if (folder / main_file(name)).is_file()}


def read_report_source(folder: Path, name: str) -> ReportSource:
    """Read the main file of the document `name` in `folder` with all that it includes.

    Paths of includes count from `folder`, also inside an included file (so does Quarto). Shortcodes are read in
    `.qmd` files only: an element (`.md`) is made from other people's files, and its text is never a command.
    Raises `RenderError` with the file and what it asks for.
    """
    main = main_file(name)
    text = _read(folder, main, ())
    match = _HEADER.match(text)
    end = match.end() if match else 0
    return ReportSource(read_header(folder, name), _expand(folder, text[end:], (main,), read_variables(folder)))


def read_header(folder: Path, name: str) -> Mapping[str, Any]:
    """Read what Quarto knows of a document: `_quarto.yml` (an absent one is empty), then the document's own header.

    Variables are filled in. Raises `RenderError` when the header is missing or no YAML.
    """
    main = main_file(name)
    match = _HEADER.match(_read(folder, main, ()))
    if match is None:
        raise RenderError(f"{main} : l’en-tête YAML (entre deux lignes « --- ») manque.")
    project = _yaml(_read(folder, PROJECT, ()), PROJECT) if (folder / PROJECT).is_file() else {}
    header = _merged(project, _yaml(match.group(1), main))
    variables = read_variables(folder)
    return {key: _filled(value, variables, main) for key, value in header.items()}


def read_variables(folder: Path) -> dict[str, str]:
    """Read `_variables.yml` of `folder`: nested keys become `a.b`; an absent file is an empty one."""
    path = folder / "_variables.yml"
    if not path.is_file():
        return {}
    return dict(_flat(_yaml(path.read_text(encoding="utf-8"), path.name)))


def _expand(folder: Path, text: str, chain: tuple[str, ...], variables: Mapping[str, str]) -> str:
    lines = []
    fenced = False
    for line in text.splitlines():
        fenced ^= bool(_FENCE.match(line))
        include = None if fenced else _INCLUDE.match(line)
        if fenced:
            lines.append(line)
        elif _PAGE_BREAK.match(line):
            lines += _NEW_PAGE
        elif include is None:
            lines.append(_substitute(line, variables, chain[-1]))
        else:
            name = include.group(1)
            content = with_codes(folder, name, _read(folder, name, chain))
            if name.endswith(".qmd"):
                content = _expand(folder, content, (*chain, name), variables)
            lines += ["", content.rstrip("\n"), ""]
    return "\n".join(lines) + "\n"


def _substitute(line: str, variables: Mapping[str, str], where: str) -> str:
    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in variables:
            raise RenderError(f"{where} : la variable « {name} » n’est pas dans _variables.yml.")
        return variables[name]

    filled = _VARIABLE.sub(value, line)
    left = _SHORTCODE.search(_VARIABLE.sub("", line))
    if left is not None:
        raise RenderError(
            f"{where} : le code « {left.group(1)} » n’est pas connu du moteur embarqué ; "
            "« include » et « pagebreak » (chacun seul sur sa ligne) et « var » le sont."
        )
    return filled


def _read(folder: Path, name: str, chain: tuple[str, ...]) -> str:
    if name in chain:
        raise RenderError(f"{chain[-1]} : « {name} » s’inclut lui-même.")
    where = f"{chain[-1]} : " if chain else ""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise RenderError(f"{where}« {name} » est hors du dossier du rapport.")
    try:
        return path.read_text(encoding="utf-8").replace("\r\n", "\n")
    except OSError as error:
        raise RenderError(f"{where}« {name} » ne se lit pas ({reason(error)}).") from None
    except UnicodeDecodeError:
        raise RenderError(f"{where}« {name} » n’est pas en UTF-8.") from None


@lru_cache(maxsize=32)  # each document of a folder reads the same; nobody changes what it is given
def _yaml(text: str, name: str) -> dict[str, Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        content = YAML(typ="safe").load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", ligne {mark.line + 1}" if mark else ""
        raise RenderError(f"{name}{line} : ce n’est pas du YAML lisible.") from None
    return content if isinstance(content, dict) else {}


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        merged[key] = _merged(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return merged


def _flat(values: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in values.items():
        name = f"{prefix}{key}"
        pairs += _flat(value, f"{name}.") if isinstance(value, dict) else [(name, "" if value is None else str(value))]
    return pairs


def _filled(value: Any, variables: Mapping[str, str], main: str) -> Any:
    if isinstance(value, dict):
        return {key: _filled(item, variables, main) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, variables, main) for item in value]
    return _substitute(value, variables, main) if isinstance(value, str) else value
