"""Quarto as a subprocess: where it is, which version, and the three documents it makes of a report's folder."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from pipeline.errors import RenderError
from pipeline.report.rendering.documents import check_document
from pipeline.report.rendering.programs import run_program
from pipeline.report.rendering.sources import MAIN
from pipeline.report.rendering.working import WORKING, working_folder

# They would change what is rendered, or hide the fonts that Quarto carries.
_NOT_OURS = ("QUARTO_PROFILE", "QUARTO_PROJECT_DIR", "TYPST_FONT_PATHS")
FORMATS = {"html": "rapport.html", "typst": "rapport.pdf", "docx": "rapport.docx"}
MINIMUM = (1, 7)  # what the package's extra « quarto » asks for
# What Quarto says with status 0 while it prints « ?@tbl-x » or « ?var:x » in the document.
_HOLE = re.compile(r"Unable to resolve crossref|Unknown var", re.IGNORECASE)
_TIMEOUT = 300.0  # seconds a document; a first start unpacks Quarto's own cache


def find_quarto(environment: Mapping[str, str] | None = None) -> Path | None:
    """Return the Quarto program: `QUARTO_PATH`, then `PATH`, then the PyPI package `quarto-cli`; else None.

    Raises `RenderError` when `QUARTO_PATH` is set and is no program: what was asked for is not replaced in silence.
    """
    environment = os.environ if environment is None else environment
    asked = environment.get("QUARTO_PATH", "").strip()
    if asked:
        found = shutil.which(asked) or shutil.which("quarto", path=asked)
        if found is None:
            raise RenderError(f"QUARTO_PATH désigne « {asked} », qui n’est pas un programme exécutable.")
        return Path(found).absolute()
    found = shutil.which("quarto", path=environment.get("PATH")) or _packaged()
    return Path(found).absolute() if found else None


def quarto_version(program: Path) -> str:
    """Return what `quarto --version` says; raises `RenderError` when it fails or is older than `MINIMUM`."""
    output = run_program(
        [program, "--version"], name="Quarto", folder=Path.cwd(), environment=quarto_environment(0), timeout=60.0
    )
    lines = output.decode("utf-8", errors="replace").split()
    version = lines[-1] if lines else ""
    numbers = re.match(r"(\d+)\.(\d+)", version)
    if numbers is None:
        raise RenderError(f"{program} ne donne pas de version lisible : est-ce bien Quarto ?")
    if (int(numbers[1]), int(numbers[2])) < MINIMUM:
        raise RenderError(
            f"Quarto {version} est trop ancien : il faut la version {'.'.join(map(str, MINIMUM))} ou une plus récente. "
            "Mettez-le à jour, ou choisissez « rapport.moteur: pandoc »."
        )
    return version


def render_with_quarto(program: Path, folder: Path, epoch: int, log: Callable[[str], None]) -> tuple[Path, ...]:
    """Render `rapport.qmd` of `folder` to HTML, PDF (typst) and DOCX; return the three paths, in this order.

    Quarto works on a copy: its caches and half-made documents never stand in the report's folder, which gets the
    three documents only when all are there. `epoch`: seconds since 1970, the date that documents bear.
    Raises `RenderError` with Quarto's own words.
    """
    with working_folder(folder) as place:
        work = place / "rapport"
        shutil.copytree(folder, work, ignore=shutil.ignore_patterns(*FORMATS.values(), ".quarto", WORKING))
        for target, document in FORMATS.items():
            log(f"Quarto : {document}")
            run_program(
                [program, "render", MAIN, "--to", target],
                name=f"Quarto ({document})",
                folder=work,
                environment=quarto_environment(epoch),
                timeout=_TIMEOUT,
                refused=_HOLE,
            )
            if not (work / document).is_file():
                raise RenderError(f"Quarto n’a pas écrit {document}, sans dire pourquoi.")
            check_document(work / document)
        for document in FORMATS.values():
            shutil.copyfile(work / document, folder / document)
    return tuple(folder / document for document in FORMATS.values())


def quarto_environment(epoch: int) -> dict[str, str]:
    """Return the environment of a Quarto run: the evaluator's own, and what makes documents the same everywhere."""
    environment = {k: v for k, v in os.environ.items() if k not in _NOT_OURS}
    return environment | {
        "SOURCE_DATE_EPOCH": str(epoch),
        "DENO_NO_UPDATE_CHECK": "1",
        "NO_COLOR": "1",
        "QUARTO_LOG_LEVEL": "warning",
    }


def _packaged() -> str | None:
    specification = importlib.util.find_spec("quarto_cli")
    if specification is None or specification.origin is None:
        return None
    package = Path(specification.origin).parent
    places = (Path(sys.executable).parent, package / "bin", package)
    return shutil.which("quarto", path=os.pathsep.join(map(str, places)))
