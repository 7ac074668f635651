"""Tiny readable deliveries: each table a few lines of CSV, lines counted as a sender counts them (header = 1)."""

from __future__ import annotations

import io
from collections.abc import Callable

import pandas as pd
import pytest

from pipeline.contract.tables import TABLES
from pipeline.params import Params
from pipeline.shipped import reference_folder
from pipeline.validate.findings import no_findings
from pipeline.validate.records import Records
from pipeline.validate.reference import Reference, load_reference
from pipeline.validate.rules.catalogue import CHECKS

Find = Callable[..., pd.DataFrame]

# What a household has unless a test says otherwise: nothing to say of it.
HOUSEHOLD = {
    "groupe": "accompagne",
    "bailleur": "essonne_habitat",
    "region": "ile_de_france",
    "commune": "Evry",
    "profil": "dalo",
    "statut_occupation": "bail_direct",
    "date_inclusion": "2015-01-31",
    "date_bail": "2014-12-01",
    "impaye_inclusion": "0",
    "consentement": "1",
}


@pytest.fixture(scope="session")
def reference() -> Reference:
    return load_reference(reference_folder())


@pytest.fixture
def records(typed: Callable[..., pd.DataFrame], reference: Reference) -> Callable[..., Records]:
    """Return the builder of `Records` from CSV texts; `files` names the file of each row of a table."""

    def build(
        *, params: Params | None = None, reading: pd.DataFrame | None = None, files: dict[str, list[str]] | None = None,
        **texts: str,
    ) -> Records:  # fmt: skip
        tables, provenance = {}, {}
        for name, text in texts.items():
            raw = pd.read_csv(io.StringIO(text.replace(" ", "")), dtype=str)
            if name == "menages":
                raw = raw.assign(**{c: v for c, v in HOUSEHOLD.items() if c not in raw})
            tables[name] = typed(raw, TABLES[name])
            file = (files or {}).get(name, [f"{name}/{name}.csv"] * len(raw))
            provenance[name] = pd.DataFrame(
                {
                    "fichier": pd.Series(file, dtype="str"),
                    "feuille": pd.Series([None] * len(raw), dtype="str"),
                    "ligne": pd.array(range(2, len(raw) + 2), dtype="Int64"),
                }
            )
        said = no_findings() if reading is None else reading
        return Records(tables, provenance, said, params or Params(), reference)

    return build


@pytest.fixture
def find(records: Callable[..., Records]) -> Find:
    """Return the function that runs one rule, by name, on a tiny delivery."""

    def run(rule: str, **given: object) -> pd.DataFrame:
        (check,) = [c for c in CHECKS if c.rule.name == rule]
        return check.find(records(**given), check.rule)

    return run


@pytest.fixture
def lines(find: Find) -> Callable[..., list[int]]:
    """Return the lines on which a rule finds something."""

    def run(rule: str, **given: object) -> list[int]:
        return find(rule, **given)["ligne"].dropna().astype(int).tolist()

    return run
