"""What the package carries: reference tables, report sources. Found from this file, never from the current folder."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
# A wheel holds them in `pipeline/_shipped`; a checkout has them where the evaluator edits them.
_WHEEL = _PACKAGE / "_shipped"


def reference_folder() -> Path:
    """The project note's public tables (`sites_pilotes.csv`, `budget.csv` …)."""
    return _WHEEL / "reference" if _WHEEL.is_dir() else _PACKAGE.parent / "data" / "raw" / "reference"


def declared_folder() -> Path:
    """The folder of `robins-i.yaml`, the self-rating of the study's protocol, and of `declarations.yaml`."""
    return _WHEEL / "plan" if _WHEEL.is_dir() else _PACKAGE.parent / "plan"


def calibration_folder() -> Path:
    """The folder of `resultats.csv`, the simulated studies' results, and of `reglages.json`."""
    return _WHEEL / "calibration" if _WHEEL.is_dir() else _PACKAGE.parent / "calibration"


def report_sources() -> Path:
    """The folder of the documents’ main files (`rapport.qmd`…) and of `sections/`."""
    return _WHEEL / "reports" if _WHEEL.is_dir() else _PACKAGE.parent / "reports"


def package_folder() -> Path:
    """The code itself, for its fingerprint."""
    return _PACKAGE
