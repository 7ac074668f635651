"""One name for one thing, and every name of use: no two public names alike, none that only tests know."""

from __future__ import annotations

import ast
from collections import defaultdict

from support.import_graph import modules, tree

# A name may stand in several places when it is the same word for the same part of each.
ALLOWED = {
    "run": "what a DVC stage does, in each file of `pipeline/stages/`",
    "gather": "several tables of findings become one, of the reading in `ingest` and of the rules in `validate`",
}


def test_a_public_name_is_one_thing() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for module in modules():
        for node in tree(module).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(module)
    doubled = {name: where for name, where in places.items() if len(where) > 1}
    assert {name: where for name, where in doubled.items() if name not in ALLOWED} == {}
    assert set(ALLOWED) <= set(doubled), "an exception that is no longer needed"
    assert all(module.startswith("pipeline.stages.") for module in doubled["run"])


# What no module of the package uses, and why it is there.
FOR_EVIDENCE = {
    "large_delivery": "the delivery of the benches of scale",
    "forget_tables": "measures of time begin without what was kept",
    "freedman_lane_t": "the statistic in given orders, which R gives too",
    "shifted_difference": "the difference whose bound is 0 at a tipping point: the two are held to one another",
}


def test_a_public_name_is_used_in_the_package_or_says_why_not() -> None:
    """A name that only tests use is code that nobody needs."""
    defined: dict[str, ast.stmt] = {}
    read: set[str] = set()
    for module in map(tree, modules()):
        for node in module.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
                defined[node.name] = node
            elif isinstance(node, ast.Assign):
                defined |= {t.id: node for t in node.targets if isinstance(t, ast.Name) and t.id.isupper()}
        for node in ast.walk(module):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                read.add(node.id)
            elif isinstance(node, ast.Attribute):
                read.add(node.attr)
            elif isinstance(node, ast.ImportFrom):
                read |= {alias.name for alias in node.names}
    idle = {name for name in set(defined) - read if not name.startswith("_")}
    assert idle == set(FOR_EVIDENCE)
