"""What the command line writes or says beside the chain: templates, the demonstration, where the reports are."""

from __future__ import annotations

import os
import webbrowser
from pathlib import Path

from pipeline.calendar.expected import Lines, expected_lines
from pipeline.commands.in_force import params_in_force
from pipeline.contract.schema import Column, Kind, Table
from pipeline.contract.tables import MENAGES
from pipeline.errors import UsageError
from pipeline.ingest.assemble import assemble
from pipeline.ingest.locate import Source
from pipeline.ingest.source import read_source
from pipeline.scheme.panels import RESERVE
from pipeline.shipped import report_sources
from pipeline.storage import close_file

# `panels.csv` has a column beside those of `menages`: whether the household is in a panel or waits.
_STATUS = Column("statut", Kind.TEXT, "Statut")
_PANELS = Table(MENAGES.name, MENAGES.label, MENAGES.description, (*MENAGES.columns, _STATUS))


def templates(folder: Path, households: Path | None, params_file: Path | None) -> None:
    """Write the workbooks for the landlords into `folder`: empty, or with the lines expected of `households`.

    `households`: a file with a column `menage_id` (`panels.csv`, or a table `menages`). Raises `UsageError`.
    """
    from pipeline.templates.workbooks import write_templates

    rows = {} if households is None else _lines_expected(households, params_file)
    for path in write_templates(folder, rows):
        if rows:
            close_file(path)
        print(path)


def _lines_expected(file: Path, params_file: Path | None) -> Lines:
    params = params_in_force(params_file)
    if not file.is_file():
        raise UsageError(f"{file} : ce fichier n’existe pas, ou n’est pas un fichier.")
    read = read_source(Source(_PANELS.name, file, file.name), _PANELS, params.donnees, {})
    if "menage_id" not in read.columns:
        raise UsageError(f"{file} : une colonne « menage_id » est attendue (panels.csv, ou la table des ménages).")
    menages = assemble(_PANELS, [read], 1.0, params.last_freeze).frame.dropna(subset=["menage_id"])
    chosen = menages[menages[_STATUS.name].fillna("") != RESERVE]
    return expected_lines(chosen, params.last_freeze, max(e.horizon for e in params.editions.values()))


def demonstration_delivery(folder: Path, params_file: Path | None) -> None:
    """Write the synthetic delivery into `folder`, its truth beside it."""
    from pipeline.synthetic.delivery import write_demonstration

    write_demonstration(params_in_force(params_file).demonstration, folder)
    print(f"{folder} : livraison de démonstration, entièrement synthétique ; ses effets vrais sont à côté.")


def list_reports(folder: Path) -> None:
    """Print where the documents of each edition and the senders' pages are. Raises `UsageError` when there are none."""
    from pipeline.publication.files import PAGE, PUBLIC
    from pipeline.report.rendering.render import DOCUMENTS

    found = [folder / edition / d for edition in _editions(folder) for d in DOCUMENTS]
    found = [path for path in found if path.is_file()]
    if not found:
        raise UsageError(f"{folder} : aucun rapport ; lancer « make repro » ou « dvc repro ».")
    print("Rapports :")
    for path in found:
        print(f"  {os.path.relpath(path)}")
    public = [folder / edition / PUBLIC / PAGE for edition in _editions(folder)]
    public = [path for path in public if path.is_file()]
    if public:
        print("Documents publics, une fois l’édition publiée :")
        for path in public:
            print(f"  {os.path.relpath(path)}")
    pages = folder / "validation" / "index.html"
    if pages.is_file():
        print(f"Contrôle des données, et pages à renvoyer aux expéditeurs :\n  {os.path.relpath(pages)}")


def preview(edition: str, document: str) -> None:
    """Lay an edition's elements beside the sources, for `quarto preview`; without Quarto, open the document's HTML.

    Raises `UsageError` when there is no such document.
    """
    from pipeline.report.rendering.preview import lay_elements, preview_page
    from pipeline.report.rendering.sources import NAMES, main_file

    if document not in NAMES:
        raise UsageError(f"Document inconnu : « {document} ». Possibles : {', '.join(NAMES)}.")
    lay_elements(report_sources(), report_sources() / edition, document)
    page = preview_page(report_sources(), document)
    if page is None:
        print(f"Éléments posés. Lancer : quarto preview reports/{main_file(document)}")
        return
    webbrowser.open(page.resolve().as_uri())
    print(
        "Quarto n’est pas installé : le moteur embarqué a mis en forme le HTML seul, qui s’ouvre dans le navigateur. "
        "Relancer après chaque modification.\n"
        f"Fait : {page.resolve()}"
    )


def _editions(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.is_dir()) if folder.is_dir() else []
