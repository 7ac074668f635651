"""Limits of the design, in sentences that depend on the numbers: sizes, power, how an interval is told."""

from __future__ import annotations

from pipeline.contract.flow import INCLUS, INCLUS_APRES_GEL, RECUS, SANS_CONSENTEMENT
from pipeline.contract.indicators import INDICATORS
from pipeline.contract.tables import MENAGES
from pipeline.french import NBSP, enumeration, long_date, number, percent
from pipeline.params import Plan
from pipeline.params.plan import SHARES
from pipeline.report.context import ReportContext
from pipeline.report.flow import count_of
from pipeline.report.power import (
    DETECTABLE_D,
    DETECTABLE_D_WITH_BASELINE,
    DETECTABLE_SHARES,
    SIZE,
    UNREACHABLE_FROM,
)
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.units import unit_of
from pipeline.report.waves import last_wave
from pipeline.report.wording import at_wave, households, level, paragraphs
from pipeline.statements.choice import Role
from pipeline.statements.statement import Statement, indicator_of


def plan_text(results: EditionResults, context: ReportContext) -> str:
    """Return the paragraphs on panels, sizes, what such sizes can show, the plan and how to read an interval."""
    return paragraphs(
        [
            _sizes(results, context),
            what_sizes_show(),
            _plan(context),
            _reading(context),
        ]
    )


def what_sizes_show() -> str:
    """Return what 25 against 25 can show (two-sided 5 % level, power 80 %)."""
    *first, last = [f"de {percent(a)} à {percent(b)}" for a, b in DETECTABLE_SHARES]
    pairs = f"{', '.join(first)} ou {last}"
    with_baseline = enumeration(
        [f"{number(d, 2)} avec une corrélation de {number(r, 1)}" for r, d in DETECTABLE_D_WITH_BASELINE]
    )
    return (
        f"Avec {SIZE} ménages contre {SIZE}, au seuil bilatéral de {percent(0.05)} et avec une puissance de "
        f"{percent(0.8)}, une hausse n’est décelable que si la part passe {pairs} ; quand les témoins sont déjà à "
        f"{percent(UNREACHABLE_FROM)} ou davantage, aucun écart ne l’est. Pour un score ou un montant, il faut un "
        f"écart d’au moins {number(DETECTABLE_D, 2)}{NBSP}écart type, ou moins si la mesure à l’inclusion annonce la "
        f"suite ({with_baseline}). Ne pas voir d’écart ne veut donc pas dire qu’il n’y en a pas."
    )


def short_sizes(known: tuple[int, int]) -> str:
    """Return the same in one sentence; `known`: households of each group whose primary indicator is known."""
    low, high = DETECTABLE_SHARES[1]
    here = (
        f" (le critère principal est connu ici pour {number(known[0])} et {number(known[1])})"
        if known != (SIZE, SIZE)
        else ""
    )
    return (
        f"Avec {SIZE} ménages contre {SIZE}{here}, seul un très grand écart est décelable : une part qui passe de "
        f"{percent(low)} à {percent(high)}, ou {number(DETECTABLE_D, 2)} écart type sur un score ou un montant (seuil "
        f"de {percent(0.05)}, puissance de {percent(0.8)}). Ne pas voir d’écart ne veut donc pas dire qu’il n’y en a "
        "pas."
    )


def _sizes(results: EditionResults, context: ReportContext) -> str:
    c = context.params.controles
    planned = (
        "Les deux panels ont été choisis, non tirés au sort. Le plan prévoit "
        f"{households(c.effectif_prevu_accompagnes, 'accompagné')} et {households(c.effectif_prevu_temoins, 'témoin')}."
    )
    received, included = _pair(results, RECUS), _pair(results, INCLUS)
    if received is None or included is None:
        return planned
    here, kept = (f"{number(a)} et {number(t)}" for a, t in (received, included))
    counted = f"La livraison en compte {here} ; {kept} sont inclus"
    why = []
    refused, late = _pair(results, SANS_CONSENTEMENT), _pair(results, INCLUS_APRES_GEL)
    if refused and sum(refused):
        why.append(f"{households(sum(refused))} sans consentement")
    if late and sum(late):
        entered = "entrés" if sum(late) > 1 else "entré"
        why.append(f"{households(sum(late))} {entered} après le gel du {long_date(context.gel)}")
    aside = "laissés" if _several(refused, late) else "laissé"
    counted += f" ({enumeration(why)}, {aside} de côté)." if why else "."
    return " ".join(s for s in (planned, counted, _known(results, context)) if s)


