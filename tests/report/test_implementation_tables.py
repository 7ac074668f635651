"""Planned against delivered in tables: the days of two years are brought to the edition's horizon, and it is said."""

from __future__ import annotations

import pytest

from pipeline.contract.produced.scheme import MISE_EN_OEUVRE
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.tables.implementation import implementation_table, tidier_table

BLANK = dict.fromkeys(MISE_EN_OEUVRE.names) | {"effectif": 12, "note": ""}
RESULTS = EditionResults(
    mise_en_oeuvre=MISE_EN_OEUVRE.frame(
        [
            BLANK | {"domaine": "intensite", "ligne": "jours_interne", "libelle": "Jours", "unite": "jours",
                     "prevu": 4.5, "prevu_bas": 3.75, "prevu_haut": 5.25, "realise": 4.0},
            BLANK | {"domaine": "intensite", "ligne": "jours_associatif", "libelle": "Jours", "unite": "jours",
                     "prevu": 4.1, "prevu_bas": 3.75, "prevu_haut": 4.5, "realise": 3.5},
            BLANK | {"domaine": "delai", "ligne": "delai_premier_contact", "libelle": "Délai", "unite": "jours",
                     "realise": 67.0},
        ]
    )
)  # fmt: skip


@pytest.mark.parametrize(("edition", "words"), [("parcours", "ramenés à 18 mois"), ("finale", "")])
def test_days_planned_over_two_years_are_told_with_what_they_are_brought_to(edition: str, words: str) -> None:
    """The note says five to seven days: 3,8 to 5,3 are no number of it."""
    context = ReportContext(edition, Params())
    table = implementation_table(RESULTS, context)
    planned = next(row[2] for row in tidier_table(RESULTS, context).rows if row[1] == "Quand et combien")
    for told in (" ".join(table.notes), planned):
        assert ("ramenés" in told) == bool(words)
        assert words in told.replace("\u00a0", " ")


def test_a_median_of_whole_days_has_no_decimal() -> None:
    rows = implementation_table(RESULTS, ReportContext("finale", Params())).rows
    assert [row[3] for row in rows] == ["4,0\u00a0j", "3,5\u00a0j", "67\u00a0j"]
