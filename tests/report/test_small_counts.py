"""Disclosure control of the scheme's tables: what is hidden, what is hidden with it, what stays."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.contract.produced.scheme import AIDES, COOPERATIVE, COUVERTURE, DOSE_RESULTATS, MISE_EN_OEUVRE
from pipeline.report.disclosure import protect
from pipeline.report.results import EditionResults
from pipeline.report.small_counts import MASKED, mask_dose, mask_help, mask_implementation, protect_scheme


def test_what_the_panels_table_counts_by_profile_and_region_is_not_masked_among_the_targets() -> None:
    """« PDALPD 4 / 4 » of one table is no secret of the next; nor is a landlord's total, a region's less the others."""
    rows = [
        {"dimension": d, "modalite": m, "atteint": float(n), "note": ""}
        for d, m, n in (("profil", "pdalpd", 4), ("profil", "dalo", 20), ("region", "centre", 1), ("bailleur", "x", 3))
    ]
    frame = pd.DataFrame(rows, columns=COUVERTURE.names)
    assert protect(EditionResults(couverture=frame), 5).couverture["atteint"].tolist() == [4, 20, 1, 3]


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


def test_who_is_a_member_of_the_cooperative_is_no_secret() -> None:
    """« Tous : 38, 8 % » and the outcomes by group give the members of a region back: they are told."""
    frame = pd.DataFrame(
        [{"mesure": "membres", "population": "orleans", "vague": "M24", "n": 4, "valeur": 0.75, "note": ""}],
        columns=COOPERATIVE.names,
    )
    assert protect(EditionResults(cooperative=frame), 5).cooperative.loc[0, ["n", "valeur"]].tolist() == [4, 0.75]


@pytest.mark.parametrize(("smallest", "hidden"), [(2, True), (5, False)])
def test_exits_of_no_class_of_dose_are_told_beside_a_small_one(smallest: int, hidden: bool) -> None:
    """« 100 % (13), masqué, masqué » beside « 24 sur 24 » maintained says that all are, class by class."""
    rows = [
        {"indicateur": i, "vague": "M24", "classe": c, "mesure": "moyenne", "n": n, "valeur": 1.0, "note": ""}
        for i in ("maintien", "who5")
        for c, n in (("moins_que_prevu", 9), ("comme_prevu", 8), ("plus_que_prevu", smallest))
    ]
    kept = mask_dose(pd.DataFrame(rows, columns=DOSE_RESULTATS.names), 5)
    assert kept["valeur"].isna().tolist() == [hidden] * 3 + [False, False, hidden]


def implementation(**households: float) -> pd.DataFrame:
    rows = [
        {"domaine": "x", "ligne": line, "unite": "jours" if line.startswith("jours") else "part des jours",
         "realise": 0.2, "effectif": n, "note": ""}
        for line, n in households.items()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=MISE_EN_OEUVRE.names).astype({"effectif": float, "realise": float})


@pytest.mark.parametrize(("spoken", "hidden"), [(0, False), (4, True), (5, False), (19, False), (20, True), (24, True)])
def test_with_how_many_health_was_spoken_of_follows_the_threshold_on_both_sides(spoken: int, hidden: bool) -> None:
    frame = implementation(jours_tous=24, sante=spoken, veille_psychique_addictions=12, budget=3)
    masked = mask_implementation(frame, 5).set_index("ligne")
    assert pd.isna(masked.loc["sante", "effectif"]) == hidden
    assert masked["effectif"].drop("sante").tolist() == [24, 12, 3]
    assert masked["realise"].notna().all(), "shares of all days add up to 1: none can be hidden alone"


def test_days_of_a_few_households_are_not_told() -> None:
    masked = mask_implementation(implementation(jours_tous=24, jours_interne=4), 5)
    assert masked["realise"].isna().tolist() == [False, True]
    assert masked["note"].tolist() == ["", MASKED]
