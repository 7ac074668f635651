"""The public folder of an edition: finished files alone, all made from the publication in a folder of work."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from pipeline.publication.elements import write_public_elements
from pipeline.publication.fact import publication_csv
from pipeline.publication.figure import write_public_figure
from pipeline.publication.files import PAGE, WORKBOOK
from pipeline.publication.method import method_sentences
from pipeline.publication.page import public_page
from pipeline.publication.publication import Publication
from pipeline.publication.record import COPY, FACTS, Release
from pipeline.publication.workbook import write_public_workbook
from pipeline.report.context import ReportContext
from pipeline.report.rendering.render import Engine, render_documents


def write_public_folder(
    folder: Path,
    work: Path,
    sources: Path,
    publication: Publication,
    context: ReportContext,
    release: Release | None,
    log: Callable[[str], None] = lambda _: None,
) -> None:
    """Write into `folder` (`reports/<edition>/publique`) all that the public may read, and nothing else.

    `work`: an empty folder for what the documents are made of, which is never published. `sources`: the folder of the
    public documents' main files. `release`: the record of the release, None while the edition is a project. The same
    publication gives the same bytes. Raises `RenderError`.
    """
    released = release is not None
    engine: Engine = context.params.rapport.moteur
    write_public_elements(work, publication, context, released=released)
    figure = write_public_figure(work, publication, context)
    made = render_documents(sources, work, engine, log).documents
    folder.mkdir(parents=True, exist_ok=True)
    for document in made:
        shutil.copyfile(document, folder / document.name)
    write_public_workbook(folder / WORKBOOK, publication, context, released=released)
    _write(folder / FACTS, publication_csv(publication.facts))
    if release is not None:
        _write(folder / COPY, release.as_yaml())
    beside = [path.name for path in folder.iterdir()]
    page = public_page(publication, context, beside, method_sentences(publication), figure, released=released)
    _write(folder / PAGE, page)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
