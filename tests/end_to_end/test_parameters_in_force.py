"""Which parameters a command runs with: one rule for all, said on the first line printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.command import Outcome

ROOT = Path(__file__).parents[2]

Evaluation = Callable[..., Outcome]

# The commands that have « --params », as it is typed without it. The delivery is not there: they say so (status 2) as
# soon as they know their parameters.
RUNS = {
    "verifier": ("verifier", "absente"),
    "executer": ("executer", "--source", "absente", "--sortie", "sortie"),
    "calendrier": ("calendrier", "absente"),
    "registre": ("registre", "--vers", "rgpd"),
}
OF_THE_PLAN = {
    "plan verrouiller": ("plan", "verrouiller"),
    "plan verifier": ("plan", "verifier"),
    "calibrer": ("calibrer",),
}
STOPPED = {**RUNS, **OF_THE_PLAN, "demonstration": ("demonstration", "livraison")}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "dossier courant"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def other_parameters(folder: Path, text: str = "plan: {tirages: 99}\n") -> None:
    (folder / "params.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("command", RUNS)
def test_a_file_of_the_current_folder_that_says_otherwise_is_told_and_not_read(
    command: str, evaluation: Evaluation, here: Path
) -> None:
    other_parameters(here)
    first = evaluation(*RUNS[command]).printed.splitlines()[0]
    assert first == (
        "Paramètres : ceux du programme. params.yaml, dans le dossier courant, dit autre chose (plan) : "
        "« --params params.yaml » le prend."
    )


def test_one_that_cannot_be_read_is_told_too(evaluation: Evaluation, here: Path) -> None:
    other_parameters(here, "nimporte: quoi")
    assert "params.yaml, dans le dossier courant, dit autre chose :" in evaluation("verifier", "absente").printed


@pytest.mark.parametrize("text", ["", (ROOT / "params.yaml").read_text(encoding="utf-8")], ids=["empty", "the same"])
def test_one_that_says_the_same_is_not_told(text: str, evaluation: Evaluation, here: Path) -> None:
    other_parameters(here, text)
    assert evaluation("verifier", "absente").printed.splitlines()[0] == "Paramètres : ceux du programme."


@pytest.mark.parametrize("command", STOPPED)
def test_the_blind_mode_that_it_asks_for_is_not_passed_over(command: str, evaluation: Evaluation, here: Path) -> None:
    other_parameters(here, "aveugle: true\n")
    out = evaluation(*STOPPED[command])
    assert out.status == 2
    assert "demande le mode aveugle" in out.printed
    assert "--params params.yaml" in out.printed
    assert [p.name for p in here.iterdir()] == ["params.yaml"]


@pytest.mark.parametrize("command", OF_THE_PLAN)
def test_nothing_is_done_to_a_plan_that_may_not_be_the_one_meant(
    command: str, evaluation: Evaluation, here: Path
) -> None:
    other_parameters(here)
    out = evaluation(*OF_THE_PLAN[command])
    assert out.status == 2
    assert "--params params.yaml" in out.printed
    assert [p.name for p in here.iterdir()] == ["params.yaml"]


def test_named_parameters_are_told_and_are_the_same_for_the_lock_and_the_run(
    evaluation: Evaluation, here: Path
) -> None:
    other_parameters(here)
    named = ("--params", "params.yaml")
    told = []
    for command in (("plan", "verrouiller"), ("plan", "verifier"), RUNS["verifier"], RUNS["executer"]):
        out = evaluation(*command, *named)
        assert out.status == (2 if "absente" in command else 0), out.printed
        told.append(out.printed.splitlines()[0])
    assert set(told) == {"Paramètres : params.yaml."}
    other_parameters(here, "plan: {tirages: 199}\n")
    changed = evaluation("plan", "verifier", *named)
    assert changed.status == 1
    assert "99 → 199" in changed.printed.replace("\xa0", " ")
