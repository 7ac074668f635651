"""The table of each population: what answers its question, at each wave, both groups."""

from __future__ import annotations

from pipeline.contract.populations import POPULATIONS
from pipeline.french import MISSING, interval
from pipeline.report.context import ReportContext
from pipeline.report.population_units import MEASURE_OF, as_printed, group_cell, nothing_happened, unit_of_measure
from pipeline.report.records import Record, records, shown
from pipeline.report.results import EditionResults
from pipeline.report.tables.notes import Notes
from pipeline.report.tables.outcomes import level_of
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.units import p_text
from pipeline.report.wording import wave_title


def population_table(population: str, results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return the main measure of `population` at every wave, the others at the horizon's; None when none is known.

    The CSV holds them all at every wave.
    """
    rows = records(results.populations, population=population)
    if not any((r["n_accompagnes"] or 0) + (r["n_temoins"] or 0) for r in rows):
        return None
    notes, cells, last = Notes(), [], ""
    for row in (r for r in rows if r["mesure"] == rows[0]["mesure"] or r["vague"] == context.vague):
        measure = MEASURE_OF[row["mesure"]]
        cells.append(
            [
                measure.label if row["mesure"] != last else "",
                wave_title(row["vague"]),
                group_cell(row, "accompagnes"),
                group_cell(row, "temoins"),
                _gap(row, notes),
                p_text(row["p_valeur"]) if measure.kind == "chi2" else "",
            ]
        )
        last = row["mesure"]
    with_p = any(cell[-1] for cell in cells)
    heads = [
        Head("Mesure"),
        Head("Échéance"),
        Head("Accompagnés", right=True),
        Head("Témoins", right=True),
        Head(f"Écart [IC {level_of(context)}]", right=True),
        Head("p", right=True),
    ]
    reading = (
        "Entre parenthèses : ménages concernés / connus, ou connus. Écart : accompagnés moins témoins, en points pour "
        "les parts (Newcombe). Première mesure à chaque échéance, les autres au terme ; le fichier du tableau a tout."
    )
    titles = tuple(results.populations.columns)
    return PipeTable(
        population,
        f"{POPULATIONS[population].question} : {POPULATIONS[population].label.lower()}",
        heads if with_p else heads[:-1],
        cells if with_p else [cell[:-1] for cell in cells],
        (reading, *notes.paragraphs()),
        (titles, shown(rows, titles)),
    )


def _gap(row: Record, notes: Notes) -> str:
    if row["ecart"] is None or nothing_happened(row):
        return f"{MISSING} {notes.mark(row['note'] or '')}".rstrip()
    if MEASURE_OF[row["mesure"]].kind == "chi2":
        return f"χ² = {unit_of_measure(row).plain(row['ecart'])}"
    row = as_printed(row)
    unit = unit_of_measure(row)
    gap = unit.plain(row["ecart"], sign=True)
    if row["ic_bas"] is None:
        return f"{gap} {notes.mark(row['note'] or '')}".rstrip()
    return f"{gap} {interval(*(unit.plain(row[c], sign=True) for c in ('ic_bas', 'ic_haut')))}"
