"""Writing `rejets`: Parquet for programs, CSV and a workbook for people."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.produced.delivery import REJETS
from pipeline.layout import Layout
from pipeline.spreadsheet import write_csv, write_workbook
from pipeline.stages.clean import remove
from pipeline.stages.produced import write_entry
from pipeline.storage import replacing


def write_rejections(rejections: pd.DataFrame, layout: Layout) -> None:
    """Write what `to_rejections` returned, in the three forms, in place of an earlier run's."""
    remove([layout.rejections, layout.rejections_csv, layout.rejections_xlsx])
    write_entry(REJETS, rejections, layout.rejections)
    with replacing(layout.rejections_csv) as path:
        write_csv(rejections, path)
    with replacing(layout.rejections_xlsx) as path:
        write_workbook(rejections, path, title="rejets", rest=layout.rejections_csv.name)
