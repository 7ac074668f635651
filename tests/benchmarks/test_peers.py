"""Peers with an environment of their own, the curves of growth: what is locked, what is said when it is missing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks import growth, measure, permutations

ROOT = Path(__file__).resolve().parents[2]
TIMES = {panel.name: {100: 0.001, 1_000: 0.01, 10_000: 0.1} for panel in growth.PANELS}


def test_peers_are_locked_by_hash_and_by_no_address():
    text = (ROOT / "benchmarks" / "peers.txt").read_text("utf-8")
    assert "http" not in text
    assert "index" not in text.replace("importlib", "")
    pins = re.findall(r"^([a-z0-9_.-]+)==\S+(.*?)(?=^\S|\Z)", text, flags=re.MULTILINE | re.DOTALL)
    assert {"pyfixest", "numba"} <= {name for name, _ in pins}
    assert [name for name, rest in pins if "--hash=sha256:" not in rest] == []


def test_peers_are_not_needed_by_the_project():
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert not re.search(r"^(pyfixest|numba)==", lock, flags=re.MULTILINE)


def test_an_environment_that_is_not_installed_to_its_end_is_none(monkeypatch, tmp_path):
    monkeypatch.setattr(measure, "ROOT", tmp_path)
    assert measure.peer_python() is None
    interpreter = tmp_path / ".venv-peers" / "bin" / "python"
    interpreter.parent.mkdir(parents=True)
    interpreter.touch()
    assert measure.peer_python() is None
    (tmp_path / ".venv-peers" / "installed").touch()
    assert measure.peer_python() == interpreter


def test_every_peer_of_the_permutations_has_its_row_or_its_reason(monkeypatch):
    times = {"ours": 0.002, "product": 0.001, "scipy": 1.0, "scipy_joint": 0.1}
    monkeypatch.setattr(permutations, "python", lambda *_, **__: json.dumps(times))
    rows = permutations.measures()
    absent = [row for row in rows if isinstance(row, measure.Absent)]
    assert [row.peer for row in absent if "pyfixest" in row.peer]
    assert all(row.reason for row in absent)
    assert len(rows) == len(absent) + 3


def test_the_fastest_batch_is_kept():
    calls: list[int | None] = []
    slow = {None: 0.02, 100: 0.0, 1_000: 0.02}

    def call(batch: int | None) -> None:
        calls.append(batch)
        measure.time.sleep(slow[batch])

    assert measure.fastest(call, (None, 100, 1_000)) == 100
    assert len(calls) == 9


def test_growth_compares_the_last_size_with_what_the_one_before_makes_expect(monkeypatch, tmp_path):
    slower = {**TIMES, "bootstrap_draws": {1_000: 0.01, 10_000: 0.2}}  # twice the proportional
    monkeypatch.setattr(growth, "python", lambda *_, **__: json.dumps(slower))
    monkeypatch.setattr(growth, "PLOT", tmp_path / "growth.svg")
    rows = growth.measures()
    assert len(rows) == len(growth.PANELS) == 6
    late = [row for row in rows if not row.ok]
    assert [row.ratio for row in late] == pytest.approx([2.0])
    assert "intervalles BCa" in late[0].work


@pytest.mark.slow
def test_the_figure_of_growth_is_the_same_bytes_each_time(monkeypatch, tmp_path):
    pictures = []
    for name in ("one.svg", "two.svg"):
        monkeypatch.setattr(growth, "PLOT", tmp_path / name)
        growth.draw(TIMES)
        pictures.append((tmp_path / name).read_bytes())
    assert pictures[0] == pictures[1]
