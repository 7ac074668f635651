"""What `ingest` wrote, read again: the tables that were delivered."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.tables import TABLES
from pipeline.layout import Layout
from pipeline.storage import read_table


def read_tables(layout: Layout) -> dict[str, pd.DataFrame]:
    """Return the delivered tables by name, in the contract's order; a table not delivered is absent."""
    return {name: read_table(layout.table(name)) for name in TABLES if layout.table(name).exists()}


def read_provenance(layout: Layout) -> dict[str, pd.DataFrame]:
    """Return file, sheet and line of each row of `read_tables`, table by table."""
    return {name: read_table(layout.provenance(name)) for name in TABLES if layout.provenance(name).exists()}
