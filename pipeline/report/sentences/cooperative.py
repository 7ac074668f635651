"""The cooperative in Orléans: members against the targets, and why members cannot be compared with the others."""

from __future__ import annotations

from pipeline.contract.indicators import WAVE_MONTHS
from pipeline.french import NBSP, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.records import Record, first, records
from pipeline.report.results import EditionResults
from pipeline.report.wording import at_wave, paragraphs

ABSENT = (
    "La table « Entretiens » n’a pas été livrée : les membres de la coopérative parmi les ménages de l’étude ne "
    "sont pas connus."
)
SELECTION = (
    "Être membre est un choix : les ménages qui adhèrent étaient peut-être déjà les moins isolés, ou ceux qui allaient "
    "mieux. L’écart entre membres et autres, avant comme après, décrit des personnes différentes et ne mesure pas ce "
    "que la coopérative apporte."
)


def cooperative_text(results: EditionResults, context: ReportContext) -> str:
    """Return the target of the note, members of the study by wave, scores and the selection problem."""
    frame = results.cooperative
    start, term = (first(frame, mesure="membres_total", population=p) for p in ("demarrage", "terme"))
    parts = []
    if start["cible"] is not None:
        reached = "**non renseigné**, car aucune livraison ne compte les membres qui ne sont pas de l’étude"
        if start["valeur"] is not None:
            reached = f"{number(start['valeur'])}{NBSP}membres en tout"
        parts.append(
            f"La note vise une trentaine de coopérateurs au démarrage ({number(start['cible'])}), une centaine à terme "
            f"({number(term['cible'])}). Atteint : {reached}."
        )
    if "entretiens" in results.tables_absentes:
        return paragraphs([*parts, ABSENT])
    rows = [r for r in records(frame, mesure="membres", population="orleans") if r["vague"] != "T0"]
    if not rows:
        parts.append("Aucun ménage de la région Centre n’a encore répondu à un entretien de suivi.")
        return paragraphs(parts)
    for r in rows[-1:]:
        parts.append(_members(r))
    scores = [r for r in records(frame) if r["mesure"] in ("lsns6", "ucla3")]
    if scores and all(r["valeur"] is None for r in scores):
        parts.append(
            "L’isolement des membres et des autres n’est pas montré : trop peu de ménages "
            f"(moins de {context.params.confidentialite.seuil}) dans chaque groupe à "
            f"{WAVE_MONTHS[rows[-1]['vague']]}{NBSP}mois."
        )
    return paragraphs([*parts, SELECTION])


def _members(r: Record) -> str:
    when = at_wave(r["vague"])
    if r["n"] == 1:
        says = "se dit" if r["valeur"] else "ne se dit pas"
        return f"Le seul ménage de l’étude de la région Centre qui a répondu {when} {says} membre."
    return (
        f"Parmi les {number(round(r['n']))}{NBSP}ménages de l’étude de la région Centre qui ont répondu {when}, "
        f"{percent(r['valeur'])} se disent membres."
    )
