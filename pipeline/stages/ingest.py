"""Stage « ingest »: the files of a delivery → typed tables, their provenance, and what could not be read."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.ingest.corrections import corrections_file
from pipeline.ingest.delivery import Delivery, read_delivery
from pipeline.ingest.source import FileReport
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.shipped import reference_folder
from pipeline.stages.clean import remove
from pipeline.stages.left_over import left_over_words
from pipeline.stages.runner import stage
from pipeline.storage import replacing, write_table
from pipeline.validate.reference import load_reference

READS = ("aveugle", "donnees", "editions")


def read(params: Params, advance: Callable[[int, int], None] | None = None) -> Delivery:
    """Read the delivery that `donnees.source` names; nothing is written. `advance`: as for `read_delivery`."""
    communes = load_reference(reference_folder()).communes
    return read_delivery(
        Path(params.donnees.source),
        params.donnees,
        communes=communes,
        last_freeze=params.last_freeze,
        advance=advance,
    )


def run(params: Params, layout: Layout, advance: Callable[[int, int], None] | None = None) -> None:
    """Read, and write `tables/`, `provenance/`, `lecture.parquet`, `fichiers.json`; refuse to in blind mode."""
    if params.aveugle:
        raise UsageError(
            "« aveugle: true » : les étapes de DVC écrivent les groupes, elles ne s’exécutent pas en aveugle. Lancer "
            f"« evaluation executer --source {params.donnees.source} --sortie DOSSIER --params params.yaml »."
        )
    source = Path(params.donnees.source)
    file = corrections_file(source)
    if file is not None and file.parent.resolve() != source.resolve() and layout == Layout.repository(Path.cwd()):
        raise UsageError(
            f"{file} : avec DVC, les corrections se posent dans le dossier de la livraison, que « dvc add » suit ; y "
            "déplacer ce fichier."
        )
    if words := left_over_words(layout, params.editions):
        print(words)
    delivery = read(params, advance)
    remove([layout.table("").parent, layout.provenance("").parent, layout.reading, layout.files])
    for name, frame in delivery.tables.items():
        write_table(frame, layout.table(name), rounded=False)
        write_table(delivery.provenance[name], layout.provenance(name))
    write_table(delivery.findings, layout.reading)
    with replacing(layout.files) as path:
        text = json.dumps(as_rows(delivery.files), ensure_ascii=False, indent=1)
        path.write_text(text + "\n", encoding="utf-8", newline="\n")


def as_rows(files: Sequence[FileReport]) -> list[dict[str, Any]]:
    """Return what was found in each file and sheet, as plain mappings."""
    return [asdict(report) for report in files]


if __name__ == "__main__":
    stage(run, READS)
