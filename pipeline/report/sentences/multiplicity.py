"""Why the p-values of the secondary family are adjusted, and how far the adjustment takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.french import count, enumeration, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import Result, results_of
from pipeline.report.tables.multiplicity import ADJUSTED, ALONE
from pipeline.report.wording import at_wave, p_sentence, paragraphs
from pipeline.traced import counted, without_marks

_NAMED = "famille=secondaire;dernière vague, méthode du plan;tous"


def multiplicity_text(results: EditionResults, context: ReportContext) -> str:
    """Return what the plan's adjustment is for, and the smallest p of the family, alone then adjusted."""
    found = results_of(results, "multiplicite")
    adjusted = [r for r in found if r.variante == ADJUSTED and r.estimate.p_valeur is not None]
    if not adjusted:
        return paragraphs(["Aucun indicateur secondaire n’a de p à ajuster dans cette édition."])
    risk = 1 - context.plan.niveau
    threshold = percent(risk, 0 if abs(100 * risk - round(100 * risk)) < 1e-9 else 1)
    if len(adjusted) == 1:
        (r,) = adjusted
        return paragraphs(
            [
                f"Un seul indicateur secondaire a une p, « {r.indicator.label} » "
                f"({p_sentence(r.estimate.p_valeur or 0.0)}) : il n’y a rien à ajuster."
            ]
        )
    n = counted(len(adjusted), "sensibilite", "analyse=multiplicite; indicateurs")
    named = counted(len(context.plan.secondaires), "estimations", _NAMED)
    family = count(n, "indicateur") if n >= named else f"{count(named, 'indicateur')}, dont {number(n)} ont une p"
    alone = {r.estimate.indicateur: r.estimate.p_valeur for r in found if r.variante == ALONE}
    return paragraphs(
        [
            f"La famille secondaire compte {family} {at_wave(adjusted[0].estimate.vague)}. À les regarder ensemble, "
            f"l’un ou l’autre semblerait différer par hasard plus souvent que {threshold} du temps : les p sont "
            "relevées en conséquence. Le max-T de Westfall et Young tient compte de ce que les indicateurs varient "
            "ensemble.",
            _least(adjusted, alone),
        ]
    )


def _least(adjusted: Sequence[Result], alone: Mapping[str, float | None]) -> str:
    """The smallest adjusted p, as printed, and whose: a step down gives the same one to several."""
    least = min(adjusted, key=lambda r: r.estimate.p_valeur or 0.0)
    p = p_sentence(least.estimate.p_valeur or 0.0)
    same = [r for r in adjusted if without_marks(p_sentence(r.estimate.p_valeur or 0.0)) == without_marks(p)]
    if len(same) > 1:
        whose = [f"« {r.indicator.label} »{_before(alone.get(r.estimate.indicateur), ' ({})')}" for r in same]
        return (
            f"La plus petite p ajustée, {p}, est à la fois celle de {enumeration(whose)} ; entre parenthèses, la p de "
            "l’indicateur seul."
        )
    before = _before(alone.get(least.estimate.indicateur), "{} pour l’indicateur seul, ")
    return f"La plus petite p ajustée est celle de « {least.indicator.label} » : {before}{p} une fois ajustée."


def _before(alone: float | None, words: str) -> str:
    return "" if alone is None else words.format(p_sentence(alone))
