"""The love plot: largest first, health counts not given away, and the share of chance that it announces."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from pipeline.contract.produced.estimates import COMPARABILITE
from pipeline.report.context import ReportContext
from pipeline.report.figures.balance import chance_words, differences, draw_balance
from pipeline.report.figures.drawing import Drawing
from pipeline.report.results import EditionResults


def table(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(rows).reindex(columns=COMPARABILITE.names).astype({"note": object})


def names(outcome: Drawing) -> list[str]:
    """What stands at the left of the sheet, top to bottom, but the titles of its blocks."""
    words = sorted(outcome.plot.words, key=lambda w: w.y)
    return [w.text for w in words if w.x < 0.1 and not w.bold]


def order(results: EditionResults, context: ReportContext) -> list[str]:
    outcome = draw_balance(results, context)
    assert isinstance(outcome, Drawing)
    return names(outcome)


def test_the_largest_difference_comes_first_whatever_its_sign(context: ReportContext) -> None:
    frame = table(
        {"variable": "loyer_mensuel", "smd": 0.1},
        {"variable": "ressources_mensuelles", "smd": -0.6},
        {"variable": "nb_personnes", "smd": 0.3},
    )
    found = order(EditionResults(comparabilite=frame), context)
    assert found == ["Ressources mensuelles", "Nombre de personnes", "Loyer mensuel"]


def test_a_variable_of_several_levels_has_one_unsigned_distance() -> None:
    frame = table(
        {"variable": "profil", "modalite": "dalo", "smd": 0.4},
        {"variable": "profil", "modalite": "autre", "smd": np.nan},
        {"variable": "loyer_mensuel", "smd": -0.2},
    )
    rows = differences(frame)
    assert list(rows["libelle"]) == ["Profil", "Loyer mensuel"]
    assert list(rows["signe"]) == ["Distance entre répartitions (sans signe)", "Différence standardisée"]
    masked = differences(table({"variable": "bailleur", "type": "categorie", "smd": 0.0}))
    assert list(masked["signe"]) == ["Distance entre répartitions (sans signe)"], "its levels are hidden, not its kind"


def test_a_health_count_below_the_threshold_is_not_given_away(context: ReportContext) -> None:
    health = {
        "variable": "trouble_psychique",
        "n_accompagnes": 24,
        "n_temoins": 24,
        "effectif_accompagnes": 2,
        "effectif_temoins": 9,
        "smd": -0.7,
    }
    frame = table(health, {"variable": "loyer_mensuel", "smd": 0.1})
    outcome = draw_balance(EditionResults(comparabilite=frame), context)
    assert isinstance(outcome, Drawing)
    assert names(outcome) == ["Loyer mensuel"]
    assert "Trouble psychique" in outcome.remark
    assert "0,70" not in outcome.alt + outcome.caption + outcome.remark


def test_what_cannot_be_computed_is_named_with_its_reason(context: ReportContext) -> None:
    frame = table(
        {"variable": "loyer_mensuel", "smd": 0.1},
        {"variable": "nb_personnes", "smd": math.inf, "note": "aucune variation"},
    )
    outcome = draw_balance(EditionResults(comparabilite=frame), context)
    assert isinstance(outcome, Drawing)
    assert outcome.remark == "Ne figurent pas : Nombre de personnes (aucune variation)."


def test_what_is_the_same_for_all_or_known_of_nobody_is_neither_drawn_nor_counted(context: ReportContext) -> None:
    """The text counts it in nothing: « 6 des 17 » beside « sur 16 » would be two numbers of one thing."""
    same = {"type": "continu", "n_accompagnes": 24, "n_temoins": 24, "moyenne_accompagnes": 60.0,
            "moyenne_temoins": 60.0, "ecart_type_accompagnes": 0.0, "ecart_type_temoins": 0.0}  # fmt: skip
    frame = table(
        {"variable": "loyer_mensuel", "smd": 0.3},
        {"variable": "charges_mensuelles", "smd": 0.0} | same,
        {"variable": "motif", "n_accompagnes": 0, "n_temoins": 0, "note": "situation_bloquee_seulement"},
    )
    outcome = draw_balance(EditionResults(comparabilite=frame), context)
    assert isinstance(outcome, Drawing)
    assert names(outcome) == ["Loyer mensuel"]
    assert "1 des 1 caractéristiques" in outcome.caption.replace("\u00a0", " ")
    left = "Charges mensuelles (même valeur pour tous les ménages) ; Motif de blocage (aucune valeur connue)"
    assert f"Ne figurent pas : {left}." in outcome.remark


def test_a_restriction_of_a_variable_that_is_shown_is_said(context: ReportContext) -> None:
    frame = table({"variable": "statut_occupation", "smd": 0.3, "note": "Ménages au bail connu seulement."})
    outcome = draw_balance(EditionResults(comparabilite=frame), context)
    assert isinstance(outcome, Drawing)
    assert outcome.remark == "Statut d’occupation : ménages au bail connu seulement."


def test_the_axis_and_the_values_are_french(
    results: EditionResults, context: ReportContext, drawn: Callable[..., list[str]]
) -> None:
    words = drawn(draw_balance(results, context))
    for text in (
        "−0,25",
        "0",
        "+0,25",
        "Impayé à l’inclusion",
        "◄ plus chez les témoins",
        "plus chez les accompagnés ►",
    ):
        assert text in words


def shown(levels: int, n1: int = 25, n0: int = 25) -> pd.DataFrame:
    rows = [
        {
            "variable": "profil",
            "modalite": f"m{i}" if levels > 1 else None,
            "smd": 0.3,
            "n_accompagnes": n1,
            "n_temoins": n0,
        }
        for i in range(levels)
    ]
    return differences(table(*rows))


@pytest.mark.parametrize("limit", [0.1, 0.25])
@pytest.mark.parametrize(("n1", "n0"), [(25, 25), (24, 12)])
def test_the_announced_share_of_chance_is_the_normal_law_s(limit: float, n1: int, n0: int) -> None:
    """Their standardised difference is normal with variance 1/n₁ + 1/n₀; P(|Z| > z) = erfc(z/√2)."""
    share = math.erfc(limit / math.sqrt(1 / n1 + 1 / n0) / math.sqrt(2))
    words = chance_words(shown(1, n1, n0))
    assert f"{round(100 * share)}\u202f%" in words
    assert f"Avec {n1} et {n0} ménages" in words
    assert "distance" not in words


def test_a_distance_between_levels_has_its_own_share_of_chance() -> None:
    """Four levels: P(χ²₃ > 0.125) = 0.989 and P(χ²₃ > 0.781) = 0.854; five: the first is above 0.99."""
    assert "dans 99\u202f% et 85\u202f% des cas pour une distance entre 4 modalités" in chance_words(shown(4))
    assert "dans plus de 99\u202f% et 94\u202f% des cas pour une distance entre 5 modalités" in chance_words(shown(5))


def test_a_distance_without_sign_stands_on_an_axis_that_begins_at_zero(context: ReportContext) -> None:
    frame = table(
        {"variable": "profil", "modalite": "dalo", "smd": -0.4},
        {"variable": "profil", "modalite": "autre", "smd": np.nan},
        {"variable": "loyer_mensuel", "smd": -0.2},
    )
    outcome = draw_balance(EditionResults(comparabilite=frame), context)
    assert isinstance(outcome, Drawing)
    signed, unsigned = sorted(outcome.plot.marks, key=lambda mark: mark.y)
    zero, start = (w.x for w in outcome.plot.words if w.text == "0")
    assert signed.x < zero
    assert (unsigned.x - start) / (signed.x - zero) == pytest.approx(-0.4 / 0.2 * 2)  # half an axis has its length


def test_the_words_give_the_share_of_chance(results: EditionResults, context: ReportContext) -> None:
    outcome = draw_balance(results, context)
    assert isinstance(outcome, Drawing)
    assert "le seul hasard passe ces repères dans" in outcome.remark
