"""Which versions of Python and of the libraries made the numbers and the pages; nothing about the machine."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version

OURS = "evaluation-veille-sociale"
_LIBRARIES = (
    OURS,
    "numpy",
    "pandas",
    "scipy",
    "statsmodels",
    "pyarrow",
    "great-expectations",
    "plotnine",
    "matplotlib",
    "babel",
    "pypandoc-binary",
    "typst",
    "dvc",
)


def versions() -> tuple[tuple[str, str], ...]:
    """Return name and version of Python and of the main libraries that are installed, in a fixed order.

    Of Python the first two numbers only: the libraries are locked, the corrections of the interpreter are not, and two
    machines must write the same report.
    """
    found = [("Python", f"{sys.version_info.major}.{sys.version_info.minor}")]
    for name in _LIBRARIES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return tuple(found)
