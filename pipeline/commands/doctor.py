"""`evaluation docteur`: what is installed, which renderer serves, which fonts, what stays on the machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import RenderError
from pipeline.report.rendering.embedded import embedded_version
from pipeline.report.rendering.fonts import FAMILY, font_files
from pipeline.report.rendering.quarto import find_quarto, quarto_version
from pipeline.report.versions import versions
from pipeline.shipped import reference_folder, report_sources


def report() -> str:
    """Return the whole diagnosis, a line an item; nothing is changed, nothing is sent."""
    return "\n".join([*_versions(), "", *_renderer(), "", *_files(), "", *_privacy()])


def _versions() -> Iterator[str]:
    yield "Versions"
    for name, version in versions():
        yield f"  {name} {version}"


def _renderer() -> Iterator[str]:
    yield "Moteur de rendu"
    try:
        program = find_quarto()
        if program is None:
            yield "  Quarto : absent (le moteur embarqué fait le même rapport)"
        else:
            yield f"  Quarto {quarto_version(program)} : {program}"
    except RenderError as error:
        yield f"  ! {error.message}"
    try:
        yield f"  Moteur embarqué : {embedded_version()}"
    except (ImportError, OSError):
        yield "  ! Moteur embarqué : pandoc ou typst manque ; refaire l’installation."
    yield "  Choix : params.yaml, rapport.moteur (auto, quarto, pandoc)"


def _files() -> Iterator[str]:
    yield "Fichiers du programme"
    for what, path in (("textes du rapport", report_sources()), ("tables de la note", reference_folder())):
        yield f"  {what} : {_state(path)}"
    missing = [font.name for font in font_files() if not font.is_file()]
    yield f"  police {FAMILY} : {'présente' if not missing else '! il manque ' + ', '.join(missing)}"


def _state(path: Path) -> str:
    return str(path) if path.is_dir() else f"! introuvable ({path})"


def _privacy() -> Iterator[str]:
    yield "Confidentialité"
    yield "  Great Expectations : statistiques d’usage coupées par le programme"
    yield f"  DVC : {_dvc_analytics()}"


def _dvc_analytics() -> str:
    config = Path.cwd() / ".dvc" / "config"
    if not config.is_file():
        return "hors d’un dépôt DVC (le dossier courant n’en est pas un)"
    off = "analytics = false" in config.read_text(encoding="utf-8")
    return (
        "statistiques d’usage coupées (.dvc/config)"
        if off
        else "! statistiques d’usage actives : dvc config core.analytics false"
    )
