"""What the figures from outside are for, and what our households have left to live on, for which there is none."""

from __future__ import annotations

from pipeline.contract.indicators import INDICATORS
from pipeline.french import enumeration, number
from pipeline.report.context import ReportContext
from pipeline.report.records import records
from pipeline.report.results import EditionResults
from pipeline.report.units import unit_of
from pipeline.report.wording import households, paragraphs
from pipeline.statements.few import FEWEST
from pipeline.traced import counted

_LEFT = INDICATORS["reste_pour_vivre"]
_WHO = {"accompagne": "chez les accompagnés", "temoin": "chez les témoins"}


def benchmarks_text(results: EditionResults, _: ReportContext) -> str:
    """Return how the table is to be read, and the means of `reste_pour_vivre` at inclusion."""
    rows = records(results.reperes)
    if not rows:
        return paragraphs(["Aucun repère extérieur n’est donné.", _left_to_live_on(results)])
    n = counted(len(rows), "reperes", "toutes")
    return paragraphs(
        [
            f"Les financeurs connaissent d’autres chiffres. Cette section en cite {number(n)}, publiés ailleurs. Ils "
            "situent ; ils ne comparent pas : aucun de ces publics n’a été choisi comme le nôtre.",
            _left_to_live_on(results),
        ]
    )


def _left_to_live_on(results: EditionResults) -> str:
    rows = {r["groupe"]: r for r in records(results.evolutions, indicateur=_LEFT.name, vague="T0")}
    known = {g: r for g, r in rows.items() if r["valeur"] is not None and r["n"] >= FEWEST}
    if set(known) != set(_WHO):
        return ""
    parts = [
        f"de {unit_of(_LEFT).value(known[g]['valeur'])} {where} ({households(known[g]['n'])})"
        for g, where in _WHO.items()
    ]
    return (
        "Le reste pour vivre est ce qui reste des ressources, le loyer et les charges payés et l’aide au logement "
        f"déduite, par unité de consommation. À l’inclusion, il est en moyenne {enumeration(parts)}. Les âges des "
        "enfants ne sont pas connus : chacun compte comme s’il avait moins de 14 ans."
    )
