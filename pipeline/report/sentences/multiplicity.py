"""Why the p-values of the secondary family are adjusted, and how far the adjustment takes them."""

from __future__ import annotations

from pipeline.french import count, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import results_of
from pipeline.report.tables.multiplicity import ADJUSTED, ALONE
from pipeline.report.wording import at_wave, p_sentence, paragraphs
from pipeline.traced import counted

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
    least = min(adjusted, key=lambda r: r.estimate.p_valeur or 0.0)
    name = least.estimate.indicateur
    alone = next((r.estimate.p_valeur for r in found if r.variante == ALONE and r.estimate.indicateur == name), None)
    family = count(n, "indicateur") if n >= named else f"{count(named, 'indicateur')}, dont {number(n)} ont une p"
    before = f"{p_sentence(alone)} pour l’indicateur seul, " if alone is not None else ""
    return paragraphs(
        [
            f"La famille secondaire compte {family} {at_wave(least.estimate.vague)}. À les regarder ensemble, l’un ou "
            f"l’autre semblerait différer par hasard plus souvent que {threshold} du temps : les p sont relevées en "
            "conséquence. Le max-T de Westfall et Young tient compte de ce que les indicateurs varient ensemble.",
            f"La plus petite p ajustée est celle de « {least.indicator.label} » : {before}"
            f"{p_sentence(least.estimate.p_valeur or 0.0)} une fois ajustée.",
        ]
    )
