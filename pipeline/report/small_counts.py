"""Disclosure control of the scheme's tables: what rests on fewer households than the threshold is not shown."""

from __future__ import annotations

import pandas as pd

from pipeline.report.results import EditionResults

MASKED = "masqué"
# Help that tells of health: masked as the contract's confidential columns are, complement included.
HEALTH = ("entree_soins", "mesure_protection")
_COUNTED = ("departement", "bailleur", "region", "profil", "public")
# The departments that are not of Île-de-France.
REGION_OF_DEPARTMENT = {"59": "nord_pas_de_calais", "62": "nord_pas_de_calais", "45": "centre"}
_VALUES = ("valeur", "ic_bas", "ic_haut")


def protect_scheme(results: EditionResults, seuil: int) -> EditionResults:
    """Return `results` with the scheme's tables masked; a masked row says so in `note` (or has no value at all)."""
    return results.with_tables(
        aides=mask_help(results.aides, seuil),
        couverture=mask_coverage(results.couverture, seuil),
        cooperative=_without_small(results.cooperative, "n", _VALUES, seuil),
        dose_resultats=_without_small(results.dose_resultats, "n", _VALUES, seuil),
        mise_en_oeuvre=_without_small(results.mise_en_oeuvre, "effectif", ("realise", "q1", "q3"), seuil),
        loyers=_without_small(
            results.loyers, "n", ("loyer_moyen", "plafond_moyen", "sous_plafond", "part_sous_plafond"), seuil
        ),
        taux_effort=_without_small(results.taux_effort, "n", ("moyenne", "mediane"), seuil),
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


def _without_small(frame: pd.DataFrame, size: str, values: tuple[str, ...], seuil: int) -> pd.DataFrame:
    """Empty the values of rows that rest on 1 … seuil − 1 households; their size is not told either."""
    frame = frame.copy()
    n = pd.to_numeric(frame[size], errors="coerce").astype(float)
    small = (n > 0) & (n < seuil)
    if small.any():
        frame.loc[small, [size, *values]] = None
        frame.loc[small, "note" if "note" in frame else "source"] = MASKED
    return frame
