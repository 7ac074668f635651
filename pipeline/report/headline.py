"""Why an answer puts another method forward than the one that describes: in words."""

from __future__ import annotations

from pipeline.contract.methods import METHODS
from pipeline.contract.produced.estimates import ESTIMATIONS
from pipeline.contract.remarks import OUTSIDE_NORM, codes_of
from pipeline.french import NBSP, number
from pipeline.report.calibration import norm_text
from pipeline.report.wording import uncapitalised
from pipeline.statements.statement import Statement
from pipeline.traced import Cell, traced


def why_this_method(e: Statement) -> str:
    """Return the sentence behind the codes of `choice`; empty when the main method speaks."""
    codes = dict(codes_of(e.choice))
    if not codes:
        return ""
    if e.withheld:
        return (
            "Aucun écart n’est mis en avant : dans les études simulées, l’intervalle sort de la norme de "
            f"{norm_text()} (@sec-annexe-calibration)."
        )
    passed_over = METHODS[codes[OUTSIDE_NORM][0]].label
    among = ""
    if "calcule_sur" in codes:
        key = ";".join(f"{column}={getattr(e, column)}" for column in ESTIMATIONS.key)
        used = traced(int(codes["calcule_sur"][0]), Cell("estimations", key, "n_accompagnes + n_temoins"))
        among = f" et calculé sur {number(used)}{NBSP}des {number(e.n_accompagnes + e.n_temoins)}{NBSP}ménages"
    return (
        f"Cet écart, ajusté sur les strates et sur la valeur à l’inclusion où elle existe{among}, est mis en avant "
        f"parce que, dans les études simulées, l’intervalle de l’autre méthode ({uncapitalised(passed_over)}) sort de "
        f"la norme de {norm_text()} (@sec-annexe-calibration)."
    )
