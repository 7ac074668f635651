"""The table of the secondary family: p alone, and adjusted as the plan says, an indicator a line."""

from __future__ import annotations

from pipeline.french import NBSP
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import results_of
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.tables.sensitivity import sensitivity_data
from pipeline.report.units import p_text
from pipeline.report.wording import at_wave

ALONE, ADJUSTED = "seule", "max_t"  # variants of « multiplicite »; the file of the table has the other adjustments


def multiplicity_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return the secondary family with its p-values, alone then adjusted; None without a family."""
    found = results_of(results, "multiplicite")
    if not found:
        return None
    rows = []
    for name in dict.fromkeys(r.estimate.indicateur for r in found):
        by_variant = {r.variante: r for r in found if r.estimate.indicateur == name}
        first = next(iter(by_variant.values()))
        p_values = [by_variant[v].estimate.p_valeur if v in by_variant else None for v in (ALONE, ADJUSTED)]
        rows.append([first.indicator.label, *map(p_text, p_values), first.sizes])
    heads = (
        Head("Indicateur"),
        Head("p, seule", right=True),
        Head("p ajustée (max-T)", right=True),
        Head(f"Acc.{NBSP}/{NBSP}tém.", right=True),
    )
    note = (
        "p seule : échanges des groupes dans les strates, indicateur par indicateur ; p ajustée : mêmes échanges, "
        "toute la famille à la fois. Elles portent sur l’écart à l’intérieur des strates, qui peut être d’un autre "
        "signe que l’écart brut : aucun écart n’est donc écrit à côté. Deux autres ajustements (Holm, max-T de Welch) "
        "sont dans le fichier du tableau."
    )
    caption = f"Famille secondaire {at_wave(context.vague)} : p ajustées"
    return PipeTable("multiplicite", caption, heads, rows, (note,), sensitivity_data(found))
