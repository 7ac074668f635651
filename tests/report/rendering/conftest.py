"""A small report: sources and elements of each kind, with a banner, two figures, two tables and a hostile element."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200" viewBox="0 0 400 200">'
    '<rect width="400" height="200" fill="#eef4f7"/><path d="M10 190 L390 10" stroke="#12566b"/></svg>'
)
# The smallest PNG: one white pixel.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)

REPORTS = Path(__file__).resolve().parents[3] / "reports"

MAIN = """---
title: "Petit rapport"
pagetitle: "Petit rapport – {{< var edition >}}"
surtitre: "Appel « 10\u00a0000 logements » & \\"suite\\""
subtitle: "{{< var edition >}}"
lang: fr
---

{{< include sections/_un.qmd >}}

{{< include sections/_deux.qmd >}}
"""
FIRST = """# Premier {#sec-un}

Voir @fig-b, @tbl-a et @sec-deux-un. Arrêté au {{< var gel >}}.

{{< include figures/a.md >}}

{{< include figures/b.md >}}

::: {.callout-warning}
Attention au texte.
:::

::: {.callout-note title="Titre choisi"}
Corps.
:::
"""
SECOND = """# Deuxième {#sec-deux}

## Dedans {#sec-deux-un}

{{< include tableaux/a.md >}}

{{< include textes/fin.md >}}

{{< include moteur.md >}}
"""
TABLE = """| Indicateur | Écart |
|:-----------|------:|
| Maintien | +20,0 points |
| Œuvre « l’été » ≤ −3 | 1\u202f234\u00a0€ |

: Écarts. {#tbl-a}
"""
VARIABLES = (
    'edition: "Édition finale"\ngel: "31\u00a0mars\u00a02017"\ngel_iso: "2017-03-31"\nhorizon: "24"\n'
    'bandeau: "Données simulées"\n'
)


@pytest.fixture(scope="session")
def write_sources() -> Callable[[Path], Path]:
    return _sources


@pytest.fixture(scope="session")
def write_elements() -> Callable[..., Path]:
    return _elements


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return _sources(tmp_path / "sources")


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    return _elements(tmp_path / "edition")


def _sources(folder: Path) -> Path:
    """Write `rapport.qmd` and two sections, with the presentation of the true report."""
    (folder / "sections").mkdir(parents=True)
    shutil.copyfile(REPORTS / "_quarto.yml", folder / "_quarto.yml")
    shutil.copytree(REPORTS / "presentation", folder / "presentation")
    (folder / "rapport.qmd").write_text(MAIN, encoding="utf-8")
    (folder / "sections" / "_un.qmd").write_text(FIRST, encoding="utf-8")
    (folder / "sections" / "_deux.qmd").write_text(SECOND, encoding="utf-8")
    return folder


def _elements(folder: Path, *, last: str = "Fin.") -> Path:
    """Write figures, a table, sentences and variables as the elements stage does; `last`: the last sentence."""
    for name in ("figures", "tableaux", "textes"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name in ("a", "b"):
        (folder / "figures" / f"{name}.svg").write_text(SVG, encoding="utf-8")
        (folder / "figures" / f"{name}.png").write_bytes(PNG)
        (folder / "figures" / f"{name}.md").write_text(
            f'![Légende {name}.](figures/{name}){{#fig-{name} fig-alt="Trait {name}"}}\n', encoding="utf-8"
        )
    (folder / "tableaux" / "a.md").write_text(TABLE, encoding="utf-8")
    (folder / "textes" / "fin.md").write_text(last + "\n", encoding="utf-8")
    (folder / "_variables.yml").write_text(VARIABLES, encoding="utf-8")
    return folder
