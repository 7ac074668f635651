"""Hidden causes in words: how strong one would have to be beside those measured, and what the scheme cannot change."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.french import NARROW, NBSP, count, enumeration, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.hidden_causes import HiddenCauses, hidden_causes_of, times
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.sensitivity import Result, results_of
from pipeline.report.units import measure_unit
from pipeline.report.wording import at_wave, capitalised, p_sentence, paragraphs, spreads, uncapitalised
from pipeline.statements.statement import opposite
from pipeline.traced import counted, stated, traced

_CONTROLS, _STANDARDISED = "temoin_negatif", "temoin_negatif_standardise"


def hidden_causes_text(results: EditionResults, context: ReportContext) -> str:
    """Return how strong a hidden cause would have to be for the primary, or the first indicator, then the controls."""
    known = hidden_causes_of(results, context)
    main = next((h for h in known if h.whole.result.estimate.indicateur == context.plan.indicateur_principal), None)
    chosen = [main or known[0]] if known else []
    return paragraphs(
        [
            "Les panels ont été choisis : une cause que rien ne mesure (la motivation du ménage, le choix du "
            "bailleur…) peut peser à la fois sur l’accès à l’accompagnement et sur l’issue.",
            *(_needed(h) for h in chosen),
            *(_against_the_plan(h.whole.result, results) for h in chosen),
            _negative_controls(results_of(results, "confusion")),
        ]
    )


def _needed(h: HiddenCauses) -> str:
    whole, strongest = h.whole, h.strongest
    r, robustness = whole.result, whole.row["robustesse"]
    where = f"« {r.indicator.label} » {at_wave(r.estimate.vague)}"
    if r.estimate.estimation is None or robustness is None:
        return f"Ce qu’une cause cachée devrait être n’est pas calculé pour {where} : {r.reason}."
    on = f", ajusté sur les causes mesurées ({enumeration([c.words for c in h.causes])})" if h.causes else ""
    gap = r.stating(f"Par moindres carrés, l’écart de {where}{f'{on},' if on else ''} est de {r.amount}.")
    alone = (
        f"Une cause cachée qui expliquerait {percent(robustness)} de ce qui reste à expliquer de l’accompagnement, et "
        "autant de l’issue, pourrait l’annuler à elle seule ; l’intervalle atteint l’absence d’écart à partir de "
        f"{percent(whole.row['robustesse_intervalle'])} (à 0, il la contient déjà)."
    )
    if strongest is None:
        return (
            f"{gap} {alone} Aucune cause mesurée n’est liée à la fois aux groupes et à l’issue : rien ne dit si c’est "
            "beaucoup."
        )
    once = strongest.result
    one = _once(once)
    return (
        f"{gap} {alone} À titre de mesure, la cause mesurée la plus proche d’y suffire est : {strongest.words} ; "
        f"{one}. Pour l’annuler, il faudrait une cause cachée {times(strongest.row['fois_estimation'])} aussi forte ; "
        f"l’intervalle atteint l’absence d’écart à partir de {times(strongest.row['fois_intervalle'])}. Un grand "
        "multiple peut venir de ce que les causes mesurées sont peu liées aux groupes : il ne dit rien de celles qui "
        "ne le sont pas."
    )


def _once(once: Result) -> str:
    """What a hidden cause as strong would leave: the rows stop at no difference, beyond which the sign changes."""
    left = once.estimate.estimation
    if left is None:
        return "une cause cachée aussi forte n’est pas possible à côté d’elle"
    if left == 0:
        return once.stating("une cause cachée aussi forte pourrait l’annuler, ou en changer le sens")
    return once.stating(
        f"une cause cachée aussi forte le ramènerait, au pire, à {once.unit.difference(left, sign=True)}"
    )


def _against_the_plan(r: Result, results: EditionResults) -> str:
    """That what is put to the test is on the other side of the difference by which the plan answers."""
    planned = said(results, r.estimate.indicateur, r.estimate.vague)
    if planned.estimation is None or not opposite(r.direction, planned.direction):
        return ""
    size = measure_unit(planned).difference(planned.estimation, sign=True)
    return stated(
        f"Cet écart est de sens contraire à celui que le plan fait parler, de {size} : ce n’est pas ce dernier qui est "
        "mis ici à l’épreuve.",
        planned,
    )


def _negative_controls(found: Sequence[Result]) -> str:
    """What the scheme cannot have changed: the widest gaps, what chance does among as many, and what is not seen."""
    controls = [r for r in found if r.variante == _CONTROLS and r.estimate.estimation is not None]
    if not controls:
        return ""
    fixed = [r for r in controls if _constant(r)]
    varying = [r for r in controls if not _constant(r)]
    apart = [r for r in varying if r.estimate.ic_bas is None and r.estimate.p_valeur is None]
    standardised = {r.estimate.indicateur: r for r in found if r.variante == _STANDARDISED}
    parts = [
        "Ce que l’accompagnement n’a pas pu changer sert de témoin négatif : un écart n’y peut venir que du choix des "
        "panels ou du hasard.",
        _least_p(varying),
        _widest([standardised[r.estimate.indicateur] for r in varying if r.estimate.indicateur in standardised]),
        _apart(apart),
        _fixed(fixed),
    ]
    if any(r.estimate.indicateur == "quittance" for r in varying):
        parts.append(
            "La quittance de l’échéance n’est connue que des ménages encore dans leur logement : si les sorties "
            "diffèrent d’un groupe à l’autre, elle peut s’écarter sans cause cachée, ou ne pas s’écarter malgré elle."
        )
    return " ".join(part for part in parts if part)


def _constant(r: Result) -> bool:
    """The same value everywhere: nothing that could differ."""
    e = r.estimate
    return e.estimation == 0 and e.ic_bas is None and e.p_valeur is None


def _least_p(varying: Sequence[Result]) -> str:
    tested = [(r, r.estimate.p_valeur) for r in varying if r.estimate.p_valeur is not None]
    if not tested:
        return ""
    r, p = min(tested, key=lambda found: found[1])
    n = len(tested)
    on = count(counted(n, "sensibilite", f"variante={_CONTROLS}; p connue"), "indicateur")
    if n == 1:
        return f"Un seul a une p : {uncapitalised(r.libelle)} ({p_sentence(p)})."
    chance = traced(1 - (1 - float(p)) ** n, r.cell("1 − (1 − p_valeur)ⁿ"))
    return (
        f"Sur {on}, la plus petite p est celle de : {uncapitalised(r.libelle)} ({p_sentence(p)}) ; sur autant "
        f"d’indicateurs indépendants, le hasard seul en donne une aussi petite {_in_hundred(chance)}."
    )


def _in_hundred(chance: float) -> str:
    if chance < 0.01:
        return "moins d’une fois sur cent"
    return f"{number(100 * chance)}{NBSP}fois sur cent"


def _widest(standardised: Sequence[Result]) -> str:
    """The largest gap in standard deviations, and how far the intervals reach."""
    known = [
        (r, r.estimate.estimation, r.estimate.ic_bas, r.estimate.ic_haut)
        for r in standardised
        if r.estimate.estimation is not None and r.estimate.ic_bas is not None and r.estimate.ic_haut is not None
    ]
    if not known:
        return ""
    r, gap, low, high = max(known, key=lambda found: abs(found[1]))
    reach, _, far_low, far_high = max(known, key=lambda found: max(-found[2], found[3]))
    furthest = max(-far_low, far_high)
    which = "" if reach is r else f" ({uncapitalised(reach.libelle)})"
    words = (
        f"Le plus grand écart, en écarts-types, est celui de : {uncapitalised(r.libelle)}, {number(gap, 1, sign=True)} "
        f"[{number(low, 1, sign=True)}{NBSP};{NARROW}{number(high, 1, sign=True)}] ; les intervalles vont jusqu’à "
        f"{spreads(furthest, 1)} dans un sens ou dans l’autre{which} : ils ne disent pas que les panels se "
        "ressemblent."
    )
    return r.stating(words) if reach is r else reach.stating(r.stating(words))


def _apart(apart: Sequence[Result]) -> str:
    """A value of its own in each group, or too few values: no p, and the gap is there all the same."""
    return " ".join(
        r.stating(f"{capitalised(uncapitalised(r.libelle))} : écart de {r.amount}, sans p ({r.reason}).") for r in apart
    )


def _fixed(fixed: Sequence[Result]) -> str:
    if not fixed:
        return ""
    n = counted(len(fixed), "sensibilite", f"variante={_CONTROLS}; constants")
    names = enumeration([uncapitalised(r.libelle) for r in fixed])
    which = count(n, "indicateur vaut", "indicateurs valent")
    say = "dit" if len(fixed) == 1 else "disent"
    return f"{which} la même chose partout et ne {say} rien : {names}."
