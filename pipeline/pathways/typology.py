"""Typical pathways: how far apart pathways are, how many types they make, what each is, how much the groups explain."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pipeline.contract.produced.pathways import DISSEMBLANCE, TYPES, TYPES_NOMBRE, TYPOLOGIE
from pipeline.contract.remarks import remark
from pipeline.contract.states import NON_OBSERVE, STATE_CODES
from pipeline.params import Parcours, Plan
from pipeline.pathways.monthly_states import RANK, States
from pipeline.pathways.sample import Booleans, Pathways, with_observed_months
from pipeline.stats.assignments import assignments
from pipeline.stats.clustering import Partition, bootstrap_jaccard, cut, ward_tree
from pipeline.stats.discrepancy import discrepancy_test
from pipeline.stats.effect import Floats
from pipeline.stats.sequences import constant_costs, optimal_matching, transition_costs

_SUBSTITUTION_COST = 2.0


@dataclass(frozen=True)
class Typology:
    """`types`: the household's type by number from 1, 0 when it has none, shape (n,) of the pathways compared."""

    pathways: Pathways
    types: States
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def sets(self) -> dict[str, Booleans]:
        """The members of each type: `type_1`, `type_2` …"""
        return {f"type_{i}": self.types == i for i in range(1, int(self.types.max(initial=0)) + 1)}


def make_typology(everyone: Pathways, plan: Plan, parcours: Parcours) -> Typology:
    """Return the types, and the tables `typologie`, `types`, `types_nombre`, `dissemblance`.

    Ward's tree on optimal matching distances; of the partitions into 2 … `types_max` types whose smallest type has
    `effectif_type_min` households, the one with the widest average silhouette. None may qualify: then no type. With
    more than `effectif_max` households, all of it comes from a sample of that size, drawn by the plan's seed.
    """
    pathways = with_observed_months(everyone, parcours.effectif_max, _generator(plan, b"parcours-echantillon"))
    distances = _distances(pathways.states, parcours)
    sampled = _sampled(len(pathways.states), everyone)
    tried, partition = _choose(distances, parcours)
    types = np.zeros(len(pathways.states), dtype=np.int64) if partition is None else partition.labels + 1
    typology = Typology(pathways, types)
    classified = types > 0
    tables = {
        "typologie": TYPOLOGIE.frame({"menage_id": pathways.ids[classified], "type": types[classified]}),
        "types": _describe(typology, partition, distances, plan, parcours),
        "types_nombre": TYPES_NOMBRE.frame(row | {"note": sampled} for row in tried),
        "dissemblance": _discrepancy(pathways, distances, plan, sampled),
    }
    return Typology(pathways, types, tables)


def _distances(states: States, parcours: Parcours) -> Floats:
    if len(states) == 0:
        return np.zeros((0, 0))
    kinds = len(STATE_CODES)
    costs = (
        constant_costs(kinds, _SUBSTITUTION_COST)
        if parcours.cout_substitution == "constant"
        else transition_costs(states, kinds, _SUBSTITUTION_COST)
    )
    return optimal_matching(states, costs, parcours.cout_indel)


def _choose(distances: Floats, parcours: Parcours) -> tuple[list[dict[str, object]], Partition | None]:
    """The partitions tried, one row each, and the one kept."""
    partitions: list[Partition] = []
    if len(distances) > 2 and distances.max() > 0:
        tree = ward_tree(distances)
        wanted = range(2, min(parcours.types_max, len(distances) - 1) + 1)
        # Ties may leave fewer groups than asked for: each number once.
        by_number = {p.number: p for p in (cut(tree, distances, number) for number in wanted)}
        partitions = [by_number[n] for n in sorted(by_number) if n > 1]
    large = [p for p in partitions if p.sizes.min() >= parcours.effectif_type_min]
    kept = max(large, key=lambda p: (round(p.silhouette, 12), -p.number), default=None)
    rows: list[dict[str, object]] = [
        {"nombre": p.number, "silhouette": p.silhouette, "plus_petit": int(p.sizes.min()), "retenu": p is kept}
        for p in partitions
    ]
    return rows, kept


def _describe(
    typology: Typology, partition: Partition | None, distances: Floats, plan: Plan, parcours: Parcours
) -> pd.DataFrame:
    if partition is None:
        return TYPES.frame()
    rng = _generator(plan, b"parcours-stabilite")
    stability = bootstrap_jaccard(distances, partition.labels, parcours.reechantillonnages, rng)
    pathways, treated = typology.pathways, typology.pathways.treated
    rows = []
    for i, members in enumerate(typology.sets.values()):
        accompanied, control = int((members & treated).sum()), int((members & ~treated).sum())
        dominant, months = _dominant(pathways.states[members])
        last = np.bincount(pathways.states[members][:, -1], minlength=len(STATE_CODES))
        rows.append(
            {
                "type": i + 1,
                "effectif": accompanied + control,
                "effectif_accompagnes": accompanied,
                "effectif_temoins": control,
                "part_accompagnes": accompanied / treated.sum() if treated.any() else np.nan,
                "part_temoins": control / (~treated).sum() if (~treated).any() else np.nan,
                "etat_dominant": dominant,
                "mois_dominant": months,
                "etat_final": STATE_CODES[int(last.argmax())],
                "part_finale": last.max() / last.sum(),
                "silhouette": partition.silhouettes[members].mean(),
                "stabilite": stability[i],
            }
        )
    return TYPES.frame(rows)


def _dominant(states: States) -> tuple[str, float]:
    """The observed state with the most months, and their mean number a household; not observed when nothing is."""
    counts = np.bincount(states.reshape(-1), minlength=len(STATE_CODES)).astype(float)
    observed = np.where(np.arange(len(counts)) == RANK[NON_OBSERVE.code], 0, counts)
    rank = int((observed if observed.any() else counts).argmax())
    return STATE_CODES[rank], float(counts[rank] / len(states))


def _discrepancy(pathways: Pathways, distances: Floats, plan: Plan, sampled: str) -> pd.DataFrame:
    design = assignments(pathways.treated, pathways.strata)
    result = discrepancy_test(distances, design, plan.tirages, _generator(plan, b"parcours-dissemblance"))
    note = "parcours_non_comparables" if np.isnan(result.pseudo_r2) else sampled
    expected = 1 / (len(distances) - 1) if not np.isnan(result.pseudo_r2) else np.nan
    row = (len(distances), result.pseudo_r2, expected, result.pseudo_f, result.p_value, note)
    return DISSEMBLANCE.frame([row])


def _sampled(kept: int, everyone: Pathways) -> str:
    observed = int((everyone.states != RANK[NON_OBSERVE.code]).any(axis=1).sum())
    if kept == observed:
        return ""
    return remark("echantillon_de_parcours", kept, observed)


def _generator(plan: Plan, name: bytes) -> np.random.Generator:
    return np.random.default_rng([plan.graine, *name])
