"""How households divide between the states, month by month, and how long they stay in each."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.contract.produced.pathways import MOIS_PAR_ETAT, REPARTITION_ETATS
from pipeline.contract.remarks import remark
from pipeline.contract.states import STATE_CODES
from pipeline.params import Parcours, Plan
from pipeline.pathways.monthly_states import States
from pipeline.pathways.sample import Booleans, Pathways
from pipeline.stats.assignments import assignments
from pipeline.stats.effect import Effect, Floats, Reason
from pipeline.stats.permutation import means, permutation_p
from pipeline.stats.welch import welch_difference

_SEED = b"parcours-mois"
_REASONS = {
    Reason.EMPTY_GROUP: "groupe_vide",
    Reason.FEW_VALUES: "moins_de_deux_menages",
    Reason.NO_VARIATION: "groupes_sans_variation",
}


def groups_of(pathways: Pathways) -> dict[str, Booleans]:
    """Return the members of each group, accompanied first; both groups, even empty."""
    return {ACCOMPAGNE: pathways.treated, TEMOIN: ~pathways.treated}


def distribution_table(states: States, sets: Mapping[str, Booleans]) -> pd.DataFrame:
    """Return `repartition_etats`: for each set of households, each month and each state, their number and share.

    States that occur nowhere in a month have a row too, with 0; an empty set has none. `states`: (n, h + 1);
    `sets`: name → members, shape (n,).
    """
    kinds, months = len(STATE_CODES), states.shape[1]
    parts = []
    for name, members in sets.items():
        size = int(members.sum())
        if size == 0:
            continue
        cells = states[members] + kinds * np.arange(months)
        counts = np.bincount(cells.reshape(-1), minlength=kinds * months)
        parts.append(
            pd.DataFrame(
                {
                    "ensemble": name,
                    "mois": np.repeat(np.arange(months), kinds),
                    "etat": list(STATE_CODES) * months,
                    "effectif": counts.astype(np.int64),
                    "part": counts / size,
                }
            )
        )
    return REPARTITION_ETATS.stacked(parts)


def months_in_states(pathways: Pathways, plan: Plan, parcours: Parcours) -> pd.DataFrame:
    """Return `mois_par_etat`: months 1 … h in each state, the mean of each group, their difference.

    Welch's interval; p by permutation within strata (all states from the same draws), Welch's p when there are more
    than `parcours.effectif_max` households.
    """
    spent = _months_in_states(pathways.states)
    treated, control = spent[pathways.treated], spent[~pathways.treated]
    effects = [welch_difference(treated[:, i], control[:, i], plan.niveau) for i in range(spent.shape[1])]
    few = len(spent) <= parcours.effectif_max
    permuted = _permuted(pathways, spent, plan) if few else np.array([e.p_value for e in effects])
    test = remark("p_par_permutations", plan.tirages) if few else "p_de_welch"
    rows = [
        {
            "etat": state,
            "n_accompagnes": len(treated),
            "n_temoins": len(control),
            "moyenne_accompagnes": treated[:, i].mean() if len(treated) else np.nan,
            "moyenne_temoins": control[:, i].mean() if len(control) else np.nan,
            "difference": effect.estimate,
            "ic_bas": effect.low,
            "ic_haut": effect.high,
            "p_valeur": permuted[i],
            "note": _note(effect, float(permuted[i]), test),
        }
        for i, (state, effect) in enumerate(zip(STATE_CODES, effects, strict=True))
    ]
    return MOIS_PAR_ETAT.frame(rows)


def _months_in_states(states: States) -> Floats:
    """Return the number of months 1 … h spent in each state, shape (n, states)."""
    kinds, (size, _) = len(STATE_CODES), states.shape
    cells = states[:, 1:] + kinds * np.arange(size)[:, None]
    return np.bincount(cells.reshape(-1), minlength=kinds * size).reshape(size, kinds).astype(float)


def _permuted(pathways: Pathways, spent: Floats, plan: Plan) -> Floats:
    varies = (spent != spent[:1]).any(axis=0) if len(spent) else np.zeros(spent.shape[1], dtype=bool)
    p_values = np.full(spent.shape[1], np.nan)
    if not varies.any():
        return p_values
    design = assignments(pathways.treated, pathways.strata)
    if not design.exchangeable:
        return p_values
    rng = np.random.default_rng([plan.graine, *_SEED])
    (p_values[varies],) = permutation_p([means(spent[:, varies], design)], design, plan.tirages, rng)
    return p_values


def _note(effect: Effect, p_value: float, test: str) -> str:
    if effect.reason is not None:
        return _REASONS[effect.reason]
    return "p_sans_strate_commune" if np.isnan(p_value) else test
