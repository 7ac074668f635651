"""The fonts that the package carries: Source Sans 3 (SIL Open Font License 1.1, `assets/fonts/OFL.txt`), unmodified."""

from __future__ import annotations

from pathlib import Path

FAMILY = "Source Sans 3"


def font_folder() -> Path:
    """The folder of the TTF files (PDF, figures) and of the same faces as WOFF2 (HTML)."""
    return Path(__file__).resolve().parent / "assets" / "fonts"


def font_files() -> tuple[Path, ...]:
    """The TTF faces, regular first: what matplotlib's `font_manager.fontManager.addfont` takes one by one."""
    return tuple(font_folder() / f"SourceSans3-{face}.ttf" for face in ("Regular", "It", "Bold"))


def web_fonts() -> tuple[tuple[Path, int, str], ...]:
    """The WOFF2 faces with their CSS weight and style."""
    faces = (("Regular", 400, "normal"), ("It", 400, "italic"), ("Bold", 700, "normal"))
    return tuple((font_folder() / f"SourceSans3-{face}.ttf.woff2", weight, style) for face, weight, style in faces)
