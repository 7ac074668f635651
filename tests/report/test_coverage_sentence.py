"""What the section on coverage says of the effort rate, on hand-made rows."""

from __future__ import annotations

import pytest
from support.report_rows import FINAL, plain

from pipeline.contract.produced.scheme import COUVERTURE, TAUX_EFFORT
from pipeline.report.disclosure import protect
from pipeline.report.results import EditionResults
from pipeline.report.sentences.coverage import coverage_text


@pytest.mark.parametrize(
    ("n", "why"),
    [(1, "trop peu de ménages en ont un"), (0, "aucun ménage n’a quittance, aide et ressources connues")],
)
def test_an_effort_rate_that_few_have_at_both_ends_is_not_said_to_be_unknown(n: int, why: str) -> None:
    """The panels' rate at inclusion is told elsewhere: this one is of those whose ledger is known at both dates."""
    rate = {"groupe": "accompagne", "vague": "T0", "mesure": "net", "n": n, "moyenne": 0.139, "mediane": 0.139}
    sites = [{"dimension": d, "modalite": "ensemble", "cible": 35.0, "atteint": 1.0, "note": ""}
             for d in ("communes", "logements_region", "hors_site", "commune_inconnue")]  # fmt: skip
    tables = {"couverture": COUVERTURE.frame(sites), "taux_effort": TAUX_EFFORT.frame([rate] if n else [])}
    text = plain(coverage_text(protect(EditionResults(**tables), 5), FINAL))
    assert f"Le taux d’effort n’est pas suivi : {why} à l’inclusion et à 24 mois." in text
