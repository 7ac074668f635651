"""What a folder of results holds: an archive, an output of `executer`, or the repository itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.french import long_date
from pipeline.layout import Layout
from pipeline.params import load_params
from pipeline.stages.archived import MANIFEST, read_archive
from pipeline.storage import replacing

PARAMETERS = "parametres.json"


@dataclass(frozen=True)
class Holding:
    """`name`: what the folder is, in French. `archived`: it is an archive, read-only and whole."""

    folder: Path
    layout: Layout
    name: str
    archived: bool = False

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions that were made there, those with tables or a report."""
        made = {p.parent.name for p in self.layout.processed.glob("*/indicateurs.parquet")}
        made |= {p.parent.name for p in self.layout.reports.glob("*/affirmations.csv")}
        return tuple(sorted(made))

    @property
    def parameters(self) -> Mapping[str, Any] | None:
        """The parameters of its run as plain values, None when they were not kept."""
        kept = self.layout.processed / PARAMETERS
        if kept.is_file():
            tree: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
            return tree
        own = self.folder / "params.yaml"
        return load_params(own).model_dump(mode="json") if own.is_file() else None

    @property
    def files(self) -> list[Mapping[str, Any]]:
        """What was found in each file and sheet of the delivery, none when nothing was read."""
        path = self.layout.files
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []


def open_holding(folder: Path) -> Holding:
    """Return what `folder` holds. Raises `UsageError` when there are no results in it, or a damaged archive."""
    if (folder / MANIFEST).is_file():
        found = read_archive(folder)
        return Holding(folder, found.layout, f"archive du {long_date(found.day)}", archived=True)
    for layout, name in ((Layout.output(folder), "résultats"), (Layout.repository(folder), "dépôt")):
        if layout.processed.is_dir() and layout.files.is_file():
            return Holding(folder, layout, name)
    raise UsageError(
        f"{folder} : ni archive (« evaluation archiver »), ni dossier de « --sortie », ni dépôt où la chaîne a tourné."
    )


def record_parameters(tree: Mapping[str, Any], layout: Layout) -> None:
    """Keep the parameters in force beside the tables, for a later comparison."""
    with replacing(layout.processed / PARAMETERS) as path:
        path.write_text(json.dumps(tree, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="")
