"""`make references`: runs every reference script again with R, and fails when a figure is not the committed one."""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from demonstration import export_demonstration, export_funders

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# Relative, with the reason: another BLAS or compiler moves the last digits; iterated figures stop at their own epsilon;
# drawn ones keep their seed, but not across versions of their package.
EXACT = 1e-9
TOLERANCES = {
    r"\.firth": 1e-5,  # optim inside uniroot
    r"\.(permutation|one\.\d+\.p$|step_down|single_step|with_missing|p_within|discrepancy\.p)": 0.05,  # drawn
    r"\.(stability|clustered)": 0.05,  # drawn
    r"\.(max_t\.p|pathways\.\w+\.p$)": 0.05,  # drawn
    r"\.(balance|to_limit|fieller|odds|posterior|critical)": 1e-5,  # glm, uniroot, optim, integrate
    r"\.(multtest\.(veteran|anorexia|demonstration)|by_hand\.demonstration)\.(p|adjusted)": 0.05,  # drawn
}
BIOCONDUCTOR = frozenset({"multtest"})  # Debian names its packages r-bioc-…, the others r-cran-…


def main(arguments: list[str] | None = None) -> int:
    """Return 0 when every figure is the committed one within its tolerance, 1 when one is not, 2 without R."""
    parser = argparse.ArgumentParser(description="Régénère les sorties de référence avec R et les compare.")
    parser.add_argument("--ecrire", action="store_true", help="remplace les sorties enregistrées par les nouvelles")
    parser.add_argument("sujets", nargs="*", help="ces scripts seulement (« survival », « methods »…)")
    options = parser.parse_args(arguments)
    if shutil.which("Rscript") is None:
        print("Rscript n’est pas installé : sous Debian, « apt-get install r-base-core ».", file=sys.stderr)
        return 2
    scripts = [p for p in sorted(HERE.glob("*.R")) if p.stem != "common" and p.stem in (options.sujets or [p.stem])]
    missing = _missing_packages(scripts)
    if missing and not _install(missing):
        names = " ".join(_debian(name) for name in missing)
        print(f"Paquets R absents : {', '.join(missing)}. Sous Debian : « apt-get install {names} ».", file=sys.stderr)
        return 2
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "reference"
        shutil.copytree(HERE, work)
        export_demonstration(work / "data")
        export_funders(work / "data")
        for script in scripts:
            wrong += _run(script.stem, work, write=options.ecrire)
        for path in sorted((work / "data").glob("*.csv")):
            committed = HERE / "data" / path.name
            if not committed.is_file() or committed.read_bytes() != path.read_bytes():
                print(f"data/{path.name} : les données exportées ne sont pas celles qui sont enregistrées.")
                wrong += 1
                if options.ecrire:
                    shutil.copy(path, committed)
    print("Toutes les références sont retrouvées." if not wrong else f"{wrong} différence(s).")
    return 1 if wrong and not options.ecrire else 0


def _run(topic: str, work: Path, *, write: bool) -> int:
    new_file, old_file = work / "output" / f"{topic}.json", HERE / "output" / f"{topic}.json"
    new_file.unlink(missing_ok=True)
    done = subprocess.run(["Rscript", f"{topic}.R"], cwd=work, capture_output=True, text=True, check=False)
    if done.returncode != 0 or not new_file.is_file():
        print(f"{topic}.R a échoué :\n{done.stderr[-2000:]}", file=sys.stderr)
        return 1
    new = json.loads(new_file.read_text("utf-8"))
    old = json.loads(old_file.read_text("utf-8")) if old_file.is_file() else {"results": None, "packages": {}}
    changed = {k: v for k, v in new["packages"].items() if old["packages"].get(k) != v}
    differences = list(differing(old["results"], new["results"]))
    print(f"{topic} : {'retrouvé' if not differences else f'{len(differences)} différence(s)'}"
          + (f" (versions changées : {changed})" if changed else ""))  # fmt: skip
    for line in differences[:20]:
        print(f"  {line}")
    if write:
        shutil.copy(new_file, old_file)
    return len(differences)


def differing(old: Any, new: Any, where: str = "") -> Iterator[str]:
    """Yield what differs beyond the tolerance of its place: another shape, another text, another number."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            if key in old and key in new:
                yield from differing(old[key], new[key], f"{where}.{key}")
            else:
                yield f"{where}.{key} : {'absent des nouvelles' if key in old else 'nouveau'}"
    elif isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            yield f"{where} : {len(old)} valeurs enregistrées, {len(new)} nouvelles"
            return
        for i, (a, b) in enumerate(zip(old, new, strict=True)):
            yield from differing(a, b, f"{where}.{i}")
    elif isinstance(old, (int, float)) and isinstance(new, (int, float)):
        if not math.isclose(old, new, rel_tol=tolerance(where), abs_tol=tolerance(where) * 1e-3):
            yield f"{where} : {old!r} enregistré, {new!r} nouveau"
    elif old != new:
        yield f"{where} : {str(old)[:60]} enregistré, {str(new)[:60]} nouveau"


def tolerance(where: str) -> float:
    """Return the relative tolerance of a figure, named by its place in the output."""
    return next((value for pattern, value in TOLERANCES.items() if re.search(pattern, where)), EXACT)


def _missing_packages(scripts: list[Path]) -> list[str]:
    text = "".join(p.read_text("utf-8") for p in (*scripts, HERE / "common.R"))
    names = sorted(set(re.findall(r"library\((\w+)\)", text)))
    code = "cat(setdiff(commandArgs(TRUE), rownames(installed.packages())))"
    done = subprocess.run(["Rscript", "-e", code, *names], capture_output=True, text=True, check=True)
    return done.stdout.split()


def _install(packages: list[str]) -> bool:
    """Install Debian's packages when we may; say whether it was done."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *map(_debian, packages)]
    return subprocess.run(command, check=False).returncode == 0


def _debian(package: str) -> str:
    return f"r-{'bioc' if package in BIOCONDUCTOR else 'cran'}-{package.lower()}"


if __name__ == "__main__":
    sys.exit(main())
