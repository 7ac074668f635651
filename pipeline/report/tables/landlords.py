"""The tables of landlords: drawn again as wholes, then each one left out in turn."""

from __future__ import annotations

from pipeline.french import MISSING
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import WITHOUT, Result, results_of
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.tables.sensitivity import indicator_at_wave, sensitivity_data, variants_table

ANALYSIS = "bailleurs"
_DRAWN = (
    "Bailleurs rééchantillonnés : p est la part des tirages, sous l’hypothèse d’un écart nul, où l’écart rapporté à "
    "son erreur type est au moins aussi grand (1 : tous) ; l’intervalle réunit les écarts que le même test ne "
    "rejette pas. Avec peu de bailleurs, cette erreur type peut être presque nulle par hasard : un intervalle court "
    "n’est alors pas une précision, et p peut y valoir 1."
)
_LEFT_OUT = (
    "L’écart brut seul, arrondi ; son intervalle, sa p et ses effectifs diraient ce qu’il en est des quelques ménages "
    "du bailleur ôté."
)
_NO_CELL = "« – » : l’écart ne peut pas être estimé sans ce bailleur, ou il est masqué."


def landlords_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return the comparisons that take landlords into account; its file has those without one of them too."""
    every = results_of(results, ANALYSIS)
    found = [r for r in every if not r.variante.startswith(WITHOUT)]
    remarks = (_DRAWN,) if any(not r.rejects_nothing for r in found) else ()
    data = sensitivity_data(every)
    return variants_table(ANALYSIS, "Les bailleurs dans la comparaison", found, context, remarks, data)


def left_out_table(results: EditionResults, _: ReportContext) -> PipeTable | None:
    """Return the crude difference without each landlord: one row a landlord, one column an indicator."""
    found = [r for r in results_of(results, ANALYSIS) if r.variante.startswith(WITHOUT)]
    if not found:
        return None
    titles = dict.fromkeys(indicator_at_wave(r) for r in found)
    by_landlord: dict[str, dict[str, Result]] = {}
    for r in found:
        by_landlord.setdefault(r.libelle, {})[indicator_at_wave(r)] = r
    rows = [
        [label, *(cells[title].gap if title in cells else MISSING for title in titles)]
        for label, cells in by_landlord.items()
    ]
    notes = (_LEFT_OUT, *((_NO_CELL,) if any(MISSING in row for row in rows) else ()))
    heads = (Head("Bailleur ôté"), *(Head(title, right=True) for title in titles))
    return PipeTable("bailleurs_otes", "L’écart brut sans chacun des bailleurs", heads, rows, notes)
