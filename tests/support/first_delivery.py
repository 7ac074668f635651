"""The clean delivery as it could have been sent at an earlier freeze, with a cell that nobody can read."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from support.import_graph import ROOT

CLEAN = ROOT / "tests" / "deliveries" / "propre" / "livraison"
READABLE, UNREADABLE = "EH004,2015-03,613.99,", "EH004,2015-03,614 ou 604,"


def write_delivery(folder: Path, freeze: str = "9999-12-31", *, spoilt: bool = True) -> Path:
    """Write what was known at `freeze` (AAAA-MM-JJ) below `folder`, one file a table, and return `folder`."""
    until = {"mois": freeze[:7], "date": freeze, "semestre": f"{freeze[:4]}-S{1 if freeze[5:7] < '07' else 2}"}
    for file in CLEAN.rglob("*.csv"):
        rows = pd.read_csv(file, dtype=str, keep_default_na=False)
        for column in [c for c in until if c in rows]:
            rows = rows[rows[column] <= until[column]]
        text = rows.to_csv(index=False, lineterminator="\n")
        copy = folder / file.relative_to(CLEAN)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text.replace(READABLE, UNREADABLE, 1) if spoilt else text, encoding="utf-8")
    return folder
