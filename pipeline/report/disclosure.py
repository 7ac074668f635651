"""Disclosure control: a health count below the threshold is hidden, with all that would let it be computed."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.tables import TABLES
from pipeline.report.few_at_a_place import LANDLORD_NOTE, mask_landlords, protect_few
from pipeline.report.few_known import protect_few_known
from pipeline.report.one_more import OF_HEALTH
from pipeline.report.pathway_counts import protect_pathways
from pipeline.report.results import EditionResults
from pipeline.report.small_counts import protect_scheme

CONFIDENTIAL = frozenset(c.name for table in TABLES.values() for c in table if c.confidential)
MASKED_NOTE = "masqué : moins de ménages que le seuil de confidentialité"

_BY_GROUP = ("effectif", "part", "moyenne", "ecart_type", "q1", "mediane", "q3")
_GROUPS = ("accompagnes", "temoins")


def protect(results: EditionResults, seuil: int) -> EditionResults:
    """Return `results` with small counts masked: what tables, figures and sentences read."""
    results = protect_few_known(protect_few(protect_scheme(results, seuil), seuil), seuil)
    comparability = protect_comparability(results.comparabilite, seuil)
    return protect_pathways(results, seuil).with_tables(
        comparabilite=comparability,
        equilibre=mask_balance(results.equilibre, comparability),
    )


def protect_comparability(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Return the comparability table as it is shown: landlords, health, and means of few households are masked."""
    return mask_means(mask_comparability(mask_landlords(frame), seuil), seuil)


def mask_comparability(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Return the comparability table without what is known of fewer than `seuil` households on health.

    For each confidential variable and group, a level with fewer than `seuil` households, or a complement with fewer
    (« 24 sur 25 » tells of the one who is not), hides every level of the variable in that group: with one level
    left out, the others and the group's size would give it back. The standardised difference goes too, since it and
    the other group's share would give the hidden one. A count of 0 is below the threshold. What remains: group sizes
    and missing counts. Hidden in all groups of which somebody is known, a variable keeps one row, without its level.
    `note` says « masqué ».
    """
    frame = frame.copy()
    for variable in sorted(CONFIDENTIAL & set(frame["variable"])):
        rows = frame["variable"] == variable
        hidden = [g for g in _GROUPS if _is_small(frame[rows], g, seuil)]
        for group in hidden:
            for prefix in _BY_GROUP:
                frame.loc[rows, f"{prefix}_{group}"] = None
        if hidden:
            frame.loc[rows, "smd"] = None
            frame.loc[rows, "note"] = MASKED_NOTE
        known = [g for g in _GROUPS if _floats(frame[rows], f"n_{g}").fillna(0).max() > 0]
        if hidden and hidden == known:  # even which levels occur is not told: they are those of who is hidden
            frame.loc[rows, "modalite"] = ""
            frame = frame[~(rows & frame.duplicated("variable"))]
    return frame.reset_index(drop=True)


def mask_means(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Return the comparability table without the means (incomes, debts, scores) of fewer than `seuil` households.

    The standardised difference goes with the mean of the group that has so few; of health, so does the other's mean, as
    in the estimates.
    """
    frame = frame.copy()
    continuous, health = frame["type"] == "continu", frame["variable"].isin(OF_HEALTH)
    sizes = {group: _floats(frame, f"n_{group}") for group in _GROUPS}
    of_few = {group: continuous & (n > 0) & (n < seuil) for group, n in sizes.items()}
    of_any = pd.DataFrame(of_few).any(axis=1)
    for group in _GROUPS:
        few = of_few[group] | (of_any & health)
        frame.loc[few, [*(f"{prefix}_{group}" for prefix in _BY_GROUP), "smd"]] = None
        frame.loc[few, "note"] = MASKED_NOTE
    return frame


def mask_balance(frame: pd.DataFrame, comparability: pd.DataFrame) -> pd.DataFrame:
    """Return the balance after weighting without the variables that `comparability`, already masked, does not show.

    The difference before weighting would give the hidden count back, and the one after it nearly so.
    """
    frame = frame.copy()
    untold = comparability["note"].isin((MASKED_NOTE, LANDLORD_NOTE))
    hidden = frame["variable"].isin(comparability.loc[untold, "variable"])
    if hidden.any():
        frame.loc[hidden, ["smd_avant", "smd_apres", *(f"effectif_efficace_{g}" for g in _GROUPS)]] = None
        frame.loc[hidden, "note"] = MASKED_NOTE
    return frame


def is_masked(note: object) -> bool:
    """True for the note of a row that `mask_comparability` has masked."""
    return note == MASKED_NOTE


def _is_small(rows: pd.DataFrame, group: str, seuil: int) -> bool:
    known = _floats(rows, f"n_{group}")
    if known.fillna(0).max() == 0:
        return False  # nobody's answer is known: nothing to hide
    counts = _floats(rows, f"effectif_{group}")
    for share in ("part", "moyenne"):  # the mean of a yes/no is a count in disguise
        counts = counts.fillna((_floats(rows, f"{share}_{group}") * known).round())
    counts = counts.fillna(0.0)
    return bool(((counts < seuil) | (known - counts < seuil)).any())


def _floats(rows: pd.DataFrame, column: str) -> pd.Series:
    return pd.to_numeric(rows[column], errors="coerce").astype(float)
