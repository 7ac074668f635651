"""The index of the numbers that sentences print: code, number, cell; and where each stands in its text, for links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from pipeline.contract.produced.catalogue import PRODUCED
from pipeline.french import NBSP
from pipeline.report.markdown import escape
from pipeline.report.printed import Row
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.wording import no_break

INDEX, TABLES = "index_chiffres", "index_tables"
_ELSEWHERE = {
    "calibration": "Études simulées : ce que chaque méthode fait vraiment à ces effectifs.",
    "echeancier": "Échéancier de la note.",
    "fichiers": "Fichiers et feuilles reçus.",
}
_FEW_ROWS = 3
_ESCAPE = "\\"
_CODE = re.compile(r"\\`(.*?)\\`")  # what was between backticks, once escaped


def index_list(numbers: Sequence[Row]) -> str:
    """Return the index in Markdown: under each text, one item a cell's row, its codes with their numbers, its columns.

    A list, which holds in a third of the pages of a table. A code is written as `[03]{.code n="maintien-03"}`, which an
    HTML page makes a target of (`web.lua`).
    """
    lines, last = [], ""
    for (section, table, key), own in _grouped(numbers).items():
        if section != last:
            lines += ["", f"**{escape(section)}**", ""]
        last = section
        lines.append(f"- {' ; '.join(map(_number, own))} : {escape(table, None)}, {_words(key)} ({_columns(own)})")
    return no_break("\n".join(lines).strip()) + "\n"


def tables_table(numbers: Sequence[Row]) -> PipeTable | None:
    """Return one row a table that a number comes from, and what it holds; None without numbers."""
    names = sorted({name for n in numbers for name in str(n["table"]).split(" | ")})
    if not names:
        return None
    return PipeTable(
        TABLES,
        "Les tables d’où viennent les nombres",
        (Head("Table"), Head("Ce qu’elle contient")),
        [[escape(name, None), _held(name)] for name in names],
    )


def places_json(numbers: Iterable[Row], places: Mapping[str, tuple[int, int]]) -> str:
    """Return `{text: [[start, end, code], …]}`, in the order of the text; `places`: code → start and end.

    The numbers of a figure's caption have no place: no link leads from them.
    """
    found: dict[str, list[tuple[int, int, str]]] = {}
    for n, code in ((n, str(n["code"])) for n in numbers if n["code"] in places):
        found.setdefault(str(n["section"]), []).append((*places[code], code))
    return json.dumps(found, ensure_ascii=False) + "\n"


def _grouped(numbers: Sequence[Row]) -> dict[tuple[str, str, str], list[Row]]:
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for section in dict.fromkeys(str(n["section"]) for n in numbers):
        for n in (n for n in numbers if n["section"] == section):
            groups.setdefault((section, str(n["table"]), str(n["cle"])), []).append(n)
    return groups


def _number(n: Row) -> str:
    code = str(n["code"])
    return f'[{code.rpartition("-")[2]}]{{.code n="{code}"}}{NBSP}={NBSP}{escape(str(n["texte"]), None)}'


def _columns(own: Sequence[Row]) -> str:
    """The columns read, each once; how a calculation puts them together, `chiffres.csv` says."""
    read = (word for n in own for word in re.findall(r"[a-z]\w*", str(n["colonne"])))
    return ", ".join(escape(c, None) for c in dict.fromkeys(read))


def _words(key: str) -> str:
    """« indicateur=maintien;vague=M24;mesure=… » in fewer words: the values, but the measure that a method has.

    Of a number made of more than `_FEW_ROWS` rows: what they share, and how many they are.
    """
    rows = [
        [part.strip() for part in row.split(";") if not part.startswith("mesure=difference")]
        for row in key.split(" | ")
    ]
    parts = [part for row in rows for part in row]
    if len(rows) > _FEW_ROWS:
        parts = [*(part for part in rows[0] if all(part in row for row in rows)), f"{len(rows)} lignes"]
    return escape(", ".join(part.partition("=")[2] or part for part in parts), None)


def _held(name: str) -> str:
    """What a table holds; the names of columns and files are code, as everywhere."""
    words = PRODUCED[name].description if name in PRODUCED else _ELSEWHERE.get(name, "")
    return _CODE.sub(lambda found: f"`{found[1].replace(_ESCAPE, '')}`", escape(words, None)) or " "