def _known(results: EditionResults, context: ReportContext) -> str:
    indicator = indicator_of(context.plan.indicateur_principal)
    e = said(results, indicator.name, last_wave(indicator, context), Role.CRUDE)
    if not e.n_accompagnes and not e.n_temoins:
        return ""
    return (
        f"L’indicateur principal est connu {at_wave(e.vague)} pour {households(e.n_accompagnes, 'accompagné')} et "
        f"{households(e.n_temoins, 'témoin')}."
    )


def _plan(context: ReportContext) -> str:
    plan = context.plan
    strata = enumeration([MENAGES[s].label.lower() for s in plan.strates]) or "aucune"
    secondary = enumeration([f"« {INDICATORS[n].label} »" for n in plan.secondaires])
    second = (
        f" Les indicateurs secondaires sont {secondary} ; leurs p sont ajustées ensemble. Tous les autres sont "
        "exploratoires."
        if plan.secondaires
        else " Tous les autres indicateurs sont exploratoires."
    )
    return (
        f"Un seul indicateur est principal : « {INDICATORS[plan.indicateur_principal].label} » "
        f"{at_wave(context.vague)}.{second} Le test par permutation échange les groupes à l’intérieur des strates "
        f"({strata}) : il se lit sous l’hypothèse nulle stricte où l’accompagnement n’aurait changé le résultat "
        "d’aucun ménage, et ne remplace pas un tirage au sort."
    )


def _reading(context: ReportContext) -> str:
    confidence = level(Statement("maintien", context.vague, niveau=context.plan.niveau))
    return (
        f"{_classes(context.plan)} L’intervalle de confiance, à {confidence}, est dit par la classe de ses deux bouts. "
        "Aucun mot ne change selon que zéro est juste dedans ou juste dehors. L’intervalle tient compte du hasard, "
        "non de la façon dont les panels ont été choisis."
    )


def _classes(plan: Plan) -> str:
    """From which differences on the plan's indicators get which words."""
    named = [_importance(name, value) for name, value in plan.importance.items()]
    if not named:
        return "Le plan ne fixe aucune différence qui compterait : les écarts sont donnés en nombres seuls."
    return (
        f"Le plan fixe la plus petite différence qui compterait pour un financeur : {enumeration(named)}. Un écart est "
        "dit pratiquement nul sous le quart de cette différence, faible jusqu’à une fois, modéré jusqu’à deux, grand "
        "jusqu’à trois et très grand au-delà. Les autres indicateurs n’ont pas de telle mesure : leurs écarts sont "
        "donnés en nombres seuls."
    )


def _importance(name: str, value: float) -> str:
    if name == SHARES:
        return f"{number(value, 0 if value == round(value) else 1)}{NBSP}points pour une part"
    indicator = indicator_of(name)
    size = number(value, 0 if value == round(value) else 1)
    return f"{size}{NBSP}{unit_of(indicator).many or indicator.unit} pour « {indicator.label} »"


def _pair(results: EditionResults, step: object) -> tuple[int, int] | None:
    a, t = (count_of(results.flux, step, g) for g in ("accompagne", "temoin"))  # type: ignore[arg-type]
    return None if a is None or t is None else (a, t)


def _several(*pairs: tuple[int, int] | None) -> bool:
    return sum(sum(p) for p in pairs if p) > 1
