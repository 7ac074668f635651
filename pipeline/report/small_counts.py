"""Disclosure control of the scheme's tables: what is of health or money and rests on a few is shown nowhere."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.codes import INTERVENANTS
from pipeline.contract.populations import MAINTIEN
from pipeline.contract.produced.funders import EVERYONE
from pipeline.report.few_known import PRIVATE
from pipeline.report.one_more import CLASSES_OF_HEALTH, OF_HEALTH
from pipeline.report.results import EditionResults

MASKED = "masqué"
# Help that tells of health: masked as the contract's confidential columns are, complement included.
HEALTH = ("entree_soins", "mesure_protection")
_CLASSES = ("isole", "solitude")
# With how many households the accompaniment spoke of health, and the line that counts all who are accompanied.
_SPOKEN_HEALTH = ("sante", "veille_psychique_addictions")
_EVERYBODY, _SHARE_OF_DAYS = "jours_tous", "part des jours"
_SHARES_OF_THE_CELL = tuple(f"part_{code.value}" for code in INTERVENANTS)
_VALUES = ("valeur", "ic_bas", "ic_haut")


def protect_scheme(results: EditionResults, seuil: int) -> EditionResults:
    """Return `results` with the scheme's tables masked; a masked row says so in `note` (or has no value at all)."""
    return results.with_tables(
        aides=mask_help(results.aides, seuil),
        cooperative=mask_cooperative(results.cooperative, seuil),
        dose_resultats=mask_dose(results.dose_resultats, seuil),
        mise_en_oeuvre=mask_implementation(results.mise_en_oeuvre, seuil),
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


def mask_dose(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Hide the outcomes of classes of dose of 1 … `seuil` − 1 households; of exits, those of every class beside them.

    How many of all were kept is told elsewhere: where all are, or nobody is, the classes that are shown say it of each
    of the hidden ones.
    """
    frame = _without_small(frame, "n", _VALUES, seuil)
    exits = (frame["indicateur"] == MAINTIEN.name) & (frame["classe"] != "ensemble")
    hidden = (frame["note"] == MASKED).groupby([frame["indicateur"], frame["vague"]]).transform("any")
    frame.loc[exits & hidden, ["n", *_VALUES]] = None
    frame.loc[exits & hidden, "note"] = MASKED
    return frame


def mask_implementation(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Hide days and delays of 1 … `seuil` − 1 households; with how many, if few or all but few, health was spoken of.

    Shares of all the days are shown: they add up to 1, so that one hidden would come back, and are of no household.
    """
    frame = frame.copy()
    n = pd.to_numeric(frame["effectif"], errors="coerce").astype(float)
    of_days = (frame["unite"] == _SHARE_OF_DAYS) | frame["ligne"].isin(_SHARES_OF_THE_CELL)
    small = ~of_days & (n > 0) & (n < seuil)
    frame.loc[small, ["effectif", "realise", "q1", "q3"]] = None
    frame.loc[small, "note"] = MASKED
    health = of_days & frame["ligne"].isin(_SPOKEN_HEALTH)
    followed = n[frame["ligne"] == _EVERYBODY].max()
    frame.loc[health & (n > 0) & ((n < seuil) | (followed - n < seuil)), "effectif"] = None
    return frame


def mask_cooperative(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Hide the scores of 1 … `seuil` − 1 members or others, and the isolation or loneliness of so few, or all but few.

    « 14 % of 7 » is one household. 0 and all are hidden too: they say it of each. One of the two populations hidden at
    a wave leaves the other: how many are isolated in the region is told nowhere. Who is a member is no secret, and is
    told by group among the outcomes.
    """
    frame = frame.copy()
    n, share = (pd.to_numeric(frame[c], errors="coerce").astype(float) for c in ("n", "valeur"))
    having = (n * share).round()
    few = frame["mesure"].isin(OF_HEALTH) & (n > 0) & (n < seuil)
    few |= frame["mesure"].isin(_CLASSES) & share.notna() & ((having < seuil) | (n - having < seuil))
    if few.any():
        frame.loc[few, ["n", *_VALUES]] = None
        frame.loc[few, "note"] = MASKED
    return frame


def mask_funnel(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Hide how many came back, which is of debts, where 1 to `seuil` − 1 households of either group were kept.

    Both groups lose it: their sum is shown. It goes too where nobody or all came back, which says it of each group, and
    where it is of so few. Who reached a stage and who was kept is told elsewhere, as exits are.
    """
    frame = frame.copy()
    by_group = frame["population"] != EVERYONE
    kept, back = (pd.to_numeric(frame[c], errors="coerce").astype(float) for c in ("maintenus", "revenus"))
    few = (kept > 0) & (kept < seuil)
    told = ~by_group & ~few & (back > 0) & (back < kept)
    hidden = (kept > 0) & ~told & (by_group & few).groupby(frame["etape"]).transform("any")
    frame.loc[hidden, ["revenus", "part_revenus"]] = None
    frame.loc[hidden, "note"] = MASKED
    return frame


def mask_benchmarks(frame: pd.DataFrame, seuil: int) -> pd.DataFrame:
    """Empty our figures of debts or health of fewer than `seuil` households, and classes of health of few, or all but.

    As the estimates do: of health one group hidden hides the other, of debts it does not; what else they tell of a few
    is told here too. A group of nobody has nothing to hide.
    """
    frame = frame.copy()
    money, health = frame["indicateur"].isin(PRIVATE), frame["indicateur"].isin(OF_HEALTH)
    classes = frame["indicateur"].isin(CLASSES_OF_HEALTH)
    hidden = {}
    for side in ("accompagnes", "temoins"):
        n, value = (pd.to_numeric(frame[f"{c}_{side}"], errors="coerce").astype(float) for c in ("n", "valeur"))
        having = (value * n).round()
        few = (n > 0) & (n < seuil)
        of_health = (health & few) | (classes & (n > 0) & ((having < seuil) | (n - having < seuil)))
        hidden[side] = (n != 0, money & few, of_health)
    either = hidden["accompagnes"][2] | hidden["temoins"][2]
    for side, (somebody, of_money, _) in hidden.items():
        frame.loc[(of_money | either) & somebody, [f"n_{side}", f"valeur_{side}"]] = None
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
