"""What a run does to `--sortie`: replaced at its end, file by file, and nothing that is not its own is lost."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from filelock import FileLock
from support.command import Outcome
from support.watch import PARAMS

from pipeline.commands.manifest import MANIFEST, read_manifest
from pipeline.commands.output import WORKING, Output, open_output
from pipeline.contract.produced.estimates import ESTIMATIONS
from pipeline.errors import UsageError
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.stages import estimate, indicators, pathways, scheme, sensitivity
from pipeline.stages.produced import write_entry
from pipeline.validate import expectations
from pipeline.validate.expectations import SuiteRun

ROOT = Path(__file__).parents[2]
CLEAN = ROOT / "tests" / "deliveries" / "propre" / "livraison"
BROKEN = ROOT / "tests" / "deliveries" / "fautive" / "menage_orphelin" / "livraison"

Evaluation = Callable[..., Outcome]


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def few_draws(tmp_path: Path) -> Path:
    path = tmp_path / "p.yaml"
    path.write_text(PARAMS, encoding="utf-8")
    return path


@pytest.fixture
def earlier(propre_run: Path, tmp_path: Path) -> Path:
    """Three editions made earlier, a report among them, and files of the evaluator's own."""
    folder = tmp_path / "sortie"
    shutil.copytree(propre_run, folder)
    for name in ("notes.txt", "processed/autre.txt", "reports/finale/lettre.docx", "reports/finale/rapport.pdf"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("à garder", encoding="utf-8")
    return folder


def test_a_blocking_delivery_says_what_is_wrong_and_takes_nothing_away(evaluation: Evaluation, earlier: Path) -> None:
    before = contents(earlier)
    assert evaluation("executer", "--source", BROKEN, "--sortie", earlier).status == 1
    after = contents(earlier)
    assert (pd.read_parquet(earlier / "processed" / "rejets.parquet")["gravite"] == "bloquant").any()
    assert (earlier / "reports" / "validation" / "index.html").is_file()
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    said = {name for name in changed if name.startswith(("processed/rejets.", "reports/validation/"))}
    assert changed - said == {"processed/constats.parquet", MANIFEST.as_posix()}
    assert not (earlier / WORKING).exists()


def test_a_blocking_delivery_in_a_new_folder_leaves_what_was_read(evaluation: Evaluation, tmp_path: Path) -> None:
    assert evaluation("executer", "--source", BROKEN, "--sortie", tmp_path, "--sans-rapport").status == 1
    assert (tmp_path / "processed" / "tables" / "menages.parquet").is_file()
    assert (tmp_path / "processed" / "rejets.csv").is_file()


class Judging:
    """A process of the suites that is asked early, and whose verdict comes once there was time for all else."""

    def run(self, *of: Any, meanwhile: Callable[[Callable[[], bool]], None], **how: Any) -> SuiteRun:
        meanwhile(lambda: False)
        return expectations.run_suites(*of, **how)

    def leave(self, *_work: object, otherwise: Callable[[], object]) -> None:
        otherwise()

    def nothing(self, *_: object) -> None: ...

    finish = end = nothing


def one_table(_params: Params, layout: Layout, only: Sequence[str]) -> None:
    for name in only:
        write_entry(ESTIMATIONS, ESTIMATIONS.frame(), layout.produced(ESTIMATIONS, name))


@pytest.mark.parametrize("source", [BROKEN, CLEAN], ids=["refused", "fit"])
def test_results_made_before_the_verdict_stay_only_if_the_delivery_is_fit(
    source: Path, evaluation: Evaluation, monkeypatch: pytest.MonkeyPatch, few_draws: Path, tmp_path: Path
) -> None:
    made: list[Sequence[str]] = []
    monkeypatch.setattr("pipeline.cli.application.suites_apart", lambda *_: nullcontext(Judging()))
    real = indicators.run
    monkeypatch.setattr(indicators, "run", lambda *of: made.append(of[-1]) or real(*of))
    monkeypatch.setattr(estimate, "run", one_table)
    for later in (scheme, pathways):
        monkeypatch.setattr(later, "run", lambda *_: None)
    monkeypatch.setattr(sensitivity, "run", lambda *of: made.append(of[-1]))
    output = tmp_path / "sortie"
    run = evaluation(
        "executer", "--source", source, "--sortie", output, "--params", few_draws, "--edition", "finale",
        "--sans-rapport",
    )  # fmt: skip
    assert made == [["finale"], ["finale"]], "each once, before the verdict"
    assert run.status == (source == BROKEN)
    assert (output / "processed" / "finale" / "estimations.csv").is_file() == (source == CLEAN)
    assert (output / "processed" / "finale").exists() == (source == CLEAN)
    titles = [line for line in run.printed.splitlines() if line.endswith("…") and " sur " not in line]
    assert titles[:2] == ["Lecture des fichiers…", "Contrôles…"]
    assert ("Estimations…" in titles) == (source == CLEAN)


@pytest.mark.slow
def test_an_edition_is_replaced_and_the_others_stay(evaluation: Evaluation, earlier: Path, few_draws: Path) -> None:
    before = contents(earlier)
    out = evaluation(
        "executer", "--source", CLEAN, "--sortie", earlier, "--params", few_draws, "--edition", "intermediaire",
        "--sans-rapport",
    )  # fmt: skip
    assert out.status == 0, out.printed
    after = contents(earlier)
    assert list(before) == list(after)
    changed = {name for name in after if before[name] != after[name]}
    assert "processed/intermediaire/estimations.csv" in changed
    assert {name for name in changed if "/finale/" in name or "/parcours/" in name} == set()
    assert f"Fait : {earlier.resolve() / 'processed'}" in out.printed.splitlines()


def staged(place: Output, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = place.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def make(folder: Path, files: dict[str, str], concerns: Callable[[str], bool] = lambda _: True) -> None:
    with open_output(folder) as place:
        staged(place, files)
        place.replace(concerns)


OLD = {"processed/a.csv": "a", "reports/finale/figures/x.svg": "x", "reports/finale/figures/y.svg": "y"}


def test_what_is_no_longer_made_goes_if_it_is_ours_and_unchanged(tmp_path: Path) -> None:
    make(tmp_path, OLD)
    (tmp_path / "reports/finale/figures/y.svg").write_text("retouchée", encoding="utf-8")
    (tmp_path / "reports/finale/lettre.docx").write_text("à moi", encoding="utf-8")
    make(tmp_path, {"processed/a.csv": "b"})
    assert {name: text for name, text in contents(tmp_path).items() if name != MANIFEST.as_posix()} == {
        "processed/a.csv": b"b",
        "reports/finale/figures/y.svg": "retouchée".encode(),
        "reports/finale/lettre.docx": "à moi".encode(),
    }
    assert set(read_manifest(tmp_path)) == {"processed/a.csv"}


def test_an_emptied_folder_of_ours_goes_too(tmp_path: Path) -> None:
    make(tmp_path, OLD)
    make(tmp_path, {"processed/a.csv": "b"})
    assert not (tmp_path / "reports").exists()


def test_what_a_run_is_not_about_stays(tmp_path: Path) -> None:
    make(tmp_path, OLD)
    make(tmp_path, {"processed/a.csv": "b", "reports/finale/figures/x.svg": "z"}, lambda p: p.startswith("processed/"))
    assert (tmp_path / "processed/a.csv").read_text(encoding="utf-8") == "b"
    assert (tmp_path / "reports/finale/figures/x.svg").read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize("manifest", ["", "{}", "[1]", '{"fichiers": 3}'])
def test_a_manifest_that_says_nothing_takes_nothing_away(tmp_path: Path, manifest: str) -> None:
    make(tmp_path, OLD)
    (tmp_path / MANIFEST).write_text(manifest, encoding="utf-8")
    make(tmp_path, {"processed/a.csv": "b"})
    assert (tmp_path / "reports/finale/figures/x.svg").is_file()


def test_a_run_cut_short_while_it_replaces_leaves_the_old_or_the_new_of_each_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"processed/{i}.csv" for i in range(4)]
    make(tmp_path, dict.fromkeys(names, "ancien"))
    replace, moved = Path.replace, 0

    def cut(self: Path, target: Path) -> Path:
        nonlocal moved
        if self.suffix == ".csv":
            moved += 1
            if moved == 3:
                raise KeyboardInterrupt
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut)
        with pytest.raises(KeyboardInterrupt):
            make(tmp_path, dict.fromkeys(names, "nouveau"))
    texts = [(tmp_path / name).read_text(encoding="utf-8") for name in names]
    assert sorted(texts) == ["ancien", "ancien", "nouveau", "nouveau"]
    assert not (tmp_path / WORKING).exists()
    make(tmp_path, {})
    assert list(contents(tmp_path)) == [MANIFEST.as_posix()], "the old and the new are known for ours"


