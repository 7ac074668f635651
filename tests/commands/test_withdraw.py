"""A household that withdraws: out of every file within reach, proved by reading them all, and never printed."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.command import Outcome
from support.small_results import write_results

from pipeline.removal.pseudonyms import Pseudonyms
from pipeline.removal.search import file_holds
from pipeline.stages.archived import read_archive

Run = Callable[..., Outcome]
NAME = "TJ001"
GONE = Pseudonyms.read([NAME])
DELIVERY = {
    "menages/toit_et_joie.csv": "menage_id;groupe;commune\nTJ001;temoin;Paris\nTJ002;accompagne;Paris\n",
    "suivi_locatif/toit_et_joie.csv": "menage_id;mois;paiement\nTJ001;2015-01;12\nTJ001;2015-02;13\nTJ002;2015-01;9\n",
    "couts/couts.csv": "poste;semestre;montant\nI-1;2015-S1;10\n",
}


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, evaluation: Run) -> Path:
    """A delivery, its results, an archive of them, and what an interrupted run left in a temporary folder."""
    temporary = tmp_path / "tmp"
    (temporary / "evaluation-abc").mkdir(parents=True)
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.chdir(tmp_path)
    for name, text in DELIVERY.items():
        path = tmp_path / "livraison" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    shutil.copy(tmp_path / "livraison/menages/toit_et_joie.csv", temporary / "evaluation-abc")
    sortie = write_results(tmp_path / "sortie")
    (sortie / "processed/rejets.csv").write_text("menage_id\nTJ001\n", encoding="utf-8")
    assert evaluation("archiver", "finale", "--depuis", "sortie", "--vers", "archives").status == 0
    return tmp_path


def _named(folder: Path) -> list[str]:
    return [p.relative_to(folder).as_posix() for p in sorted(folder.rglob("*")) if p.is_file() and file_holds(p, GONE)]


def _record(folder: Path) -> list[dict[str, str]]:
    with (folder / "registre.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


ASKED = ("--livraison", "livraison", "--sortie", "sortie", "--sans-relance")


def test_no_file_names_the_household_any_more(study: Path, evaluation: Run) -> None:
    (archive,) = (study / "archives").iterdir()
    assert len(_named(study)) > 6
    out = evaluation("retirer", NAME, *ASKED, "--archive", archive, "--motif", "Demande du ménage", "--oui")
    assert out.status == 0, out.printed
    assert _named(study) == []
    assert NAME not in out.printed
    assert "aucun ne porte plus" in out.printed
    assert "historique de votre terminal" in out.printed
    delivered = (study / "livraison/suivi_locatif/toit_et_joie.csv").read_text(encoding="utf-8")
    assert delivered == "menage_id;mois;paiement\n\n\nTJ002;2015-01;9\n"
    (line,) = _record(study)
    assert (line["date"], line["action"]) == (dt.date.today().isoformat(), "retrait")
    assert (line["motif"], line["menages"], line["lignes"]) == ("Demande du ménage", "1", "3")
    assert line["tables"] == "menages, suivi_locatif"
    kept = read_archive(archive)  # whole: its manifest is that of what it holds now
    manifest = json.loads((kept.folder / "manifeste-archive.json").read_text(encoding="utf-8"))
    assert manifest["retraits"][0]["action"] == "retrait"
    assert not (archive / "processed/rejets.csv").exists()
    assert not (archive / "processed/tables/menages.parquet").stat().st_mode & 0o277


def test_what_a_person_wrote_is_named_and_never_touched(study: Path, evaluation: Run) -> None:
    (archive,) = (study / "archives").iterdir()
    letter = study / "sortie/reports/finale/lettre.txt"
    letter.write_text("Ménage TJ001, relancé.", encoding="utf-8")
    out = evaluation("retirer", NAME, *ASKED, "--archive", archive, "--oui")
    assert out.status == 1
    assert "lettre.txt" in out.printed
    assert NAME not in out.printed
    assert _named(study) == ["sortie/reports/finale/lettre.txt"]


def test_once_taken_out_there_is_nothing_left_to_do(study: Path, evaluation: Run) -> None:
    (archive,) = (study / "archives").iterdir()
    asked = ("retirer", NAME, *ASKED, "--archive", archive, "--oui")
    assert evaluation(*asked).status == 0
    again = evaluation(*asked)
    assert (again.status, "il n’y a rien à retirer" in again.printed) == (0, True)
    assert len(_record(study)) == 1


def test_nothing_is_changed_before_a_mention_is_dealt_with(study: Path, evaluation: Run) -> None:
    path = study / "livraison/menages/toit_et_joie.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("accompagne;Paris", "accompagne;voir TJ001"), encoding="utf-8"
    )
    before = {p: p.read_bytes() for p in study.rglob("*") if p.is_file()}
    out = evaluation("retirer", NAME, *ASKED, "--oui")
    assert out.status == 1
    assert "ligne 3" in out.printed
    assert "commune" in out.printed
    assert NAME not in out.printed
    assert {p: p.read_bytes() for p in study.rglob("*") if p.is_file()} == before
    (archive,) = (study / "archives").iterdir()
    assert evaluation("retirer", NAME, *ASKED, "--archive", archive, "--oui", "--masquer").status == 0
    assert "voir [retire]" in path.read_text(encoding="utf-8")


def test_nothing_is_changed_without_a_yes(study: Path, evaluation: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _: "non")
    before = _named(study)
    out = evaluation("retirer", NAME, *ASKED)
    assert (out.status, "Rien n’a été changé" in out.printed) == (2, True)
    assert _named(study) == before


def test_the_pseudonyms_come_from_a_file_and_the_reason_holds_none(study: Path, evaluation: Run) -> None:
    (study / "liste.txt").write_text("TJ001\n", encoding="utf-8")
    refused = evaluation("retirer", *ASKED, "--fichier", "liste.txt", "--motif", "TJ001 part", "--oui")
    assert refused.status == 2
    out = evaluation("retirer", *ASKED, "--fichier", "liste.txt", "--oui")
    assert "liste.txt, qui porte encore les pseudonymes" in out.printed
    assert "historique de votre terminal" not in out.printed


def test_in_the_repository_its_examples_and_the_list_itself_are_left(
    study: Path, evaluation: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A household may have the pseudonym of an example: the last command must be able to say that nothing is left."""
    for name in (".dvc/config", "pipeline/__init__.py", "pipeline/exemple.py", "data/raw/demonstration/menages.csv"):
        (study / name).parent.mkdir(parents=True, exist_ok=True)
        text = "[core]\n    no_scm = true\n" if name.startswith(".dvc") else f"# {NAME}"
        (study / name).write_text(text, encoding="utf-8")
    (study / "liste.txt").write_text("TJ001\n", encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=study, check=True)
    subprocess.run(["git", "add", "pipeline", "data/raw/demonstration"], cwd=study, check=True)
    somebody = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    subprocess.run(["git", *somebody, "commit", "-qm", "Le dépôt"], cwd=study, check=True)
    (archive,) = (study / "archives").iterdir()
    out = evaluation("retirer", *ASKED, "--archive", archive, "--fichier", "liste.txt", "--oui")
    assert out.status == 0, out.printed
    assert "historique de git" not in out.printed
    assert "liste.txt, qui porte encore les pseudonymes" in out.printed
    assert _named(study) == [
        "data/raw/demonstration/menages.csv",
        "liste.txt",
        "pipeline/__init__.py",
        "pipeline/exemple.py",
    ]
    (study / "data/raw/notes.csv").write_text(NAME, encoding="utf-8")  # beside them, everything is read
    subprocess.run(["git", "add", "data/raw/notes.csv"], cwd=study, check=True)
    out = evaluation("retirer", *ASKED, "--archive", archive, "--fichier", "liste.txt", "--oui")
    assert (out.status, "notes.csv" in out.printed) == (1, True)
    assert "historique de git (1 objet" in out.printed.replace("\u00a0", " ")


