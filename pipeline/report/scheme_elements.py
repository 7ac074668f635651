"""The elements of the report that tell of the scheme: what was done, costs, cooperative, coverage, checklists."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sentences.avoided_costs import avoided_costs_text
from pipeline.report.sentences.benchmarks import benchmarks_text
from pipeline.report.sentences.cooperative import cooperative_text
from pipeline.report.sentences.costs import costs_text
from pipeline.report.sentences.coverage import coverage_text
from pipeline.report.sentences.funnel import funnel_text
from pipeline.report.sentences.help import help_text
from pipeline.report.sentences.implementation import dose_outcomes_text, implementation_text
from pipeline.report.tables.avoided_costs import break_even_table
from pipeline.report.tables.benchmarks import outside_figures_table
from pipeline.report.tables.cooperative import cooperative_table
from pipeline.report.tables.costs import costs_table, ratios_table
from pipeline.report.tables.coverage import coverage_table
from pipeline.report.tables.funnel import procedure_stages_table
from pipeline.report.tables.help import help_table
from pipeline.report.tables.implementation import dose_outcomes_table, implementation_table, tidier_table
from pipeline.report.tables.pipe import PipeTable

SCHEME_TEXTS: Mapping[str, Callable[[EditionResults, ReportContext], str]] = {
    "mise_en_oeuvre": implementation_text,
    "dose_resultats": dose_outcomes_text,
    "aides": help_text,
    "couts": costs_text,
    "cooperative": cooperative_text,
    "couverture": coverage_text,
    "couts_evites": avoided_costs_text,
    "entonnoir": funnel_text,
    "reperes": benchmarks_text,
}

# name → the table, and the sentence that stands in its place when there is none
SCHEME_TABLES: Mapping[str, tuple[Callable[[EditionResults, ReportContext], PipeTable | None], str]] = {
    "mise_en_oeuvre": (
        implementation_table,
        "Aucun tableau : ce que les ménages ont reçu n’est pas connu.",
    ),
    "dose_resultats": (
        lambda r, _: dose_outcomes_table(r),
        "Aucun tableau : la dose et les résultats n’ont pas pu être rapprochés.",
    ),
    "aides": (lambda r, _: help_table(r), "Aucun tableau : les aides reçues ne sont pas connues."),
    "couts": (lambda r, _: costs_table(r), "Aucun tableau : le budget n’est pas connu."),
    "couts_ratios": (lambda r, _: ratios_table(r), "Aucun tableau : aucun coût n’a pu être rapporté à un effet."),
    "cooperative": (lambda r, _: cooperative_table(r), "Aucun tableau : rien n’est connu de la coopérative."),
    "couverture": (lambda r, _: coverage_table(r), "Aucun tableau : la couverture n’est pas connue."),
    "couts_evites": (
        lambda r, _: break_even_table(r),
        "Aucun tableau : les coûts évités ne sont pas calculés dans cette édition.",
    ),
    "entonnoir": (lambda r, _: procedure_stages_table(r), "Aucun tableau : aucun stade de procédure n’est connu."),
    "reperes": (lambda r, _: outside_figures_table(r), "Aucun tableau : aucun repère extérieur n’est donné."),
    "tidier": (tidier_table, ""),
}
