"""Quarto as a subprocess: where it is, which version, and the documents it makes of a report's folder."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pipeline.errors import RenderError
from pipeline.report.rendering.documents import TARGETS, check_document, document_files
from pipeline.report.rendering.presentation import lay_presentation
from pipeline.report.rendering.programs import run_program
from pipeline.report.rendering.references import labels_elsewhere, resolved
from pipeline.report.rendering.sources import NAMES, main_file, read_report_sources
from pipeline.report.rendering.working import WORKING, working_folder

# They would change what is rendered, or hide the fonts that Quarto carries.
_NOT_OURS = ("QUARTO_PROFILE", "QUARTO_PROJECT_DIR", "TYPST_FONT_PATHS")
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


def render_with_quarto(
    program: Path, folder: Path, names: Sequence[str], epoch: int, log: Callable[[str], None]
) -> tuple[Path, ...]:
    """Render each document of `names` to HTML, PDF (typst) and DOCX; return the paths, document by document.

    Quarto works on a copy, one a document: its caches and half-made documents never stand in the report's folder, which
    gets the documents only when all are there. `epoch`: seconds since 1970, the date that documents bear. Raises
    `RenderError` with Quarto's own words.
    """
    with working_folder(folder) as place:
        several = sum((folder / main_file(name)).is_file() for name in NAMES) > 1
        sources = read_report_sources(folder) if several else {}  # one alone may say what Quarto alone understands
        made = []
        for name in names:
            made += _made(program, folder, name, labels_elsewhere(sources, name), place, epoch, log)
        for document in made:
            shutil.copyfile(document, folder / document.name)
    return tuple(folder / document.name for document in made)


def _made(
    program: Path,
    folder: Path,
    name: str,
    elsewhere: Mapping[str, str],
    place: Path,
    epoch: int,
    log: Callable[[str], None],
) -> list[Path]:
    work = place / name
    shutil.copytree(folder, work, ignore=shutil.ignore_patterns(*document_files(NAMES), ".quarto", WORKING))
    lay_presentation(folder, name, work)
    for path in (*work.rglob("*.qmd"), *work.rglob("*.md")) if elsewhere else ():
        path.write_text(resolved(path.read_text(encoding="utf-8"), elsewhere), encoding="utf-8", newline="\n")
    documents = []
    for target, suffix in TARGETS.items():
        document = work / f"{name}{suffix}"
        log(f"Quarto : {document.name}")
        run_program(
            [program, "render", main_file(name), "--to", target],
            name=f"Quarto ({document.name})",
            folder=work,
            environment=quarto_environment(epoch),
            timeout=_TIMEOUT,
            refused=_HOLE,
        )
        if not document.is_file():
            raise RenderError(f"Quarto n’a pas écrit {document.name}, sans dire pourquoi.")
        check_document(document)
        documents.append(document)
    return documents


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
