"""Who imports whom inside the package, imports inside functions included."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "pipeline"


def module_name(path: Path) -> str:
    """`pipeline/ingest/delivery.py` → `pipeline.ingest.delivery`; a package's `__init__` is the package."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, Path]:
    """Every module of the package, by name."""
    return {module_name(p): p for p in sorted(PACKAGE.rglob("*.py"))}


@cache
def tree(name: str) -> ast.Module:
    """The syntax of module `name`, to be read only."""
    return ast.parse(modules()[name].read_text(encoding="utf-8"))


@cache
def imports(name: str, *, lazy: bool = True) -> frozenset[str]:
    """The package's modules that module `name` imports; `lazy=False` leaves out imports inside functions."""
    nodes = ast.walk(tree(name)) if lazy else _eager(tree(name))
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found.update(_known(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                found.add(_known(f"{node.module}.{alias.name}"))
    return frozenset(found - {"", name})


def closure(name: str) -> set[str]:
    """Every module of the package that runs when `name` runs, `name` and the packages on the way included."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        module = waiting.pop()
        if module in seen:
            continue
        seen.add(module)
        waiting.extend(imports(module))
        if "." in module:
            waiting.append(module.rpartition(".")[0])
    return seen


def _known(dotted: str) -> str:
    """The module that an imported name lives in, or ''."""
    while dotted and dotted not in modules():
        dotted = dotted.rpartition(".")[0]
    return dotted


def _eager(module: ast.Module) -> list[ast.AST]:
    found: list[ast.AST] = []
    waiting: list[ast.AST] = [module]
    while waiting:
        node = waiting.pop()
        found.append(node)
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))
    return found
