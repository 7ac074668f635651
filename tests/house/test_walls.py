"""The walls of the house: who may know whom, no cycle, no borrowed private name, paths only in stages."""

from __future__ import annotations

import ast
import re

from support.import_graph import PACKAGE, closure, imports, modules, tree

# Rooms of the package and what each may import; a room may always import itself.
GROUND = {"contract", "errors", "french", "traced"}
ALLOWED = {
    "contract": set(),
    "errors": set(),
    "french": {"traced"},
    "traced": set(),
    "stats": set(),
    "params": {"contract", "errors"},
    "storage": {"errors"},
    "layout": {"contract"},  # where a table lies follows from its description
    "shipped": set(),
    "progress": set(),
    "beside": set(),
    "ingest": {"params"} | GROUND,
    "changes": {"contract"},  # what differs between two runs; frames in, frames out
    "removal": {"ingest", "params"} | GROUND,  # it finds a household's rows where the reader finds them
    "privacy": {"params"} | GROUND,
    "validate": {"params", "changes", "beside"} | GROUND,
    "indicators": {"params"} | GROUND,
    "workbook": set(),
    "spreadsheet": {"workbook"},
    "synthetic": {"params", "workbook"} | GROUND,
    "templates": {"workbook"} | GROUND,
    "estimate": {"params", "stats"} | GROUND,
    "plan": {"params"} | GROUND,
    "calibration": {"params", "stats", "estimate", "indicators", "synthetic"} | GROUND,  # it runs the whole plan
    "calendar": GROUND,
    "blind": GROUND,
    "scheme": {"params", "stats", "indicators"} | GROUND,  # it reads what the indicators observe of a household
    # It reads what the indicators observe, and puts other definitions through the very methods of the plan.
    "sensitivity": {"params", "stats", "indicators", "estimate"} | GROUND,
    "pathways": {"params", "stats", "indicators"} | GROUND,  # the same: one reading of clock, freeze and withdrawal
    "statements": {"contract", "french", "traced"},  # what may be said; of French, the rounding alone
    "report": {"params", "spreadsheet", "statements", "changes", "beside"} | GROUND,
    # What may leave the committee: from produced tables and statements, in the report's words; never from raw ones.
    "publication": {"params", "spreadsheet", "workbook", "statements", "report", "shipped"} | GROUND,
}
# These hold the others together.
FREE = {"stages", "commands", "cli"}


def room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def test_a_module_imports_only_what_its_room_may_know() -> None:
    walled = [m for m in modules() if room(m) and room(m) not in FREE]
    assert {room(m) for m in walled} <= set(ALLOWED), "a new room: say in ALLOWED what it may know"
    may_know = {own: {own, ""} | ALLOWED[own] for own in map(room, walled)}
    crossed = {(m, other) for m in walled for other in imports(m) if room(other) not in may_know[room(m)]}
    assert crossed == set()


def test_the_auditor_knows_nothing_of_how_a_publication_is_made() -> None:
    """Finished folders in, findings out."""
    for module in (m for m in modules() if m.startswith("pipeline.publication.audit")):
        others = {i for i in imports(module) if room(i) not in {"", "shipped", *GROUND}}
        assert all(i.startswith("pipeline.publication.audit") for i in others), module


def test_rooms_that_read_households_know_of_the_indicators_only_what_is_observed() -> None:
    for module in (m for m in modules() if room(m) in {"scheme", "pathways", "sensitivity"}):
        borrowed = {i for i in imports(module) if room(i) == "indicators"}
        assert all(i.startswith("pipeline.indicators.observed") for i in borrowed), module


def test_there_is_no_import_cycle_even_through_lazy_imports() -> None:
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " → ".join((*path, module))
        if module in done:
            return
        for other in sorted(imports(module)):
            visit(other, (*path, module))
        done.add(module)

    for module in modules():
        visit(module, ())


def test_no_private_name_of_another_module_is_imported() -> None:
    borrowed = [
        f"{module} borrows {node.module}.{alias.name}"
        for module in modules()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pipeline")
        for alias in node.names
        if alias.name.startswith("_")
    ]
    assert borrowed == []


def test_only_stages_and_the_command_line_know_where_things_lie() -> None:
    holders = {m for m in modules() if "pipeline.layout" in imports(m)}
    assert {room(m) for m in holders} <= FREE
    storing = {m for m in modules() if "pipeline.storage" in imports(m)}
    assert {room(m) for m in storing} <= FREE


def test_stages_hold_what_dvc_runs_and_nothing_else() -> None:
    room_of_stages = {m for m in modules() if m.startswith("pipeline.stages.")}
    run = {m for m in room_of_stages if "stage(run, READS)" in modules()[m].read_text(encoding="utf-8")}
    run.add("pipeline.stages.calibrate")  # the one stage of `calibration/dvc.yaml`, which takes arguments too
    lent = {other for m in run for other in closure(m)}
    assert room_of_stages <= run | lent
    assert not {m for m in lent if room(m) in {"commands", "cli"}}


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    for module in modules():
        docstring = ast.get_docstring(tree(module))
        assert docstring, module
        assert len(docstring.splitlines()[0]) > 20, module


def test_no_module_is_called_utils_and_none_is_endless() -> None:
    for path in PACKAGE.rglob("*.py"):
        assert not re.search(r"util|helper|misc|common", path.stem), path
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 320, path
