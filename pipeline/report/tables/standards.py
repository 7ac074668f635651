"""The reporting standards in one table: an item a line, done or not, and where."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.contract.standards import DONE, NOT_APPLICABLE
from pipeline.french import number
from pipeline.report.context import ReportContext
from pipeline.report.markdown import escape
from pipeline.report.standards import Finding, items_found, sources
from pipeline.report.tables.pipe import Head, PipeTable

STANDARDS = "normes"


def standards_table(elements: Mapping[str, str], context: ReportContext) -> PipeTable:
    """Return the crosswalk of the standards for the report whose `elements` are given by name."""
    found = items_found(elements, context.declarations)
    rows, previous = [], ""
    for f in found:
        rows.append([f.standard if f.standard != previous else "", f.number, f.title, f.state, _where(f.where)])
        previous = f.standard
    heads = (Head("Norme"), Head("N°"), Head("Rubrique"), Head("État"), Head("Où, ou ce qui manque"))
    note = (
        "« fait » : tout ce que la rubrique demande a été trouvé dans ce rapport ; « en partie » : une part. Les "
        "titres sont traduits et abrégés ; ce que l’évaluateur renseigne l’est dans `plan/declarations.yaml`. "
        f"Sources : {' ; '.join(sources())}."
    )
    data = [[f.standard, f.number, f.title, f.state, f.where] for f in found]
    caption = f"Ce que les normes de compte rendu demandent : {_counts(found)}"
    return PipeTable(STANDARDS, caption, heads, rows, (note,), (("norme", "numero", "rubrique", "etat", "ou"), data))


def _counts(found: list[Finding]) -> str:
    asked = [f for f in found if f.state != NOT_APPLICABLE]
    return f"{number(sum(f.state == DONE for f in asked))} rubriques faites sur {number(len(asked))} qui s’appliquent"


def _where(text: str) -> str:
    """Cross-references stay, what the evaluator wrote is escaped."""
    parts = text.split(" ; ")
    return " ; ".join(p if p.startswith("@sec-") else escape(p, None) for p in parts)
