"""Stage « render »: the prose and the elements of each edition → rapport.html, rapport.pdf, rapport.docx."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.report.fingerprint import code_fingerprint
from pipeline.report.rendering.render import render_documents
from pipeline.shipped import package_folder, report_sources
from pipeline.stages.runner import edition_stage

READS = ("editions.${key}", "rapport")


def run(
    params: Params, layout: Layout, only: Sequence[str] = (), *, params_file: Path | None = Path("params.yaml")
) -> None:
    """Render every edition, or those of `only`, with the renderer that `rapport.moteur` names.

    `params_file`: the parameters in force, for the code's fingerprint; None for the defaults, which are code.
    """
    sources = report_sources()
    made_from = code_fingerprint(package_folder(), sources, params_file)
    for name in only or params.editions:
        render_documents(sources, layout.report(name), params.rapport.moteur, _say, made_from)


def _say(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    edition_stage(run, READS)
