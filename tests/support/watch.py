"""One whole run of the chain, reports included, in a process of its own: what it opens, leaves, prints and reads.

It is the costliest run of these tests: all that wants a whole run and its reports looks at this one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from pipeline.contract.markers import ACCEPTED_WARNINGS

ROOT = Path(__file__).resolve().parents[2]
DELIVERY = ROOT / "data" / "raw" / "demonstration"
PROGRAM = Path(__file__).with_name("watched_run.py")
# Few draws: the same stages, files and parameters.
PARAMS = "plan: {tirages: 99, reechantillonnages: 99}\nparcours: {reechantillonnages: 20}\n"

# Loaded by every Python process of the run, DVC's and its stages' included: notes each attempt to reach an address.
WATCH = """
import sys

def watch(event, arguments):
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "unix"
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if str(host) not in ("unix", "127.0.0.1", "::1", "localhost", "None", ""):
        with open({log!r}, "a") as log:
            log.write(f"{{event}} {{host}}\\n")

sys.addaudithook(watch)
"""


def run_watched(base: Path) -> None:
    """Fill `base`: `out` (the outputs), `connections` (absent if none), `said`, `home`, `tmp`, `cwd`, and what
    `support.watched_run` writes."""
    places = {name: base / name for name in ("hook", "home", "tmp", "out", "cwd")}
    for folder in places.values():
        folder.mkdir()
    log, params = base / "connections", base / "params.yaml"
    params.write_text(PARAMS, encoding="utf-8")
    (base / "plan").mkdir()  # as the repository has it, without the lock: few draws are not the plan's
    shutil.copy(ROOT / "plan" / ACCEPTED_WARNINGS, base / "plan")
    (places["hook"] / "sitecustomize.py").write_text(WATCH.format(log=str(log)), encoding="utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(places["hook"]), str(ROOT / "tests")]),
        "HOME": str(places["home"]),
        "XDG_CACHE_HOME": str(places["home"] / ".cache"),
        "TMPDIR": str(places["tmp"]),
    }
    command = [
        sys.executable, PROGRAM, base, "executer", "--source", DELIVERY, "--sortie", places["out"],
        "--edition", "finale", "--params", params,
    ]  # fmt: skip
    done = subprocess.run(
        [*map(str, command)], cwd=places["cwd"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (base / "said").write_text(done.stdout + done.stderr, encoding="utf-8")
