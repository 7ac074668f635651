"""The large delivery has the rows it says, adds up, and is read without a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ingest.delivery import read_delivery
from pipeline.params import Params
from pipeline.shipped import reference_folder
from pipeline.synthetic.large import large_delivery
from pipeline.validate.reference import load_reference


def test_every_household_has_its_months_and_nothing_is_found(tmp_path: Path) -> None:
    params = Params()
    assert large_delivery(300, tmp_path, months=24) == 300 * 24
    communes = load_reference(reference_folder()).communes
    delivery = read_delivery(tmp_path, params.donnees, communes=communes, last_freeze=params.last_freeze)
    assert delivery.findings.empty
    ledger = delivery.tables["suivi_locatif"]
    assert (ledger.groupby("menage_id").size() == 24).all()
    assert len(delivery.tables["menages"]) == 300
    step = ledger["quittance"] - ledger["apl"] - ledger["autres_aides"] - ledger["paiement"]
    error = (ledger["solde_impaye"] - ledger["solde_impaye"].shift() - step)[ledger["menage_id"].duplicated()]
    assert error.abs().max() == pytest.approx(0, abs=0.005)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        large_delivery(50, tmp_path / name, months=3)
    for table in ("menages", "suivi_locatif"):
        first, second = ((tmp_path / name / table / f"{table}.csv").read_bytes() for name in ("a", "b"))
        assert first == second
