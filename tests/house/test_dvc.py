"""`dvc.yaml` tells the truth: the code a stage runs, the parameters it reads, the files it writes; nothing is sent."""

from __future__ import annotations

import configparser
import json
import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from support.import_graph import ROOT, closure, modules

from pipeline.params import Params, load_params
from pipeline.stages import (
    elements,
    estimate,
    indicators,
    ingest,
    pathways,
    plan,
    render,
    scheme,
    sensitivity,
    validate,
)

STAGES = {
    "ingest": ingest, "validate": validate, "indicators": indicators,
    "estimate": estimate, "scheme": scheme, "pathways": pathways,
    "sensitivity": sensitivity, "plan": plan, "elements": elements, "render": render,
}  # fmt: skip
PIPELINE: dict[str, Any] = YAML(typ="safe").load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))


def declared(stage: str) -> list[str]:
    source = Params().donnees.source
    return [d.replace("${donnees.source}", source) for d in PIPELINE["stages"][stage]["deps"]]


def test_every_stage_is_there_and_says_what_it_does() -> None:
    assert list(PIPELINE["stages"]) == list(STAGES)
    for name, stage in PIPELINE["stages"].items():
        assert len(stage["desc"]) > 30
        assert stage["cmd"] == f"python -m pipeline.stages.{name}"


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
    assert PIPELINE["stages"][stage]["params"] == list(STAGES[stage].READS)


def test_a_stage_reads_no_parameter_that_it_does_not_declare(watched_run: Path) -> None:
    by_stage = json.loads((watched_run / "reads.json").read_text(encoding="utf-8"))
    assert set(by_stage) == set(STAGES)
    assert sum(map(len, by_stage.values())) > 40, "reads are seen"
    for name, reads in by_stage.items():
        undeclared = {r for r in reads if not any(r == d or r.split(".")[0] == d for d in STAGES[name].READS)}
        assert not undeclared, name


def test_outputs_are_written_by_one_stage_each_and_cover_the_editions() -> None:
    outs = [out for stage in PIPELINE["stages"].values() for out in stage.get("outs", [])]
    assert len(outs) == len(set(outs))
    for edition in load_params(ROOT / "params.yaml").editions:
        assert f"data/processed/{edition}/indicateurs.parquet" in outs
        assert f"data/processed/{edition}/estimations.csv" in outs
        assert f"reports/{edition}/rapport.pdf" in outs


def test_usage_statistics_are_off_and_data_docs_are_no_output() -> None:
    config = configparser.ConfigParser()
    config.read_string(re.sub(r"^\s+", "", (ROOT / ".dvc" / "config").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert config["core"]["analytics"] == "false"
    assert config["core"]["check_update"] == "false"
    assert "reports/validation/data_docs" in (ROOT / ".dvcignore").read_text(encoding="utf-8").splitlines()


def test_metrics_are_numbers_that_dvc_can_compare() -> None:
    for entry in PIPELINE["stages"]["elements"]["metrics"]:
        ((path, options),) = entry.items()
        assert options == {"cache": False}
        values = json.loads((ROOT / path).read_text(encoding="utf-8"))
        assert values