def test_what_a_killed_run_left_goes_at_the_next_start(tmp_path: Path) -> None:
    left = tmp_path / WORKING / "processed" / "tables" / "menages.parquet"
    left.parent.mkdir(parents=True)
    left.write_text("un ménage", encoding="utf-8")
    (tmp_path / WORKING / "verrou").touch()  # nobody holds it any more
    with open_output(tmp_path):
        assert not left.exists()
    assert not (tmp_path / WORKING).exists()


@pytest.mark.slow
def test_two_runs_at_once_are_refused_in_french(evaluation: Evaluation, tmp_path: Path) -> None:
    (tmp_path / WORKING).mkdir()
    with FileLock(tmp_path / WORKING / "verrou"):
        for command in (("executer", "--source", CLEAN), ("verifier", CLEAN)):
            out = evaluation(*command, "--sortie", tmp_path)
            assert out.status == 2
            assert "une autre exécution y écrit" in out.printed
    assert [p.name for p in (tmp_path / WORKING).iterdir()] == ["verrou"]


@pytest.mark.slow
def test_a_name_that_is_no_utf8_is_refused_in_french(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/r\xe9sultats"
    done = subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", "verifier", CLEAN, "--sortie", folder],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "n’est pas de l’UTF-8" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_part_of_the_output_on_another_disk_is_replaced_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, OLD)
    replace = Path.replace

    def elsewhere(self: Path, target: Path) -> Path:
        if WORKING in self.parts:
            raise OSError(18, "Invalid cross-device link")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", elsewhere)
    make(tmp_path, {"processed/a.csv": "b"})
    assert set(contents(tmp_path)) == {"processed/a.csv", MANIFEST.as_posix()}
    assert (tmp_path / "processed/a.csv").read_text(encoding="utf-8") == "b"


def test_a_file_open_in_a_spreadsheet_is_to_be_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to replace a file that another program holds."""
    make(tmp_path, OLD)

    def refused(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pipeline.commands.output.write_manifest", lambda *_: None)
    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(UsageError, match=r"a\.csv : écriture impossible \(accès refusé\).*fermez-le"):
        make(tmp_path, {"processed/a.csv": "b"})
    assert (tmp_path / "processed/a.csv").read_text(encoding="utf-8") == "a"


@pytest.mark.skipif(os.name == "nt", reason="Windows has rights of its own")
def test_a_household_s_data_are_their_owner_s_alone(propre_run: Path) -> None:
    modes = {p: stat.S_IMODE(p.stat().st_mode) for p in (propre_run / "processed").rglob("*")}
    assert len(modes) > 100
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert stat.S_IMODE((propre_run / "processed").stat().st_mode) == 0o700


def test_a_clock_set_back_changes_nothing(tmp_path: Path) -> None:
    """What lies there seems to come from the future: what counts is what is in it."""
    make(tmp_path, OLD)
    for path in (p for p in tmp_path.rglob("*") if p.is_file()):
        os.utime(path, (4e9, 4e9))
    make(tmp_path, {"processed/a.csv": "b"})
    assert (tmp_path / "processed/a.csv").read_text(encoding="utf-8") == "b"
    assert set(read_manifest(tmp_path)) == {"processed/a.csv"}
