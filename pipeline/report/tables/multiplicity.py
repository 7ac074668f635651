"""The table of the secondary family: the plan's adjusted p beside two others, an indicator a line."""

from __future__ import annotations

from pipeline.french import MISSING, NBSP
from pipeline.report.context import ReportContext
from pipeline.report.remarks import sentences
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import results_of
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.units import p_text
from pipeline.report.wording import at_wave

# variant of « multiplicite » → its column
ADJUSTED = {"max_t": "p max-T (plan)", "holm": "p de Holm", "max_t_welch": "p max-T, Welch"}
ALONE = "seule"


def multiplicity_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return the secondary family with its p-values, alone then adjusted three ways; None without a family."""
    found = results_of(results, "multiplicite")
    if not found:
        return None
    rows, data = [], []
    for name in dict.fromkeys(r.estimate.indicateur for r in found):
        by_variant = {r.variante: r for r in found if r.estimate.indicateur == name}
        first = next(iter(by_variant.values()))
        p_values = [by_variant[v].estimate.p_valeur if v in by_variant else None for v in (ALONE, *ADJUSTED)]
        rows.append([first.indicator.label, first.text(first.estimate.estimation), *map(p_text, p_values), first.sizes])
        welch = by_variant.get("max_t_welch")
        data.append(
            [name, first.indicator.label, first.estimate.vague, first.estimate.mesure, first.estimate.estimation,
             *p_values, first.estimate.n_accompagnes, first.estimate.n_temoins,
             sentences(welch.estimate.note) if welch else MISSING]
        )  # fmt: skip
    heads = (
        Head("Indicateur"),
        Head("Écart", right=True),
        Head("p, seule", right=True),
        *(Head(title, right=True) for title in ADJUSTED.values()),
        Head(f"Acc.{NBSP}/{NBSP}tém.", right=True),
    )
    note = (
        "Écart : accompagnés moins témoins, dans l’unité de l’indicateur (points pour une part) ; rapport des taux "
        "pour un nombre d’événements. p seule : échanges des groupes dans les strates, indicateur par indicateur. Les "
        "trois autres sont ajustées sur toute la famille ; celle du plan fait foi. La dernière vient d’une autre "
        "statistique et d’autres tirages : elle peut être un peu au-dessous de la p seule."
    )
    titles = ("indicateur", "libelle", "vague", "mesure", "estimation", "p_seule", "p_max_t", "p_holm", "p_max_t_welch",
              "n_accompagnes", "n_temoins", "note")  # fmt: skip
    caption = f"Famille secondaire {at_wave(context.vague)} : p ajustées"
    return PipeTable("multiplicite", caption, heads, rows, (note,), (titles, data))
