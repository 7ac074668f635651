"""States, months and moves in debts: hidden where fewer households than the threshold were in them."""

from __future__ import annotations

import pytest
from support.report_rows import FINAL

from pipeline.contract.produced.pathways import MOIS_PAR_ETAT, REPARTITION_ETATS, TRANSITIONS
from pipeline.report.figures.drawing import Drawing
from pipeline.report.figures.states import draw_states
from pipeline.report.pathway_counts import mask_distribution, mask_months, mask_transitions, protect_pathways
from pipeline.report.results import EditionResults
from pipeline.report.sentences.pathways import pathways_text
from pipeline.report.tables.pathways import months_table, transitions_table

STATES = ("sans_impaye", "impaye_lourd", "sorti")


@pytest.mark.parametrize(("controls", "hidden"), [(4, True), (5, False)])
def test_months_in_debt_of_a_few_are_masked_and_no_gap_is_called_the_widest(controls: int, hidden: bool) -> None:
    rows = [(state, 9, controls, 5.0, 2.0, 3.0, -1.0, 7.0, 0.1, "") for state in ("impaye_leger", "sorti")]
    months = mask_months(MOIS_PAR_ETAT.frame(rows), REPARTITION_ETATS.frame([]), 5)
    assert months["moyenne_temoins"].isna().tolist() == [hidden, False]
    assert months["difference"].isna().tolist() == [hidden, False]
    assert months["moyenne_accompagnes"].notna().all()
    months_of = REPARTITION_ETATS.frame([("accompagne", 24, "sorti", 9, 1.0)])
    results = EditionResults(mois_par_etat=months, repartition_etats=months_of)
    line = next(row for row in months_table(results, FINAL).rows if row[0] == "Impayé de moins de deux mois")
    assert (line[1], line[2]) == ("5,0", "masqué" if hidden else "2,0")
    assert ("L’écart de durée le plus grand" in pathways_text(results, FINAL)) != hidden


@pytest.mark.parametrize(("at_once", "hidden"), [(4, True), (5, False)])
def test_moves_of_a_few_households_in_debt_are_masked_however_many_they_are(at_once: int, hidden: bool) -> None:
    table = TRANSITIONS.frame(
        [
            ("accompagne", "impaye_leger", "impaye_leger", 90, 100, 0.9, 0.8, 0.95),
            ("accompagne", "impaye_leger", "sorti", 1, 100, 0.01, 0.0, 0.1),
            ("accompagne", "jugement_suites", "sorti", 1, 3, 0.33, 0.1, 0.8),
            ("temoin", "impaye_leger", "impaye_leger", 90, 100, 0.9, 0.8, 0.95),
            ("temoin", "impaye_leger", "mute", 1, 100, 0.01, 0.0, 0.1),
        ]
    )
    months = REPARTITION_ETATS.frame(
        [
            *(("accompagne", month, "impaye_leger", n, n / 24) for month, n in enumerate((2, at_once, 3))),
            *(("accompagne", month, "sans_impaye", 9, 9 / 24) for month in range(3)),
            ("temoin", 0, "impaye_leger", 9, 9 / 24),
        ]
    )
    masked = mask_transitions(table, months, 5)
    assert masked["effectif"].isna().tolist() == [hidden, hidden, False, False, False]
    assert masked["a_risque"].isna().tolist() == masked["effectif"].isna().tolist()
    shown = transitions_table(EditionResults(transitions=masked), FINAL).markdown()
    assert ("masqué" in shown) == hidden
    assert "mutation" not in shown
    assert "y reste" in shown


def leaving(last: tuple[int, int]) -> EditionResults:
    """Ten accompanied, of whom all but a few leave at the last month: `last` are in place, without arrears or with."""
    rows = [
        ("accompagne", month, state, n, n / 10)
        for month, counts in enumerate([(9, 1, 0), (9, 1, 0), (*last, 10 - sum(last))])
        for state, n in zip(STATES, counts, strict=True)
    ]
    moves = [("accompagne", state, "sorti", 1, 9, 0.1, 0.0, 0.3) for state in STATES[:2]]
    return EditionResults(
        repartition_etats=REPARTITION_ETATS.frame(rows),
        mois_par_etat=MOIS_PAR_ETAT.frame([(s, 10, 10, 0.5, 0.5, 0.0, -1.0, 1.0, 0.9, "") for s in STATES]),
        transitions=TRANSITIONS.frame(moves),
    )


@pytest.mark.parametrize(("last", "hidden"), [((3, 1), True), ((4, 1), False), ((0, 4), True), ((0, 0), False)])
def test_which_of_the_last_few_in_place_owe_is_not_told(last: tuple[int, int], hidden: bool) -> None:
    """Nor by the months and the moves, of which it would be what the other months leave."""
    shown = protect_pathways(leaving(last), 5)
    told = shown.repartition_etats
    at_the_end = told[told["mois"] == 2]["effectif"]
    assert at_the_end.isna().tolist() == [hidden, hidden, False]
    assert told.loc[told["mois"] < 2, "effectif"].notna().all()
    assert shown.mois_par_etat["moyenne_accompagnes"].isna().tolist() == [hidden, hidden, False]
    assert shown.mois_par_etat["moyenne_temoins"].notna().all()
    # In debt of two months there was never more than a few: its moves are hidden in any case.
    assert shown.transitions["effectif"].isna().tolist() == [hidden, True]


def test_of_a_type_nothing_is_hidden() -> None:
    frame = REPARTITION_ETATS.frame([("type_1", 0, "sans_impaye", 3, 0.3), ("type_1", 0, "sorti", 7, 0.7)])
    assert mask_distribution(frame, 5)["part"].notna().all()


def test_the_figure_ends_where_few_are_left_and_says_so() -> None:
    few, enough = (draw_states(protect_pathways(leaving(x), 5), FINAL) for x in ((3, 1), (5, 1)))
    assert isinstance(few, Drawing)
    assert isinstance(enough, Drawing)
    assert [len(line.points) for line in few.plot.curves] == [2, 2, 3]
    assert [len(line.points) for line in enough.plot.curves] == [3, 3, 3]
    reason = "les mois où moins de 5 d’entre eux sont en place sans procédure"
    assert reason in few.remark
    assert enough.remark == ""
