"""The note's schedule and this edition's place in it, in words."""

from __future__ import annotations

from pipeline.contract.flow import HORIZON_APRES_GEL, NON_ANALYSES
from pipeline.french import long_date
from pipeline.report.context import ReportContext
from pipeline.report.flow import count_of
from pipeline.report.records import records
from pipeline.report.results import EditionResults
from pipeline.report.tables.schedule import quarter_of
from pipeline.report.wording import GROUP_TITLES, at_wave, households, paragraphs

_QUARTERS = ("premier", "deuxième", "troisième", "quatrième")


def schedule_text(results: EditionResults, context: ReportContext) -> str:
    """Return where the edition stands in the note's schedule, and how many households have not reached its horizon."""
    return paragraphs([_place(results, context), _too_late(results, context), _twice(results)])


def _place(results: EditionResults, context: ReportContext) -> str:
    year, quarter = quarter_of(context.gel).split("-T")
    steps = [str(r["etape"]) for r in records(results.echeancier, trimestre=f"{year}-T{quarter}")]
    planned = f"la note y place « {' ; '.join(steps)} »" if steps else "la note n’y place aucune étape de l’évaluation"
    rank = _QUARTERS[int(quarter) - 1]
    return f"Les données sont arrêtées au {long_date(context.gel)}, {rank} trimestre de {year} : {planned}."


def _too_late(results: EditionResults, context: ReportContext) -> str:
    counts = [count_of(results.flux, NON_ANALYSES, g, context.vague, HORIZON_APRES_GEL) for g in GROUP_TITLES]
    late = sum(n or 0 for n in counts)
    if not late:
        return ""
    one = late == 1
    return (
        f"{households(late)} {'est entré' if one else 'sont entrés'} trop tard pour être suivi{'' if one else 's'} "
        f"jusqu’au terme avant cet arrêté ; {at_wave(context.vague)}, {'sa' if one else 'leur'} situation n’est pas "
        "lue."
    )


def _twice(results: EditionResults) -> str:
    """The note gives two dates for its mid-term report: both are said."""
    mid_term = [r for r in records(results.echeancier) if "2015" in str(r["source"]) and "texte" in str(r["source"])]
    if not mid_term:
        return ""
    return (
        "Pour le point intermédiaire, la note donne deux dates : le premier trimestre 2016 dans son échéancier, la fin "
        "de l’année 2015 dans son texte. L’édition intermédiaire suit l’échéancier."
    )
