"""What the control households had: the comparison measures the scheme against this, not against nothing."""

from __future__ import annotations

from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.french import count, percent
from pipeline.report.context import ReportContext
from pipeline.report.records import records
from pipeline.report.results import EditionResults
from pipeline.report.wording import paragraphs

CONTRAST = (
    "Les témoins ne sont pas « sans rien » : ils ont la gestion habituelle de leur bailleur, et les services de droit "
    "commun leur sont ouverts. L’écart entre les groupes est donc celui entre le dispositif et cela, non entre un "
    "accompagnement et une absence d’aide."
)


_EMPTY = {
    ACCOMPAGNE: "Aucun ménage accompagné n’est inclus",
    TEMOIN: "Aucun ménage témoin n’est inclus",
}


def help_text(results: EditionResults, _: ReportContext) -> str:
    """Return the contrast, and the share of each group that had each kind of help."""
    rows = records(results.aides)
    kinds = list(dict.fromkeys(r["aide"] for r in rows))
    sizes = {r["groupe"]: r["n"] for r in rows}
    empty = [words for group, words in _EMPTY.items() if sizes.get(group) == 0]
    if empty:
        return paragraphs([CONTRAST, f"{empty[0]} : les aides reçues ne sont pas comparées."])
    parts, hidden = [], []
    for kind in kinds:
        by_group = {r["groupe"]: r for r in rows if r["aide"] == kind}
        treated, control = by_group[ACCOMPAGNE], by_group[TEMOIN]
        label = control["libelle"][:1].lower() + control["libelle"][1:]
        if control["part"] is None or treated["part"] is None:
            hidden.append(label)
            continue
        parts.append(f"{label}, {percent(treated['part'])} des accompagnés et {percent(control['part'])} des témoins")
    if not parts:
        return paragraphs([CONTRAST, "Les aides reçues par les deux groupes ne sont pas connues."])
    masked = ""
    if hidden:
        one = len(hidden) == 1
        masked = (
            f"{'Masquée' if one else 'Masquées'}, un groupe ayant trop peu de ménages concernés ou non concernés : "
            f"{' ; '.join(hidden)}."
        )
    over = (
        f"Part des ménages concernés au moins une fois depuis l’inclusion ({count(sizes[ACCOMPAGNE], 'accompagné')}, "
        f"{count(sizes[TEMOIN], 'témoin')}) :"
    )
    return paragraphs([CONTRAST, f"{over} {' ; '.join(parts)}.", masked])
