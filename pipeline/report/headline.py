"""The estimate that an answer puts forward: of a method whose intervals keep their promise in the simulated studies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.contract.indicators import Scale
from pipeline.contract.methods import METHODS
from pipeline.french import NBSP, number
from pipeline.report.calibration import norm_text, outside_norm
from pipeline.report.estimates import MAIN_METHOD, Estimate, find, indicator_of
from pipeline.report.results import EditionResults
from pipeline.report.wording import uncapitalised

# Methods of one scale and unit, first choice first.
_CANDIDATES: Mapping[Scale, tuple[str, ...]] = {s: (m,) for s, m in MAIN_METHOD.items()} | {
    s: (MAIN_METHOD[s], "ancova") for s in (Scale.BINARY, Scale.CONTINUOUS)
}


def headline(results: EditionResults, indicateur: str, vague: str) -> tuple[Estimate | None, str]:
    """Return the estimate to put forward and, unless it is the main method's, why.

    A method whose coverage leaves the norm under one simulated effect at least is passed over, if it has an interval;
    when all are, there is no estimate. Without calibration nothing is passed over. The groups' levels beside another
    method's difference stay those of all the households whose value is known.
    """
    main, *others = (find(results.estimations, indicateur, vague, m) for m in _candidates(indicateur))
    left = {rows[0].row["methode"] for rows in outside_norm(results.calibration, [indicateur])}
    if main.methode not in left or not _has_interval(main):
        return main, ""
    for other in others:
        if other.methode not in left and _has_interval(other):
            return _beside_levels(other, main), _instead(other, main)
    return None, (
        "Aucun écart n’est mis en avant : dans les études simulées, l’intervalle sort de la norme de "
        f"{norm_text()} (@sec-annexe-calibration)."
    )


def _candidates(indicateur: str) -> tuple[str, ...]:
    return _CANDIDATES[indicator_of(indicateur).scale]


def _has_interval(e: Estimate) -> bool:
    return e.estimation is not None and e.ic_bas is not None and e.ic_haut is not None


def _beside_levels(e: Estimate, levels: Estimate) -> Estimate:
    names = ("n_accompagnes", "n_temoins", "valeur_accompagnes", "valeur_temoins")
    return replace(e, **{name: getattr(levels, name) for name in names})


def _instead(e: Estimate, main: Estimate) -> str:
    used, known = e.n_accompagnes + e.n_temoins, main.n_accompagnes + main.n_temoins
    among = f" et calculé sur {number(used)}{NBSP}des {number(known)}{NBSP}ménages" if used != known else ""
    return (
        f"Cet écart, ajusté sur les strates et sur la valeur à l’inclusion où elle existe{among}, est mis en avant "
        f"parce que, dans les études simulées, l’intervalle de l’autre méthode "
        f"({uncapitalised(METHODS[main.methode].label)}) sort de la norme de {norm_text()} (@sec-annexe-calibration)."
    )
