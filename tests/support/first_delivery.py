"""The clean delivery as it could have been sent at an earlier freeze, in one file a table or in one a sender."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from support.import_graph import ROOT

CLEAN = ROOT / "tests" / "deliveries" / "propre" / "livraison"
# By the first letters of a pseudonym; the accounts are of them all.
SENDERS = {
    "EH": "essonne_habitat", "HN": "habitat_du_nord", "HP": "habitat_62_59_picardie",
    "LT": "logis_transports", "PL": "pierres_et_lumieres", "TJ": "toit_et_joie",
}  # fmt: skip
SPOILT = {"EH004,2015-03,613.99,": "EH004,2015-03,614 ou 604,"}


def write_delivery(
    folder: Path,
    freeze: str = "9999-12-31",
    *,
    by_sender: bool = False,
    spoilt: Mapping[str, str] | None = None,
) -> Path:
    """Write what was known at `freeze` (AAAA-MM-JJ) below `folder`, and return `folder`.

    `spoilt`: beginnings of lines, and what stands there instead.
    """
    until = {"mois": freeze[:7], "date": freeze, "semestre": f"{freeze[:4]}-S{1 if freeze[5:7] < '07' else 2}"}
    for file in CLEAN.rglob("*.csv"):
        rows = pd.read_csv(file, dtype=str, keep_default_na=False)
        for column in [c for c in until if c in rows]:
            rows = rows[rows[column] <= until[column]]
        if "menage_id" not in rows or not by_sender:
            parts = {"habitat_reuni_" if by_sender else "": rows}
        else:
            parts = {f"{sender}_": rows[rows["menage_id"].str[:2] == start] for start, sender in SENDERS.items()}
        for prefix, part in parts.items():
            text = part.to_csv(index=False, lineterminator="\n")
            for was, written in (spoilt or {}).items():
                text = text.replace(was, written, 1)
            copy = folder / file.parent.name / f"{prefix}{file.name}"
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(text, encoding="utf-8")
    return folder
