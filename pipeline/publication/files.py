"""Where what is published of an edition lies, by name: light to import for who only points at it."""

from __future__ import annotations

PUBLIC = "publique"  # below the folder of an edition, and of the sources
PAGE, WORKBOOK = "index.html", "classeur.xlsx"
