"""Signatures see nothing in deliveries that are right: simulated studies, the shared deliveries, the demonstration."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.sent_tables import seen, sent

from pipeline.ingest.delivery import read_delivery
from pipeline.params import Demonstration, Params
from pipeline.synthetic.study import make_study
from pipeline.validate.records import Records
from pipeline.validate.rules import coverage
from pipeline.validate.signatures.catalogue import RULES

ROOT = Path(__file__).parents[2]
DELIVERIES = ROOT / "tests" / "deliveries"
QUICK, MANY = range(1), range(1, 200)


def of_seed(seed: int) -> list[tuple[str, str]]:
    return seen(sent(make_study(Demonstration(graine=seed)).tables))


@pytest.mark.parametrize("seed", QUICK)
def test_a_simulated_study_shows_nothing(seed: int) -> None:
    assert of_seed(seed) == []


@pytest.mark.slow
def test_two_hundred_simulated_studies_show_nothing() -> None:
    assert {seed: found for seed in MANY if (found := of_seed(seed))} == {}


def test_a_simulated_study_is_followed_to_its_end() -> None:
    built = sent(make_study(Demonstration()).tables)
    for asked in (None, frozenset({"intermediaire", "parcours", "finale"})):
        records = Records(built.tables, built.provenance, built.reading, built.params, built.reference, asked)
        assert all(check.find(records, check.rule).empty for check in coverage.CHECKS)


@pytest.mark.parametrize(
    "folder",
    [
        DELIVERIES / "propre" / "livraison",
        pytest.param(DELIVERIES / "desordonnee" / "livraison", marks=pytest.mark.slow),
        ROOT / "data" / "raw" / "demonstration",
    ],
    ids=["clean", "untidy", "demonstration"],
)
def test_the_shared_deliveries_and_the_demonstration_show_nothing(folder: Path, reference) -> None:
    params = Params()
    read = read_delivery(folder, params.donnees, communes=reference.communes, last_freeze=params.last_freeze)
    records = Records(read.tables, read.provenance, read.findings, params, reference)
    assert seen(records) == []


def test_each_signature_has_its_name_and_says_what_to_do() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.action.endswith(".") for rule in RULES)
