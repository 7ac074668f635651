"""Disclosure control of what singles a household out: a landlord's few in each group, extremes, classes of health."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.indicators import INDICATORS
from pipeline.contract.remarks import MASKED_SIZE, holds, remark
from pipeline.report.one_more import CLASSES_OF_HEALTH, ESTIMATED, EXTREMES, OF_HEALTH, mask_one_more
from pipeline.report.results import EditionResults
from pipeline.statements.few import FEWEST

LEFT_OUT = "sans:"  # the comparison without one landlord
LANDLORD_NOTE = "masqué : les ménages d’un bailleur ne sont pas comptés groupe par groupe"
_LANDLORD = "bailleur"
# What a difference without a landlord is rounded to: whole points of a share, tens of euros, halves of all else.
_STEPS = {"%": 0.01, "€": 10.0}
_STEP = 0.5
_WHOLE = 1e-3  # how near to a whole number of households a share of them is
_LEVELS = ("valeur_accompagnes", "valeur_temoins")
SIZES = ("n_accompagnes", "n_temoins")
_ENDLESS = frozenset(i.name for i in INDICATORS.values() if i.limits is None)


def protect_few(results: EditionResults, seuil: int) -> EditionResults:
    """Return `results` without what tells of a landlord's few households in a group, of extremes, of small classes."""
    estimations = mask_health_shares(results.estimations, seuil)
    return results.with_tables(
        estimations=estimations,
        reperes=mask_as_estimated(results.reperes, estimations),
        sensibilite=mask_one_more(
            mask_sensitivity(results.sensibilite, seuil, landlords_of_a_few(results.couverture, seuil)), seuil
        ),
        dose_resultats=mask_last_class(results.dose_resultats, seuil),
    )


