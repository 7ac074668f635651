"""Months and moves in a state of debts: hidden where fewer households than the threshold were ever in it."""

from __future__ import annotations

import pytest
from support.report_rows import FINAL

from pipeline.contract.produced.pathways import MOIS_PAR_ETAT, REPARTITION_ETATS, TRANSITIONS
from pipeline.report.pathway_counts import mask_months, mask_transitions
from pipeline.report.results import EditionResults
from pipeline.report.sentences.pathways import pathways_text
from pipeline.report.tables.pathways import months_table, transitions_table


@pytest.mark.parametrize(("controls", "hidden"), [(4, True), (5, False)])
def test_months_in_debt_of_a_few_are_masked_and_no_gap_is_called_the_widest(controls: int, hidden: bool) -> None:
    rows = [(state, 9, controls, 5.0, 2.0, 3.0, -1.0, 7.0, 0.1, "") for state in ("impaye_leger", "sorti")]
    months = mask_months(MOIS_PAR_ETAT.frame(rows), 5)
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
