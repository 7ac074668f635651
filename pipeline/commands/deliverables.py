"""What the command line writes or says beside the chain: templates, the demonstration, where the reports are."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.commands.in_force import params_in_force
from pipeline.errors import UsageError
from pipeline.shipped import report_sources

_DOCUMENTS = ("rapport.html", "rapport.pdf", "rapport.docx")


def templates(folder: Path) -> None:
    """Write the empty workbooks for the landlords into `folder`."""
    from pipeline.templates.workbooks import write_templates

    for path in write_templates(folder):
        print(path)


def demonstration_delivery(folder: Path, params_file: Path | None) -> None:
    """Write the synthetic delivery into `folder`, its truth beside it."""
    from pipeline.synthetic.delivery import write_demonstration

    write_demonstration(params_in_force(params_file).demonstration, folder)
    print(f"{folder} : livraison de démonstration, entièrement synthétique ; ses effets vrais sont à côté.")


def list_reports(folder: Path) -> None:
    """Print where the documents of each edition and the senders' pages are. Raises `UsageError` when there are none."""
    found = [folder / edition / d for edition in _editions(folder) for d in _DOCUMENTS]
    found = [path for path in found if path.is_file()]
    if not found:
        raise UsageError(f"{folder} : aucun rapport ; lancer « make repro » ou « dvc repro ».")
    print("Rapports :")
    for path in found:
        print(f"  {os.path.relpath(path)}")
    pages = folder / "validation" / "index.html"
    if pages.is_file():
        print(f"Contrôle des données, et pages à renvoyer aux expéditeurs :\n  {os.path.relpath(pages)}")


def preview(edition: str) -> None:
    """Lay the elements of an edition beside the report's sources, for `quarto preview`."""
    from pipeline.report.rendering.preview import lay_elements

    lay_elements(report_sources(), report_sources() / edition)
    print("Éléments posés. Lancer : quarto preview reports/rapport.qmd")


def _editions(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.is_dir()) if folder.is_dir() else []
