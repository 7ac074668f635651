"""The catalogue of methods: what each one is called, which scales it fits, what it measures.

A method is one pure function in `stats` and one entry here. The function of an entry takes all the samples that the
entry fits, in order, and returns one `Estimate` each: `each` makes it of a function of a single sample; a method that
shares work between samples (permutations, a bootstrap, an imputation) takes the list. A sample carries the baseline of
its indicator, its exposure, and through `sample.study` the groups, strata and plan. Rows, family, adjusted p-values
and order follow from the entry alone. A method that measures something new gives its `mesure` by scale; a scale that
it does not name has no row. The report's labels of methods and measures must then name it too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.contract.indicators import Scale
from pipeline.estimate.adjusted import adjusted_difference, change_difference, odds_ratio
from pipeline.estimate.cost_effectiveness import cost_effectiveness, is_primary_gain
from pipeline.estimate.durations import log_rank_comparison, restricted_means
from pipeline.estimate.estimate import Estimate
from pipeline.estimate.imputed import imputed_difference
from pipeline.estimate.permutations import permutation_tests
from pipeline.estimate.sample import Sample
from pipeline.estimate.two_groups import crude_difference, effect_size, probability_of_superiority, relative_risk
from pipeline.estimate.weighted import weighted_differences


@dataclass(frozen=True)
class Method:
    """One method of the contract.

    `measures`: for each scale that it fits, the `mesure` of its rows. `run`: samples in, as many estimates out.
    `fits`: a further condition on a sample (a baseline, say); a sample that fails it has no row.
    """

    name: str
    measures: Mapping[Scale, str]
    run: Callable[[Sequence[Sample]], list[Estimate]]
    fits: Callable[[Sample], bool] = field(default=lambda _: True)


def each(one: Callable[[Sample], Estimate]) -> Callable[[Sequence[Sample]], list[Estimate]]:
    """Return the method that treats samples one by one."""
    return lambda samples: [one(sample) for sample in samples]


CRUDE = {
    Scale.BINARY: "difference_risques",
    Scale.CONTINUOUS: "difference_moyennes",
    Scale.ORDINAL: "difference_moyennes",
    Scale.COUNT: "rapport_taux",
}
MEANS = {scale: CRUDE[scale] for scale in (Scale.BINARY, Scale.CONTINUOUS, Scale.ORDINAL)}
LOG_RANK = {Scale.DURATION: "logrank_chi2"}

PERMUTATION = "permutation"

METHODS: tuple[Method, ...] = (
    Method("difference_brute", CRUDE, each(crude_difference)),
    Method("risque_relatif", {Scale.BINARY: "rapport_risques"}, each(relative_risk)),
    Method("taille_effet", {Scale.CONTINUOUS: "g_hedges"}, each(effect_size)),
    Method(
        "superiorite",
        {Scale.CONTINUOUS: "p_superiorite", Scale.ORDINAL: "p_superiorite"},
        each(probability_of_superiority),
    ),
    Method(
        "ancova",
        {Scale.BINARY: "difference_risques", Scale.CONTINUOUS: "difference_moyennes"},
        each(adjusted_difference),
    ),
    Method(
        "doubles_differences",
        {Scale.BINARY: "double_difference", Scale.CONTINUOUS: "double_difference"},
        each(change_difference),
        fits=lambda sample: sample.baseline is not None,
    ),
    Method("firth", {Scale.BINARY: "rapport_cotes"}, each(odds_ratio)),
    Method("ponderation", CRUDE, weighted_differences),
    Method("imputation", MEANS, each(imputed_difference)),
    Method("rmst", {Scale.DURATION: "difference_rmst"}, each(restricted_means)),
    Method("log_rank", LOG_RANK, each(log_rank_comparison)),
    Method(PERMUTATION, CRUDE | LOG_RANK, permutation_tests),
    Method("cout_efficacite", {Scale.BINARY: "cout_par_maintien"}, cost_effectiveness, fits=is_primary_gain),
)
