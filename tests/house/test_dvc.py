"""`dvc.yaml` tells the truth: the code a stage runs, the parameters and files it reads, those it writes; no more."""

from __future__ import annotations

import configparser
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from support.import_graph import ROOT, closure, modules

from pipeline.contract.produced.catalogue import PRODUCED, read_by, written_by
from pipeline.layout import Layout
from pipeline.params import Params, load_params
from pipeline.stages import (
    elements,
    estimate,
    indicators,
    ingest,
    pathways,
    plan,
    publish,
    render,
    scheme,
    sensitivity,
    validate,
)

STAGES = {
    "ingest": ingest, "validate": validate, "indicators": indicators,
    "estimate": estimate, "scheme": scheme, "pathways": pathways,
    "sensitivity": sensitivity, "plan": plan, "elements": elements, "render": render,
    "publish": publish,
}  # fmt: skip
PIPELINE: dict[str, Any] = YAML(typ="safe").load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))
SOURCE = Params().donnees.source
BY_EDITION = {name for name, stage in PIPELINE["stages"].items() if "foreach" in stage}
EDITION = "finale"
# What a stage depends on without opening it: nothing is computed before the checks have passed; the pages say whether
# the mark of synthetic data lies in the delivery.
UNOPENED = {
    "indicators": {"data/processed/constats.parquet"}, "validate": {SOURCE},
    "publish": {"plan"},  # where the record of a release lies, once there is one
}  # fmt: skip


def definition(stage: str) -> dict[str, Any]:
    """The stage as DVC runs it, for one edition where it repeats."""
    written = PIPELINE["stages"][stage]
    text = json.dumps(written["do"] if stage in BY_EDITION else written)
    filled: dict[str, Any] = json.loads(text.replace("${key}", EDITION).replace("${donnees.source}", SOURCE))
    return filled


def declared(stage: str) -> list[str]:
    deps: list[str] = definition(stage)["deps"]
    return deps


def outs(stage: str) -> list[str]:
    """What the stage declares to write: outputs, metrics, plots."""
    entries = [e for kind in ("outs", "metrics", "plots") for e in definition(stage).get(kind, [])]
    return [e if isinstance(e, str) else next(iter(e)) for e in entries]


def covered(path: str, by: Iterable[str]) -> bool:
    return any(Path(path) == Path(d) or Path(d) in Path(path).parents for d in by)


def test_every_stage_is_there_and_says_what_it_does() -> None:
    assert list(PIPELINE["stages"]) == list(STAGES)
    for name, stage in PIPELINE["stages"].items():
        assert stage.get("foreach", "${editions}") == "${editions}"
        told = stage.get("do", stage)
        assert len(told["desc"]) > 30
        assert told["cmd"] == f"python -m pipeline.stages.{name}" + (" ${key}" if name in BY_EDITION else "")


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_depends_on_the_code_it_uses_and_on_no_other(stage: str) -> None:
    used = {modules()[m].relative_to(ROOT) for m in closure(f"pipeline.stages.{stage}")}
    used = {path for path in used if path.name != "__init__.py" or path.stat().st_size > 200}
    code = [Path(d) for d in declared(stage) if d.startswith("pipeline")]
    covered = {path for path in used if any(path == c or c in path.parents for c in code)}
    assert used - covered == set()
    idle = [c for c in code if not any(path == c or c in path.parents for path in used) and "assets" not in c.parts]
    assert idle == []


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_declares_the_parameters_that_it_says_it_reads(stage: str) -> None:
    written = PIPELINE["stages"][stage]
    assert written.get("do", written)["params"] == list(STAGES[stage].READS)


@dataclass
class Run:
    """The files that a stage really used, as `dvc.yaml` names them."""

    read: set[str]
    written: set[str]


@pytest.fixture(scope="module")
def runs(watched_run: Path) -> dict[str, Run]:
    """Every stage of the whole run that is watched: one edition, few draws; what is used is the same."""
    by_stage = json.loads((watched_run / "files.json").read_text(encoding="utf-8"))
    return {name: Run(set(files["read"]), set(files["written"])) for name, files in by_stage.items()}


def test_a_stage_reads_no_parameter_that_it_does_not_declare(watched_run: Path) -> None:
    by_stage = json.loads((watched_run / "reads.json").read_text(encoding="utf-8"))
    assert set(by_stage) == set(STAGES)
    assert sum(map(len, by_stage.values())) > 40, "reads are seen"
    for name, reads in by_stage.items():
        known = {declared.removesuffix(".${key}") for declared in STAGES[name].READS}
        assert {r for r in reads if r not in known and r.split(".")[0] not in known} == set(), name


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_writes_what_it_declares_and_nothing_else(runs: dict[str, Run], stage: str) -> None:
    written = {p for p in runs[stage].written if not p.startswith("reports/validation/data_docs/")}
    assert {path for path in written if not covered(path, outs(stage))} == set()
    assert {out for out in outs(stage) if not any(covered(path, [out]) for path in written)} == set()


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_reads_the_files_it_declares_and_no_other(runs: dict[str, Run], stage: str) -> None:
    read = runs[stage].read
    assert {path for path in read if not covered(path, declared(stage))} == set()
    data = {d for d in declared(stage) if not d.startswith("pipeline")} - UNOPENED.get(stage, set())
    assert {dep for dep in data if not any(covered(path, [dep]) for path in read)} == set()


@pytest.mark.parametrize("stage", STAGES)
def test_the_produced_tables_are_where_their_entries_say(runs: dict[str, Run], stage: str) -> None:
    layout = Layout(Path("data/processed"), Path("reports"))
    files = {e.name: layout.produced(e, EDITION if e.by_edition else "").as_posix() for e in PRODUCED.values()}
    tables = set(files.values())
    assert runs[stage].written & tables == {files[e.name] for e in written_by(stage)}
    assert runs[stage].read & tables == {files[e.name] for e in read_by(stage)}


def test_every_entry_names_stages_of_the_chain() -> None:
    named = {stage for entry in PRODUCED.values() for stage in (entry.stage, *entry.read_by)}
    assert named <= set(STAGES)


def test_outputs_are_written_by_one_stage_each_and_only_params_names_the_editions() -> None:
    everything = [out for stage in STAGES for out in outs(stage)]
    assert len(everything) == len(set(everything))
    stages = json.dumps(PIPELINE["stages"], ensure_ascii=False)
    for edition in load_params(ROOT / "params.yaml").editions:
        assert f"/{edition}/" not in stages


def test_usage_statistics_are_off_and_data_docs_are_no_output() -> None:
    config = configparser.ConfigParser()
    config.read_string(re.sub(r"^\s+", "", (ROOT / ".dvc" / "config").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert config["core"]["analytics"] == "false"
    assert config["core"]["check_update"] == "false"
    assert "reports/validation/data_docs" in (ROOT / ".dvcignore").read_text(encoding="utf-8").splitlines()


def test_metrics_are_numbers_that_dvc_can_compare() -> None:
    for entry in PIPELINE["stages"]["elements"]["do"]["metrics"]:
        ((path, options),) = entry.items()
        assert options == {"cache": False}
        for edition in load_params(ROOT / "params.yaml").editions:
            values = json.loads((ROOT / path.replace("${key}", edition)).read_text(encoding="utf-8"))
            assert values
