"""The secondary family in the annex: what its table and sentence say of rows written by hand."""

from __future__ import annotations

import math

import pandas as pd

from pipeline.contract.produced.sensitivity import SENSIBILITE
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sentences.multiplicity import multiplicity_text
from pipeline.report.tables.multiplicity import multiplicity_table

CONTEXT = ReportContext("finale", Params())
VARIANTS = {"seule": "permutation", "max_t": "max_t", "holm": "holm", "max_t_welch": "max_t_welch"}
BLANK = dict.fromkeys(SENSIBILITE.names, math.nan) | {
    "analyse": "multiplicite", "libelle": "p", "note": "", "vague": "M24", "n_accompagnes": 21, "n_temoins": 15,
    "sens_favorable": 1,
}  # fmt: skip


def family(**p_values):
    measures = {"troubles": ("rapport_taux", 0.46), "impaye_2mois": ("difference_risques", -0.31)}
    rows = [
        BLANK
        | {"indicateur": name, "variante": variant, "methode": method, "p_valeur": p,
           "mesure": measures[name][0], "estimation": measures[name][1]}
        for name, values in p_values.items()
        for (variant, method), p in zip(VARIANTS.items(), values, strict=True)
    ]  # fmt: skip
    return EditionResults(sensibilite=pd.DataFrame(rows, columns=SENSIBILITE.names))


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_table_has_the_three_p_side_by_side():
    table = multiplicity_table(
        family(impaye_2mois=(0.012, 0.031, 0.06, 0.04), troubles=(0.2, 0.4, 0.4, math.nan)), CONTEXT
    )
    first, second = ([plain(cell) for cell in row] for row in table.rows)
    assert first[1:] == ["−31,0", "0,012", "0,031", "0,060", "0,040", "21 / 15"]
    assert second[1:] == ["0,46", "0,20", "0,40", "0,40", "–", "21 / 15"]
    assert table.csv().count("\r\n") == 3


def test_where_the_ways_part_it_is_said_and_the_plans_stands():
    text = plain(multiplicity_text(family(impaye_2mois=(0.012, 0.031, 0.06, 0.06)), CONTEXT))
    assert "le max-T du plan (p = 0,031) seulement la retient" in text
    assert "la conclusion reste celle du plan" in text


def test_where_all_agree_the_indicator_is_named():
    text = plain(multiplicity_text(family(impaye_2mois=(0.001, 0.002, 0.003, 0.004)), CONTEXT))
    assert "Les trois manières retiennent une différence pour" in text


def test_where_nothing_passes_it_is_said():
    text = plain(multiplicity_text(family(troubles=(0.2, 0.4, 0.4, 0.3)), CONTEXT))
    assert "Au seuil de 5 %, aucune des trois manières" in text
