"""The tables of the sensitivity annex: whose the sizes are, and why a cell is empty."""

from __future__ import annotations

import math

import pandas as pd

from pipeline.contract.produced.sensitivity import SENSIBILITE
from pipeline.contract.remarks import MASKED_SIZE, remark
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.tables.landlords import landlords_table, left_out_table
from pipeline.report.tables.sensitivity import heterogeneity_table

CONTEXT = ReportContext("finale", Params())
BLANK = dict.fromkeys(SENSIBILITE.names, math.nan) | {"note": "", "vague": "M24"}


def results(*rows):
    return EditionResults(sensibilite=pd.DataFrame([BLANK | r for r in rows], columns=SENSIBILITE.names))


def test_the_two_ways_of_accompanying_are_compared_with_each_other_and_the_sizes_are_theirs():
    """12 / 11 are no accompanied and controls; a row without interval says why."""
    row = {"analyse": "heterogeneite", "methode": "interaction", "mesure": "interaction", "n_temoins": 11,
           "n_accompagnes": 12, "variante": "mode_accompagnement", "libelle": "Mode : interne contre…"}  # fmt: skip
    told = results(
        row | {"indicateur": "impaye_solde", "estimation": -614.0, "ic_bas": -1479.0, "ic_haut": 251.0,
               "p_valeur": 0.15, "note": "modes_compares_entre_eux"},
        row | {"indicateur": "maintien", "estimation": 0.0, "note": "aucune_variation"},
    )  # fmt: skip
    table = heterogeneity_table(told, CONTEXT)
    assert table.rows[1][2].endswith(" (1)")
    assert table.caption.endswith(" (interaction)"), "the method of every row stands in the caption"
    assert any("les ménages de chaque mode" in note for note in table.notes)
    elsewhere = results(row | {"indicateur": "maintien", "estimation": 0.1, "ic_bas": 0.0, "ic_haut": 0.2,
                               "variante": "region:centre"})  # fmt: skip
    assert not any("chaque mode" in note for note in heterogeneity_table(elsewhere, CONTEXT).notes)


def test_masked_sizes_are_said_and_are_not_0_in_the_file():
    row = {"analyse": "bailleurs", "indicateur": "lsns6", "mesure": "difference_moyennes", "vague": "M12"}
    told = results(
        row | {"variante": "grappes", "libelle": "Grappes", "methode": "reechantillonnage_sauvage",
               "estimation": 2.1, "ic_bas": 0.0, "ic_haut": 5.1, "p_valeur": 0.047, "n_accompagnes": 0, "n_temoins": 0},
        row | {"variante": "sans:toit_et_joie", "libelle": "Sans Toit et Joie", "methode": "difference_brute",
               "estimation": 2.0, "n_accompagnes": 0, "n_temoins": 0, "note": remark(MASKED_SIZE)},
    )  # fmt: skip
    table = landlords_table(told, CONTEXT)
    titles, data = table.data
    assert [line[titles.index("n_accompagnes")] for line in data] == [None, None]
    assert [line[4] for line in table.rows] == ["–"]
    assert any(note.startswith("Effectifs « – »") for note in table.notes)
    without = left_out_table(told, CONTEXT)
    assert without.rows == [["Sans Toit et Joie", "+2,0"]]
    assert without.notes[0].startswith("L’écart brut seul, arrondi")
    assert not any(line[2].endswith(")") for line in table.rows)
