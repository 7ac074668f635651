"""The study a year later: an edition kept, new files, a correction, what has changed, a household gone, then all."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from support.clone import CHEAP
from support.command import Outcome
from support.first_delivery import CLEAN, SPOILT, write_delivery

from pipeline.removal.pseudonyms import Pseudonyms
from pipeline.removal.search import file_holds

Evaluation = Callable[..., Outcome]
WITHDRAWN = "TJ046"
# What Toit et Joie writes in its second file: one cell that a correction replaces, one that nobody can read.
NEW = {"TJ003,2016-12,623.77,": "TJ003,2016-12,6Z3,", "TJ037,2016-12,266.79,": "TJ037,2016-12,à voir,"}
CORRECTIONS = (
    '"fichier";"feuille";"ligne";"colonne";"ancienne";"nouvelle";"motif";"auteur";"date"\n'
    '"suivi_locatif/toit_et_joie_suivi_locatif.csv";"";"{line}";"quittance";"6Z3";"623,77";"Quittance relue";'
    '"Service contentieux";"2017-04-20"\n'
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def shown(page: Path) -> str:
    """The words of a page, as they are read."""
    text = re.sub(r"<(style|script)\b.*?</\1>", " ", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", plain(text)))


def write_params(file: Path, editions: dict[str, object], archives: dict[str, str]) -> Path:
    tree = {**CHEAP, "editions": editions, "rapport": {"moteur": "pandoc", "archives_precedentes": archives}}
    file.write_text(json.dumps(tree), encoding="utf-8")  # JSON is YAML
    return file


def naming(folder: Path, names: list[str]) -> list[Path]:
    """The files below `folder` that hold one of the pseudonyms, Parquet files and workbooks read."""
    gone = Pseudonyms.read(names)
    return [p for p in sorted(folder.rglob("*")) if p.is_file() and file_holds(p, gone)]


@pytest.mark.endurance
def test_the_study_is_lived_for_a_year(tmp_path: Path, evaluation: Evaluation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))

    # Autumn 2016: the first delivery, its edition, kept.
    write_delivery(Path("2016-10"), "2016-09-30", by_sender=True, spoilt=SPOILT)
    then = write_params(Path("alors.yaml"), {"parcours": {"gel": "2016-09-30", "horizon": 18}}, {})
    out = evaluation("executer", "--source", "2016-10", "--sortie", "resultats-2016", "--params", then)
    assert out.status == 0, out.printed
    out = evaluation("archiver", "parcours", "--depuis", "resultats-2016", "--vers", "archives")
    archive = Path(out.printed.strip())
    assert archive == Path("archives", f"parcours-{dt.date.today().isoformat()}")

    # Spring 2017: all the files again. Essonne Habitat has mended its cell; Toit et Joie has two others.
    write_delivery(Path("2017-04"), by_sender=True, spoilt=NEW)
    ledger = Path("2017-04/suivi_locatif/toit_et_joie_suivi_locatif.csv").read_text(encoding="utf-8").splitlines()
    (line,) = (i for i, row in enumerate(ledger, 1) if "6Z3" in row)
    Path("2017-04/corrections.csv").write_text(CORRECTIONS.format(line=line), encoding="utf-8")
    now = write_params(Path("params.yaml"), {"finale": {"gel": "2017-03-31", "horizon": 24}}, {"finale": str(archive)})
    out = evaluation("executer", "--source", "2017-04", "--sortie", "resultats", "--params", now)
    assert out.status == 0, out.printed
    read = pd.read_parquet("resultats/processed/tables/suivi_locatif.parquet").set_index(["menage_id", "mois"])
    assert read.loc[("TJ003", "2016-12"), "quittance"] == 623.77, "the correction was read"
    assert pd.isna(read.loc[("TJ037", "2016-12"), "quittance"])

    # What has changed: true, and said.
    households = pd.read_csv(CLEAN / "menages/menages.csv", dtype=str)
    consenting = households[households["consentement"] == "oui"].groupby("groupe").size()
    text = plain(Path("resultats/reports/finale/textes/changements.md").read_text(encoding="utf-8"))
    n = {group: int(consenting[group]) for group in ("accompagne", "temoin")}
    assert f"{n['accompagne']} puis {n['accompagne']} accompagnés" in text
    assert f"{n['temoin']} puis {n['temoin']} témoins" in text
    assert "édition « analyse des parcours », archivée le" in text
    assert "Les fichiers reçus ne sont plus les mêmes" in text
    answers = {
        name: pd.read_csv(folder / "affirmations.csv", sep=";", dtype=str, encoding="utf-8-sig").query(
            "section == 'reponse' and indicateur == 'maintien'"
        )
        for name, folder in (("before", archive / "reports/parcours"), ("now", Path("resultats/reports/finale")))
    }
    (row,) = (line for line in text.splitlines() if line.startswith("| Maintien"))
    for rows in answers.values():
        points = abs(float(rows["estimation"].iloc[0].replace(",", "."))) * 100
        assert f"{points:.1f}".replace(".", ",") in row
    assert "Ce qui a changé depuis l’édition précédente" in shown(Path("resultats/reports/finale/rapport.html"))

    # Each sender is told what it has settled, and what is new.
    pages = Path("resultats/reports/validation")
    mended, spoilt = (shown(pages / f"expediteur-{s}.html") for s in ("essonne-habitat", "toit-et-joie"))
    assert "1 point réglé" in mended
    assert "0 point réglé, 2 points nouveaux" in spoilt  # the cell that was corrected, and the one that was not
    assert "Essonne" not in spoilt

    # Side by side, on the screen.
    compared = evaluation("comparer", archive, "resultats")
    said = plain(compared.printed)
    assert compared.status == 1
    for words in (
        "Fichiers reçus : 25 différences", "Constats, par expéditeur", "autres d’un seul côté",
        "Maintien dans les lieux, M18",
    ):  # fmt: skip
        assert words in said
    told = [" ".join(line.split()) for line in said.splitlines()]
    assert "Essonne Habitat Cellule illisible (rejet) suivi_locatif quittance 1 0 réglé" in told
    assert "Toit et Joie Cellule illisible (rejet) suivi_locatif quittance 0 1 nouveau" in told
    assert not Pseudonyms.read(households["menage_id"].tolist()).in_text(said)
    assert evaluation("comparer", archive, archive).status == 0

    # A household withdraws.
    assert len(naming(tmp_path, [WITHDRAWN])) > 10
    Path("liste.txt").write_text(f"{WITHDRAWN}\n", encoding="utf-8")
    asked = ("retirer", "--fichier", "liste.txt", "--motif", "Demande écrite", "--archive", archive, "--oui")
    out = evaluation(*asked, "--livraison", "2016-10", "--sortie", "resultats-2016", "--sans-relance")
    assert out.status == 0, out.printed
    out = evaluation(*asked, "--livraison", "2017-04", "--sortie", "resultats")
    assert out.status == 0, out.printed
    assert WITHDRAWN not in out.printed
    Path("liste.txt").unlink()
    assert naming(tmp_path, [WITHDRAWN]) == []
    left = pd.read_parquet("resultats/processed/tables/menages.parquet")["menage_id"]
    assert set(left) == set(households["menage_id"]) - {WITHDRAWN}
    record = pd.read_csv("registre.csv", sep=";", dtype=str, encoding="utf-8-sig")
    assert record["action"].tolist() == ["retrait", "retrait"]
    assert record["motif"].tolist() == ["Demande écrite"] * 2
    sent = {"2016-10": "2016-09-30", "2017-04": "9999"}
    for told, freeze in zip(record["lignes"], sent.values(), strict=True):
        rows = 0
        for file in CLEAN.rglob("*.csv"):
            table = pd.read_csv(file, dtype=str)
            if "menage_id" in table:
                mine = table[table["menage_id"] == WITHDRAWN]
                day = "mois" if "mois" in table else "date"
                rows += len(mine) if day not in table else int((mine[day] <= freeze).sum())
        assert int(told) == rows

    # The reports are made without it, and what they are compared with is still whole.
    text = plain(Path("resultats/reports/finale/textes/changements.md").read_text(encoding="utf-8"))
    group = households.set_index("menage_id").loc[WITHDRAWN, "groupe"]
    label = {"accompagne": "accompagnés", "temoin": "témoins"}[group]
    assert f"{n[group]} puis {n[group] - 1} {label}" in text

    # In the end, everybody.
    for delivery, output in (("2016-10", "resultats-2016"), ("2017-04", "resultats")):
        out = evaluation(
            "purger", "--apres", "2020-12-31", "--livraison", delivery, "--sortie", output, "--archive", archive,
            "--oui",
        )  # fmt: skip
        assert out.status == 0, out.printed
    assert naming(tmp_path, households["menage_id"].tolist()) == []
    for folder in (Path("resultats/reports/finale"), archive / "reports/parcours"):
        assert (folder / "rapport.pdf").is_file()
    assert pd.read_csv("registre.csv", sep=";", encoding="utf-8-sig")["action"].tolist()[2:] == ["purge", "purge"]
