"""What an avoided exit would spare, as sourced ranges, and how many avoided exits would balance what was spent."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd

from pipeline.contract.produced.funders import COUTS_EVITES
from pipeline.params import Couts, Montant
from pipeline.scheme.cost_ratios import AVOIDED
from pipeline.scheme.household_costs import mean_cost

Row = dict[str, object]
NOT_GIVEN = "couts_evites_non_renseignes"
_UNKNOWN = "depense_inconnue"


def avoided_costs_table(spending: pd.DataFrame | None, couts: Couts) -> pd.DataFrame:
    """Return `couts_evites`: a row an avoided cost, their sum, then the break-even. Off the headline: nothing reads it.

    An amount without source is not used and has no value. Break-even, in avoided exits for 100 accompanied
    households: 100 × the support's cost of a household / what an exit avoided spares; its low bound divides by the high
    sum. `spending`: the rows read, None or empty where nothing is known.
    """
    return COUTS_EVITES.frame(_rows(spending, couts))


def _rows(spending: pd.DataFrame | None, couts: Couts) -> Iterator[Row]:
    amounts: dict[str, Montant] = {name: getattr(couts, name) for name in AVOIDED}
    known = {name: a for name, a in amounts.items() if a.valeur is not None and a.source.strip()}
    for name, amount in amounts.items():
        if name in known:
            low, high = amount.bounds
            yield _row(name, AVOIDED[name], (amount.valeur or 0.0, low, high), "€ par ménage", amount.source)
        else:
            yield _row(name, AVOIDED[name], None, "€ par ménage", note=NOT_GIVEN)
    if not known:
        yield _row("total", "Une sortie évitée", None, "€ par ménage", note=NOT_GIVEN)
        yield _row("equilibre", _BALANCE, None, "sorties", note=NOT_GIVEN)
        return
    total = sum(a.valeur or 0.0 for a in known.values())
    low, high = (sum(a.bounds[side] for a in known.values()) for side in (0, 1))
    yield _row("total", "Une sortie évitée", (total, low, high), "€ par ménage")
    if spending is None or not len(spending):
        yield _row("equilibre", _BALANCE, None, "sorties", note=_UNKNOWN)
        return
    cost = mean_cost(spending, couts)
    yield _row("equilibre", _BALANCE, (_needed(cost, total), _needed(cost, high), _needed(cost, low)), "sorties")


_BALANCE = "Sorties évitées qui équilibreraient la dépense, pour 100 ménages accompagnés"


def _needed(cost: float, spared: float) -> float:
    return 100 * cost / spared if spared > 0 else math.nan


def _row(
    name: str, label: str, values: tuple[float, float, float] | None, unit: str, source: str = "", note: str = ""
) -> Row:
    value, low, high = values or (math.nan,) * 3
    return {
        "mesure": name, "libelle": label, "valeur": value, "bas": low, "haut": high, "unite": unit, "source": source,
        "note": note,
    }  # fmt: skip
