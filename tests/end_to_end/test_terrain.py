"""Situations met in the field, each laid over the clean delivery: read right, stopped, or told of in one finding."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import field_cases
from support.field_cases import CASES, Run

# In the default run: encoding. The other kinds (workbook, dates, layout, unit, scale, vocabulary, missing context) have
# theirs in the tests of the reading and of the checks.
QUICK = {"mojibake_entete"}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("propre")
    return field_cases.run(field_cases.DELIVERIES / "propre" / "livraison", folder / "sortie")


def test_the_quick_cases_are_cases() -> None:
    assert set(CASES) >= QUICK


@pytest.mark.parametrize("name", [c if c in QUICK else pytest.param(c, marks=pytest.mark.slow) for c in CASES])
def test_a_field_case_has_an_admitted_outcome(name: str, clean: Run, tmp_path: Path) -> None:
    run = field_cases.run(field_cases.compose(name, tmp_path), tmp_path / "sortie")
    new = field_cases.new_findings(run, clean)
    assert field_cases.outcome(name, run, clean) is not None, new[
        ["gravite", "fichier", "colonne", "motif"]
    ].to_string()
