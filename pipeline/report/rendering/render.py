"""Make the documents of a folder: the sources copied beside its elements, then HTML, PDF and DOCX of each."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.errors import RenderError, reason
from pipeline.report.rendering.documents import document_files
from pipeline.report.rendering.embedded import embedded_version, render_embedded
from pipeline.report.rendering.presentation import EDITED
from pipeline.report.rendering.quarto import find_quarto, quarto_version, render_with_quarto
from pipeline.report.rendering.sources import NAMES, PROJECT, main_file, read_variables
from pipeline.report.sentences.making import code_sentence

Engine = Literal["auto", "quarto", "pandoc"]
SECTIONS = "sections"
SHARED = (PROJECT, EDITED)  # one presentation for the reports of a folder and of the folders below it
MOTEUR = "moteur.md"  # written here, the other elements come from the stage before
DOCUMENTS = document_files(NAMES)


@dataclass(frozen=True)
class RenderOutcome:
    """Which renderer made the report.

    `engine`: `quarto` or `pandoc` (the embedded one); `version`: as shown on the last page; `documents`: HTML, PDF,
    DOCX of each name; `failure`: Quarto's own words when it failed and the embedded renderer took over, else empty.
    """

    engine: Literal["quarto", "pandoc"]
    version: str
    documents: tuple[Path, ...]
    failure: str = ""


def render_documents(
    sources: Path,
    folder: Path,
    engine: Engine,
    log: Callable[[str], None] = lambda _: None,
    code_fingerprint: str = "",
) -> RenderOutcome:
    """Copy the sources of `sources` into `folder` (with the elements that they include) and make the documents there:
    HTML, PDF and DOCX of each of `NAMES` that `sources` has (`synthese.qmd`, `rapport.qmd`, `annexe.qmd`).

    `engine`: `auto` takes Quarto where one is found and works, else the embedded renderer; `quarto` takes Quarto or
    fails; `pandoc` takes the embedded renderer. What made the report, and `code_fingerprint`, are written into
    `moteur.md`, for the report's last page. `log` receives one French line a step, without any household's data.
    Raises `RenderError`; older documents are removed first, so that a failure leaves none that could be taken for new.
    """
    names = copy_sources(sources, folder)
    for written in (*DOCUMENTS, MOTEUR):
        (folder / written).unlink(missing_ok=True)
    try:
        return _made(folder, names, engine, log, code_fingerprint)
    except BaseException:
        (folder / MOTEUR).unlink(missing_ok=True)  # it would name an engine that made nothing
        raise


def _made(
    folder: Path, names: Sequence[str], engine: Engine, log: Callable[[str], None], code_fingerprint: str
) -> RenderOutcome:
    epoch = _epoch(folder)
    if engine == "pandoc":
        return _embedded(folder, names, epoch, log, "", code_fingerprint)
    failure = ""
    try:
        program = find_quarto()
        if program is not None:
            version = quarto_version(program)
            _write_engine(folder, f"Ce rapport a été mis en forme par Quarto {version}.", code_fingerprint)
            return RenderOutcome("quarto", version, render_with_quarto(program, folder, names, epoch, log))
        if engine == "quarto":
            raise RenderError(
                "Quarto est introuvable : ni QUARTO_PATH, ni PATH, ni le paquet quarto-cli ne le donnent. "
                "Installez-le, ou choisissez « rapport.moteur: auto » ou « pandoc »."
            )
    except RenderError as error:
        if engine == "quarto":
            raise
        failure = error.message
        log(f"Quarto a échoué ; le moteur embarqué prend le relais. {failure}")
    return _embedded(folder, names, epoch, log, failure, code_fingerprint)


def copy_sources(sources: Path, folder: Path) -> tuple[str, ...]:
    """Copy the main files and `sections/` into `folder`, with the presentation; what is no longer there disappears.

    Return the names of the documents. `_quarto.yml` and `presentation/` are those of `sources`, or of the folder above,
    or of the one above that.
    """
    names = tuple(name for name in NAMES if (sources / main_file(name)).is_file())
    if not names:
        mains = ", ".join(map(main_file, NAMES))
        raise RenderError(f"{sources} : le texte d’aucun document n’y est ({mains}).")
    shared = next((place for place in (sources, *sources.parents[:2]) if (place / PROJECT).is_file()), sources)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for main in map(main_file, NAMES):
            (folder / main).unlink(missing_ok=True)
            _copy(sources / main, folder / main, "")
        _copy(sources / SECTIONS, folder / SECTIONS, "*.qmd")
        for name in SHARED:
            _copy(shared / name, folder / name, "*.*")
    except OSError as error:
        raise RenderError(f"{folder} : copie des textes impossible ({reason(error)}).") from None
    return names


def _copy(source: Path, copy: Path, pattern: str) -> None:
    if source.is_dir():
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for path in sorted(source.glob(pattern)):
            shutil.copyfile(path, copy / path.name)
    elif source.is_file():
        shutil.copyfile(source, copy)


def _embedded(
    folder: Path, names: Sequence[str], epoch: int, log: Callable[[str], None], failure: str, code_fingerprint: str
) -> RenderOutcome:
    version = embedded_version()
    sentence = f"Ce rapport a été mis en forme par le moteur embarqué ({version})."
    if failure:
        sentence += " Quarto, présent sur la machine, avait d’abord échoué."
    _write_engine(folder, sentence, code_fingerprint)
    return RenderOutcome("pandoc", version, render_embedded(folder, document_files(names), epoch, log), failure)


def _write_engine(folder: Path, sentence: str, code_fingerprint: str) -> None:
    if code_fingerprint:
        sentence += f" {code_sentence(code_fingerprint)}"
    (folder / MOTEUR).write_text(sentence + "\n", encoding="utf-8", newline="\n")


def _epoch(folder: Path) -> int:
    """Seconds since 1970 of the edition's freeze (`gel_iso`), the report's only date; without it, 1 January 1980."""
    try:
        day = dt.date.fromisoformat(read_variables(folder).get("gel_iso", ""))
    except ValueError:
        day = dt.date(1980, 1, 1)
    return int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp())
