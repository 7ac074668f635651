"""What `evaluation expliquer` does: the way back of a printed number, to its row, the households, the lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.commands.holdings import Holding, open_holding
from pipeline.commands.lines_read import Read, lines_read
from pipeline.contract.produced.catalogue import PRODUCED
from pipeline.contract.produced.entry import ColumnRole, Produced
from pipeline.contract.tables import TABLES
from pipeline.errors import UsageError
from pipeline.french import count, number
from pipeline.params import Plan
from pipeline.report.remarks import sentences
from pipeline.report.rendering.number_marks import PLACES
from pipeline.report.wording import no_break
from pipeline.stages.archived import read_said
from pipeline.storage import read_table
from pipeline.validate.line_ranges import line_ranges

MOST_RANGES = 40  # of lines, a file
_SIDES = {"favorable": "à l’avantage des accompagnés", "defavorable": "à leur désavantage", "nul": "sans écart"}
_SENTENCE_ENDS = (". ", ".\n", "\n")


def explain_number(code: str, edition: str, source: Path) -> None:
    """Print where the number `code` of `chiffres.csv` comes from, for people who may see the delivery.

    Number and sentence, statement, table's row and column, households counted, then files and lines. No pseudonym and
    no household's value is printed. `edition`: empty for the one that concludes. `source`: a repository, a folder of
    `--sortie` or an archive. Raises `UsageError` when the edition or the code is not there.
    """
    held = open_holding(source)
    name = _edition(held, edition)
    folder = held.layout.report(name)
    numbers, statements = read_said(folder)
    if numbers is None:
        raise UsageError(f"{folder / 'chiffres.csv'} : absent. « evaluation executer » l’écrit avec les rapports.")
    found = numbers[numbers["code"] == code]
    if found.empty:
        raise UsageError(_unknown(code, numbers))
    row = {str(column): str(value) for column, value in found.iloc[0].items()}
    for line in _told(row, statements, held, name, folder):
        print(no_break(line))


def _told(
    row: dict[str, str], statements: pd.DataFrame | None, held: Holding, name: str, folder: Path
) -> Iterator[str]:
    unit = f" {row['unite']}" if row["unite"] else ""
    yield f"{row['code']} : « {row['texte']}{unit} », édition {name}, {row['document']}, texte « {row['section']} »"
    sentence = _sentence(folder, row)
    if sentence:
        yield f"  Phrase : {sentence}"
    yield from _statement(row, statements)
    tables = row["table"].split(" | ")
    rows = [(_table_of(key, tables), key) for key in row["cle"].split(" | ")]
    yield f"Valeur sans arrondi : {row['valeur']}"
    yield f"Colonne : {row['colonne']}"
    for table, key in dict.fromkeys(rows):
        yield from _cell(table, key, row["colonne"], held, name)
    yield "Fichiers et lignes reçus"
    for read in lines_read(rows, held, name):
        yield from _lines(read)


def _edition(held: Holding, asked: str) -> str:
    made = held.editions
    name = asked or next((e for e in (Plan().edition_de_conclusion, *reversed(made)) if e in made), "")
    if name not in made:
        raise UsageError(
            f"Édition « {name} » : elle n’a pas été faite dans {held.folder}. Éditions faites : "
            f"{', '.join(made) or 'aucune'}."
        )
    return name


def _unknown(code: str, numbers: pd.DataFrame) -> str:
    section = code.rpartition("-")[0]
    own = numbers.loc[numbers["section"] == section, "code"]
    if len(own):
        return f"« {code} » : inconnu. Codes de ce texte : {own.iloc[0]} à {own.iloc[-1]}."
    texts = ", ".join(dict.fromkeys(numbers["section"]))
    return f"« {code} » : inconnu. Un code est le nom d’un texte et un rang, comme maintien-03. Textes : {texts}."


def _sentence(folder: Path, row: dict[str, str]) -> str:
    """The sentence that prints the number, from its place in the text; empty for a heading."""
    places, text = folder / PLACES, folder / "textes" / f"{row['section']}.md"
    if not places.is_file() or not text.is_file():
        return ""
    known = json.loads(places.read_text(encoding="utf-8")).get(row["section"], [])
    where = next(((a, b) for a, b, code in known if code == row["code"]), None)
    if where is None:
        return ""
    words = text.read_text(encoding="utf-8")
    start = max(
        (words.rfind(end, 0, where[0]) + len(end) for end in _SENTENCE_ENDS if end in words[: where[0]]), default=0
    )
    stop = min((i for end in _SENTENCE_ENDS if (i := words.find(end, where[1])) >= 0), default=len(words))
    return words[start : stop + 1].strip()


def _statement(row: dict[str, str], statements: pd.DataFrame | None) -> Iterator[str]:
    """The statement on a difference that the number is part of: same text, same indicator and wave."""
    if statements is None:
        return
    own = dict(part.partition("=")[::2] for part in row["cle"].split(";"))
    same = (statements["section"] == row["section"]) & (statements["indicateur"] == own.get("indicateur"))
    same &= (statements["vague"] == own.get("vague")) & statements["phrase"].str.contains(row["texte"], regex=False)
    for s in statements[same].head(1).to_dict("records"):
        side = {"favorable": "à l’avantage des accompagnés", "defavorable": "à leur désavantage"}.get(
            s["sens"], s["sens"]
        )
        yield (
            f"  Énoncé : {s['indicateur']}, {s['vague']}, {s['methode']} ({s['mesure']}), {s['famille']}, {side} : "
            f"{_french(s['estimation'])} [{_french(s['ic_bas'])} ; {_french(s['ic_haut'])}]"
        )


def _table_of(key: str, tables: list[str]) -> str:
    """The table, of those that a calculation names, whose columns the key names; the first where none is told."""
    named = {part.partition("=")[0] for part in key.split(";")}
    return next((t for t in tables if t in PRODUCED and named <= set(PRODUCED[t].key)), tables[0])


def _cell(table: str, key: str, columns: str, held: Holding, name: str) -> Iterator[str]:
    entry = PRODUCED.get(table)
    yield f"Table {table}{f' : {entry.description}' if entry else ''}"
    yield f"  Ligne : {key}"
    if entry is None:
        return
    for column in (c for c in entry.columns if c.name in re.findall(r"\w+", columns)):
        yield f"  {column.name} : {column.words}"
    path = held.layout.produced(entry, name if entry.by_edition else "")
    if "=" not in key or not path.is_file() or entry.of(ColumnRole.KEY):
        return
    frame = read_table(path)
    for part in key.split(";"):
        named, _, value = part.partition("=")
        if named in frame:
            frame = frame[frame[named].astype("str") == value]
    for found in frame.head(1).to_dict("records"):
        yield f"  {_written(entry, {str(c): v for c, v in found.items()})}"


def _written(entry: Produced, found: dict[str, Any]) -> str:
    parts = []
    for column in entry.columns:
        value = found[column.name]
        if pd.isna(value) or value == "":
            continue
        if column.role is ColumnRole.NOTE:
            value = sentences(str(value))
        elif isinstance(value, float):
            value = _french(f"{value:.6g}")
        parts.append(f"{column.name} = {value}")
    return " ; ".join(parts)


def _french(digits: str) -> str:
    """A number as Python or a file of ours writes it, with the comma and the minus sign of French."""
    return digits.replace(".", ",").replace("-", "−")


def _lines(read: Read) -> Iterator[str]:
    yield f"  {read.words}"
    for source, frame in read.lines:
        title = TABLES[source].label if source in TABLES else source
        yield f"  {title} : {count(len(frame), 'ligne')}"
        for (file, sheet), own in frame.fillna({"feuille": ""}).groupby(["fichier", "feuille"], sort=True):
            where = f"{file}, feuille {sheet}" if sheet else str(file)
            lines = line_ranges(own["ligne"].to_numpy(dtype="int64"), MOST_RANGES)
            yield f"    {where} : {number(len(own))} ({lines})"
