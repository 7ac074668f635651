"""What is written around a figure, whatever the delivery: an alternative text with its numbers, a short caption."""

from __future__ import annotations

import re

import pytest
from support.written_texts import random_edition

from pipeline.report.disclosure import protect
from pipeline.report.figures import FIGURES
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.records import named

SEEDS = range(8)
_SENTENCE_END = re.compile(r"(?<=[^A-Z])[.](?=\s|$)")


def outcomes(seed: int) -> dict[str, Drawing | NoDrawing]:
    written = random_edition(seed, ("finale", "parcours", "intermediaire")[seed % 3])
    shown = named(protect(written.results, written.context.params.confidentialite.seuil))
    return {name: draw(shown, written.context) for name, draw in FIGURES.items()}


@pytest.mark.parametrize("seed", [s if s < 1 else pytest.param(s, marks=pytest.mark.slow) for s in SEEDS])
def test_words_around_figures(seed: int) -> None:
    drawn = {name: outcome for name, outcome in outcomes(seed).items() if isinstance(outcome, Drawing)}
    assert drawn
    for name, outcome in drawn.items():
        alt, caption = outcome.alt, outcome.caption
        assert re.search(r"\d", alt), f"{name}: no number in {alt!r}"
        assert alt.endswith("."), name
        assert "figure" not in alt.lower(), name
        assert len(alt) > 40, name
        for text in (alt, caption, outcome.remark):
            assert not re.search(r"\bnan\b|\bNone\b|\binf\b|\d\.\d|\.\.|: \.|  ", text), f"{name}: {text!r}"
        assert len(_SENTENCE_END.findall(caption)) <= 3, f"{name}: {caption!r}"
        assert len(caption.split()) <= 60, f"{name}: {caption!r}"


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_is_drawn(seed: int) -> None:
    """Nothing of an odd delivery stops the drawing itself."""
    from matplotlib import pyplot

    for outcome in outcomes(seed).values():
        if isinstance(outcome, Drawing):
            figure = outcome.plot.draw()
            figure.canvas.draw()
            pyplot.close(figure)
