"""Disclosure control of the scheme's tables: what is hidden, what is hidden with it, what stays."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.contract.produced.scheme import AIDES, COOPERATIVE, COUVERTURE
from pipeline.report.results import EditionResults
from pipeline.report.small_counts import MASKED, mask_coverage, mask_help, protect_scheme


def coverage(*counts: float, dimension: str = "departement") -> pd.DataFrame:
    rows = [{"dimension": dimension, "modalite": str(i), "atteint": float(n), "note": ""} for i, n in enumerate(counts)]
    return pd.DataFrame(rows, columns=COUVERTURE.names)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((11, 7, 6), [11, 7, 6]),
        ((11, 0, 6), [11, 0, 6]),  # nobody there: nobody is told of
        ((11, 3, 2, 6), [11, None, None, 6]),
        ((11, 4, 6), [11, None, None]),  # one alone would come back from the total: the next smallest goes too
        ((11, 5), [11, 5]),
    ],
)
def test_small_counts_of_a_dimension(counts: tuple[float, ...], shown: list[float | None]) -> None:
    masked = mask_coverage(coverage(*counts), 5)
    assert [None if pd.isna(x) else x for x in masked["atteint"]] == shown
    assert [n == MASKED for n in masked["note"]] == [s is None for s in shown]


def test_a_department_is_not_given_back_by_its_region() -> None:
    """The Nord's 4 with the Pas-de-Calais' 14 add up to the region's 18, which is shown: both go."""
    frame = coverage(14, 4, 9, 3, 2, 6)
    frame["modalite"] = ["62", "59", "91", "92", "75", "45"]
    masked = mask_coverage(frame, 5).set_index("modalite")["atteint"]
    assert masked.index[masked.isna()].tolist() == ["62", "59", "92", "75"]


def test_targets_and_the_scheme_s_own_counts_are_not_masked() -> None:
    assert mask_coverage(coverage(3, 4, dimension="dispositif"), 5)["atteint"].tolist() == [3, 4]


@pytest.mark.parametrize(("had", "hidden"), [((6, 9), False), ((6, 4), True), ((21, 9), True), ((0, 9), True)])
def test_health_is_hidden_in_both_groups_or_in_none(had: tuple[int, int], hidden: bool) -> None:
    rows = [
        {"groupe": g, "aide": a, "n": 25, "menages": m, "part": m / 25}
        for a in ("entree_soins", "ouverture_droit")
        for g, m in zip(("accompagne", "temoin"), had, strict=True)
    ]
    masked = mask_help(pd.DataFrame(rows, columns=AIDES.names), 5).set_index("aide")
    assert masked.loc["entree_soins", "part"].isna().all() == hidden
    assert masked.loc["ouverture_droit", "part"].notna().all()


def test_a_mean_of_few_households_is_not_shown() -> None:
    frame = pd.DataFrame(
        [
            {"mesure": "lsns6", "population": p, "n": n, "valeur": 12.0, "note": ""}
            for p, n in (("membres", 4), ("autres", 5))
        ],
        columns=COOPERATIVE.names,
    )
    kept = protect_scheme(EditionResults(cooperative=frame), 5).cooperative
    assert kept["valeur"].isna().tolist() == [True, False]
    assert kept["n"].isna().tolist() == [True, False]
    assert kept["note"].tolist() == [MASKED, ""]


@pytest.mark.parametrize(("isolated", "n", "hidden"), [(1, 7, True), (6, 7, True), (0, 12, True), (6, 12, False)])
def test_how_many_members_are_isolated_or_lonely_is_health(isolated: int, n: int, hidden: bool) -> None:
    """« 14,3 % » of 7 members is one household; « 85,7 % », all but one."""
    frame = pd.DataFrame(
        [
            {"mesure": m, "population": "membres", "vague": "M24", "n": n, "valeur": isolated / n, "note": ""}
            for m in ("isole", "solitude", "membres")
        ],
        columns=COOPERATIVE.names,
    )
    kept = protect_scheme(EditionResults(cooperative=frame), 5).cooperative
    assert kept["valeur"].isna().tolist() == [hidden, hidden, False]
    assert kept["note"].tolist() == [MASKED if hidden else ""] * 2 + [""]
