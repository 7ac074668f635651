"""Metrics that `dvc metrics diff` reads, curves that `dvc plots` draws, variables that the prose names."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
from ruamel.yaml import YAML

from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.metrics import arrears_csv, metrics_json, survival_csv
from pipeline.report.results import EditionResults
from pipeline.report.variables import as_yaml, variables

ROW = {
    "indicateur": "maintien",
    "vague": "M24",
    "famille": "principal",
    "methode": "difference_brute",
    "mesure": "difference_risques",
    "estimation": 0.35238095238095236,
    "ic_bas": 0.1,
    "ic_haut": np.nan,
    "p_valeur": 0.0072,
    "n_accompagnes": 21,
    "n_temoins": 20,
    "valeur_accompagnes": 20 / 21,
    "valeur_temoins": 0.6,
    "sens_favorable": 1,
    "note": "",
}
FLOW = pd.DataFrame(
    [(g, None, e, n, None) for g, n in (("accompagne", 24), ("temoin", 23)) for e in ("prevus", "recus", "inclus")],
    columns=["groupe", "vague", "etape", "effectif", "motif"],
)
FINDINGS = pd.DataFrame({"gravite": ["rejet", "rejet", "avertissement"], "effectif": [2, 3, 1]})
CONTEXT = ReportContext("finale", Params(), synthetique=True)
RESULTS = EditionResults(estimations=pd.DataFrame([ROW]), flux=FLOW, constats=FINDINGS)


def test_metrics_hold_the_primary_estimate_sizes_and_findings() -> None:
    tree = json.loads(metrics_json(RESULTS, CONTEXT))
    assert tree["principal"]["estimation"] == 0.352380952381, "12 significant digits"
    assert tree["principal"]["ic_haut"] is None, "a missing number is null, and the JSON stays strict"
    assert tree["principal"]["p_permutation"] is None
    assert tree["inclus"] == {"accompagnes": 24, "temoins": 23}
    assert tree["constats"] == {"bloquant": 0, "rejet": 5, "avertissement": 1}


def test_metrics_of_nothing() -> None:
    tree = json.loads(metrics_json(EditionResults(), CONTEXT))
    assert tree["principal"]["estimation"] is None
    assert tree["indicateurs"] == {}


def test_survival_is_held_between_steps_and_starts_at_one() -> None:
    steps = pd.DataFrame(
        {
            "groupe": ["temoin", "accompagne", "temoin", "temoin"],
            "mois": [3.0, 5.0, 8.0, 8.0],
            "survie": [0.9, 0.96, 0.85, 0.8],
        }
    )
    lines = ["0,1,1", "1,1,1", "2,1,1", "3,1,0.9", "4,1,0.9", "5,0.96,0.9", "6,0.96,0.9", "7,0.96,0.9", "8,0.96,0.8"]
    assert survival_csv(steps) == "mois,accompagnes,temoins\n" + "\n".join(lines) + "\n"


def test_no_row_of_the_survival_curve_is_the_day_of_an_exit() -> None:
    days = pd.DataFrame({"groupe": "temoin", "mois": [0.0, 2.37, 3.0000000000001, 4.0], "survie": [1.0, 0.9, 0.8, 0.8]})
    assert survival_csv(days) == "mois,accompagnes,temoins\n0,,1\n1,,1\n2,,1\n3,,0.8\n4,,0.8\n"


def test_arrears_one_column_a_group() -> None:
    frame = pd.DataFrame({"groupe": ["temoin", "accompagne", "accompagne"], "mois": [0, 0, 1], "moyenne": [5.5, 7, 8]})
    assert arrears_csv(frame) == "mois,accompagnes,temoins\n0,7,5.5\n1,8,\n"


def test_the_debt_of_a_month_that_few_have_is_not_in_the_file() -> None:
    frame = pd.DataFrame(
        {"groupe": ["temoin", "accompagne"] * 2, "mois": [0, 0, 1, 1], "n": [5, 9, 1, 8], "moyenne": [5.5, 7, 345.0, 8]}
    )
    assert arrears_csv(frame, 5) == "mois,accompagnes,temoins\n0,7,5.5\n1,8,\n"


def test_curves_without_data_keep_their_columns() -> None:
    empty = EditionResults()
    assert survival_csv(empty.survie) == arrears_csv(empty.trajectoires) == "mois,accompagnes,temoins\n"


def test_variables_are_texts_that_yaml_reads_back() -> None:
    tree = variables(RESULTS, CONTEXT)
    read = YAML(typ="safe").load(as_yaml(tree))
    assert read == tree
    assert read["gel"] == "31\u00a0mars\u00a02017"
    assert read["horizon"] == "24"
    assert read["inclus"] == {"accompagnes": "24", "temoins": "23", "total": "47"}
    assert read["principal"]["ecart"] == "+35,2"
    assert read["principal"]["intervalle"] == "[+10,0\u00a0;\u00a0–]"


def test_variables_of_nothing_are_dashes() -> None:
    read = variables(EditionResults(), CONTEXT)
    assert read["inclus"] == {"accompagnes": "–", "temoins": "–", "total": "–"}


def test_yaml_quotes_what_a_person_may_write() -> None:
    assert YAML(typ="safe").load(as_yaml({"a": 'non : "oui" \\ # x'})) == {"a": 'non : "oui" \\ # x'}
