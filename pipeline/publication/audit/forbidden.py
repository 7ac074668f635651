"""Facts that contract §8.19 never lets be published, whatever their rounding: told by their columns and keys."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence

from pipeline.contract.indicators import INDICATORS
from pipeline.contract.tables import TABLES
from pipeline.publication.audit.facts import EXITS, ListedFact
from pipeline.publication.audit.finding import DisclosureFinding, Leak
from pipeline.publication.audit.households import SCORE_STEPS
from pipeline.publication.audit.population import table_row
from pipeline.publication.audit.where import PLACES, where

_EXTREME = re.compile(r"^(min|max|minimum|maximum|q\d|quartile|quantile|decile|p\d+|mediane|etendue|extreme)")
_EXTREME_CASE = re.compile(r"\b(pire_cas|meilleur_cas|bascule)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}")
_TIMES = frozenset({"mois", "duree", "duree_mois", "temps", "jour", "jours", "delai"})
_WAVE_MONTHS = frozenset({0.0, 12.0, 18.0, 24.0})
_SLACK = 1e-6
_PARTS = frozenset(
    {"classe", "modalite", "motif", "cause", "item", "variante", "aide", "etat", "population", "dimension"}
)
_SPREAD_LEAST = _SCORES_LEAST = 10.0  # households
_PRIMARY = "maintien"
_CONFIDENTIAL = frozenset(c.name for table in TABLES.values() for c in table if c.confidential)
# Questionnaires on health; the network of relations is none, its items are all the same answers of one person.
_HEALTH_SCORES = frozenset({"who5", "ucla3", "lsns6"})
_HEALTH = (
    _HEALTH_SCORES
    | {i.name for i in INDICATORS.values() if i.score in {"who5", "ucla3"}}
    | _CONFIDENTIAL
    | {"entree_soins", "mesure_protection", "sante_mentale", "veille_psychique_addictions"}
)
_ITEM = re.compile(r"^(who5|ucla|lsns)_\d$")


def forbidden(facts: Sequence[ListedFact]) -> Iterator[DisclosureFinding]:
    """Yield the facts of kinds that are never published; constants of the study (`cadre`) are none of them."""
    told = [f for f in facts if not f.is_frame]
    sizes = _sizes(told)
    for fact in told:
        for leak, holds, why in _RULES:
            if holds(fact, sizes):
                yield DisclosureFinding(leak, fact.file, f"élément {fact.element}", fact.cell, why)


Cell = tuple[str, ...]
Sizes = dict[Cell, float]


def _sizes(facts: Sequence[ListedFact]) -> Sizes:
    """The largest possible number of households known: of a row of a table, and of an indicator, wave and group.

    Those of a part (a place, a class, one variant) are their row's alone.
    """
    sizes: Sizes = {}
    for fact in facts:
        if fact.measure != "n" and not fact.measure.startswith("effectif"):
            continue
        keys = ([_row(fact)] if fact.measure == "n" else []) + ([] if _of_a_part(fact) else [_population(fact)])
        for key in keys:
            sizes[key] = min(sizes.get(key, math.inf), fact.high)
    return sizes


def _known(fact: ListedFact, sizes: Sizes) -> float | None:
    """Of how many households a fact is at most: its row says so, or else the whole group's facts."""
    return sizes.get(_row(fact), None if _of_a_part(fact) else sizes.get(_population(fact)))


def _of_a_part(fact: ListedFact) -> bool:
    return any(name in _PARTS for name, _ in fact.key) or bool(where(fact).dimensions & PLACES)


def _row(fact: ListedFact) -> Cell:
    return (*map(str, table_row(fact)), fact.group)


def _population(fact: ListedFact) -> Cell:
    return fact.named.get("indicateur", ""), fact.named.get("vague", ""), fact.group


def _all_or_none(fact: ListedFact, sizes: Sizes) -> bool:
    if not fact.is_share:
        return False
    low, high = fact.share_bounds
    n = _known(fact, sizes)
    if n is None:
        return high <= 1e-9 or low >= 1 - 1e-9
    return high * n < 1 - 1e-9 or (1 - low) * n < 1 - 1e-9  # less than one household in it, or out of it


def _each_score(fact: ListedFact, sizes: Sizes) -> bool:
    """A mean so near an end of its scale that all of the households have the end itself."""
    known = INDICATORS.get(fact.named.get("indicateur", ""))
    n, step = _known(fact, sizes), SCORE_STEPS.get(fact.named.get("indicateur", ""))
    if not fact.is_mean or known is None or known.limits is None or n is None or step is None:
        return False
    low, high = known.limits
    return (fact.high - low) * n < step - _SLACK or (high - fact.low) * n < step - _SLACK


