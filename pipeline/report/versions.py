"""Which versions of Python and of the libraries made the numbers and the figures; nothing about the machine."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

OURS = "evaluation-veille-sociale"
ESTIMATING = (OURS, "numpy", "pandas", "scipy", "statsmodels")  # what a study's numbers go through
# And what reads and checks the files, draws the figures, writes the numbers in French. The renderer of the documents is
# known after them, and names itself on the last page; what only starts the stages computes nothing.
REPORTING = (*ESTIMATING, "pyarrow", "great-expectations", "plotnine", "matplotlib", "babel")


def versions(libraries: Sequence[str] = REPORTING) -> tuple[tuple[str, str], ...]:
    """Return name and version of Python and of those of `libraries` that are installed, in their order.

    Of Python the first two numbers only: the libraries are locked, the corrections of the interpreter are not, and two
    machines must write the same report.
    """
    found = [("Python", f"{sys.version_info.major}.{sys.version_info.minor}")]
    for name in libraries:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return tuple(found)
