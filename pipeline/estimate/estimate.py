"""One estimate on its way to a row of `estimations`."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipeline.estimate.notes import explain
from pipeline.estimate.sample import Sample
from pipeline.stats.effect import Effect


@dataclass(frozen=True)
class Estimate:
    """What a method says of one sample: numbers (`nan` = missing) and the codes of a note."""

    estimation: float = math.nan
    erreur_type: float = math.nan
    ic_bas: float = math.nan
    ic_haut: float = math.nan
    p_valeur: float = math.nan
    n_accompagnes: int = 0
    n_temoins: int = 0
    valeur_accompagnes: float = math.nan
    valeur_temoins: float = math.nan
    note: str = ""


def from_effect(
    sample: Sample, effect: Effect, values: tuple[float, float] = (math.nan, math.nan), remark: str = ""
) -> Estimate:
    """Return the estimate of `sample` whose effect is `effect`; `values`: mean, share or rate of both groups.

    The note is the reason of what is missing, else `remark`.
    """
    sizes = len(sample.treated), len(sample.control)
    return Estimate(
        estimation=effect.estimate,
        erreur_type=effect.std_error,
        ic_bas=effect.low,
        ic_haut=effect.high,
        p_valeur=effect.p_value,
        n_accompagnes=sizes[0],
        n_temoins=sizes[1],
        valeur_accompagnes=values[0],
        valeur_temoins=values[1],
        note=explain(effect.reason, *sizes) if effect.reason else remark,
    )
