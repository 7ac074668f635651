"""The mark of solidity in words: the rule, and for each criterion what was found here."""

from __future__ import annotations

import math
from dataclasses import replace

from pipeline.contract.flow import INCLUS
from pipeline.french import NBSP, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.flow import count_of
from pipeline.report.rating import foreign, not_locked_before
from pipeline.report.reach import reach_of
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.sensitivity import only, results_of
from pipeline.report.waves import last_wave
from pipeline.statements.choice import Role
from pipeline.statements.solidity import (
    CHOSEN,
    DETECTABLE_AT_MOST,
    LEAST,
    RANDOMISED,
    UNKNOWN_AT_MOST,
    Criterion,
    Facts,
    solidity,
)
from pipeline.statements.statement import indicator_of
from pipeline.traced import plain, traced

_SERIOUS = ("serieux", "critique")


def solidity_text(results: EditionResults, context: ReportContext) -> str:
    """Return the mark, its rule, and a line a criterion: whether it took one off, and why."""
    facts = facts_of(results, context)
    found = solidity(facts)
    lines = [
        f"- {'moins 1' if criterion in found.lost else 'rien n’est retiré'} : {words}"
        for criterion, words in reasons(facts, context).items()
    ]
    return "\n".join(
        [
            f"**Solidité : {number(found.mark)} sur {number(RANDOMISED)}.** C’est notre propre marque, pas une norme. "
            f"Elle part de {number(CHOSEN)} pour des témoins choisis et mesurés à l’inclusion ({number(RANDOMISED)} "
            f"pour un tirage au sort), perd un point par défaut et ne descend pas sous {number(LEAST)}. Ce qui n’est "
            "pas connu compte comme un défaut.",
            "",
            *lines,
        ]
    )


def reasons(facts: Facts, context: ReportContext) -> dict[Criterion, str]:
    """Return what was found for each criterion, in the order of the rule: a sentence without capital and full stop."""
    return {
        Criterion.BIAS: _bias(facts),
        Criterion.UNKNOWN: _unknown(facts),
        Criterion.DETECTABLE: _detectable(facts),
        Criterion.LOCK: _lock(context),
    }


def facts_of(results: EditionResults, context: ReportContext) -> Facts:
    """Return what the rule reads of this edition."""
    rating = context.robins
    rated = rating is not None and not foreign(rating, context) and rating.ensemble != "sans_information"
    return Facts(
        biased=rating.ensemble in _SERIOUS if rating is not None and rated else None,
        unknown=_unknown_share(results, context),
        detectable=_detectable_over_important(results, context),
        locked=not not_locked_before(context.verrou),
    )


def _unknown_share(results: EditionResults, context: ReportContext) -> float | None:
    """The share of the households included whose primary indicator is not known at its wave."""
    primary = indicator_of(context.plan.indicateur_principal)
    included = [count_of(results.flux, INCLUS, group) for group in ("accompagne", "temoin")]
    if None in included or not sum(n or 0 for n in included):
        return None
    e = said(results, primary.name, last_wave(primary, context), Role.CRUDE)
    share: float = 1 - (e.n_accompagnes + e.n_temoins) / sum(n or 0 for n in included)
    return share


def _detectable_over_important(results: EditionResults, context: ReportContext) -> float | None:
    """The smallest detectable difference in smallest differences that matter; infinite where none is detectable."""
    primary = indicator_of(context.plan.indicateur_principal)
    importance = context.plan.importance_of(primary)
    row = only(results_of(results, "precision"), "detectable", primary.name)
    if importance is None or (row is None and reach_of(results).known):
        return None
    if row is None:
        return math.inf
    size = row.estimate.estimation
    if size is None:
        return math.inf
    times = abs(float(plain(size))) / importance
    ratio: float = traced(times, replace(row.cell("estimation"), column="estimation ÷ importance"))
    return ratio


def _bias(facts: Facts) -> str:
    if facts.biased is None:
        return "le risque de biais n’est pas coté pour ces données"
    rule = "sérieux ou pire" if facts.biased else "moins que sérieux"
    return f"l’évaluateur juge le risque de biais {rule}"


def _unknown(facts: Facts) -> str:
    limit = f"plus de {percent(UNKNOWN_AT_MOST)} retire un point"
    if facts.unknown is None:
        return f"la part des ménages dont le critère principal manque n’est pas connue ({limit})"
    if not plain(facts.unknown):
        return f"le critère principal est connu de tous les ménages inclus ({limit})"
    return f"le critère principal manque pour {percent(facts.unknown)} des ménages inclus ({limit})"


def _detectable(facts: Facts) -> str:
    limit = f"plus de {number(DETECTABLE_AT_MOST)} retire un point"
    if facts.detectable is None:
        return "on ne sait pas quel écart est décelable, au regard de celui qui compterait"
    if math.isinf(plain(facts.detectable)):
        return "même le meilleur résultat possible ne serait pas trouvé huit fois sur dix"
    return (
        f"le plus petit écart trouvé huit fois sur dix vaut {number(facts.detectable, 1)}{NBSP}fois celui qui "
        f"compterait ({limit})"
    )


def _lock(context: ReportContext) -> str:
    return not_locked_before(context.verrou) or "le plan a été verrouillé avant les résultats et n’a pas changé"
