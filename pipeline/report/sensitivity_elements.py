"""The elements of the sensitivity annex, and the sentence on exits that stands with the arrears."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sentences.hidden_causes import hidden_causes_text
from pipeline.report.sentences.multiplicity import multiplicity_text
from pipeline.report.sentences.sensitivity import (
    definitions_text,
    heterogeneity_text,
    landlords_text,
    missing_text,
    other_methods_text,
    precision_text,
)
from pipeline.report.sentences.truncation import truncation_text
from pipeline.report.tables.hidden_causes import hidden_causes_table, negative_controls_table
from pipeline.report.tables.landlords import landlords_table, left_out_table
from pipeline.report.tables.multiplicity import multiplicity_table
from pipeline.report.tables.pipe import PipeTable
from pipeline.report.tables.sensitivity import (
    definitions_table,
    heterogeneity_table,
    missing_effects_table,
    missing_reasons_table,
    other_methods_table,
    precision_table,
    truncation_table,
)

SENSITIVITY_TEXTS: Mapping[str, Callable[[EditionResults, ReportContext], str]] = {
    "troncature": truncation_text,
    "definitions": definitions_text,
    "manquants": missing_text,
    "causes_cachees": hidden_causes_text,
    "precision": precision_text,
    "heterogeneite": heterogeneity_text,
    "bailleurs": landlords_text,
    "multiplicite": multiplicity_text,
    "autres_methodes": other_methods_text,
}

# name → the table, and the sentence that stands in its place when there is none
SENSITIVITY_TABLES: Mapping[str, tuple[Callable[[EditionResults, ReportContext], PipeTable | None], str]] = {
    "troncature": (truncation_table, "Aucun tableau : les sorties n’ont pas pu être comptées dans les écarts."),
    "definitions": (definitions_table, "Aucun tableau : aucune variante n’a pu être estimée."),
    "manquants_motifs": (missing_reasons_table, "Aucun tableau : rien ne manque."),
    "manquants_effets": (missing_effects_table, "Aucun tableau : rien ne manque."),
    "causes_cachees": (hidden_causes_table, "Aucun tableau : aucun écart ajusté n’a pu être estimé."),
    "temoins_negatifs": (negative_controls_table, "Aucun tableau : rien n’est connu à l’inclusion."),
    "precision": (precision_table, "Aucun tableau : trop peu de ménages pour dire quel écart serait trouvé."),
    "heterogeneite": (heterogeneity_table, "Aucun tableau : aucun sous-groupe n’est assez grand."),
    "bailleurs": (landlords_table, "Aucun tableau : un seul bailleur."),
    "bailleurs_otes": (left_out_table, ""),  # with a single landlord, the table above says why
    "multiplicite": (multiplicity_table, "Aucun tableau : aucune p de la famille secondaire n’est à ajuster."),
    "autres_methodes": (other_methods_table, "Aucun tableau : aucune autre méthode ne s’applique."),
}
