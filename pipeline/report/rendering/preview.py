"""The elements of an edition laid beside the sources, so that `quarto preview rapport.qmd` shows the true report; where
there is no Quarto, the HTML of one document alone by the embedded renderer, in seconds.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.errors import RenderError, reason
from pipeline.report.rendering.embedded import render_embedded
from pipeline.report.rendering.presentation import lay_presentation
from pipeline.report.rendering.quarto import find_quarto

ELEMENTS = ("figures", "tableaux", "textes", "moteur.md", "_variables.yml")  # git-ignored beside the sources


def lay_elements(sources: Path, edition_folder: Path, name: str) -> None:
    """Copy figures, tables, sentences and variables of `edition_folder` into `sources`, in place of those there, and
    the words of the document `name`, the Word model and the fonts that `_quarto.yml` names.

    Raises `RenderError` when the edition has no elements yet.
    """
    missing = [name for name in ELEMENTS if not (edition_folder / name).exists()]
    if missing:
        raise RenderError(
            f"{edition_folder} : il manque {', '.join(missing)}. Lancez d’abord la chaîne (« make repro »), puis "
            "l’aperçu."
        )
    try:
        for element in ELEMENTS:
            source, copy = edition_folder / element, sources / element
            if source.is_dir():
                shutil.rmtree(copy, ignore_errors=True)
                shutil.copytree(source, copy)
            else:
                shutil.copyfile(source, copy)
    except OSError as error:
        raise RenderError(f"{sources} : copie des éléments impossible ({reason(error)}).") from None
    lay_presentation(sources, name, sources)


def preview_page(sources: Path, name: str) -> Path | None:
    """Return the HTML of the document `name` with the elements laid beside it, made now; None where Quarto can show it.

    Raises `RenderError`.
    """
    if find_quarto() is not None:
        return None
    (page,) = render_embedded(sources, [f"{name}.html"], 0, lambda _: None)
    return page
