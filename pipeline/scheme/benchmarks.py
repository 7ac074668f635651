"""Figures from outside, each with its source and why it is no comparison, beside the study's own."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from pipeline.contract.codes import GROUPES
from pipeline.contract.indicators import INDICATORS, WAVE_MONTHS
from pipeline.contract.produced.funders import REPERES
from pipeline.errors import UsageError
from pipeline.params import Edition
from pipeline.scheme.note import Note

COLUMNS = ("indicateur", "valeur", "population", "annee", "source", "pas_comparable_car")
GROSS = "taux_effort_brut"  # no indicator of ours: it stands in the table `taux_effort` alone
# Where a publication says how many households do all of what our indicator measures a share of.
_WHOLE = ("paiement_regulier",)
_SIDES = {"accompagne": "accompagnes", "temoin": "temoins"}


def check_benchmarks(table: pd.DataFrame, where: str) -> None:
    """Raise `UsageError`, which names the line of `where`, unless every figure says what, of whom, when, from which
    source and why it is no comparison.
    """
    absent = [c for c in COLUMNS if c not in table]
    if absent:
        raise UsageError(f"{where} : colonnes absentes : {', '.join(absent)}. Les rétablir.")
    for line, row in enumerate(table.to_dict("records"), start=2):
        at = f"{where}, ligne {line}"
        empty = [c for c in COLUMNS if c != "valeur" and not str(row[c] if pd.notna(row[c]) else "").strip()]
        if "source" in empty:
            raise UsageError(f"{at} : un repère sans source n’est pas montré. Remplir « source », ou retirer la ligne.")
        if empty:
            raise UsageError(f"{at} : {', '.join(empty)} : vide. Remplir la case, ou retirer la ligne.")
        if row["indicateur"] not in (*INDICATORS, GROSS):
            raise UsageError(
                f"{at}, colonne indicateur : ce n’est pas un indicateur du contrat. Le dictionnaire des données les "
                "nomme ; corriger la case, ou retirer la ligne."
            )
        if not isinstance(row["valeur"], int | float) or not np.isfinite(row["valeur"]):
            raise UsageError(f"{at}, colonne valeur : un nombre est attendu, une part entre 0 et 1.")


def benchmarks_table(note: Note, indicators: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """Return `reperes`: each outside figure, and what the two groups are at the last wave that measures it.

    `indicators`: `indicateurs`. Ours is the mean or the share among known values; for a share of months, the households
    that are at 1.
    """
    return REPERES.frame(_rows(note, indicators, edition))


def _rows(note: Note, indicators: pd.DataFrame, edition: Edition) -> Iterator[dict[str, object]]:
    for row in note.tables["reperes"].to_dict("records"):
        name = str(row["indicateur"])
        if name == GROSS:
            continue
        wave, ours = _measured(name, indicators, edition)
        outside = {c: row[c] for c in ("valeur", "population", "annee", "source", "pas_comparable_car")}
        yield {"indicateur": name, "libelle": INDICATORS[name].label, "vague": wave, **outside, **ours}


def _measured(name: str, indicators: pd.DataFrame, edition: Edition) -> tuple[str, dict[str, object]]:
    wave = max((w for w in INDICATORS[name].waves if w in edition.waves), key=WAVE_MONTHS.__getitem__, default="")
    at = indicators[(indicators["indicateur"] == name) & (indicators["vague"] == wave)]
    found: dict[str, object] = {}
    for group in GROUPES:
        values = at.loc[at["groupe"] == group.value, "valeur"].dropna()
        known = (values == 1).astype(float) if name in _WHOLE else values
        side = _SIDES[group.value]
        found |= {f"n_{side}": len(known), f"valeur_{side}": float(known.mean()) if len(known) else np.nan}
    return wave, found
