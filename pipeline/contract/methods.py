"""The catalogue of methods and measures: what each one is called, what it measures on which scale, how it is read.

A method of the plan has its function in `estimate/catalogue.py`; the other methods are those of the sensitivity
analyses. What the report writes (names, units, signs, the value of « no difference ») is read here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.contract.indicators import Indicator, Scale


class MeasureKind(StrEnum):
    """What sort of number a measure is: its unit, its sign and what it is worth without any difference follow."""

    DIFFERENCE = "différence"  # accompanied − control, in the unit of the indicator, with its sign
    RATIO = "rapport"  # accompanied / control: bare, 1 when the groups are alike; studied on its logarithm
    STANDARDISED = "différence standardisée"  # in standard deviations
    SUPERIORITY = "probabilité de supériorité"  # bare, ½ when the groups are alike
    CHANCE = "probabilité"  # of a statement: written as a share is, and never signed
    STATISTIC = "statistique"  # bare; nothing says what it is worth when the groups are alike
    AMOUNT = "montant"  # in euros, whatever the indicator


_NEUTRAL = {
    MeasureKind.DIFFERENCE: 0.0,
    MeasureKind.RATIO: 1.0,
    MeasureKind.STANDARDISED: 0.0,
    MeasureKind.SUPERIORITY: 0.5,
}


@dataclass(frozen=True)
class Measure:
    """`name`: the code of the column `mesure`; `label`: how the report writes it, after a method and « : »."""

    name: str
    label: str
    kind: MeasureKind

    @property
    def neutral(self) -> float | None:
        """What it is worth where the groups do not differ; None when it has no such value."""
        return _NEUTRAL.get(self.kind)

    @property
    def signed(self) -> bool:
        """True when its sign is written (« +35,2 »)."""
        return self.kind is MeasureKind.DIFFERENCE

    @property
    def in_the_indicators_unit(self) -> bool:
        """True when it is written in the unit of the indicator; False when its scale is its own."""
        return self.kind in (MeasureKind.DIFFERENCE, MeasureKind.CHANCE)


@dataclass(frozen=True)
class Method:
    """`name`: the code of the column `methode`; `label`: its name in the report; `brief`: in a narrow column.

    `measures`: for each scale that a method of the plan fits, what it measures; a scale that is not named has no row.
    """

    name: str
    label: str
    brief: str
    measures: Mapping[Scale, Measure] = field(default_factory=dict)


# fmt: off
_D, _R, _T = MeasureKind.DIFFERENCE, MeasureKind.RATIO, MeasureKind.STATISTIC

SHARES = Measure("difference_risques", "écart de parts (points)", _D)
AVERAGES = Measure("difference_moyennes", "écart de moyennes", _D)
RATE_RATIO = Measure("rapport_taux", "rapport de taux", _R)
SHARE_RATIO = Measure("rapport_risques", "rapport de parts", _R)
ODDS_RATIO = Measure("rapport_cotes", "rapport de cotes", _R)
HEDGES_G = Measure("g_hedges", "g de Hedges", MeasureKind.STANDARDISED)
SUPERIORITY = Measure("p_superiorite", "P(accompagné > témoin)", MeasureKind.SUPERIORITY)
DOUBLE_DIFFERENCE = Measure("double_difference", "double différence", _D)
INTERACTION = Measure("interaction", "écart d’écarts", _D)
MEAN_DURATION = Measure("difference_rmst", "écart de durée (mois)", _D)
LOG_RANK_CHI2 = Measure("logrank_chi2", "χ² du log-rank", _T)
COST_PER_GAIN = Measure("cout_par_maintien", "coût par maintien supplémentaire", MeasureKind.AMOUNT)

MEASURES: dict[str, Measure] = {m.name: m for m in (
    SHARES, AVERAGES, RATE_RATIO, SHARE_RATIO, ODDS_RATIO, HEDGES_G, SUPERIORITY, DOUBLE_DIFFERENCE, MEAN_DURATION,
    LOG_RANK_CHI2, COST_PER_GAIN,
    # Of the sensitivity analyses alone.
    INTERACTION,
    Measure("decalage", "décalage des valeurs inconnues", _D),
    Measure("e_value", "valeur E", _T),
    Measure("gamma", "Γ de Rosenbaum", _T),
    Measure("nombre", "nombre d’interactions", _T),
    Measure("ecarts_types_decelables", "écart décelable, en écarts-types", _T),
    Measure("probabilite_favorable", "probabilité d’un écart favorable", MeasureKind.CHANCE),
    Measure("probabilite_d_un_ecart", "probabilité d’un grand écart favorable", MeasureKind.CHANCE),
)}

# What the plainest comparison measures, by scale: several methods estimate the same thing in another way.
PLAIN: dict[Scale, Measure] = {
    Scale.BINARY: SHARES, Scale.CONTINUOUS: AVERAGES, Scale.ORDINAL: AVERAGES, Scale.COUNT: RATE_RATIO,
}
WITHOUT_COUNTS = {scale: PLAIN[scale] for scale in (Scale.BINARY, Scale.CONTINUOUS, Scale.ORDINAL)}
_ADJUSTABLE = {scale: PLAIN[scale] for scale in (Scale.BINARY, Scale.CONTINUOUS)}
_DURATION = {Scale.DURATION: LOG_RANK_CHI2}
_MONTHS = {Scale.DURATION: MEAN_DURATION}

# The methods of the plan, in the order in which the report lists them.
PLAN_METHODS: tuple[Method, ...] = (
    Method("difference_brute", "Différence brute", "brute", PLAIN),
    Method("ajustee", "Ajustée", "ajustée", _ADJUSTABLE),
    Method("risque_relatif", "Risque relatif", "rapport de parts", {Scale.BINARY: SHARE_RATIO}),
    Method("taille_effet", "Taille d’effet", "taille d’effet", {Scale.CONTINUOUS: HEDGES_G}),
    Method("superiorite", "Probabilité de supériorité", "P(accompagné > témoin)",
           {Scale.CONTINUOUS: SUPERIORITY, Scale.ORDINAL: SUPERIORITY}),
    Method("rang_composite", "Rang composite", "rang composite", {Scale.CONTINUOUS: SUPERIORITY}),
    Method("rmst", "Durée moyenne restreinte", "durée moyenne", _MONTHS),
    Method("rmst_permutation", "Durée moyenne restreinte, par permutation", "durée moyenne (permutation)", _MONTHS),
    Method("log_rank", "Log-rank", "log-rank", _DURATION),
    Method("difference_stratifiee", "Différence à strate égale", "à strate égale", PLAIN),
    Method("permutation", "Permutation par strates", "permutation", PLAIN | _DURATION),
    Method("ancova", "Ajustée avec interactions", "ajustée (interactions)", _ADJUSTABLE),
    Method("doubles_differences", "Double différence", "double différence",
           {Scale.BINARY: DOUBLE_DIFFERENCE, Scale.CONTINUOUS: DOUBLE_DIFFERENCE}),
    Method("ponderation", "Pondérée", "pondérée", PLAIN),
    Method("firth", "Logistique de Firth", "rapport de cotes", {Scale.BINARY: ODDS_RATIO}),
    Method("imputation", "Imputation multiple", "imputation", WITHOUT_COUNTS),
    Method("cout_efficacite", "Coût-efficacité", "coût-efficacité", {Scale.BINARY: COST_PER_GAIN}),
)

# Those of the sensitivity analyses alone, in the order of their annexes.
OTHER_METHODS: tuple[Method, ...] = (
    Method("difference_ponderee", "Différence pondérée par les mois", "pondérée par les mois"),
    Method("pire_rang", "Pire rang", "rangs"),
    Method("bornes", "Bornes", "bornes"),
    Method("ajustee_covariables", "Ajustée sur les covariables", "ajustée (covariables)"),
    Method("ajustee_bailleurs", "À l’intérieur des bailleurs", "par bailleur"),
    Method("bascule", "Point de bascule", "point de bascule"),
    Method("e_value", "Valeur E", "valeur E"),
    Method("rosenbaum", "Bornes de Rosenbaum", "Γ"),
    Method("puissance", "Plus petit écart décelable", "plus petit écart"),
    Method("bayes", "Lecture bayésienne", "bayésienne"),
    Method("interaction", "Interaction", "interaction"),
    Method("max_t", "Max-T", "max-T"),
    Method("holm", "Holm", "Holm"),
    Method("max_t_welch", "Max-T, statistique de Welch", "max-T, Welch"),
    Method("reechantillonnage_sauvage", "Rééchantillonnage sauvage par grappes", "grappes, poids de Webb"),
    Method("freedman_lane", "Freedman–Lane", "Freedman–Lane"),
    Method("bca", "Rééchantillonnage BCa", "BCa"),
    Method("cotes_cumulees", "Cotes cumulées", "cotes cumulées"),
    Method("standardisee", "Standardisée sur les strates", "standardisée"),
    Method("causes_mesurees", "Ajustée sur les causes mesurées", "ajustée (causes mesurées)"),
    Method("quasi_poisson", "Quasi-Poisson", "quasi-Poisson"),
)
# fmt: on


def reach(measure: Measure, indicator: Indicator, horizon: float) -> tuple[float, float] | None:
    """Return the lowest and the highest value that `measure` can take for `indicator`; None without bounds.

    `horizon`: months of follow-up, which a difference of durations cannot exceed. A difference of
    differences goes twice as far as a difference.
    """
    if measure == SUPERIORITY:
        return 0.0, 1.0
    widths = {SHARES: 1.0, AVERAGES: 1.0, DOUBLE_DIFFERENCE: 2.0, INTERACTION: 2.0}
    if measure == MEAN_DURATION:
        return -horizon, horizon
    if measure not in widths or indicator.limits is None:
        return None
    furthest = widths[measure] * (indicator.limits[1] - indicator.limits[0])
    return -furthest, furthest


METHODS: dict[str, Method] = {m.name: m for m in (*PLAN_METHODS, *OTHER_METHODS)}
