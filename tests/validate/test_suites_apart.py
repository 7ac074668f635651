"""The suites in a process of their own: the same failures and pages as here, and here when it cannot."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.params import Controles
from pipeline.validate import apart as suites
from pipeline.validate.apart import SuitesApart, ended_with, suites_apart
from pipeline.validate.data_docs import write_data_docs
from pipeline.validate.expectations import SuiteRun, run_suites


@pytest.fixture
def faulty(propre_tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    table = propre_tables["couts"].copy()
    table.loc[table.index[3], "poste"] = None
    return {"couts": table}


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> Iterator[SuitesApart]:
    monkeypatch.setattr(suites, "cores", lambda: 2)
    with suites_apart() as found:
        assert found is not None
        yield found


@pytest.fixture(scope="module")
def lasting() -> Iterator[SuitesApart]:
    """One for those who do not end it: it takes seconds to load."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suites, "cores", lambda: 2)
        with suites_apart() as found:
            assert found is not None
            yield found


def pages(run: SuiteRun, folder: Path) -> None:
    assert write_data_docs(folder, run) is None


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def here() -> None:
    raise AssertionError("it was to be done there")


def test_the_same_failures_and_the_same_pages(
    lasting: SuitesApart, faulty: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    there, ours = (
        run(faulty, Controles(), for_data_docs=True) for run in (lasting.run, run_suites)
    )  # fmt: skip
    assert there.context is None
    assert [(f.rule, f.column) for f in there.failures["couts"]] == [(f.rule, f.column) for f in ours.failures["couts"]]
    assert len(ours.failures["couts"]) > 0
    for one, other in zip(there.failures["couts"], ours.failures["couts"], strict=True):
        assert np.array_equal(one.rows, other.rows)
    lasting.leave(pages, tmp_path / "la", otherwise=here)
    lasting.finish()
    pages(ours, tmp_path / "ici")
    assert contents(tmp_path / "la") == contents(tmp_path / "ici") != {}


def test_what_was_left_and_failed_is_done_here(lasting: SuitesApart, faulty: dict[str, pd.DataFrame]) -> None:
    done: list[str] = []
    lasting.run(faulty, Controles())
    lasting.leave(pages, None, otherwise=lambda: done.append("ici"))
    assert done == []
    lasting.finish()
    lasting.finish()
    assert done == ["ici"]


def test_something_is_done_meanwhile_until_the_verdict_is_there(
    lasting: SuitesApart, faulty: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    def until(judged: Callable[[], bool]) -> None:
        limit = time.monotonic() + 60
        while not judged() and time.monotonic() < limit:
            time.sleep(0.01)
        seen.append(judged())

    assert lasting.run(faulty, Controles(), meanwhile=until).context is None
    assert seen == [True]
    monkeypatch.setattr(suites, "MOST", 0)
    lasting.run(faulty, Controles(), meanwhile=until)
    assert seen == [True], "nothing is awaited when they are judged here"


def on_and_on(_run: SuiteRun, folder: Path) -> None:
    while True:
        folder.mkdir(exist_ok=True)
        (folder / "page").write_text("encore", encoding="utf-8")


@pytest.mark.slow  # it takes a process of its own
def test_it_does_not_write_on_in_a_folder_that_is_put_away(
    apart: SuitesApart, faulty: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    folder = tmp_path / "en-cours"
    limit = time.monotonic() + 30

    def interrupted() -> None:
        with ended_with(apart):
            apart.run(faulty, Controles())
            apart.leave(on_and_on, folder, otherwise=here)
            while not folder.exists() and time.monotonic() < limit:
                time.sleep(0.01)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    shutil.rmtree(folder)
    time.sleep(0.2)
    assert not folder.exists()


def test_too_many_rows_are_judged_here(
    lasting: SuitesApart, faulty: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(suites, "MOST", len(faulty["couts"]) - 1)
    assert lasting.run(faulty, Controles()).context is not None
    lasting.leave(pages, Path(), otherwise=lambda: done.append("ici"))
    assert done == ["ici"]


@pytest.mark.slow
def test_once_it_is_gone_all_is_done_here(apart: SuitesApart, faulty: dict[str, pd.DataFrame]) -> None:
    apart.end()
    assert len(apart.run(faulty, Controles()).failures["couts"]) > 0


def test_with_one_core_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suites, "cores", lambda: 1)
    with suites_apart() as found:
        assert found is None
