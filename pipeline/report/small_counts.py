"""Disclosure control of the scheme's tables: what rests on fewer households than the threshold is not shown."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.produced.funders import EVERYONE
from pipeline.report.one_more import CLASSES_OF_HEALTH
from pipeline.report.results import EditionResults

MASKED = "masqué"
# Help that tells of health: masked as the contract's confidential columns are, complement included.
HEALTH = ("entree_soins", "mesure_protection")
_CLASSES = ("isole", "solitude")
_COUNTED = ("departement", "bailleur", "region", "profil", "public")
# The departments that are not of Île-de-France.
REGION_OF_DEPARTMENT = {"59": "nord_pas_de_calais", "62": "nord_pas_de_calais", "45": "centre"}
_VALUES = ("valeur", "ic_bas", "ic_haut")
_FUNNEL = {"atteint": "part", "maintenus": "part_maintenus", "revenus": "part_revenus"}


def protect_scheme(results: EditionResults, seuil: int) -> EditionResults:
    """Return `results` with the scheme's tables masked; a masked row says so in `note` (or has no value at all)."""
    return results.with_tables(
        aides=mask_help(results.aides, seuil),
        couverture=mask_coverage(results.couverture, seuil),
        cooperative=mask_cooperative(results.cooperative, seuil),
        dose_resultats=_without_small(results.dose_resultats, "n", _VALUES, seuil),
        mise_en_oeuvre=_without_small(results.mise_en_oeuvre, "effectif", ("realise", "q1", "q3"), seuil),
        loyers=_without_small(
            results.loyers, "n", ("loyer_moyen", "plafond_moyen", "sous_plafond", "part_sous_plafond"), seuil
        ),
        taux_effort=_without_small(results.taux_effort, "n", ("moyenne", "mediane"), seuil),
        entonnoir=mask_funnel(results.entonnoir, seuil),
        reperes=mask_benchmarks(results.reperes, seuil),
    )


def mask_help(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Hide health-related help in both groups where either has fewer than `seuil` households with it, or without it."""
    frame = frame.copy()
    for name in HEALTH:
        rows = frame["aide"] == name
        had, n = (pd.to_numeric(frame.loc[rows, c], errors="coerce").astype(float) for c in ("menages", "n"))
        if ((had < seuil) | (n - had < seuil)).any():
            frame.loc[rows, ["menages", "part", "ic_bas", "ic_haut", "evenements", "taux_annuel"]] = None
    return frame


def mask_cooperative(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Hide what rests on 1 … `seuil` − 1 households, and the isolation or loneliness of so few members, or all but few.

    « 14 % of 7 » is one household. 0 and all are hidden too: they say it of each. One of the two populations hidden at
    a wave leaves the other: how many are isolated in the region is told nowhere.
    """
    frame = _without_small(frame, "n", _VALUES, seuil)
    n, share = (pd.to_numeric(frame[c], errors="coerce").astype(float) for c in ("n", "valeur"))
    having = (n * share).round()
    few = frame["mesure"].isin(_CLASSES) & share.notna() & ((having < seuil) | (n - having < seuil))
    if few.any():
        frame.loc[few, ["n", *_VALUES]] = None
        frame.loc[few, "note"] = MASKED
    return frame


def mask_coverage(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Hide counts of households from 1 to `seuil` − 1, and, where a single one is hidden, the next smallest too.

    0 is shown: that nobody lives there tells of nobody. Without the second one, the total would give the first back;
    departments add up to their region, whose count is shown: they are looked at region by region.
    """
    frame = frame.copy()
    region = frame["modalite"].map(lambda code: REGION_OF_DEPARTMENT.get(str(code), "ile_de_france"))
    total = frame["dimension"].where(frame["dimension"] != "departement", "departement " + region)
    for name in dict.fromkeys(total[frame["dimension"].isin(_COUNTED)]):
        rows = total == name
        counts = pd.to_numeric(frame.loc[rows, "atteint"], errors="coerce").astype(float)
        masked = list(counts.index[(counts > 0) & (counts < seuil)])
        others = counts[counts >= seuil]
        if len(masked) == 1 and len(others):
            masked.append(others.idxmin())
        frame.loc[masked, "atteint"] = None
        frame.loc[masked, "note"] = MASKED
    return frame


def mask_funnel(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Hide the funnel of both groups, from the first count that is 1 to `seuil` − 1 in either: their sum is shown.

    A count that is hidden takes those made of it along.
    """
    frame = frame.copy()
    by_group = frame["population"] != EVERYONE
    for stage in dict.fromkeys(frame["etape"]):
        rows, hidden = by_group & (frame["etape"] == stage), False
        for count, part in _FUNNEL.items():
            counts = pd.to_numeric(frame.loc[rows, count], errors="coerce").astype(float)
            hidden = hidden or bool(((counts > 0) & (counts < seuil)).any())
            if hidden:
                frame.loc[rows, [count, part]] = None
                frame.loc[rows, "note"] = MASKED
    return frame


def mask_benchmarks(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Empty our figures that rest on fewer households than `seuil`; classes of health too where few are in, or are not.

    One group hidden hides the other: the whole panel's is told elsewhere. A group of nobody has nothing to hide.
    """
    frame = frame.copy()
    health = frame["indicateur"].isin(CLASSES_OF_HEALTH)
    small = pd.Series(data=False, index=frame.index)
    for side in ("accompagnes", "temoins"):
        n, value = (pd.to_numeric(frame[f"{c}_{side}"], errors="coerce").astype(float) for c in ("n", "valeur"))
        having = (value * n).round()
        small |= ((n > 0) & (n < seuil)) | (health & (n > 0) & ((having < seuil) | (n - having < seuil)))
    for side in ("accompagnes", "temoins"):
        somebody = pd.to_numeric(frame[f"n_{side}"], errors="coerce").astype(float) != 0
        frame.loc[small & somebody, [f"n_{side}", f"valeur_{side}"]] = None
    return frame


def _without_small(frame: pd.DataFrame, size: str, values: tuple[str, ...], seuil: int) -> pd.DataFrame:
    """Empty the values of rows that rest on 1 … seuil − 1 households; their size is not told either."""
    frame = frame.copy()
    n = pd.to_numeric(frame[size], errors="coerce").astype(float)
    small = (n > 0) & (n < seuil)
    if small.any():
        frame.loc[small, [size, *values]] = None
        frame.loc[small, "note" if "note" in frame else "source"] = MASKED
    return frame
