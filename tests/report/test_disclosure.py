"""Health counts below the threshold never leave, nor what would give them back."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.contract.produced.estimates import COMPARABILITE, EQUILIBRE
from pipeline.contract.produced.sensitivity import MANQUANTS_MOTIFS
from pipeline.report.disclosure import (
    CONFIDENTIAL,
    MASKED_NOTE,
    is_masked,
    mask_comparability,
    mask_means,
    protect,
)
from pipeline.report.results import EditionResults

COUNTED = ("effectif", "part", "moyenne", "ecart_type", "q1", "mediane", "q3")


def row(
    variable: str, level: str, counts: tuple[int, int], known: tuple[int, int], smd: float = 0.2
) -> dict[str, object]:
    return {
        "variable": variable,
        "modalite": level,
        "n_accompagnes": known[0],
        "n_temoins": known[1],
        "manquants_accompagnes": 1,
        "manquants_temoins": 0,
        "effectif_accompagnes": float(counts[0]),
        "effectif_temoins": float(counts[1]),
        "part_accompagnes": counts[0] / known[0],
        "part_temoins": counts[1] / known[1],
        "smd": smd,
        "note": "",
    }


def table(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(rows)).reindex(columns=COMPARABILITE.names)


def shown(frame: pd.DataFrame, group: str) -> bool:
    return bool(frame[[f"{kind}_{group}" for kind in COUNTED]].notna().any().any())


def test_what_is_confidential_comes_from_the_contract() -> None:
    assert {"trouble_psychique", "motif"} <= CONFIDENTIAL


@pytest.mark.parametrize(
    ("count", "hidden"),
    [(4, True), (5, False), (0, True), (20, False), (21, True), (25, True)],
    ids=["below", "at the threshold", "nobody", "five are not", "four are not", "everybody"],
)
def test_boundary_on_both_sides(count: int, hidden: bool) -> None:
    masked = mask_comparability(table(row("trouble_psychique", "", (count, 10), (25, 25))), 5)
    assert shown(masked, "accompagnes") is not hidden
    assert shown(masked, "temoins")
    assert bool(masked["smd"].isna().all()) is hidden
    assert bool(masked["note"].map(is_masked).all()) is hidden


def test_the_difference_that_would_give_the_count_back_goes_too() -> None:
    masked = mask_comparability(table(row("trouble_psychique", "", (2, 10), (25, 25))), 5)
    assert masked["smd"].isna().all()
    assert masked.loc[0, "n_accompagnes"] == 25, "the group's size is not a secret"
    assert masked.loc[0, "effectif_temoins"] == 10


def test_one_small_level_hides_the_others_of_its_group() -> None:
    rows = [
        row("motif", m, c, (20, 20)) for m, c in (("financier", (9, 8)), ("mixte", (8, 7)), ("sante_mentale", (3, 5)))
    ]
    masked = mask_comparability(table(*rows), 5)
    assert not shown(masked, "accompagnes"), "9 + 8 + hidden = 20 would give the hidden 3"
    assert list(masked["effectif_temoins"]) == [8, 7, 5]


def test_hidden_in_both_groups_even_the_levels_that_occur_are_not_told() -> None:
    rows = [row("motif", m, c, (10, 10)) for m, c in (("financier", (9, 8)), ("sante_mentale", (1, 2)))]
    masked = mask_comparability(table(*rows, row("region", "centre", (1, 1), (25, 25))), 5)
    assert list(masked["variable"]) == ["motif", "region"]
    assert masked.loc[0, "modalite"] == ""
    assert masked.loc[0, "note"] == MASKED_NOTE


def test_the_level_of_the_only_one_known_is_not_told_beside_a_group_of_nobody() -> None:
    masked = mask_comparability(table(row("motif", "sante_mentale", (0, 1), (1, 1)) | {"n_accompagnes": 0}), 5)
    assert masked["modalite"].tolist() == [""]
    assert not shown(masked, "temoins")


def test_a_mean_of_a_yes_no_is_a_count() -> None:
    r = row("trouble_psychique", "", (3, 12), (24, 24))
    r |= {"moyenne_accompagnes": 3 / 24, "moyenne_temoins": 0.5}
    for kind in ("effectif", "part"):
        r |= {f"{kind}_accompagnes": np.nan, f"{kind}_temoins": np.nan}
    masked = mask_comparability(table(r), 5)
    assert np.isnan(masked.loc[0, "moyenne_accompagnes"])
    assert masked.loc[0, "moyenne_temoins"] == 0.5


def test_other_variables_keep_their_small_counts() -> None:
    frame = table(row("bailleur", "toit_et_joie", (1, 2), (25, 25)))
    pd.testing.assert_frame_equal(mask_comparability(frame, 5), frame)


def test_the_threshold_is_the_parameter() -> None:
    frame = table(row("trouble_psychique", "", (6, 6), (25, 25)))
    assert shown(mask_comparability(frame, 5), "accompagnes")
    assert not shown(mask_comparability(frame, 7), "accompagnes")


def test_nobody_answered_is_nothing_to_hide() -> None:
    r = row("trouble_psychique", "", (0, 0), (1, 1)) | {"n_accompagnes": 0, "n_temoins": 0}
    assert not mask_comparability(table(r), 5)["note"].map(is_masked).any()


def test_protect_touches_the_comparability_alone_and_not_its_argument() -> None:
    results = EditionResults(comparabilite=table(row("trouble_psychique", "", (2, 10), (25, 25))))
    protected = protect(results, 5)
    assert results.comparabilite.loc[0, "effectif_accompagnes"] == 2
    assert protected.estimations is results.estimations
    assert not shown(protected.comparabilite, "accompagnes")


def test_what_is_hidden_before_weighting_is_hidden_after() -> None:
    balance = (
        pd.DataFrame(
            {
                "variable": ["trouble_psychique", "loyer_mensuel"],
                "smd_avant": 0.2,
                "smd_apres": 0.1,
                "effectif_efficace_temoins": 9.0,
            }
        )
        .reindex(columns=EQUILIBRE.names)
        .astype({"note": object})
    )
    for count, hidden in ((4, True), (5, False)):
        seen = protect(
            EditionResults(comparabilite=table(row("trouble_psychique", "", (count, 10), (25, 25))), equilibre=balance),
            5,
        ).equilibre.set_index("variable")
        assert bool(seen.loc["trouble_psychique", ["smd_avant", "smd_apres"]].isna().all()) is hidden
        assert is_masked(seen.loc["trouble_psychique", "note"]) is hidden
        assert seen.loc["loyer_mensuel", "smd_apres"] == 0.1


def test_why_values_are_missing_is_told_as_the_flow_tells_it() -> None:
    """« dont décès 1 / 0 » and how many values are known stand elsewhere: a mask here protected nobody."""
    rows = [
        ("maintien", "M24", "temoin", "deces", "Décédé", 1),
        ("insertion", "M24", "accompagne", "sortie", "Sorti", 2),
    ]
    frame = pd.DataFrame(rows, columns=MANQUANTS_MOTIFS.names)
    shown_as_is = protect(EditionResults(manquants_motifs=frame), 5).manquants_motifs
    pd.testing.assert_frame_equal(shown_as_is.astype(frame.dtypes), frame)


def test_means_of_a_few_are_not_compared_at_inclusion() -> None:
    rows = pd.DataFrame(
        [
            {"variable": v, "type": "continu", "n_accompagnes": 9, "n_temoins": n, "moyenne_accompagnes": 800.0,
             "moyenne_temoins": 900.0, "mediane_temoins": 850.0, "smd": -0.2, "note": ""}
            for v, n in (("ressources_mensuelles", 4), ("loyer_mensuel", 5))
        ]
    ).reindex(columns=COMPARABILITE.names)  # fmt: skip
    few, enough = mask_means(rows, 5).to_dict("records")
    assert all(pd.isna(few[c]) for c in ("moyenne_temoins", "mediane_temoins", "smd"))
    assert few["moyenne_accompagnes"] == 800.0
    assert is_masked(few["note"])
    assert (enough["moyenne_temoins"], enough["smd"], enough["note"]) == (900.0, -0.2, "")
