"""How the truth of an indicator is made anew: the plain loop on the clean tables, and no code of the package.

`python tests/indicators/recipe.py` adds to `indicateurs.csv` of each edition the rows of the indicators that the loop
knows and the file does not; the rows that are there came from R and stay.
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from naive_indicators import naive_edition

TRUTH = Path(__file__).parents[1] / "deliveries" / "propre" / "attendu"
CLOCKS = {
    "intermediaire": (dt.date(2016, 3, 31), 12),
    "parcours": (dt.date(2016, 9, 30), 18),
    "finale": (dt.date(2017, 3, 31), 24),
}
TABLES = ("menages", "suivi_locatif", "evenements", "entretiens", "accompagnement")
_WORDS = {"menage_id", "groupe", "profil", "mois", "type", "vague"}
_DAYS = {"date", "date_inclusion"}
Key = tuple[str, str, str]


def truth_of(edition: str) -> tuple[dict[Key, tuple[float | None, float | None]], dict[str, tuple[float, int, str]]]:
    """Return (household, indicator, wave) → (value, exposure), and household → (months, event, cause)."""
    study = {name: [{c: _cell(c, v) for c, v in row.items()} for row in _rows(TRUTH / "tables" / f"{name}.csv")]
             for name in TABLES}  # fmt: skip
    return naive_edition(study, *CLOCKS[edition])


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _cell(column: str, text: str) -> object:
    if text == "":
        return None
    if column in _DAYS:
        return dt.date.fromisoformat(text)
    if column in _WORDS:
        return text
    try:
        return float(text)
    except ValueError:
        return text


def add_what_is_new(edition: str) -> int:
    """Add to the truth of an edition the rows of the indicators that it does not know; return how many rows."""
    path = TRUTH / edition / "indicateurs.csv"
    known = {row["indicateur"] for row in _rows(path)}
    groups = {row["menage_id"]: row["groupe"] for row in _rows(TRUTH / "tables" / "menages.csv")}
    new = [(key, value) for key, value in truth_of(edition)[0].items() if key[1] not in known]
    with path.open("a", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        for (household, name, wave), pair in sorted(new):
            value, exposure = ("" if x is None else x for x in pair)
            writer.writerow([household, groups[household], name, wave, value, exposure])
    return len(new)


if __name__ == "__main__":
    for each in CLOCKS:
        print(f"{each}: {add_what_is_new(each)} rows added")
