"""What the control households had: the comparison measures the scheme against this, not against nothing."""

from __future__ import annotations

from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.report.context import ReportContext
from pipeline.report.records import records
from pipeline.report.results import EditionResults
from pipeline.report.wording import paragraphs

CONTRAST = (
    "Les témoins ont la gestion habituelle de leur bailleur, et les services de droit "
    "commun leur sont ouverts. L’écart entre les groupes est donc celui entre le dispositif et cela, non entre un "
    "accompagnement et une absence d’aide."
)


_EMPTY = {
    ACCOMPAGNE: "Aucun ménage accompagné n’est inclus",
    TEMOIN: "Aucun ménage témoin n’est inclus",
}


def help_text(results: EditionResults, _: ReportContext) -> str:
    """Return the contrast, and which kinds of help are masked: the table has the shares of each group."""
    rows = records(results.aides)
    kinds = list(dict.fromkeys(r["aide"] for r in rows))
    sizes = {r["groupe"]: r["n"] for r in rows}
    empty = [words for group, words in _EMPTY.items() if sizes.get(group) == 0]
    if empty:
        return paragraphs([CONTRAST, f"{empty[0]} : les aides reçues ne sont pas comparées."])
    hidden = []
    for kind in kinds:
        by_group = {r["groupe"]: r for r in rows if r["aide"] == kind}
        if by_group[TEMOIN]["part"] is None or by_group[ACCOMPAGNE]["part"] is None:
            hidden.append(by_group[TEMOIN]["libelle"][:1].lower() + by_group[TEMOIN]["libelle"][1:])
    if len(hidden) == len(kinds):
        return paragraphs([CONTRAST, "Les aides reçues par les deux groupes ne sont pas connues."])
    masked = ""
    if hidden:
        one = len(hidden) == 1
        masked = (
            f"{'Masquée' if one else 'Masquées'}, un groupe ayant trop peu de ménages concernés ou non concernés : "
            f"{' ; '.join(hidden)}."
        )
    return paragraphs([CONTRAST, masked])
