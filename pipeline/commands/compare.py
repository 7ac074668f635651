"""What `evaluation comparer` does: two outputs or archives side by side, on the screen, without a pseudonym."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from pipeline.changes.findings import Outcome, finding_changes
from pipeline.changes.keyed import BEFORE, NOW, STATE, Change, keyed_changes
from pipeline.changes.said import number_changes, statement_changes
from pipeline.commands.holdings import Holding, open_holding
from pipeline.contract.indicators import INDICATORS
from pipeline.french import count
from pipeline.plan.comparison import changes
from pipeline.report.wording import capitalised, no_break
from pipeline.stages.archived import read_said
from pipeline.storage import read_table
from pipeline.validate.senders import sender_of

_ABSENT = "—"
_STATES = {Change.NEW: "nouveau", Change.GONE: "disparu", Change.CHANGED: "changé"}
_DECIMALS = re.compile(r"-?\d+,\d{4,}")  # as the tables hold them
# Where the delivery and an earlier archive lie says nothing of what was made from them.
_PLACES = ("donnees.source", "rapport.archives_precedentes")


def compare_folders(first: Path, second: Path) -> bool:
    """Print what differs between two folders of results, and return whether anything does.

    Files received, parameters, findings, then statements and numbers by edition, document and section. What is missing
    on one side is said, and counts for a difference. Raises `UsageError` when a folder cannot be read.
    """
    before, now = open_holding(first), open_holding(second)
    _say(f"A : {first} ({before.name}), {_made(before)}\nB : {second} ({now.name}), {_made(now)}")
    parts = [_files(before, now), _parameters(before, now), _findings(before, now), *_editions(before, now)]
    told = [_show(part) for part in parts]
    if not any(told):
        _say("\nAucune différence.")
    return any(told)


Row = dict[Any, str]


class Part(NamedTuple):
    """`more`: said below the rows, and a difference too."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    more: str = ""


def _made(held: Holding) -> str:
    return f"éditions : {', '.join(held.editions) or 'aucune'}"


def _files(before: Holding, now: Holding) -> Part:
    found = keyed_changes(_received(before), _received(now), ["fichier"], "sha256")
    rows = [(row["fichier"], _STATES[Change(row[STATE])]) for row in found.to_dict("records")]
    return Part("Fichiers reçus", ("Fichier", "Suite"), rows)


def _received(held: Holding) -> pd.DataFrame:
    """A file of which no fingerprint was kept has that of its rows, which is the best that is known of it."""
    rows = [(str(f["fichier"]), str(f.get("sha256") or f"{f.get('lignes')} lignes")) for f in held.files]
    return pd.DataFrame(rows, columns=["fichier", "sha256"])


def _parameters(before: Holding, now: Holding) -> Part:
    heads = ("Paramètre", "A", "B")
    old, new = before.parameters, now.parameters
    if old is None or new is None:
        sides = [side for side, tree in (("A", old), ("B", new)) if tree is None]
        missing = [(f"Paramètres non gardés avec {side}", _ABSENT, _ABSENT) for side in sides]
        return Part("Paramètres", heads, missing if len(sides) == 1 else [])
    found = [c for c in changes(_tree(old), _tree(new)) if not c.cle.startswith(_PLACES)]
    return Part("Paramètres", heads, [(c.cle, c.avant or _ABSENT, c.maintenant or _ABSENT) for c in found])


def _tree(parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v if isinstance(v, Mapping) else {"": v} for k, v in parameters.items()}


def _findings(before: Holding, now: Holding) -> Part:
    heads = ("Expéditeur", "Constat", "Table", "Colonne", "A", "B", "Suite")
    sides = [held.layout.findings for held in (before, now)]
    if not all(path.is_file() for path in sides):
        absent = [
            (side, "constats absents", *[_ABSENT] * 5) for side, p in zip("AB", sides, strict=True) if not p.is_file()
        ]
        return Part("Constats", heads, list(absent) if len(absent) == 1 else [])
    parameters = now.parameters or {}
    names = parameters.get("donnees", {}).get("expediteurs", {})
    senders = {sender_of(str(f["fichier"]), names) for f in now.files}
    found = finding_changes(read_table(sides[0]), read_table(sides[1]), senders)
    told = [
        (r["expediteur"], f"{r['titre']} ({r['gravite']})", r["table"], r["colonne"], str(r["avant"]),
         str(r["maintenant"]), r["suite"])
        for r in found.to_dict("records")
        if r["suite"] != Outcome.SAME
    ]  # fmt: skip
    return Part("Constats, par expéditeur", heads, told)


