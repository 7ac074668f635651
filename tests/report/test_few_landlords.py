"""Two landlords: whatever they differ by, drawing them again gives the same p, which is not written."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from pipeline.contract.produced.sensitivity import SENSIBILITE
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sentences.sensitivity import landlords_text
from pipeline.report.tables.landlords import landlords_table, left_out_table

CONTEXT = ReportContext("finale", Params())
NOTE = "bailleurs_reechantillonnes={};sans_borne_d_un_cote"


def by_landlord(landlords: int, low: float, high: float) -> EditionResults:
    row = dict.fromkeys(SENSIBILITE.names, math.nan) | {
        "analyse": "bailleurs", "variante": "grappes", "libelle": f"Bailleurs comme grappes ({landlords} bailleurs)",
        "indicateur": "maintien", "vague": "M24", "methode": "reechantillonnage_sauvage",
        "mesure": "difference_risques", "estimation": 0.2, "ic_bas": low, "ic_haut": high, "p_valeur": 1 / 3,
        "n_accompagnes": 27, "n_temoins": 20, "note": NOTE.format(landlords),
    }  # fmt: skip
    return EditionResults(sensibilite=pd.DataFrame([row], columns=SENSIBILITE.names))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_p_of_two_landlords_is_not_written() -> None:
    given = by_landlord(2, math.nan, math.nan)
    text = plain(landlords_text(given, CONTEXT))
    assert "Bailleurs pris comme grappes : +20,0 points." in text
    assert "aucun écart, si grand soit-il, ne donnerait une petite p" in text
    assert "p =" not in text
    table = landlords_table(given, CONTEXT)
    assert table is not None
    assert "(1 : tous)" not in plain(" ".join(table.notes)), "nothing is read where no p is written"
    assert table.rows[0][3] == "–"
    assert "(1)" in table.rows[0][2]
    assert "aucun écart n’y serait rejeté" in plain(" ".join(table.notes))


@pytest.mark.parametrize(("low", "high"), [(-0.1, 0.5), (-0.1, math.nan)])
def test_a_p_that_can_be_small_is_written(low: float, high: float) -> None:
    given = by_landlord(6, low, high)
    assert "p = 0,33" in plain(landlords_text(given, CONTEXT))
    table = landlords_table(given, CONTEXT)
    assert table is not None
    assert table.rows[0][3] == "0,33"
    assert "un intervalle court n’est alors pas une précision, et p peut y valoir 1" in plain(" ".join(table.notes))


def test_each_landlord_left_out_is_a_row_and_each_indicator_a_column() -> None:
    row = dict.fromkeys(SENSIBILITE.names, math.nan) | {
        "analyse": "bailleurs", "methode": "difference_brute", "vague": "M24", "n_accompagnes": 0, "n_temoins": 0,
        "note": "effectif_masque",
    }  # fmt: skip
    share = row | {"indicateur": "maintien", "mesure": "difference_risques"}
    debt = row | {"indicateur": "impaye_solde", "mesure": "difference_moyennes"}
    given = EditionResults(
        sensibilite=pd.DataFrame(
            [
                share | {"variante": "sans:a", "libelle": "Sans A", "estimation": 0.23},
                share | {"variante": "sans:b", "libelle": "Sans B", "estimation": 0.17},
                debt | {"variante": "sans:a", "libelle": "Sans A", "estimation": -100.0},
            ],
            columns=SENSIBILITE.names,
        )
    )
    table = left_out_table(given, CONTEXT)
    assert table is not None
    assert [plain(h.title) for h in table.heads] == [
        "Bailleur ôté", "Maintien dans les lieux, 24 mois", "Impayé (solde), 24 mois",
    ]  # fmt: skip
    assert [[plain(cell) for cell in row] for row in table.rows] == [["Sans A", "+23", "−100"], ["Sans B", "+17", "–"]]
    assert "« – »" in plain(" ".join(table.notes))
    assert landlords_table(given, CONTEXT) is None
