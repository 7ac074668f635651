"""Landlords as a fact of the design: within landlords, by clusters, and each landlord left out in turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from pipeline.contract.remarks import joined, remark
from pipeline.contract.tables import MENAGES
from pipeline.estimate.catalogue import MEANS
from pipeline.estimate.estimate import from_effect
from pipeline.estimate.sample import Booleans, Sample
from pipeline.estimate.two_groups import crude_difference, group_values
from pipeline.french import count
from pipeline.sensitivity.rows import Row, row_of
from pipeline.sensitivity.setting import Setting
from pipeline.stats.wild_cluster import wild_cluster_difference

ANALYSIS = "bailleurs"
_UNBOUNDED = remark("sans_borne_d_un_cote")
_LEFT_OUT = ("maintien", "impaye_solde", "impaye_2mois")


def landlord_rows(setting: Setting) -> Iterator[Row]:
    """Yield, for each indicator of the plan on a scale of means: clusters, fixed effects, then one landlord less."""
    codes, names = setting.coded["bailleur"]
    if len(names) < 2:
        return
    plan = setting.study.plan
    for name in (plan.indicateur_principal, *plan.secondaires):
        sample = setting.sample(name)
        if sample is None or sample.indicator.scale not in MEANS or not sample.known.any():
            continue
        known = sample.known
        clusters = len(np.unique(codes[known]))
        counted = count(clusters, "bailleur")
        said = remark("bailleurs_reechantillonnes", clusters)
        fixed = (codes[:, None] == np.unique(codes[known])[None, 1:]).astype(float)[known]
        for variant, label, covariates in (
            ("grappes", f"Bailleurs comme grappes ({counted})", np.empty((int(known.sum()), 0))),
            ("effets_fixes", f"À l’intérieur des bailleurs, effets fixes ({counted})", fixed),
        ):
            effect = wild_cluster_difference(
                sample.outcome[known],
                sample.study.treated[known],
                covariates,
                codes[known],
                draws=plan.tirages,
                rng=np.random.default_rng([plan.graine, *f"bailleurs:{name}:{variant}".encode()]),
                level=plan.niveau,
            )
            unbounded = np.isnan([effect.low, effect.high]).any()
            estimate = from_effect(
                sample, effect, group_values(sample), joined(said, _UNBOUNDED) if unbounded else said
            )
            yield row_of(
                ANALYSIS, variant, label, sample, "reechantillonnage_sauvage", MEANS[sample.indicator.scale], estimate
            )
    labels = {c.value: c.label for c in MENAGES["bailleur"].codes}
    for name in dict.fromkeys((plan.indicateur_principal, *_LEFT_OUT)):
        sample = setting.sample(name)
        if sample is None or sample.indicator.scale not in MEANS or not sample.known.any():
            continue
        for number, landlord in enumerate(names):
            yield _without(sample, codes != number, landlord, labels.get(landlord, "bailleur non renseigné"))


def _without(sample: Sample, kept: Booleans, landlord: str, label: str) -> Row:
    rest = sample.restricted(kept)
    estimate = crude_difference(rest)
    estimate = replace(estimate, note=estimate.note if np.isnan(estimate.estimation) else "")
    return row_of(
        ANALYSIS,
        f"sans:{landlord}",
        f"Sans {label}",
        rest,
        "difference_brute",
        MEANS[sample.indicator.scale],
        estimate,
    )
