"""Run every bench, show them in one table, write `results.json`, fail when one passes its bar."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.machine import describe
from benchmarks.measure import Absent, Row

MODULES = (
    "permutations", "freedman_lane", "inference", "bootstrap", "simulation", "growth", "chain", "reports", "scale",
    "panels", "suite",
)  # fmt: skip
_HERE = Path(__file__).resolve().parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 when every measure is within its bar, 1 otherwise.

    `results.json` is a list of {"work", "ours_s", "peer", "peer_s", "ratio", "bar", "ok"}: see `measure.Row`;
    `machine.json` beside it says on what. With `--only`, the rows measured replace those of the same work and peer, the
    others stay: each row is ours and its peer in one run, whichever run that was.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Mesures côte à côte.")
    parser.add_argument("--only", choices=MODULES, nargs="+", help="ces mesures seulement ; les autres lignes restent")
    chosen = parser.parse_args(arguments).only or MODULES
    console = Console()
    rows: list[Row] = []
    for name in chosen:
        console.print(f"[dim]{name}…[/dim]")
        for measure in importlib.import_module(f"benchmarks.{name}").measures():
            if isinstance(measure, Absent):
                console.print(f"Sans mesure : {measure.work} — {measure.peer} : {measure.reason}", markup=False)
            else:
                rows.append(measure)
    console.print(_shown(rows))
    fresh = [row.as_dict() for row in rows]
    kept = [] if len(chosen) == len(MODULES) else _read("results.json")
    _write("results.json", list({(r["work"], r["peer"]): r for r in (*kept, *fresh)}.values()))
    _write("machine.json", describe())
    late = [row for row in rows if not row.ok]
    for row in late:
        console.print(f"Au-delà de la barre : {row.work} ({row.ratio:.2f} pour {row.bar:g})", markup=False)
    return 1 if late else 0


def _shown(rows: Sequence[Row]) -> Table:
    table = Table("Travail", "nous", "à côté de", "lui", "rapport", "barre", "")
    for row in rows:
        table.add_row(
            row.work,
            f"{row.ours_s:.4g}",
            row.peer,
            f"{row.peer_s:.4g}",
            f"{row.ratio:.3g}",
            f"{row.bar:.3g}",
            "tenu" if row.ok else "[bold red]dépassé[/bold red]",
        )
    return table


def _read(name: str) -> list[dict[str, object]]:
    path = _HERE / name
    return list(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else []


def _write(name: str, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (_HERE / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
