"""What `evaluation calibrer` does: the calibration of the parameters in force, some of its settings changed by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.commands.in_force import params_in_force
from pipeline.params import with_changes
from pipeline.stages.calibrate import FOLDER, RESULTS, SETTINGS, run


def calibrate(params_file: Path | None, folder: Path | None, overrides: dict[str, Any]) -> None:
    """Run the calibration of `params_file` below `folder` (None: `calibration/` beside it); `overrides` are keys of the
    section `calibration`."""
    params = params_in_force(params_file, stop_at_another=True)
    target = folder or (params_file.parent if params_file is not None else Path()) / FOLDER
    run(with_changes(params, "calibration", overrides), target)
    print(f"{target / RESULTS} : écrit, avec ses réglages ({SETTINGS}).")