def _extreme(fact: ListedFact, _: Sizes) -> bool:
    return bool(_EXTREME.match(fact.measure)) or any(
        _EXTREME.match(value) or _EXTREME_CASE.search(value) for name, value in fact.key if name != "indicateur"
    )


def _spread(fact: ListedFact, sizes: Sizes) -> bool:
    return fact.measure.startswith(("ecart_type", "erreur_type", "sd", "variance")) and (
        sizes.get(_population(fact), 0.0) < _SPREAD_LEAST and not _both_large(fact, sizes)
    )


def _both_large(fact: ListedFact, sizes: Sizes) -> bool:
    indicator, wave, group = _population(fact)
    of_groups = [sizes.get((indicator, wave, g), 0.0) for g in ("accompagne", "temoin")]
    return not group and min(of_groups) >= _SPREAD_LEAST


def _test(fact: ListedFact, _: Sizes) -> bool:
    if not re.match(r"^(p|p_.*)$", fact.measure) or fact.measure == "p_superiorite":
        return False
    primary = (
        fact.named.get("indicateur", _PRIMARY) == _PRIMARY and fact.named.get("famille", "principal") == "principal"
    )
    middle = (fact.low + fact.high) / 2
    digit = 10.0 ** math.floor(math.log10(middle)) if middle > 0 else 1.0
    finest = min(digit, 0.1) * (0.5 if fact.high >= 1 - _SLACK else 1)  # « 1,0 » ends with the scale
    return not primary or fact.high - fact.low < 0.99 * finest


def _health(fact: ListedFact, sizes: Sizes) -> bool:
    names = {fact.named.get(c, "") for c in ("indicateur", "variable", "aide", "motif", "intervenant")}
    item = any(_ITEM.match(name) for name in names)
    if not names & _HEALTH and not item:
        return False
    by_group = bool(fact.group) or fact.measure in {"estimation", "ic_bas", "ic_haut", "smd", "difference"}
    if not by_group or fact.measure in {"n"}:
        return False
    scored = bool(names & _HEALTH_SCORES) and not item and not _classed(fact)
    if scored and (fact.is_mean or fact.measure in {"estimation", "ic_bas", "ic_haut", "difference", "smd"}):
        groups = [fact.group] if fact.group else ["accompagne", "temoin"]
        known = [sizes.get((fact.named.get("indicateur", ""), fact.named.get("vague", ""), g), 0.0) for g in groups]
        return min(known) < _SCORES_LEAST
    return True


def _classed(fact: ListedFact) -> bool:
    return any(name in {"classe", "modalite", "item"} for name, _ in fact.key)


def _exit_by_group(fact: ListedFact, _: Sizes) -> bool:
    return fact.cause in EXITS and bool(fact.group or fact.measure in {"estimation", "ic_bas", "ic_haut", "difference"})


def _exact_date(fact: ListedFact, _: Sizes) -> bool:
    for name, value in fact.key:
        if _DAY.search(value):
            return True
        if name in _TIMES:
            try:
                month = float(value.replace(",", "."))
            except ValueError:
                continue
            if name.startswith("jour") or month not in _WAVE_MONTHS:
                return True
    return fact.measure.startswith(("date", "jour_"))


_RULES: tuple[tuple[Leak, Callable[[ListedFact, Sizes], bool], str], ...] = (
    (Leak.ALL_OR_NONE, _all_or_none, "tous, ou personne : cela dit de chacun."),
    (Leak.HOUSEHOLD_SCORE, _each_score, "une moyenne au bout de son échelle donne le score de chacun."),
    (Leak.EXTREME, _extreme, "cette valeur est celle d’un ménage, ou en dépend."),
    (Leak.SPREAD, _spread, "moins de dix ménages, ou un effectif qui n’est pas donné."),
    (Leak.TEST, _test, "seule la valeur p principale est publiée, à un chiffre."),
    (Leak.HEALTH, _health, "seuls des scores moyens d’au moins dix ménages sont publiés par groupe."),
    (Leak.EXITS_BY_GROUP, _exit_by_group, "les causes de sortie ne sont publiées que pour les deux groupes ensemble."),
    (Leak.EXACT_DATE, _exact_date, "rien n’est publié entre les vagues."),
)
