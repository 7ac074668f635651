"""Does the effect differ between profiles, regions, modes of support: interactions, and what chance alone shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from pipeline.contract.codes import MODES_ACCOMPAGNEMENT
from pipeline.contract.indicators import Scale
from pipeline.contract.remarks import remark
from pipeline.contract.tables import MENAGES
from pipeline.estimate.catalogue import MEANS
from pipeline.estimate.estimate import Estimate, from_effect
from pipeline.estimate.sample import Booleans, Sample
from pipeline.sensitivity.rows import Row, row_of
from pipeline.sensitivity.setting import Setting
from pipeline.stats.effect import Effect
from pipeline.stats.interaction import interaction
from pipeline.stats.welch import welch_difference

ANALYSIS = "heterogeneite"
LEAST = 5  # households of a group in a subgroup: fewer say nothing, and could be recognised
_BY = ("profil", "region")
NOT_ENOUGH = remark("sous_groupe_trop_petit", LEAST)


@dataclass(frozen=True)
class _Subgroup:
    name: str
    label: str
    inside: Booleans


def heterogeneity_rows(setting: Setting) -> Iterator[Row]:
    """Yield one row an indicator of the plan and subgroup (the effect there less elsewhere), then the count."""
    found: list[Row] = []
    for name in (setting.study.plan.indicateur_principal, *setting.study.plan.secondaires):
        sample = setting.sample(name)
        if sample is None or sample.indicator.scale not in MEANS or not sample.known.any():
            continue
        found += [_by_subgroup(sample, subgroup) for subgroup in _subgroups(setting)]
        found += _by_mode(setting, sample)
    yield from found
    tested = [r for r in found if not np.isnan(r.p_valeur)]
    if not tested:
        return
    alpha = 1 - setting.study.plan.niveau
    apparent = sum(r.p_valeur < alpha for r in tested)
    yield Row(
        ANALYSIS,
        "ensemble",
        "Interactions dont l’intervalle exclut zéro",
        setting.study.plan.indicateur_principal,
        setting.horizon,
        "interaction",
        "nombre",
        estimation=float(apparent),
        note=remark("comparaisons", len(tested), alpha * len(tested)),
    )


def _subgroups(setting: Setting) -> Iterator[_Subgroup]:
    for column in _BY:
        codes, names = setting.coded[column]
        labels = {c.value: c.label for c in MENAGES[column].codes}
        if len(names) < 2:
            continue
        for number_, name in enumerate(names):
            label = labels.get(name, "Non renseigné")
            yield _Subgroup(f"{column}:{name}", f"{MENAGES[column].label} : {label}", codes == number_)


def _by_subgroup(sample: Sample, subgroup: _Subgroup) -> Row:
    known, treated, inside = sample.known, sample.study.treated, subgroup.inside
    cells = [sample.outcome[known & g & i] for i in (inside, ~inside) for g in (treated, ~treated)]
    if min(len(c) for c in cells) < LEAST:
        estimate = Estimate(note=NOT_ENOUGH)
    else:
        effect = interaction(cells[0], cells[1], cells[2], cells[3], sample.study.plan.niveau)
        estimate = from_effect(sample, effect, remark="ecart_moins_ecart_ailleurs")
        estimate = _sized(estimate, len(cells[0]), len(cells[1]))
    return row_of(ANALYSIS, subgroup.name, subgroup.label, sample, "interaction", "interaction", estimate)


def _by_mode(setting: Setting, sample: Sample) -> list[Row]:
    """One mode of support against the other: the controls are common to both, and cancel out."""
    if sample.indicator.scale not in (Scale.BINARY, Scale.CONTINUOUS, Scale.ORDINAL):
        return []
    mode = setting.seen.cohort.frame["mode_accompagnement"].astype("str").to_numpy(dtype=object)
    first, second = MODES_ACCOMPAGNEMENT
    chosen = sample.known & sample.study.treated
    one, other = (sample.outcome[chosen & (mode == code.value)] for code in (first, second))
    label = f"Mode : {first.label.lower()} contre {second.label.lower()}"
    if min(len(one), len(other)) < LEAST:
        estimate = Estimate(note=NOT_ENOUGH)
    else:
        effect: Effect = welch_difference(one, other, sample.study.plan.niveau)
        estimate = _sized(
            from_effect(sample, effect, remark="modes_compares_entre_eux"),
            len(one),
            len(other),
        )
    return [row_of(ANALYSIS, "mode_accompagnement", label, sample, "interaction", "interaction", estimate)]


def _sized(estimate: Estimate, n1: int, n0: int) -> Estimate:
    return replace(estimate, n_accompagnes=n1, n_temoins=n0)
