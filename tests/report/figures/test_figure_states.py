"""States by group, modal states by type, first arrears: drawn, or the sentence why not."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.contract.produced.pathways import PREMIER_IMPAYE, REPARTITION_ETATS, TYPES, TYPES_NOMBRE
from pipeline.contract.states import STATE_CODES
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.first_arrears import draw_first_arrears
from pipeline.report.figures.pathway_types import draw_types
from pipeline.report.figures.states import TALL, draw_states
from pipeline.report.results import EditionResults

CONTEXT = ReportContext("intermediaire", Params())


def distribution(name: str, size: int, months: int = 13) -> list[tuple]:
    """Everybody in place at first; one household more leaves every third month."""
    rows = []
    for m in range(months):
        gone = min(m // 3, size)
        counts = dict.fromkeys(STATE_CODES, 0) | {"sans_impaye": size - gone, "sorti": gone}
        rows += [(name, m, code, n, n / size) for code, n in counts.items()]
    return rows


def results(**sizes: int) -> EditionResults:
    rows = [row for name, size in sizes.items() for row in distribution(name, size)]
    found = [
        (int(n[5:]), s, s, 0, 1.0, None, "sans_impaye", 8.0, "sans_impaye", 0.6, 0.5, 0.8)
        for n, s in sizes.items()
        if n.startswith("type_")
    ]
    return EditionResults(
        repartition_etats=pd.DataFrame(rows, columns=REPARTITION_ETATS.names),
        types=pd.DataFrame(found, columns=TYPES.names),
        types_nombre=TYPES_NOMBRE.frame([(2, 0.6, 9, True, "")]),
    )


def test_there_is_a_panel_a_state_that_occurs_and_no_other(drawn):
    words = drawn(draw_states(results(accompagne=24, temoin=20), CONTEXT))
    assert words.count("acc.") == words.count("tém.") == 2  # at the ends of the lines of both panels
    assert "En place, sans impayé" in words
    assert "Sortie négative" in words
    assert "Relogé par mutation" not in words
    assert {"Accompagnés (24\u00a0ménages)", "Témoins (20\u00a0ménages)"} <= set(words)


def test_the_lines_of_a_state_are_the_shares_of_its_months():
    outcome = draw_states(results(accompagne=24, temoin=20), CONTEXT)
    assert isinstance(outcome, Drawing)
    there, _, gone, _ = outcome.plot.curves  # two states, the accompanied first
    assert [there.dashed, outcome.plot.curves[1].dashed] == [False, True]
    # After 12 months 4 of 24 have left: a sixth of the height of a panel, whose top is 100 %.
    for line, moved in ((there, TALL / 6), (gone, -TALL / 6)):
        assert line.points[-1][1] - line.points[0][1] == pytest.approx(moved)


def test_no_more_is_promised_than_the_lines_keep():
    """A state that one household is in has its line: that no pathway is shown would not be true."""
    everyone = results(accompagne=24).repartition_etats
    gone = everyone["etat"].eq("sorti") & everyone["mois"].ge(6)
    there = everyone["etat"].eq("sans_impaye") & everyone["mois"].ge(6)
    counts = (everyone["effectif"] * 0).mask(gone, 6).mask(there, 18)
    counts = counts.mask(everyone["mois"].lt(6) & everyone["etat"].eq("sans_impaye"), 24)
    many = everyone.assign(effectif=counts, part=counts / 24)
    promise = "aucun parcours individuel n’est montré"
    assert promise in draw_states(EditionResults(repartition_etats=many), CONTEXT).caption
    assert promise not in draw_states(EditionResults(repartition_etats=everyone), CONTEXT).caption


def test_a_group_under_the_threshold_is_not_drawn(drawn):
    words = drawn(draw_states(results(accompagne=24, temoin=3), CONTEXT))
    assert not any("Témoins" in w for w in words)
    assert isinstance(draw_states(results(accompagne=2, temoin=3), CONTEXT), NoDrawing)
    assert isinstance(draw_states(EditionResults(), CONTEXT), NoDrawing)


def test_each_type_is_its_modal_states_only(drawn):
    outcome = draw_types(results(type_1=12, type_2=9), CONTEXT)
    assert isinstance(outcome, Drawing)
    assert "d’aucun ménage en particulier" in outcome.caption
    words = drawn(outcome)
    assert {"Type\u00a01 (12\u00a0ménages)", "Type\u00a02 (9\u00a0ménages)"} <= set(words)
    assert "Sortie négative" not in words  # never the most frequent


def test_a_small_type_is_left_out_and_it_is_said(drawn):
    outcome = draw_types(results(type_1=12, type_2=3), CONTEXT)
    assert isinstance(outcome, Drawing)
    assert "moins de 5" in outcome.caption
    assert not any("Type\u00a02" in w for w in drawn(outcome))
    assert isinstance(draw_types(EditionResults(), CONTEXT), NoDrawing)


def test_first_arrears_stop_where_nobody_is_followed():
    rows = [(g, m, 1.0, None, None, max(n - m, 0)) for g, n in (("accompagne", 20), ("temoin", 6)) for m in range(13)]
    curves = pd.DataFrame(rows, columns=PREMIER_IMPAYE.names)
    outcome = draw_first_arrears(EditionResults(premier_impaye=curves), CONTEXT)
    assert outcome.plot.data.groupby("groupe")["mois"].max().to_dict() == {"accompagne": 12.0, "temoin": 5.5}
    assert "accompagnés, 100\u202f% à 12\u00a0mois ; témoins, 100\u202f% à 5\u00a0mois" in outcome.caption


def test_first_arrears(drawn):
    rows = [(g, m, 1 - 0.05 * m, None if m == 0 else 0.3, None if m == 0 else 0.99, n - m // 4)
            for g, n in (("accompagne", 12), ("temoin", 4)) for m in range(13)]  # fmt: skip
    curves = pd.DataFrame(rows, columns=PREMIER_IMPAYE.names)
    outcome = draw_first_arrears(EditionResults(premier_impaye=curves), CONTEXT)
    assert isinstance(outcome, Drawing)
    assert "40" in outcome.alt
    assert "Témoins" not in drawn(outcome)  # fewer than five at the start
    assert isinstance(draw_first_arrears(EditionResults(), CONTEXT), NoDrawing)