def _editions(before: Holding, now: Holding) -> Iterator[Part]:
    pairs = [(name, name) for name in before.editions if name in now.editions]
    if not pairs and len(before.editions) == len(now.editions) == 1:
        pairs = [(before.editions[0], now.editions[0])]
    paired = [{a for a, _ in pairs}, {b for _, b in pairs}]
    alone = [
        (side, name)
        for side, held, names in zip("AB", (before, now), paired, strict=True)
        for name in held.editions
        if name not in names and not (before.archived or now.archived)  # an archive holds one edition
    ]
    yield Part("Éditions d’un seul côté", ("Côté", "Édition"), alone)
    for old, new in pairs:
        yield from _said(before, old, now, new)


def _said(before: Holding, old: str, now: Holding, new: str) -> Iterator[Part]:
    label = f"« {new} »" if old == new else f"« {old} » (A) et « {new} » (B)"
    was, is_now = read_said(before.layout.report(old)), read_said(now.layout.report(new))
    names = ("chiffres.csv", "affirmations.csv")
    missing = [
        (side, name)
        for name, *tables in zip(names, was, is_now, strict=True)
        for side, table in zip("AB", tables, strict=True)
        if table is None and any(t is not None for t in tables)
    ]
    yield Part(f"Édition {label} : fichiers absents", ("Côté", "Fichier"), missing)
    if was[1] is not None and is_now[1] is not None:
        yield _listed(f"Édition {label} : énoncés", "Sur quoi", statement_changes(was[1], is_now[1]), old == new, _what)
    if was[0] is not None and is_now[0] is not None:
        yield _listed(f"Édition {label} : nombres", "Nombre", number_changes(was[0], is_now[0]), old == new, _cell)


def _listed(title: str, what: str, found: pd.DataFrame, same: bool, named: Callable[[Row], str]) -> Part:
    """What changed; what one alone of two editions says, of waves of its own, is counted and not listed."""
    rows = found.to_dict("records")
    listed = [r for r in rows if same or r[STATE] == Change.CHANGED]
    more = len(rows) - len(listed)
    return Part(
        title,
        ("Où", what, "A", "B", "Suite"),
        [(f"{r['document']}, {r['section']}", named(r), *_sides(r), _STATES[Change(r[STATE])]) for r in listed],
        f"et {count(more, 'autre')} d’un seul côté, les deux éditions n’étant pas les mêmes." if more else "",
    )


def _what(row: Row) -> str:
    known = INDICATORS.get(row["indicateur"])
    label = capitalised(known.label) if known is not None else row["indicateur"]
    return f"{label}, {row['vague']} ({row['methode']}, {row['mesure']})"


def _cell(row: Row) -> str:
    """« estimations, estimation (maintien, M24, …) »: the table, the column, the values of the key."""
    values = [part.rpartition("=")[2] for part in row["cle"].split(";") if part]
    return f"{row['table']}, {row['colonne']}" + (f" ({', '.join(values)})" if values else "")


def _sides(row: Row) -> tuple[str, str]:
    """Both values, their decimals shortened when that still tells them apart."""
    before, now = row[BEFORE], row[NOW]
    short = _DECIMALS.sub(_shortened, before), _DECIMALS.sub(_shortened, now)
    if short[0] != short[1]:
        before, now = short
    return _french(before), _french(now)


def _french(said: str) -> str:
    return said.replace("defavorable", "défavorable") or _ABSENT


def _shortened(found: re.Match[str]) -> str:
    value = float(found[0].replace(",", "."))
    return f"{value:.{3 if abs(value) < 10 else 1}f}".replace(".", ",")


def _show(part: Part) -> bool:
    """Print one part as a table; nothing when there is nothing in it."""
    if not part.rows and not part.more:
        return False
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    _say(f"\n{part.title} : {count(len(part.rows), 'différence')}")
    table = Table(*part.heads, box=SIMPLE, pad_edge=False)
    for column in table.columns:
        column.overflow = "fold"
    for row in part.rows:
        table.add_row(*(no_break(str(cell)) for cell in row))
    wide = None if sys.stdout.isatty() else 160
    Console(file=sys.stdout, width=wide, highlight=False, markup=False, emoji=False).print(table)
    if part.more:
        _say(part.more)
    return True


def _say(text: str) -> None:
    print(no_break(text))
