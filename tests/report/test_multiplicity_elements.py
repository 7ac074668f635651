"""The secondary family in the annex: what its table and sentence say of rows written by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

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


def test_the_table_has_the_p_of_the_plan_and_no_gap_beside_a_p_of_another_sign():
    table = multiplicity_table(
        family(impaye_2mois=(0.012, 0.031, 0.06, 0.04), troubles=(0.2, 0.4, 0.4, math.nan)), CONTEXT
    )
    first, second = ([plain(cell) for cell in row] for row in table.rows)
    assert first[1:] == ["0,012", "0,031", "21 / 15"]
    assert second[1:] == ["0,20", "0,40", "21 / 15"]
    assert table.csv().count("\r\n") == 9  # every adjustment stays in the file


@pytest.mark.parametrize("p", [0.049, 0.051])
def test_the_smallest_adjusted_p_is_said_without_a_threshold(p):
    text = plain(multiplicity_text(family(impaye_2mois=(0.012, p, 0.06, 0.06), troubles=(0.2, 0.4, 0.4, 0.3)), CONTEXT))
    assert "La famille secondaire compte 7 indicateurs, dont 2 ont une p à 24 mois. À les regarder" in text
    assert (
        "La plus petite p ajustée est celle de « Impayé d’au moins deux mois » : p = 0,012 pour l’indicateur seul, "
        f"p = {str(p).replace('.', ',')} une fois ajustée." in text
    )
    assert "retient" not in text
    assert "Holm" not in text


def test_a_smallest_p_that_several_have_is_told_of_them_all():
    """A step down gives the p of the first to those whose own would be smaller: 0,23 for three."""
    given = family(impaye_2mois=(0.056, 0.2267, 0.28, 0.22), troubles=(0.11, 0.2267, 0.33, 0.22))
    text = plain(multiplicity_text(given, CONTEXT))
    assert (
        "La plus petite p ajustée, p = 0,23, est à la fois celle de « Impayé d’au moins deux mois » (p = 0,056) et "
        "« Troubles (plaintes et incidents) » (p = 0,11) ; entre parenthèses, la p de l’indicateur seul." in text
    )


def test_a_family_of_one_has_nothing_to_adjust():
    text = plain(multiplicity_text(family(troubles=(0.2, 0.2, 0.2, 0.3)), CONTEXT))
    assert "il n’y a rien à ajuster" in text
