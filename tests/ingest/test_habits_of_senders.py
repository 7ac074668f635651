"""What reading says of whole simulated deliveries that are right, each sender writing in its own way."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ingest.delivery import read_delivery
from pipeline.params import Demonstration, Params
from pipeline.synthetic.cases import SMALLEST
from pipeline.synthetic.delivery import write_demonstration


@pytest.mark.parametrize("seed", [0, *(pytest.param(s, marks=pytest.mark.slow) for s in range(1, 10))])
def test_nothing_is_said_beyond_what_a_sender_adds(tmp_path: Path, seed: int) -> None:
    study = Demonstration(graine=seed, effectif_par_groupe=SMALLEST - 1)  # below it no defect is planted
    written = write_demonstration(study, tmp_path / "livraison")
    params, advances = Params(), list[tuple[int, int]]()
    read = read_delivery(
        tmp_path / "livraison", params.donnees, communes=(), last_freeze=params.last_freeze,
        advance=lambda done, total: advances.append((done, total)),
    )  # fmt: skip
    assert written.defects == []
    # An agency of its own, a sheet of prose, two facts alike on one day.
    assert set(read.findings["regle"]) <= {"colonne_inconnue", "feuille_ignoree", "doublon_garde"}
    files = [p for p in (tmp_path / "livraison").rglob("*") if p.parent.parent == tmp_path / "livraison"]
    assert advances == [(i, len(files)) for i in range(1, len(files) + 1)]
