"""What the benches ran on: processor, cores, memory, Python and the libraries that count."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_LIBRARIES = ("numpy", "pandas", "pyarrow", "scipy", "statsmodels", "great-expectations", "dvc")


def describe() -> dict[str, object]:
    """Return the description that stands beside `results.json`: no host name, no user, no date."""
    return {
        "processeur": _processor(),
        "coeurs": os.cpu_count(),
        "memoire_go": _memory_gb(),
        "systeme": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "bibliotheques": {name: _version(name) for name in _LIBRARIES},
        "r": _r_version(),
    }


def _processor() -> str:
    cpu = Path("/proc/cpuinfo")
    if cpu.is_file():
        for line in cpu.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or "inconnu"


def _memory_gb() -> float | None:
    memory = Path("/proc/meminfo")
    if not memory.is_file():
        return None
    kib = int(memory.read_text(encoding="utf-8").split("MemTotal:")[1].split()[0])
    return round(kib * 1024 / 1e9, 1)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def _r_version() -> str:
    program = shutil.which("Rscript")
    if program is None:
        return "absent"
    done = subprocess.run(
        [program, "-e", "cat(as.character(getRversion()))"], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "absent"
