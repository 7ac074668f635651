"""What the adjustments of the secondary family say together, and where they part."""

from __future__ import annotations

from pipeline.french import count, enumeration, percent
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import Result, results_of
from pipeline.report.tables.multiplicity import ADJUSTED
from pipeline.report.wording import p_sentence, paragraphs
from pipeline.traced import counted

_WORDS = {"max_t": "le max-T du plan", "holm": "Holm", "max_t_welch": "le max-T de Welch"}


def multiplicity_text(results: EditionResults, context: ReportContext) -> str:
    """Return why the p-values are adjusted, what each way supposes, and which indicators pass."""
    found = [r for r in results_of(results, "multiplicite") if r.variante in ADJUSTED]
    names = list(dict.fromkeys(r.estimate.indicateur for r in found))
    if not names:
        return paragraphs(["Aucun indicateur secondaire n’a de p à ajuster dans cette édition."])
    risk = 1 - context.plan.niveau
    threshold = percent(risk, 0 if abs(100 * risk - round(100 * risk)) < 1e-9 else 1)
    family = count(counted(len(names), "sensibilite", "analyse=multiplicite; indicateurs"), "indicateur")
    parts = [
        f"La famille secondaire compte {family} : à les regarder ensemble, l’un ou l’autre "
        f"semblerait différer par hasard plus souvent que {threshold} du temps, et les p sont relevées en conséquence. "
        "Le plan le fait par le max-T de Westfall et Young, qui tient compte de ce que les indicateurs varient "
        "ensemble ; Holm ne suppose rien de cette dépendance et relève davantage. Le troisième max-T divise chaque "
        "différence par son erreur type de Welch, échange après échange : il reste juste, quand les effectifs "
        "grandissent, même si l’accompagnement change la dispersion des valeurs sans changer leur moyenne."
    ]
    passing = {name: [r for r in found if r.estimate.indicateur == name and _below(r, risk)] for name in names}
    agreed = [rows[0].indicator.label for rows in passing.values() if len(rows) == len(ADJUSTED)]
    split = [rows for rows in passing.values() if 0 < len(rows) < len(ADJUSTED)]
    if agreed:
        parts.append(f"Les trois manières retiennent une différence pour : {enumeration(agreed)}.")
    parts.extend(
        f"« {rows[0].indicator.label} » : {enumeration([_retained(r) for r in rows])} seulement "
        f"{'la retient' if len(rows) == 1 else 'la retiennent'} ; la conclusion reste celle du plan."
        for rows in split
    )
    if not agreed and not split:
        parts.append(f"Au seuil de {threshold}, aucune des trois manières ne retient de différence.")
    return paragraphs([parts[0], " ".join(parts[1:])])


def _below(r: Result, risk: float) -> bool:
    return r.estimate.p_valeur is not None and r.estimate.p_valeur <= risk


def _retained(r: Result) -> str:
    return f"{_WORDS[r.variante]} ({p_sentence(r.estimate.p_valeur or 0.0)})"
