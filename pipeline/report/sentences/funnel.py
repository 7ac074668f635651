"""The eviction procedure as a funnel, for both groups together: how many reached it, how many came back."""

from __future__ import annotations

from pipeline.contract.produced.funders import EVERYONE
from pipeline.french import count, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.records import Record, records
from pipeline.report.results import EditionResults
from pipeline.report.wording import at_wave, capitalised, paragraphs

UNKNOWN = "Les événements n’ont pas été livrés, ou aucun stade de procédure n’est connu : l’entonnoir n’est pas montré."
_STAGES = {
    "commandement_de_payer": "un commandement de payer",
    "assignation": "une assignation",
    "jugement_expulsion": "un jugement d’expulsion",
    "concours_force_publique": "un concours de la force publique",
}


def funnel_text(results: EditionResults, _: ReportContext) -> str:
    """Return what each stage counts, both groups together; how few they are is said, and nothing is compared."""
    rows = [r for r in records(results.entonnoir, population=EVERYONE) if r["n"]]
    if not rows:
        return paragraphs([UNKNOWN])
    when, n = capitalised(at_wave(rows[0]["vague"])), rows[0]["n"]
    if not any(r["atteint"] for r in rows):
        return paragraphs([f"{when}, aucun des {count(n, 'ménage')} n’a reçu de commandement de payer."])
    return paragraphs(
        [
            f"{when}, sur {count(n, 'ménage')} des deux groupes dont le stade est connu, ont atteint depuis "
            "l’inclusion cette étape ou une plus grave :",
            "\n".join(f"- {_STAGES[r['etape']]} : {_reached(r)}" for r in rows),
            "Un ménage est dit revenu s’il est maintenu et doit moins de deux mois de quittance. Ces nombres comptent "
            "des ménages ; ils n’estiment aucun écart.",
        ]
    )


def _reached(r: Record) -> str:
    if not r["atteint"]:
        return "aucun"
    words = f"{number(r['atteint'])} ({percent(r['part'])})"
    if not r["maintenus"]:
        return f"{words}, dont aucun maintenu"
    if r["revenus"] is None:
        return f"{words}, dont {count(r['maintenus'], 'maintenu')}"
    back = f"{count(r['revenus'], 'revenu')} ({percent(r['part_revenus'])})" if r["revenus"] else "aucun revenu"
    return f"{words}, dont {count(r['maintenus'], 'maintenu')} et {back}"
