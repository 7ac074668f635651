"""The benches: what a bar means, what is written, when the run fails."""

from __future__ import annotations

import json
import platform
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks import run
from benchmarks.machine import describe
from benchmarks.measure import Absent, Row, side_by_side


def bench(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *measures: Row | Absent) -> None:
    monkeypatch.setattr(run, "MODULES", ("fake",))
    monkeypatch.setattr(run, "_HERE", tmp_path)
    monkeypatch.setattr(run.importlib, "import_module", lambda name: SimpleNamespace(measures=lambda: list(measures)))


@pytest.mark.parametrize(
    ("ours", "peer", "bar", "ok"),
    [
        (3.0, 1.0, 3.0, True),  # at most 3 times the peer
        (3.01, 1.0, 3.0, False),
        (1.0, 50.0, 1 / 50, True),  # at least 50 times as fast
        (1.0, 49.0, 1 / 50, False),
    ],
)
def test_a_bar_is_the_largest_ratio_allowed(ours: float, peer: float, bar: float, ok: bool) -> None:
    row = Row("travail", ours, "pair", peer, bar)
    assert row.ok is ok
    assert row.ratio == pytest.approx(ours / peer)


def test_rows_are_written_with_the_agreed_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bench(monkeypatch, tmp_path, Row("travail", 1.0, "pair", 2.0, 1.0), Absent("autre", "coin", "absent"))
    assert run.main([]) == 0
    written = json.loads((tmp_path / "results.json").read_text("utf-8"))
    assert written == [
        {"work": "travail", "ours_s": 1.0, "peer": "pair", "peer_s": 2.0, "ratio": 0.5, "bar": 1.0, "ok": True}
    ]


def test_an_absent_peer_is_named_and_has_no_row(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench(monkeypatch, tmp_path, Absent("permutations", "R coin", "Rscript n’est pas installé"))
    assert run.main([]) == 0
    assert "R coin : Rscript n’est pas installé" in " ".join(capsys.readouterr().out.split())
    assert json.loads((tmp_path / "results.json").read_text("utf-8")) == []


def test_a_ratio_above_its_bar_fails_the_run_and_is_written_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bench(monkeypatch, tmp_path, Row("lent", 5.0, "pair", 1.0, 4.0))
    assert run.main([]) == 1
    assert json.loads((tmp_path / "results.json").read_text("utf-8"))[0]["ok"] is False


def test_actions_are_run_in_turn() -> None:
    calls: list[str] = []
    medians = side_by_side([lambda: calls.append("a"), lambda: calls.append("b")], 3)
    assert calls == ["a", "b"] * 4  # one warm-up, three measures
    assert len(medians) == 2


def test_the_machine_is_described_without_its_name() -> None:
    machine = describe()
    assert set(machine) == {"processeur", "coeurs", "memoire_go", "systeme", "python", "bibliotheques", "r"}
    assert machine["python"] == platform.python_version()
