"""The command line: French help, exit statuses, what it replaces and what it leaves alone."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from support.command import Outcome

ROOT = Path(__file__).parents[2]
CLEAN = ROOT / "tests" / "deliveries" / "propre" / "livraison"
BROKEN = ROOT / "tests" / "deliveries" / "fautive" / "menage_orphelin" / "livraison"

Evaluation = Callable[..., Outcome]
COMMANDS = ("panels", "verifier", "executer", "modele", "demonstration", "rapports", "apercu", "docteur")


@pytest.mark.parametrize("command", [(), *((c,) for c in COMMANDS)])
def test_help_is_french_and_status_0(command: tuple[str, ...], evaluation: Evaluation) -> None:
    out = evaluation(*command, "--help")
    assert out.status == 0
    assert out.printed.startswith("Utilisation : evaluation")
    assert not re.search(r"Usage:|Show this message|\brequired\b|\bdefault\b|Commands:", out.printed)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Utilisation"),
        (["autre"], "Commande inconnue"),
        (["executer"], "--source"),
        (["executer", "--sorti", "x"], "--sorti"),
        (["verifier", "absent"], "n’existe pas"),
        (["verifier", __file__], "n’est pas un dossier"),
        (["executer", "--source", str(CLEAN), "--sortie", __file__], "dossier"),
        (["executer", "--source", str(CLEAN), "--sortie", "{tmp}", "--edition", "ultime"], "Édition inconnue"),
        (["executer", "--source", str(CLEAN), "--sortie", "{tmp}", "--params", "absent.yaml"], "absent.yaml"),
    ],
)
def test_wrong_usage_is_status_2_and_says_what_is_wrong(
    arguments: list[str], words: str, evaluation: Evaluation, tmp_path: Path
) -> None:
    out = evaluation(*(a.replace("{tmp}", str(tmp_path)) for a in arguments))
    assert out.status == 2
    assert words in out.printed
    assert "Traceback" not in out.printed


@pytest.mark.slow
def test_verifier_writes_nothing_unless_told_where(
    evaluation: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = evaluation("verifier", BROKEN)
    assert out.status == 1
    assert "bloquant" in out.printed
    assert list(tmp_path.iterdir()) == []
    assert evaluation("verifier", BROKEN, "--sortie", "ici").status == 1
    assert (tmp_path / "ici" / "processed" / "rejets.csv").is_file()
    assert (tmp_path / "ici" / "reports" / "validation" / "index.html").is_file()


@pytest.mark.slow
def test_defaults_are_the_package_s_not_the_current_folder_s(
    evaluation: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "ailleurs"
    here.mkdir()
    (here / "params.yaml").write_text("nimporte: quoi", encoding="utf-8")
    monkeypatch.chdir(here)
    out = evaluation("executer", "--source", CLEAN, "--sortie", "s", "--sans-rapport", "--edition", "finale")
    assert out.status == 0
    rows = pd.read_parquet(here / "s" / "processed" / "finale" / "estimations.parquet")
    assert set(rows["edition"]) == {"finale"}


@pytest.mark.slow  # that they are read is in the default run: `propre_run`, `test_parameters_in_force`
def test_parameters_of_a_file_are_obeyed(evaluation: Evaluation, tmp_path: Path) -> None:
    params = tmp_path / "p.yaml"
    params.write_text(
        'editions: {mi_parcours: {gel: "2016-04-30", horizon: 12}}\nseuils: {impaye_mois: 3}\n'
        "plan: {tirages: 99, reechantillonnages: 99}\nparcours: {reechantillonnages: 20}\n",
        encoding="utf-8",
    )
    out = evaluation("executer", "--source", CLEAN, "--sortie", tmp_path / "s", "--params", params, "--sans-rapport")
    assert out.status == 0, out.printed
    assert sorted(p.name for p in (tmp_path / "s" / "processed").iterdir() if p.is_dir()) == [
        "mi_parcours", "provenance", "tables",
    ]  # fmt: skip


SLOW = [pytest.param(name, marks=pytest.mark.slow) for name in ("menage_orphelin", "item_hors_bornes")]


@pytest.mark.parametrize("name", ["montant_illisible", "telephone_texte_libre", *SLOW])
def test_nothing_printed_names_a_household_or_repeats_a_value(
    name: str, evaluation: Evaluation, tmp_path: Path
) -> None:
    delivery = tmp_path / name
    shutil.copytree(ROOT / "tests" / "deliveries" / "fautive" / name / "livraison", delivery)
    printed = evaluation("verifier", delivery).printed
    assert not re.search(r"\b(?:EH|HN|HP|LT|PL|TJ)[0-9]{3}\b", printed)
    assert "12O,50" not in printed
    assert "06 39 98" not in printed


def test_doctor_says_which_renderer_and_what_stays_here(evaluation: Evaluation) -> None:
    out = evaluation("docteur")
    assert out.status == 0
    for words in ("Python", "pandoc", "typst", "Quarto", "Source Sans", "coupées"):
        assert words in out.printed


def test_leaving_does_not_look_for_cycles_among_what_stays() -> None:
    # What is registered first is called last: it sees what leaving has set aside.
    program = (
        "import atexit, gc, sys\n"
        "atexit.register(lambda: print('figés', gc.get_freeze_count() > 10_000))\n"
        "from pipeline.cli import main\n"
        "sys.argv = ['evaluation', '--help']\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines()[-1] == "figés True"


def test_the_commands_begin_without_what_is_slow_to_import() -> None:
    """`--help` answers at once, and what loads in another process begins to load at once."""
    program = "import sys, pipeline.cli; print({'pandas', 'numpy', 'great_expectations'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
