"""Stage « scheme »: the delivery and the results → what was delivered, to whom, where and at what cost."""

from __future__ import annotations

import pandas as pd

from pipeline.errors import UsageError
from pipeline.layout import SCHEME_TABLES, Layout
from pipeline.params import Params
from pipeline.scheme.edition import scheme_edition
from pipeline.scheme.note import TABLES, Note
from pipeline.shipped import reference_folder
from pipeline.stages.clean import remove
from pipeline.stages.delivery_tables import read_tables
from pipeline.stages.runner import stage
from pipeline.storage import read_table, write_table

READS = ("editions", "seuils", "plan", "couts", "dispositif")
_TEXTS = {"departement", "departement_officiel"}  # « 01 » is a code, not a number


def run(params: Params, layout: Layout) -> None:
    """Write the tables of `SCHEME_TABLES` for every edition."""
    tables, note = read_tables(layout), read_note()
    for name in params.editions:
        remove(layout.result(name, f"{table}.parquet") for table in SCHEME_TABLES)
        computed = {
            t: read_table(layout.result(name, f"{t}.parquet")) for t in ("inclusions", "indicateurs", "estimations")
        }
        results = scheme_edition(name, tables, computed, note, params)
        for table in SCHEME_TABLES:
            write_table(results[table], layout.result(name, f"{table}.parquet"))


def read_note() -> Note:
    """Read the reference tables that the scheme is compared with."""
    folder = reference_folder()
    frames = {}
    for name in TABLES:
        path = folder / f"{name}.csv"
        try:
            frames[name] = pd.read_csv(path, encoding="utf-8", dtype=dict.fromkeys(_TEXTS, str))
        except (OSError, ValueError):
            raise UsageError(
                f"{path} : table de référence absente ou illisible. La rétablir depuis le dépôt."
            ) from None
    return Note(frames)


if __name__ == "__main__":
    stage(run, READS)
