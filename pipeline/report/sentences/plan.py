"""Limits of the design, in sentences that depend on the numbers: sizes, power, how an interval is told."""

from __future__ import annotations

from pipeline.contract.flow import INCLUS, INCLUS_APRES_GEL, RECUS, SANS_CONSENTEMENT
from pipeline.contract.indicators import INDICATORS, Scale
from pipeline.contract.tables import MENAGES
from pipeline.french import NBSP, enumeration, long_date, number, percent
from pipeline.params import Plan
from pipeline.params.plan import SHARES
from pipeline.report.context import ReportContext
from pipeline.report.flow import count_of
from pipeline.report.reach import Reach, reach_of
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.units import unit_of
from pipeline.report.waves import last_wave
from pipeline.report.wording import at_wave, households, level, paragraphs, spreads, uncapitalised
from pipeline.statements.choice import Role
from pipeline.statements.statement import Statement, indicator_of


def plan_text(results: EditionResults, context: ReportContext) -> str:
    """Return the paragraphs on panels, sizes, what such sizes can show, and the plan."""
    return paragraphs(
        [
            _sizes(results, context),
            what_sizes_show(results, _primary(results, context)),
            _plan(context),
        ]
    )


def reading_text(context: ReportContext) -> str:
    """Return from which differences on which words are used, and what an interval counts."""
    return paragraphs([_classes(context.plan), _interval(context)])


def what_sizes_show(results: EditionResults, e: Statement) -> str:
    """Return what the sizes of `e`, the primary at its wave, can show in general (two-sided, power 80 %)."""
    reach = reach_of(results)
    if not reach.known:
        return ""
    shares, difference = _reachable_shares(reach, e), _reachable_difference(reach)
    told = f"{shares} {difference}" if shares else uncapitalised(difference)
    return f"{_sizes_of(e)} {told} {_NOT_SEEN}"


def short_sizes(results: EditionResults, e: Statement) -> str:
    """Return the same in one sentence, from the share of the controls where the primary is one."""
    reach = reach_of(results)
    if not reach.known:
        return (
            f"Le critère principal n’est connu que pour {households(e.n_accompagnes, 'accompagné')} et "
            f"{households(e.n_temoins, 'témoin')} : aucun écart n’est décelable."
        )
    share = _reachable_here(reach, e)
    scores = f"un score ou un montant doit différer de {spreads(reach.difference)}"
    parts = f"{share} ; {scores}" if share else scores
    return f"{_sizes_of(e)} {parts}. {_NOT_SEEN}"


_NOT_SEEN = "Ne pas voir d’écart ne veut donc pas dire qu’il n’y en a pas."


def _sizes_of(e: Statement) -> str:
    return (
        f"Avec {households(e.n_accompagnes, 'accompagné')} et {households(e.n_temoins, 'témoin')} dont le critère "
        f"principal est connu, au seuil bilatéral de {percent(1 - e.niveau)} et pour être trouvé huit fois sur dix,"
    )


def _reachable_here(reach: Reach, e: Statement) -> str:
    own = reach.of_the_primary(e.indicateur)
    if own is None or e.indicator.scale is not Scale.BINARY or own.estimate.valeur_temoins is None:
        return ""
    base, found = own.estimate.valeur_temoins, own.estimate.valeur_accompagnes
    best, change = ("plus haute", "monter") if e.indicator.favourable > 0 else ("plus basse", "descendre")
    if found is None and base == (1 if e.indicator.favourable > 0 else 0):
        return f"aucun avantage n’est possible, face aux {percent(base)} des témoins"
    if found is None:
        return f"même la part la {best} chez les accompagnés ne suffirait pas, face aux {percent(base)} des témoins"
    return f"la part doit {change} de {percent(base)} chez les témoins à {percent(found)} chez les accompagnés"


def _reachable_shares(reach: Reach, e: Statement) -> str:
    pairs = [f"de {percent(base)} à {percent(share)}" for base, share in reach.shares]
    limit = reach.unreachable_from
    if not pairs and limit is None:
        return ""
    if not pairs:
        return f"aucune hausse de part n’est décelable à partir de {percent(limit)} chez les témoins."
    several = f"{', '.join(pairs[:-1])} ou {pairs[-1]}" if len(pairs) > 1 else pairs[0]
    beyond = (
        ""
        if limit is None
        else f" ; quand les témoins sont déjà à {percent(limit)} ou davantage, aucune hausse n’y suffit"
    )
    fall = "" if e.indicator.favourable > 0 else " ; une baisse se lit de même, sur la part des autres ménages"
    return f"une hausse doit faire passer la part {several}{beyond}{fall}."


def _reachable_difference(reach: Reach) -> str:
    with_baseline = enumeration(
        [f"{number(d, 2)} avec une corrélation de {number(r, 1)}" for r, d in reach.with_baseline]
    )
    return (
        f"Pour un score ou un montant, il faut un écart d’au moins {spreads(reach.difference)}, ou "
        f"moins si la mesure à l’inclusion annonce la suite ({with_baseline})."
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
    e = _primary(results, context)
    if not e.n_accompagnes and not e.n_temoins:
        return ""
    return (
        f"L’indicateur principal est connu {at_wave(e.vague)} pour {households(e.n_accompagnes, 'accompagné')} et "
        f"{households(e.n_temoins, 'témoin')}."
    )


def _primary(results: EditionResults, context: ReportContext) -> Statement:
    indicator = indicator_of(context.plan.indicateur_principal)
    return said(results, indicator.name, last_wave(indicator, context), Role.CRUDE)


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


def _interval(context: ReportContext) -> str:
    confidence = level(Statement("maintien", context.vague, niveau=context.plan.niveau))
    return (
        f"L’intervalle de confiance, à {confidence}, est dit par la classe de ses deux bouts. Aucun mot ne change "
        "selon que zéro est juste dedans ou juste dehors. L’intervalle tient compte du hasard, non de la façon dont "
        "les panels ont été choisis. Avec moins de cinq ménages dans un groupe, l’écart n’a ni mot ni sens : un seul "
        "ménage y pèserait trop."
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
