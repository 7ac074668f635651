"""The love plot of the weighted method and its sentence: order, marks, what is left out, what they say of nothing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from pipeline.contract.produced.estimates import COMPARABILITE, EQUILIBRE
from pipeline.report.context import ReportContext
from pipeline.report.disclosure import MASKED_NOTE
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.theme import INK, PAPER
from pipeline.report.figures.weighting import draw_weighting, shown_balance
from pipeline.report.results import EditionResults
from pipeline.report.sentences.weighting import weighting_text

WHOLE = {
    "variable": "ensemble",
    "n_accompagnes": 24,
    "n_temoins": 23,
    "effectif_efficace_accompagnes": 21.46,
    "effectif_efficace_temoins": 18.0,
}


def results(*rows: dict[str, object], note: str | None = None) -> EditionResults:
    frame = pd.DataFrame([WHOLE | {"note": note}, *rows]).reindex(columns=EQUILIBRE.names)
    return EditionResults(equilibre=frame)


def row(variable: str, before: float, after: float, scored: bool = False, note: object = None) -> dict[str, object]:
    sizes = {name: value for name, value in WHOLE.items() if name != "variable"}
    measures = {"variable": variable, "smd_avant": before, "smd_apres": after, "dans_le_score": scored, "note": note}
    return sizes | measures


ROWS = (
    row("loyer_mensuel", 0.05, 0.2),
    row("impaye_inclusion", -0.4, 1e-17, scored=True),
    row("profil", 0.3, 0.35),
    row("trouble_psychique", np.nan, np.nan, note=MASKED_NOTE),
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_both_moments_are_drawn_largest_before_first(context: ReportContext, drawn: Callable[..., list[str]]) -> None:
    outcome = draw_weighting(results(*ROWS), context)
    assert isinstance(outcome, Drawing)
    words = drawn(outcome)
    names = [w for w in words if w in ("Impayé à l’inclusion *", "Profil", "Loyer mensuel")]
    assert names == ["Impayé à l’inclusion *", "Profil", "Loyer mensuel"]
    assert {"0,40 → 0,00", "0,30 → 0,35", "0,05 → 0,20", "avant", "après"} <= set(words)
    assert [m.fill for m in outcome.plot.marks] == [PAPER, INK] * 3
    places = {w.text: w.x for w in outcome.plot.words}
    assert places["après"] < places["avant"]  # over the first row's points: 0.00 and 0.40
    assert "Au plus 24 ménages accompagnés et 23 ménages témoins." in plain(outcome.remark)
    assert "2 avant pondération et 2 après, sur 3" in outcome.caption
    assert "sans poids" in outcome.remark
    assert "Ne figurent pas : Trouble psychique (masqué" in plain(outcome.remark)


def test_differences_are_absolute_and_masked_ones_are_left_out() -> None:
    shown = shown_balance(results(*ROWS).equilibre)
    assert shown["avant"].tolist() == [0.05, 0.4, 0.3]
    assert shown["score"].tolist() == [False, True, False]


def test_what_is_the_same_for_all_is_not_counted(context: ReportContext) -> None:
    same = {"variable": "charges_mensuelles", "type": "continu", "n_accompagnes": 24, "n_temoins": 24,
            "moyenne_accompagnes": 60.0, "moyenne_temoins": 60.0, "ecart_type_accompagnes": 0.0,
            "ecart_type_temoins": 0.0}  # fmt: skip
    constant = pd.DataFrame([same]).reindex(columns=COMPARABILITE.names)
    given = results(*ROWS, row("charges_mensuelles", 0.0, 0.0)).with_tables(comparabilite=constant)
    outcome = draw_weighting(given, context)
    assert isinstance(outcome, Drawing)
    assert "2 avant pondération et 2 après, sur 3" in outcome.caption
    assert "sur 2 autres caractéristiques" in plain(weighting_text(given, context))


def test_the_sentence_gives_the_score_what_it_leaves_and_the_effective_sizes(context: ReportContext) -> None:
    text = plain(weighting_text(results(*ROWS), context))
    assert "un score sur cette caractéristique : impayé à l’inclusion. Son écart standardisé passe" in text
    assert "sur 2 autres caractéristiques, 1 dépassait 0,1 avant pondération et 2 après" in text
    # 2 × (1 − Φ(0.1 × √(24 × 23 / 47))) = 0.73 each before; √(21.46 × 18 / 39.46) = 3.13, so 0.75 each after
    assert "Le seul hasard en mettrait environ 1 au-delà avant, et 2 après (pour les effectifs efficaces)" in text
    assert "« profil » (0,35, et 0,30 avant)" in text
    assert "21,5 accompagnés sur 24 et 18,0 témoins sur 23" in text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (EditionResults(), "n’a pas été appliquée"),
        (results(note="Les covariables séparent entièrement les deux groupes."), "n’est pas calculable"),
    ],
    ids=["nothing", "separated"],
)
def test_without_weights_there_is_a_sentence(given: EditionResults, said: str, context: ReportContext) -> None:
    assert said in weighting_text(given, context)
    outcome = draw_weighting(given, context)
    assert isinstance(outcome, NoDrawing)
    assert outcome.sentence.endswith(".")
