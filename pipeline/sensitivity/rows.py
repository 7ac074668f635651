"""One sensitivity result on its way to a row of `sensibilite`."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import pandas as pd

from pipeline.contract.indicators import Indicator
from pipeline.contract.methods import MEASURES, MeasureKind
from pipeline.contract.produced.sensitivity import SENSIBILITE
from pipeline.contract.remarks import joined
from pipeline.estimate.estimate import Estimate
from pipeline.estimate.sample import Sample

ON_THE_SCALE = "tenu_dans_l_echelle"
_OF_DIFFERENCES = frozenset({"interaction", "double_difference"})


@dataclass(frozen=True)
class Row:
    """`analyse`: the question asked. `variante`, `libelle`: what is changed, in name and words. Missing = `nan`."""

    analyse: str
    variante: str
    libelle: str
    indicateur: str
    vague: str
    methode: str
    mesure: str
    estimation: float = math.nan
    ic_bas: float = math.nan
    ic_haut: float = math.nan
    p_valeur: float = math.nan
    n_accompagnes: int = 0
    n_temoins: int = 0
    valeur_accompagnes: float = math.nan
    valeur_temoins: float = math.nan
    sens_favorable: int = 0
    note: str = ""


def row_of(
    analysis: str, variant: str, label: str, sample: Sample, method: str, measure: str, estimate: Estimate
) -> Row:
    """Return the row of what `method` says of `sample`, brought back to the indicator's scale where it leaves it."""
    numbers = estimate.estimation, estimate.ic_bas, estimate.ic_haut
    kept = [_on_the_scale(sample.indicator, measure, n) for n in numbers]
    brought = any(k != n for k, n in zip(kept, numbers, strict=True) if not math.isnan(n))
    return Row(
        analysis,
        variant,
        label,
        sample.indicator.name,
        sample.wave,
        method,
        measure,
        *kept,
        estimate.p_valeur,
        estimate.n_accompagnes,
        estimate.n_temoins,
        estimate.valeur_accompagnes,
        estimate.valeur_temoins,
        sample.indicator.favourable,
        joined(estimate.note, ON_THE_SCALE) if brought else estimate.note,
    )


def _on_the_scale(indicator: Indicator, measure: str, value: float) -> float:
    """The nearest value that a difference can take; a difference of differences reaches twice as far."""
    kind = MEASURES[measure].kind
    if indicator.limits is None or kind is not MeasureKind.DIFFERENCE or math.isnan(value):
        return value
    widest = indicator.limits[1] - indicator.limits[0]
    widest *= 2 if measure in _OF_DIFFERENCES else 1
    return min(max(value, -widest), widest)


def as_table(rows: Iterable[Row]) -> pd.DataFrame:
    """Return the rows as a table with the columns of the contract; nothing infinite is left in it."""
    table = SENSIBILITE.frame(asdict(row) for row in rows)
    numbers = table.select_dtypes("float").columns
    table[numbers] = table[numbers].replace([math.inf, -math.inf], math.nan)
    return table
