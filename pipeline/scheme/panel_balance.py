"""How alike the panels are, before and after the choice, and what panels of their size can show."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from pipeline.contract.codes import ACCOMPAGNE
from pipeline.contract.tables import MENAGES
from pipeline.scheme.panels import PANEL, Choice
from pipeline.stats.description import smd_categorical, smd_continuous
from pipeline.stats.precision import (
    chance_of_imbalance,
    detectable_difference,
    detectable_share,
    expected_half_width,
)

NUMBERS = ("impaye_inclusion", "ressources_mensuelles", "loyer_mensuel", "charges_mensuelles", "nb_personnes")
CODES = (
    "profil", "region", "bailleur", "motif", "composition", "tranche_age", "typologie", "statut_occupation",
    "trouble_psychique",
)  # fmt: skip
CONTROL_SHARES = (0.5, 0.6, 0.7, 0.75)
POWER, LEVEL = 0.8, 0.95


def panels_balance(candidates: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    """Return one row a characteristic: `variable`, `libelle`, `signe`, `vivier`, `panels`, `representativite`.

    `vivier`: standardised difference between entering and usual households among all candidates; `panels`: between the
    two panels; `representativite`: between the accompanied panel and the entering households left out. Signed for
    numbers and yes/no, a distance for several levels; missing where it cannot be computed.
    """
    pairs = choice.pairs[choice.pairs["statut"] == PANEL]
    entering = (candidates["groupe"] == ACCOMPAGNE).to_numpy(dtype=bool)
    in_panel = candidates["menage_id"].isin({*pairs["accompagne"], *pairs["temoin"]}).to_numpy(dtype=bool)
    compared = {
        "vivier": (entering, ~entering),
        "panels": (entering & in_panel, ~entering & in_panel),
        "representativite": (entering & in_panel, entering & ~in_panel),
    }
    rows = []
    for name in (*NUMBERS, *CODES):
        if candidates[name].notna().sum() == 0:
            continue
        row: dict[str, object] = {"variable": name, "libelle": MENAGES[name].label}
        row["signe"] = name in NUMBERS or candidates[name].nunique() == 2
        for title, (one, two) in compared.items():
            row[title] = _difference(candidates.loc[one, name], candidates.loc[two, name], name in NUMBERS)
        rows.append(row)
    return pd.DataFrame(rows, columns=["variable", "libelle", "signe", *compared])


def mean_absolute(table: pd.DataFrame, column: str) -> float:
    """Return the mean absolute standardised difference over the characteristics where it is known."""
    known = table[column].dropna().abs()
    return float(known.mean()) if len(known) else math.nan


def panels_precision(sizes: tuple[int, ...]) -> pd.DataFrame:
    """Return what panels of each size can show: one row a question, one column a size.

    Shares: Boschloo's exact test, two-sided 5 %, power 80 %, all tables enumerated; means: two-sided t test, exact
    noncentral law. A share that no true value makes detectable is missing.
    """
    rows: list[dict[str, object]] = []
    for share in CONTROL_SHARES:
        rows.append(
            _row(f"part_{round(100 * share)}", {n: detectable_share(share, n, n, POWER, 1 - LEVEL) for n in sizes})
        )
    for name, correlation in (("d", 0.0), ("d_correlation_50", 0.5)):
        found = {n: detectable_difference(n, n, POWER, 1 - LEVEL, correlation) for n in sizes}
        rows.append(_row(name, found))
    rows.append(_row("demi_largeur", {n: expected_half_width(0.8, 0.6, n, n, LEVEL) for n in sizes}))
    rows.append(_row("hasard_smd_10", {n: chance_of_imbalance(0.1, n, n) for n in sizes}))
    return pd.DataFrame(rows)


def _row(question: str, by_size: dict[int, float]) -> dict[str, object]:
    return {"question": question, **{str(n): value for n, value in by_size.items()}}


def _difference(one: pd.Series, two: pd.Series, number: bool) -> float:
    one, two = one.dropna(), two.dropna()
    if number:
        return smd_continuous(one.to_numpy(dtype=float), two.to_numpy(dtype=float))
    levels = sorted({*one.astype(str), *two.astype(str)})
    if len(levels) < 2:
        return 0.0 if len(one) and len(two) else math.nan
    counts = [np.array([float((part.astype(str) == v).sum()) for v in levels]) for part in (one, two)]
    return smd_categorical(counts[0], counts[1])
