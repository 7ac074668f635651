"""The results of an edition as « elements » reads them, from the folder of a run: nothing is computed again."""

from __future__ import annotations

from pathlib import Path

from pipeline.layout import Layout
from pipeline.report.results import EditionResults
from pipeline.shipped import reference_folder
from pipeline.stages.produced import read_produced
from pipeline.validate.reference import load_reference


def read_results(run: Path, edition: str = "finale") -> EditionResults:
    """Return the tables of `edition` below `run` (`--sortie`), with the schedule of the note."""
    tables = read_produced("elements", Layout.output(run), edition)
    return EditionResults(**tables, echeancier=load_reference(reference_folder()).schedule)
