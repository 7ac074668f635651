"""The elements of the report that follow households: pathways, the two populations, the schedule."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.contract.populations import S_INSTALLER, SE_MAINTENIR
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sentences.pathways import pathways_text, typology_text
from pipeline.report.sentences.populations import keeping_text, settling_text
from pipeline.report.sentences.schedule import schedule_text
from pipeline.report.tables.pathways import (
    months_table,
    number_of_types_table,
    rules_table,
    transitions_table,
    types_table,
)
from pipeline.report.tables.pipe import PipeTable
from pipeline.report.tables.populations import population_table
from pipeline.report.tables.schedule import schedule_table

PATHWAY_TEXTS: Mapping[str, Callable[[EditionResults, ReportContext], str]] = {
    "parcours": pathways_text,
    "parcours_types": typology_text,
    "se_maintenir": keeping_text,
    "s_installer": settling_text,
    "calendrier": schedule_text,
}

# name → the table, and the sentence that stands in its place when there is none
PATHWAY_TABLES: Mapping[str, tuple[Callable[[EditionResults, ReportContext], PipeTable | None], str]] = {
    "mois_par_etat": (months_table, "Aucun tableau : aucun ménage n’est suivi dans cette édition."),
    "types": (types_table, ""),  # the text says why there is none
    "se_maintenir": (
        lambda r, c: population_table(SE_MAINTENIR.name, r, c),
        "Aucun tableau : rien n’est connu des locataires en situation bloquée.",
    ),
    "s_installer": (
        lambda r, c: population_table(S_INSTALLER.name, r, c),
        "Aucun tableau : rien n’est connu des nouveaux ménages.",
    ),
    "calendrier": (schedule_table, ""),
    "transitions": (transitions_table, "Aucun tableau : aucun passage n’est assez fréquent pour être montré."),
    "types_nombre": (number_of_types_table, "Aucun tableau : aucune partition n’a été essayée."),
    "regles_etats": (rules_table, ""),
}
