"""A table of the report as a person reads it: its cells without no-break spaces nor escapes, or its CSV."""

from __future__ import annotations

import csv
import io
import re

from pipeline.report.tables.pipe import PipeTable


def plain(text: str) -> str:
    return re.sub("[\u00a0\u202f]", " ", text)


def cells(table: PipeTable | None) -> list[list[str]]:
    assert table is not None
    return [[plain(c).replace("\\", "") for c in row] for row in table.rows]


def rows_of(table: PipeTable | None) -> list[list[str]]:
    assert table is not None
    return list(csv.reader(io.StringIO(table.csv()), delimiter=";"))