def mask_landlords(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the comparability table without the landlords' households by group: six landlords, a few in each group.

    How far apart the panels are on landlords goes too: each landlord's total is told, and a distance of 0 halves it.
    Where there is one landlord, all of each group are its own: nothing is hidden.
    """
    frame = frame.copy()
    rows = frame["variable"] == _LANDLORD
    if rows.sum() == 1:
        return frame
    for kind in ("effectif", "part"):
        frame.loc[rows, [f"{kind}_accompagnes", f"{kind}_temoins"]] = None
    frame.loc[rows, "smd"] = None
    frame.loc[rows, "modalite"] = ""
    frame.loc[rows, "note"] = LANDLORD_NOTE
    return frame[~(rows & frame.duplicated("variable"))].reset_index(drop=True)


def landlords_of_a_few(coverage: pd.DataFrame, seuil: int) -> frozenset[str]:
    """Return the codes of the landlords of whom 1 to `seuil` − 1 households are in the study, both groups together."""
    rows = coverage[coverage["dimension"] == _LANDLORD]
    counts = pd.to_numeric(rows["atteint"], errors="coerce").astype(float)
    return frozenset(rows.loc[counts.between(1, seuil - 1), "modalite"].astype(str))


def mask_sensitivity(frame: pd.DataFrame, seuil: int, few: frozenset[str] = frozenset()) -> pd.DataFrame:
    """Return the sensitivity rows without a landlord's cells by difference, and without the values of one household.

    A comparison that leaves a landlord out keeps its difference, rounded, and loses sizes, levels, interval and p: less
    the whole, they are that landlord's households. Of the landlords in `few`, who have so few of them, the rounded
    difference would tell the group and the outcome of each: it goes too. Worst and best cases go where the scale has no
    ends of its own: the extremes that they give to the missing are those of two households.
    """
    if frame.empty:
        return frame
    frame = frame[~(frame["variante"].isin(EXTREMES) & frame["indicateur"].isin(_ENDLESS))].reset_index(drop=True)
    frame = frame.astype(dict.fromkeys(SIZES, float))
    left_out = frame["variante"].astype(str).str.startswith(LEFT_OUT)
    steps = frame["indicateur"].map(
        lambda name: _STEPS.get(INDICATORS[name].unit, _STEP) if name in INDICATORS else _STEP
    )
    rounded = (frame["estimation"].astype(float) / steps).round() * steps
    frame["estimation"] = frame["estimation"].astype(float).mask(left_out, rounded)
    frame.loc[frame["variante"].isin([f"{LEFT_OUT}{landlord}" for landlord in few]), "estimation"] = None
    others = [c for c in (*ESTIMATED[1:], *_LEVELS, *SIZES) if c in frame]
    frame.loc[left_out, others] = None
    frame.loc[left_out, "note"] = remark(MASKED_SIZE)
    return mask_health_shares(frame, seuil)


def mask_health_shares(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Return estimates without those of a class of health that fewer than `seuil` households of a group are in, or not,
    nor those of a score that fewer answered for.

    All methods of that indicator and wave lose their numbers: each would give the hidden share back, or the mean. That
    nobody of a group has a value stays the reason where it is. A weighted or imputed share counts no households: it
    hides nothing, and goes where a share that counts them does.
    """
    if frame.empty or not frame["indicateur"].isin(OF_HEALTH).any():
        return frame
    frame = frame.copy()
    small = frame["indicateur"].isin(OF_HEALTH) & False
    for group in ("accompagnes", "temoins"):
        n, share = (pd.to_numeric(frame[f"{c}_{group}"], errors="coerce").astype(float) for c in ("n", "valeur"))
        had = (n * share).round()
        of_households = share.between(0, 1) & ((n * share - had).abs() < _WHOLE)
        small |= frame["indicateur"].isin(CLASSES_OF_HEALTH) & of_households & ((had < seuil) | (n - had < seuil))
        small |= frame["indicateur"].isin(OF_HEALTH) & share.notna() & (n < seuil)
    cells = frame["indicateur"].astype(str) + " " + frame["vague"].astype(str)
    hidden = cells.isin(set(cells[small]))
    frame.loc[hidden & ~without_value(frame, "estimation"), "note"] = remark(MASKED_SIZE)
    frame.loc[hidden, [c for c in (*ESTIMATED, *_LEVELS) if c in frame]] = None
    return frame


def without_value(frame: pd.DataFrame, number: str) -> pd.Series:
    """Return which rows have no `number` because nobody of a group has a value: there is nothing to mask."""
    nobody = frame["note"].fillna("").astype(str).str.startswith("aucune_valeur")
    return frame[number].isna() & nobody


def mask_as_estimated(frame: pd.DataFrame, estimations: pd.DataFrame) -> pd.DataFrame:
    """Return the outside figures without ours of an indicator and wave that the estimates, already masked, hide.

    Where the other group has no value, no row says that it is masked: the crude level is not told of those who have.
    """
    if frame.empty or estimations.empty:
        return frame
    frame = frame.astype(dict.fromkeys(SIZES, float))
    of_ours = list(zip(frame["indicateur"], frame["vague"], strict=True))
    masked = estimations["note"].map(lambda note: holds(note, MASKED_SIZE)).astype(bool)
    crude = estimations["methode"] == "difference_brute"
    for size, level in zip(SIZES, _LEVELS, strict=True):
        untold = crude & (pd.to_numeric(estimations[size], errors="coerce") > 0) & estimations[level].isna()
        hidden = set(estimations.loc[masked | untold, ["indicateur", "vague"]].itertuples(index=False, name=None))
        frame.loc[[cell in hidden for cell in of_ours], [size, level]] = None
    return frame


def mask_last_class(frame: pd.DataFrame, seuil: int = FEWEST) -> pd.DataFrame:
    """Hide, beside the classes of dose that are hidden, the next smallest where the whole would give them back.

    One hidden class is the whole less the others; two of which the whole leaves fewer than `seuil` are as good as told.
    """
    frame = frame.astype({"n": float})
    classes = (frame["mesure"] == "moyenne") & (frame["classe"] != "ensemble")
    sizes = pd.to_numeric(frame["n"], errors="coerce").astype(float)
    for cell, part in frame[classes].groupby(["indicateur", "vague"], sort=False):
        known = sizes[part.index].dropna()
        known = known[known > 0]
        hidden = part.index[sizes[part.index].isna()]
        whole = sizes[(frame[["indicateur", "vague"]] == list(cell)).all(axis=1) & (frame["classe"] == "ensemble")]
        left = whole.max() - known.sum()  # not a number where the whole is not told
        if len(hidden) and len(known) and (len(hidden) == 1 or 0 < left < seuil):
            frame.loc[known.idxmin(), ["n", "valeur", "ic_bas", "ic_haut"]] = None
            frame.loc[known.idxmin(), "note"] = part.loc[hidden[0], "note"]
    return frame
