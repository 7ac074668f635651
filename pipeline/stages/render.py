"""Stage « render »: the prose and the elements of each edition → synthese, rapport, annexe, as HTML, PDF and DOCX."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.progress import tell_document
from pipeline.report.fingerprint import code_fingerprint
from pipeline.report.rendering.render import DOCUMENTS, render_documents
from pipeline.shipped import package_folder, report_sources
from pipeline.stages.runner import edition_stage

READS = ("editions.${key}", "rapport")


def run(
    params: Params,
    layout: Layout,
    only: Sequence[str] = (),
    *,
    params_file: Path | None = Path("params.yaml"),
    told: bool = True,
) -> None:
    """Render every edition, or those of `only`, with the renderer that `rapport.moteur` names.

    `params_file`: the parameters in force, for the code's fingerprint; None for the defaults, which are code. `told`:
    print in the end where the documents are.
    """
    sources = report_sources()
    made_from = code_fingerprint(package_folder(), sources, params_file)
    if params.rapport.unfilled:
        unfilled = ", ".join(params.rapport.unfilled)
        print(f"Page de titre : {unfilled} à renseigner dans les paramètres, sous « rapport ».", file=sys.stderr)
    for name in only or params.editions:
        say = partial(tell_document, DOCUMENTS, name)
        made = render_documents(sources, layout.report(name), params.rapport.moteur, say, made_from)
        for path in made.documents if told else ():
            print(f"Fait : {path.resolve()}")


if __name__ == "__main__":
    edition_stage(run, READS)
