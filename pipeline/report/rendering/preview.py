"""The elements of an edition laid beside the sources, so that `quarto preview rapport.qmd` shows the true report."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.errors import RenderError, reason
from pipeline.report.rendering.presentation import lay_presentation

ELEMENTS = ("figures", "tableaux", "textes", "moteur.md", "_variables.yml")  # git-ignored beside the sources


def lay_elements(sources: Path, edition_folder: Path) -> None:
    """Copy figures, tables, sentences and variables of `edition_folder` into `sources`, in place of those there, and
    the edition's words, Word model and fonts that `_quarto.yml` names.

    Raises `RenderError` when the edition has no elements yet.
    """
    missing = [name for name in ELEMENTS if not (edition_folder / name).exists()]
    if missing:
        raise RenderError(
            f"{edition_folder} : il manque {', '.join(missing)}. Lancez d’abord la chaîne (« make repro »), puis "
            "l’aperçu."
        )
    try:
        for name in ELEMENTS:
            source, copy = edition_folder / name, sources / name
            if source.is_dir():
                shutil.rmtree(copy, ignore_errors=True)
                shutil.copytree(source, copy)
            else:
                shutil.copyfile(source, copy)
    except OSError as error:
        raise RenderError(f"{sources} : copie des éléments impossible ({reason(error)}).") from None
    lay_presentation(sources)
