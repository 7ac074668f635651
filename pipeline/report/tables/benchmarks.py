"""Figures from outside beside ours: of whom, of when, from which source, and why they are no comparison."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.contract.indicators import INDICATORS
from pipeline.french import MISSING, NBSP, number
from pipeline.report.markdown import escape
from pipeline.report.records import Record, records, shown
from pipeline.report.results import EditionResults
from pipeline.report.small_counts import MASKED
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.units import unit_of
from pipeline.report.wording import wave_title

_OURS = ("accompagnes", "temoins")
_DATA = (
    "indicateur", "libelle", "valeur", "population", "annee", "source", "pas_comparable_car", "vague",
    "n_accompagnes", "valeur_accompagnes", "n_temoins", "valeur_temoins",
)  # fmt: skip
READING = (
    "Nos chiffres sont ceux de la dernière échéance où l’indicateur est mesuré, parmi les ménages dont la valeur est "
    "connue (entre parenthèses ; après un repère, sa source). Un taux est une moyenne ; « six mois tous payés » est la "
    "part des ménages qui ont payé en entier chacun des six derniers mois."
)
# What stands beside a figure from outside is not the mean that the other tables give under the indicator's name.
_OURS_IS = {"paiement_regulier": "Six mois tous payés en entier"}


def outside_figures_table(results: EditionResults) -> PipeTable | None:
    """Return one row a figure from outside; the sources are numbered below. None where none is given."""
    rows = records(results.reperes)
    if not rows:
        return None
    sources = list(dict.fromkeys(str(r["source"]) for r in rows))
    return PipeTable(
        "reperes",
        "Repères : des chiffres d’ailleurs, à côté des nôtres",
        (
            Head("Indicateur", widest=24),
            Head("Accompagnés", right=True),
            Head("Témoins", right=True),
            Head("Repère", right=True),
            Head("De qui, de quand", widest=44),
            Head("Pas comparable, car", widest=44),
        ),
        _lines(rows, sources),
        (READING, *(f"({i}) {escape(source, None)}." for i, source in enumerate(sources, start=1))),
        (_DATA, shown(rows, _DATA)),
    )


def _lines(rows: Sequence[Record], sources: Sequence[str]) -> list[list[str]]:
    """The indicator is named once, beside the first of its figures."""
    lines, last = [], ""
    for r in rows:
        first, last = r["indicateur"] != last, r["indicateur"]
        outside = unit_of(INDICATORS[r["indicateur"]]).value(r["valeur"])
        lines.append(
            [
                f"{_OURS_IS.get(r['indicateur'], r['libelle'])}, {wave_title(r['vague']).lower()}" if first else "",
                *(_own(r, side) for side in _OURS),
                f"{outside} ({sources.index(str(r['source'])) + 1})",
                f"{escape(r['population'], None)} ; {escape(r['annee'], None)}",
                escape(r["pas_comparable_car"], None),
            ]
        )
    return lines


def _own(r: Record, side: str) -> str:
    value, n = r[f"valeur_{side}"], r[f"n_{side}"]
    if n is None:
        return MASKED
    return MISSING if value is None else f"{unit_of(INDICATORS[r['indicateur']]).value(value)}{NBSP}({number(n)})"
