"""The public folder of a usual random delivery, a project yet: made once for all who only read it."""

from __future__ import annotations

from pathlib import Path

from support.random_delivery import Kind, random_delivery
from support.written_texts import QUICK, edition_results

from pipeline.publication.folder import write_public_folder
from pipeline.publication.publication import Publication, publication_of
from pipeline.publication.record import Release
from pipeline.report.context import ReportContext
from pipeline.shipped import report_sources

CONTEXT = ReportContext("finale", QUICK, synthetique=True)
NAME = "projet_public"  # of the folder that the workers share


def usual_publication() -> Publication:
    return publication_of(edition_results(random_delivery(7, Kind()), "finale"), CONTEXT)


def write_public(folder: Path, publication: Publication | None = None, release: Release | None = None) -> Path:
    """Write `folder`/publique, of the usual publication unless another is given, and return it."""
    work = folder / "travail"
    work.mkdir(parents=True)
    made = publication or usual_publication()
    write_public_folder(folder / "publique", work, report_sources() / "publique", made, CONTEXT, release)
    return folder / "publique"
