"""What the control households had: the comparison measures the scheme against this, not against nothing."""

from __future__ import annotations

from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.french import NBSP, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.records import records
from pipeline.report.results import EditionResults
from pipeline.report.wording import paragraphs

CONTRAST = (
    "Les témoins ne sont pas « sans rien » : ils ont la gestion habituelle de leur bailleur, et les services de droit "
    "commun leur sont ouverts. La comparaison mesure donc ce que le dispositif ajoute à cela, non ce que vaudrait un "
    "accompagnement face à une absence d’aide."
)


def help_text(results: EditionResults, _: ReportContext) -> str:
    """Return the contrast, and the share of each group that had each kind of help."""
    rows = records(results.aides)
    kinds = list(dict.fromkeys(r["aide"] for r in rows))
    parts, hidden = [], []
    for kind in kinds:
        by_group = {r["groupe"]: r for r in rows if r["aide"] == kind}
        treated, control = by_group[ACCOMPAGNE], by_group[TEMOIN]
        label = control["libelle"][:1].lower() + control["libelle"][1:]
        if control["part"] is None or treated["part"] is None:
            hidden.append(label)
            continue
        parts.append(f"{label}, {percent(control['part'])} des témoins pour {percent(treated['part'])} des accompagnés")
    if not parts:
        return paragraphs([CONTRAST, "Les aides reçues par les deux groupes ne sont pas connues."])
    masked = ""
    if hidden:
        masked = f"Masqués, un groupe ayant trop peu de ménages concernés ou non concernés : {' ; '.join(hidden)}."
    sizes = {r["groupe"]: r["n"] for r in rows}
    over = (
        f"Part des ménages concernés au moins une fois depuis l’inclusion ({number(sizes[TEMOIN])}{NBSP}témoins, "
        f"{number(sizes[ACCOMPAGNE])}{NBSP}accompagnés) :"
    )
    return paragraphs([CONTRAST, f"{over} {' ; '.join(parts)}.", masked])
