"""The flow diagram: its boxes against counts written by hand."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from pipeline.contract.produced.indicators import FLUX
from pipeline.report.context import ReportContext
from pipeline.report.figures.drawing import Drawing
from pipeline.report.figures.flow import draw_flow, stages
from pipeline.report.results import EditionResults

COUNTS = [
    (None, "prevus", 25, None),
    (None, "recus", 24, None),
    (None, "sans_consentement", 2, None),
    (None, "inclus_apres_gel", 1, None),
    (None, "inclus", 21, None),
    ("T0", "suivi_present", 21, None),
    ("T0", "entretiens_faits", 20, None),
    ("M12", "analyses", 18, None),
    ("M12", "non_analyses", 2, "deces"),
    ("M12", "non_analyses", 0, "retrait_etude"),
    ("M12", "non_analyses", 1, "horizon_apres_gel"),
    ("M12", "maintenus", 15, None),
    ("M12", "mutes", 1, None),
    ("M12", "sortis", 2, "expulsion"),
    ("M12", "sortis", 1, "abandon"),
    ("M12", "sortis", 0, "depart_volontaire"),
    ("M12", "suivi_present", 17, None),
    ("M12", "entretiens_faits", 16, None),
]
FLOW = pd.DataFrame([("temoin", *row) for row in COUNTS], columns=FLUX.names)


def test_boxes_say_the_counts_and_the_reasons_that_are_not_zero() -> None:
    planned, received, included, wave = stages(FLOW, ["M12"])
    assert planned.box == ("Ménages prévus : 25",)
    assert received.box == ("Ménages reçus : 24",)
    assert received.aside == ("Sans consentement : 2", "Inclus après le gel : 1")
    assert included.box == ("Ménages inclus : 21", "Suivi locatif présent : 21", "Entretiens réalisés : 20")
    assert wave.box == (
        "À\u00a012\u00a0mois, analysés : 18",
        "Maintenus : 15",
        "–\u00a0relogés par mutation : 1",
        "Sorties négatives : 3",
        "–\u00a0expulsion : 2",
        "–\u00a0abandon du logement : 1",
        "Suivi locatif présent : 17",
        "Entretiens réalisés : 16",
    )
    assert wave.aside == ("Maintien inconnu : 3", "–\u00a0décès : 2", "–\u00a0échéance après le gel : 1")


def test_without_events_the_diagram_says_that_tenure_is_not_known() -> None:
    known = FLOW[FLOW["etape"].isin(["prevus", "recus", "inclus", "suivi_present"])]
    wave = stages(known, ["M12"])[-1]
    assert wave.box == ("À\u00a012\u00a0mois : maintien non connu", "Suivi locatif présent : 17")
    assert wave.aside == ()


def test_both_groups_are_drawn(
    results: EditionResults, context: ReportContext, drawn: Callable[..., list[str]]
) -> None:
    words = drawn(draw_flow(results, context))
    assert words.count("Ménages prévus : 25") == 2
    assert words.count("Accompagnés") == words.count("Témoins") == 1


def test_a_group_without_data_has_no_column(context: ReportContext, drawn: Callable[..., list[str]]) -> None:
    words = drawn(draw_flow(EditionResults(flux=FLOW), context))
    assert "Témoins" in words
    assert "Accompagnés" not in words


def test_counts_of_a_hundred_thousand_are_grouped_and_shrink_to_fit(
    results: EditionResults, context: ReportContext
) -> None:
    large = results.with_tables(flux=results.flux.assign(effectif=results.flux["effectif"] * 10_000))
    outcome = draw_flow(large, context)
    assert isinstance(outcome, Drawing)
    assert "Ménages prévus : 250\u202f000" in {w.text for w in outcome.plot.words}
    assert outcome.plot.text_size < 8
