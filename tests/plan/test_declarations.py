"""The evaluator's declarations: what is filled in stands in the report, what is not is said to be missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.contract.declared import Declarations, TidierItem
from pipeline.contract.tidier import COUNTED, COUNTED_PLAN, TIDIER
from pipeline.errors import ParameterError
from pipeline.params import Params
from pipeline.plan.declarations import read_declarations
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.tables.implementation import tidier_table
from pipeline.shipped import declared_folder
from pipeline.stages.declared import beside

SHIPPED = declared_folder() / "declarations.yaml"
EMPTY = "non renseigné"


def rows_of(declarations: Declarations) -> dict[str, list[str]]:
    context = ReportContext("finale", Params(), declarations=declarations)
    return {row[1]: row[2:] for row in tidier_table(EditionResults(), context).rows}


def test_the_shipped_file_says_what_was_planned_for_each_item_and_survives_json() -> None:
    found = read_declarations(SHIPPED)
    assert set(found.tidier) == set(TIDIER) - COUNTED_PLAN
    assert all(item.prevu for item in found.tidier.values())
    assert len(TIDIER) == 12
    assert Declarations.from_json(found.as_json()) == found


def test_what_is_declared_stands_in_the_tables_as_plain_text() -> None:
    rows = rows_of(
        Declarations(
            tidier={
                "nom": TidierItem("Veille *sociale*", "inchangé"),
                "modifications": TidierItem("aucune", "deux lieux de plus"),
            },
        )
    )
    assert rows["Nom"] == [r"Veille \*sociale\*", "inchangé"]
    assert rows["Modifications"] == ["aucune", "deux lieux de plus"]


def test_what_is_empty_is_said_to_be_missing() -> None:
    rows = rows_of(Declarations())
    for name, title in TIDIER.items():
        assert (rows[title][0] == EMPTY) == (name not in COUNTED_PLAN)
        assert (rows[title][1] == EMPTY) == (name not in COUNTED)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("conflits: aucun", ["conflits", "clé inconnue"]),
        ("conflits_interets: [aucun]", ["conflits_interets", "un texte"]),
        ("tidier: {lieu: {prevu: x}}", ["tidier.lieu", "rubrique inconnue", "lieux"]),
        ("tidier: {nom: {fait: x}}", ["tidier.nom.fait", "clé inconnue"]),
        ("tidier: {doses: {realise: dix jours}}", ["tidier.doses.realise", "livraisons"]),
        ("- a", ["conflits_interets", "attendus"]),
        ("a: [", ["YAML"]),
    ],
)
def test_what_is_wrong_is_named_in_french(tmp_path: Path, content: str, words: list[str]) -> None:
    path = tmp_path / "declarations.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ParameterError, match=r"declarations\.yaml") as caught:
        read_declarations(path)
    for word in words:
        assert word in caught.value.message
    assert "Input should" not in caught.value.message


def test_the_file_beside_the_parameters_comes_before_the_shipped_one(tmp_path: Path) -> None:
    params = tmp_path / "params.yaml"
    assert beside(params, None).declarations == SHIPPED
    (tmp_path / "plan").mkdir()
    own = tmp_path / "plan" / "declarations.yaml"
    own.write_text("conflits_interets: aucun\n", encoding="utf-8")
    assert beside(params, None).declarations == own
    assert read_declarations(own) == Declarations("aucun")
