"""One name for one thing: no two public functions or classes of the package are called alike."""

from __future__ import annotations

import ast
from collections import defaultdict

from support.import_graph import modules

# A name may stand in several places when it is the same word for the same part of each.
ALLOWED = {
    "run": "what a DVC stage does, in each file of `pipeline/stages/`",
    "gather": "several tables of findings become one, of the reading in `ingest` and of the rules in `validate`",
    "Estimate": "a row on its way to `estimations`, and the same row read by the report",
}


def test_a_public_name_is_one_thing() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for module, path in modules().items():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(module)
    doubled = {name: where for name, where in places.items() if len(where) > 1}
    assert {name: where for name, where in doubled.items() if name not in ALLOWED} == {}
    assert set(ALLOWED) <= set(doubled), "an exception that is no longer needed"
    assert all(module.startswith("pipeline.stages.") for module in doubled["run"])
