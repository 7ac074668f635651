"""The table of the two panels at inclusion: what a cell says, what is masked, and that no p stands in it."""

from __future__ import annotations

import pandas as pd
import pytest
from support.table_cells import cells, plain

from pipeline.contract.produced.estimates import COMPARABILITE
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.disclosure import protect
from pipeline.report.results import EditionResults
from pipeline.report.tables.comparability import comparability_table, inline_label, variable_label

CONTEXT = ReportContext("finale", Params())


def baseline(**changes: object) -> dict[str, object]:
    return dict.fromkeys(COMPARABILITE.names, None) | {"modalite": "", "note": "", **changes}


MEAN = baseline(
    variable="ressources_mensuelles",
    n_accompagnes=24,
    n_temoins=23,
    manquants_accompagnes=0,
    manquants_temoins=1,
    moyenne_accompagnes=998.4,
    moyenne_temoins=1129.2,
    ecart_type_accompagnes=393.0,
    ecart_type_temoins=462.0,
    q1_accompagnes=688.0,
    mediane_accompagnes=946.0,
    q3_accompagnes=1234.0,
    q1_temoins=796.0,
    mediane_temoins=1047.0,
    q3_temoins=1318.0,
    smd=-0.305,
)
HEALTH = baseline(
    variable="trouble_psychique",
    n_accompagnes=24,
    n_temoins=24,
    manquants_accompagnes=0,
    manquants_temoins=0,
    effectif_accompagnes=3.0,
    effectif_temoins=7.0,
    part_accompagnes=0.125,
    part_temoins=7 / 24,
    smd=-0.42,
)


def comparability(*rows: dict[str, object]) -> EditionResults:
    return protect(EditionResults(comparabilite=pd.DataFrame(list(rows), columns=COMPARABILITE.names)), 5)


def test_a_quantity_has_a_row_for_its_mean_and_one_for_its_median() -> None:
    assert cells(comparability_table(comparability(MEAN), CONTEXT)) == [
        ["Ressources mensuelles (€)", "moyenne (écart-type)", "998 (393)", "1 129 (462)", "−0,31", "0 / 1"],
        ["", "médiane [quartiles]", "946 [688 ; 1 234]", "1 047 [796 ; 1 318]", "", ""],
    ]


def test_comparability_has_no_p_value_and_names_its_denominator() -> None:
    table = comparability_table(comparability(MEAN), CONTEXT)
    assert table is not None
    assert "p" not in [h.title for h in table.heads]
    assert "√((s₁² + s₀²) / 2)" in table.markdown()


@pytest.mark.parametrize("form", ["markdown", "csv"])
def test_a_masked_count_is_in_neither_form(form: str) -> None:
    table = comparability_table(comparability(HEALTH), CONTEXT)
    assert table is not None
    text = plain(getattr(table, form)()).replace('"', "")  # fields are quoted
    assert "masqué" in text
    for secret in ("3 (12,5 %)", "12,5", "0,125", "-0,42", "−0,42", ";3;"):
        assert secret not in text, secret
    assert "7 (29,2 %)" in text or "7;" in text, "the other group is above the threshold"


def test_comparability_shows_levels_under_their_variable() -> None:
    rows = [
        baseline(variable="region", modalite=m, effectif_accompagnes=9.0, effectif_temoins=8.0, smd=s,
                 part_accompagnes=0.375, part_temoins=0.333, n_accompagnes=24, n_temoins=24,
                 manquants_accompagnes=0, manquants_temoins=0)
        for m, s in (("ile_de_france", 0.09), ("non_renseigne", None))
    ]  # fmt: skip
    found = cells(comparability_table(comparability(*rows), CONTEXT))
    assert found[0] == ["Région", "Île-de-France", "9 (37,5 %)", "8 (33,3 %)", "0,09", "0 / 0"]
    assert found[1][:2] == ["", "Non renseigné"]
    assert found[1][4:] == ["", ""]


def test_labels_of_variables() -> None:
    assert variable_label("taux_effort") == "Taux d’effort net"
    assert inline_label("ressources_mensuelles") == "ressources mensuelles"
