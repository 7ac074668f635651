"""The sender's page says what became of that sender's findings since an earlier delivery, and of no other's."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
from support.small_results import FINDING

from pipeline.contract.findings import FINDING_COLUMNS
from pipeline.contract.produced.delivery import CONSTATS
from pipeline.ingest.rules import RULES
from pipeline.validate.earlier import EarlierFindings
from pipeline.validate.findings import as_findings
from pipeline.validate.pages import write_pages


def test_points_solved_and_new_stand_on_the_page_of_their_sender(tmp_path: Path) -> None:
    rows = [("menages", "menages/toit_et_joie_menages.csv", None, 4, "profil", "?", "Code inconnu.", "rejet", "code_inconnu", "TJ001")]  # fmt: skip  # noqa: E501
    now = as_findings(pd.DataFrame(rows, columns=list(FINDING_COLUMNS)))
    files = [
        {"fichier": f"menages/{s}_menages.csv", "table": "menages", "lignes": 9} for s in ("toit_et_joie", "logis")
    ]
    before = CONSTATS.frame([FINDING, {**FINDING, "expediteur": "Logis Transports", "titre": "Secret de Logis"}])
    earlier = EarlierFindings(dt.date(2016, 10, 14), before)
    write_pages(tmp_path, now, files, {}, RULES, earlier=earlier)
    page = (tmp_path / "expediteur-toit-et-joie.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "Depuis l’envoi archivé le 14 octobre 2016 : 1 point réglé, 1 point nouveau." in page
    assert "<td>Cellule illisible</td><td>Ménages</td><td>Date du bail</td>" in page
    assert "Secret de Logis" not in page


def test_without_an_earlier_delivery_the_page_says_nothing_of_it(tmp_path: Path) -> None:
    files = [{"fichier": "menages/toit_et_joie_menages.csv", "table": "menages", "lignes": 9}]
    write_pages(tmp_path, as_findings(pd.DataFrame(columns=list(FINDING_COLUMNS))), files, {}, RULES)
    assert "envoi précédent" not in (tmp_path / "expediteur-toit-et-joie.html").read_text(encoding="utf-8")
