"""The estimate that an answer puts forward: of a method whose intervals keep their promise in the simulated studies."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.contract.indicators import Scale
from pipeline.report.calibration import norm_text, outside_norm
from pipeline.report.estimates import MAIN_METHOD, Estimate, find, indicator_of
from pipeline.report.methods import method_name
from pipeline.report.results import EditionResults
from pipeline.report.wording import uncapitalised

# Methods of one scale and unit, first choice first.
_CANDIDATES: Mapping[Scale, tuple[str, ...]] = {s: (m,) for s, m in MAIN_METHOD.items()} | {
    s: (MAIN_METHOD[s], "ancova") for s in (Scale.BINARY, Scale.CONTINUOUS)
}


def headline(results: EditionResults, indicateur: str, vague: str) -> tuple[Estimate | None, str]:
    """Return the estimate to put forward and, unless it is the main method's, why.

    A method whose coverage leaves the norm under one simulated effect at least is passed over; when all are, there is
    no estimate. Without calibration nothing is passed over.
    """
    indicator = indicator_of(indicateur)
    left = {rows[0].row["methode"] for rows in outside_norm(results.calibration, [indicateur])}
    main, *_ = candidates = _CANDIDATES[indicator.scale]
    for method in candidates:
        if method not in left:
            found = find(results.estimations, indicateur, vague, method)
            return found, "" if method == main else _instead(main)
    return None, (
        "Aucun écart n’est mis en avant : dans les études simulées, l’intervalle sort de la norme de "
        f"{norm_text()} (@sec-annexe-calibration)."
    )


def _instead(main: str) -> str:
    return (
        "Cet écart, ajusté sur les strates et sur la valeur à l’inclusion où elle existe, est mis en avant parce que, "
        f"dans les études simulées, l’intervalle de l’autre méthode ({uncapitalised(method_name(main))}) sort de la "
        f"norme de {norm_text()} (@sec-annexe-calibration)."
    )
