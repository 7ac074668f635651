"""The banner of a report made from simulated data."""

from __future__ import annotations

from pipeline.report.context import ReportContext
from pipeline.report.wording import no_break

SYNTHETIC = "Données simulées : aucun ménage réel. Ce rapport montre la méthode, il ne dit rien du dispositif."


def banner_text(context: ReportContext) -> str:
    """Return the warning callout of synthetic data, empty for real data."""
    if not context.synthetique:
        return ""
    return f'::: {{.callout-warning appearance="simple"}}\n**{no_break(SYNTHETIC)}**\n:::\n'