def test_a_purge_waits_for_its_day_and_leaves_the_reports(study: Path, evaluation: Run) -> None:
    (archive,) = (study / "archives").iterdir()
    asked = ("--livraison", "livraison", "--sortie", "sortie", "--archive", archive, "--oui")
    early = evaluation("purger", "--apres", dt.date.today().isoformat(), *asked)
    assert (early.status, "n’est pas passé" in early.printed) == (2, True)
    assert (study / "livraison/menages/toit_et_joie.csv").exists()
    out = evaluation("purger", "--apres", "2020-12-31", *asked)
    assert out.status == 0, out.printed
    everybody = Pseudonyms.read(["TJ001", "TJ002"])
    assert [p for p in study.rglob("*") if p.is_file() and file_holds(p, everybody)] == []
    assert [p for p in (study / "livraison").rglob("*") if p.is_file()] == []
    for report in (study / "sortie/reports/finale/rapport.html", archive / "reports/finale/rapport.html"):
        assert report.is_file()
    assert not list((study / "sortie/processed").rglob("menages.parquet"))
    assert not list(archive.rglob("menages.parquet"))
    (line,) = _record(study)
    assert (line["action"], line["menages"]) == ("purge", "2")


def _dvc(root: Path, *arguments: str) -> None:
    env = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    subprocess.run([sys.executable, "-m", "dvc", "-q", *arguments], cwd=root, env=env, check=True)


@pytest.mark.slow
def test_the_cache_of_dvc_and_a_local_remote_forget_the_household(
    tmp_path: Path, evaluation: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`dvc add`, `dvc repro`, `dvc push`; then the withdrawal, which adds and runs again by itself."""
    root, remote = tmp_path / "depot", tmp_path / "distant"
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    source = Path(__file__).parents[1] / "deliveries/propre/livraison"
    shutil.copytree(source, root / "data/raw/etude/envoi")
    remote.mkdir()
    (root / "params.yaml").write_text("donnees:\n  source: data/raw/etude/envoi\n", encoding="utf-8")
    (root / "dvc.yaml").write_text(
        "stages:\n  ingest:\n    cmd: python -m pipeline.stages.ingest\n    deps: [data/raw/etude/envoi]\n"
        "    outs: [data/processed/tables, data/processed/lecture.parquet, data/processed/fichiers.json]\n",
        encoding="utf-8",
    )
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    _dvc(root, "init")
    _dvc(root, "remote", "add", "-d", "bureau", str(remote))
    _dvc(root, "add", "data/raw/etude/envoi")
    _dvc(root, "repro")
    _dvc(root, "push")
    gone = Pseudonyms.read(["EH004"])
    held = [p for p in tmp_path.rglob("*") if p.is_file() and file_holds(p, gone)]
    assert any(remote in p.parents for p in held)
    assert any((root / ".dvc/cache") in p.parents for p in held)
    monkeypatch.chdir(root)
    out = evaluation("retirer", "EH004", "--livraison", "data/raw/etude/envoi", "--oui")
    assert out.status == 0, out.printed
    assert [p for p in tmp_path.rglob("*") if p.is_file() and file_holds(p, gone)] == []
    assert (root / "data/processed/tables/menages.parquet").is_file()
    _dvc(root, "status")
    _dvc(root, "push")  # what is left is whole
    assert "EH004" not in out.printed
