"""The report's documents: the same Quarto sources made into HTML, PDF and DOCX, by Quarto or the embedded renderer."""

from pipeline.report.rendering.preview import lay_elements
from pipeline.report.rendering.render import RenderOutcome, render

__all__ = ["RenderOutcome", "lay_elements", "render"]
