"""The functions of the plan's methods: each entry of `contract.methods.PLAN_METHODS` with what computes it.

A method is one pure function in `stats`, its entry in the contract (names, what it measures by scale) and one line
here. The function of a line takes all the samples that the method fits, in order, and returns one `Estimate` each:
`each` makes it of a function of a single sample; a method that shares work between samples (permutations, a bootstrap,
an imputation) takes the list. A sample carries the baseline of its indicator, its exposure, and through `sample.study`
the groups, strata and plan. Rows, family, adjusted p-values and order follow from the line alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pipeline.contract.indicators import Scale
from pipeline.contract.methods import METHODS, PLAIN, WITHOUT_COUNTS
from pipeline.estimate.additive import additive_comparison, stratified_comparison
from pipeline.estimate.adjusted import adjusted_difference, change_difference, odds_ratio
from pipeline.estimate.cost_effectiveness import cost_effectiveness, is_primary_gain
from pipeline.estimate.durations import log_rank_comparison, permuted_means, restricted_means
from pipeline.estimate.estimate import Estimate
from pipeline.estimate.imputed import imputed_difference
from pipeline.estimate.permutations import permutation_tests
from pipeline.estimate.sample import Sample
from pipeline.estimate.two_groups import (
    composite_superiority,
    crude_difference,
    effect_size,
    probability_of_superiority,
    relative_risk,
)
from pipeline.estimate.weighted import weighted_differences


@dataclass(frozen=True)
class Estimator:
    """One method of the plan and what computes it.

    `run`: samples in, as many estimates out. `fits`: a further condition on a sample (a baseline, say); a sample that
    fails it has no row.
    """

    name: str
    run: Callable[[Sequence[Sample]], list[Estimate]]
    fits: Callable[[Sample], bool] = field(default=lambda _: True)

    @property
    def measures(self) -> dict[Scale, str]:
        """For each scale that the method fits, the `mesure` of its rows."""
        return {scale: measure.name for scale, measure in METHODS[self.name].measures.items()}

    def of(self, samples: Sequence[Sample]) -> list[int]:
        """The places of the samples that the method fits."""
        measures = self.measures
        return [i for i, sample in enumerate(samples) if sample.indicator.scale in measures and self.fits(sample)]


def each(one: Callable[[Sample], Estimate]) -> Callable[[Sequence[Sample]], list[Estimate]]:
    """Return the method that treats samples one by one."""
    return lambda samples: [one(sample) for sample in samples]


CRUDE: dict[Scale, str] = {scale: measure.name for scale, measure in PLAIN.items()}
MEANS: dict[Scale, str] = {scale: measure.name for scale, measure in WITHOUT_COUNTS.items()}

PERMUTATION = "permutation"

ESTIMATORS: tuple[Estimator, ...] = (
    Estimator("difference_brute", each(crude_difference)),
    Estimator("ajustee", each(additive_comparison)),
    Estimator("risque_relatif", each(relative_risk)),
    Estimator("taille_effet", each(effect_size)),
    Estimator("superiorite", each(probability_of_superiority)),
    Estimator("rang_composite", each(composite_superiority), fits=lambda sample: sample.composite is not None),
    Estimator("ancova", each(adjusted_difference)),
    Estimator("doubles_differences", each(change_difference), fits=lambda sample: sample.baseline is not None),
    Estimator("firth", each(odds_ratio)),
    Estimator("ponderation", weighted_differences),
    Estimator("imputation", each(imputed_difference)),
    Estimator("rmst", each(restricted_means)),
    Estimator("rmst_permutation", each(permuted_means)),
    Estimator("log_rank", each(log_rank_comparison)),
    Estimator("difference_stratifiee", each(stratified_comparison)),
    Estimator(PERMUTATION, permutation_tests),
    Estimator("cout_efficacite", cost_effectiveness, fits=is_primary_gain),
)
