"""The documents of an edition written in memory: its main files with their sections, texts, tables and variables."""

from __future__ import annotations

import re

from support.written_texts import Written

from pipeline.report.elements import introduced
from pipeline.report.rendering.sources import NAMES, main_file
from pipeline.report.variables import variables
from pipeline.shipped import report_sources

DOCUMENTS = NAMES
_INCLUDE = re.compile(r"^\{\{< include (\S+) >\}\}$", re.MULTILINE)
_VARIABLE = re.compile(r"\{\{< var ([\w.]+) >\}\}")
_HEADER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def document(written: Written, name: str) -> str:
    """Return the Markdown of the document `name`; a figure is its place alone, for none is drawn."""
    values = _flat(variables(written.results, written.context, written.titles))
    main = _HEADER.sub("", (report_sources() / main_file(name)).read_text(encoding="utf-8"))
    return _VARIABLE.sub(lambda m: values[m[1]], _expanded(written, main))


def _expanded(written: Written, text: str) -> str:
    return _INCLUDE.sub(lambda m: _included(written, m[1]), text)


def _included(written: Written, path: str) -> str:
    folder, _, file = path.rpartition("/")
    name = file.removesuffix(".md")
    if folder == "sections":
        return _expanded(written, (report_sources() / path).read_text(encoding="utf-8"))
    if folder == "textes":
        return written.texts[name]
    if folder == "tableaux" and name in written.tables:
        table = written.tables[name]
        return introduced("tbl", name, table) if f"{{#tbl-{name}}}" in table else table
    if folder == "figures":
        return introduced("fig", name, f"![](figures/{name}){{#fig-{name}}}\n")
    return ""


def _flat(tree: dict[str, str | dict[str, str]]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        flat |= {f"{key}.{name}": text for name, text in value.items()} if isinstance(value, dict) else {key: value}
    return flat
