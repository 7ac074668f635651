"""One sensitivity result on its way to a row of `sensibilite`."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import pandas as pd

from pipeline.contract.produced.sensitivity import SENSIBILITE
from pipeline.estimate.estimate import Estimate
from pipeline.estimate.reached import within_reach
from pipeline.estimate.sample import Sample


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
    estimate = within_reach(sample, measure, estimate)
    return Row(
        analysis,
        variant,
        label,
        sample.indicator.name,
        sample.wave,
        method,
        measure,
        estimate.estimation,
        estimate.ic_bas,
        estimate.ic_haut,
        estimate.p_valeur,
        estimate.n_accompagnes,
        estimate.n_temoins,
        estimate.valeur_accompagnes,
        estimate.valeur_temoins,
        sample.indicator.favourable,
        estimate.note,
    )


def as_table(rows: Iterable[Row]) -> pd.DataFrame:
    """Return the rows as a table with the columns of the contract; nothing infinite is left in it."""
    table = SENSIBILITE.frame(asdict(row) for row in rows)
    numbers = table.select_dtypes("float").columns
    table[numbers] = table[numbers].replace([math.inf, -math.inf], math.nan)
    return table
