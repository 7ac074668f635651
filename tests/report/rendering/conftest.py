"""A small report: sources and elements of each kind, with a banner, two figures, two tables and a hostile element."""

from __future__ import annotations

import base64
import json
import shutil
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.report.rendering import quarto
from pipeline.report.rendering.render import render_documents

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


FAKE = """#!{python}
import json, os, pathlib, re, sys, time
log = pathlib.Path({log!r})
calls = json.loads(log.read_text()) if log.exists() else []
calls.append({{
    "args": sys.argv[1:], "cwd": os.getcwd(),
    "files": sorted(str(p.relative_to(".")) for p in pathlib.Path(".").rglob("*.md")),
    "env": {{k: os.environ.get(k) for k in
        ("SOURCE_DATE_EPOCH", "TYPST_FONT_PATHS", "HOME", "QUARTO_PROFILE", "NO_COLOR")}},
    "habillage": sorted(str(p.relative_to("habillage")) for p in pathlib.Path("habillage").rglob("*") if p.is_file()),
    "titre": (re.findall('mot-titre = "(.*)"', pathlib.Path("habillage/valeurs.typ").read_text()) or [""])[0]
        if pathlib.Path("habillage/valeurs.typ").exists() else "",
    "moteur": pathlib.Path("moteur.md").read_text() if pathlib.Path("moteur.md").exists() else "",
}})
log.write_text(json.dumps(calls))
if sys.argv[1:] == ["--version"]:
    print({version!r})
    sys.exit(0)
shown = "fait par quarto"
{behaviour}
kind = {{"html": "html", "typst": "pdf", "docx": "docx"}}[sys.argv[-1]]
name = pathlib.Path(sys.argv[2]).stem + "." + kind
pathlib.Path(".quarto").mkdir(exist_ok=True)
body = shown + "." * 2000
if kind == "docx":
    import zipfile
    with zipfile.ZipFile(name, "w") as archive:
        archive.writestr("word/document.xml", "<w:t>" + body + "</w:t>")
else:
    pathlib.Path(name).write_text({{
        "html": "<!DOCTYPE html><html><body>" + body + "</body></html>",
        "pdf": "%PDF-1.7 " + body + "%%EOF",
    }}[kind])
"""

Fake = Callable[..., tuple[Path, Callable[[], list[dict[str, object]]]]]


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Put a program called quarto on PATH, and only it; return it and the calls that it received."""

    def make(
        behaviour: str = "", folder: str = "bin", version: str = "1.9.37"
    ) -> tuple[Path, Callable[[], list[dict[str, object]]]]:
        log = tmp_path / f"{folder}.json"
        program = tmp_path / folder / "quarto"
        program.parent.mkdir()
        script = FAKE.format(python=sys.executable, log=str(log), behaviour=behaviour, version=version)
        program.write_text(script, encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return program, lambda: json.loads(log.read_text()) if log.exists() else []

    monkeypatch.delenv("QUARTO_PATH", raising=False)
    monkeypatch.setattr(quarto, "_packaged", lambda: None)
    return make


@pytest.fixture(scope="session")
def write_sources() -> Callable[[Path], Path]:
    return _sources


@pytest.fixture(scope="session")
def write_elements() -> Callable[..., Path]:
    return _elements


@pytest.fixture(scope="session")
def pdf_of() -> Callable[[Path, Path], Path]:
    """The function that makes the report of these sources in this folder, of its formats the PDF alone."""

    def make(sources: Path, folder: Path) -> Path:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("pipeline.report.rendering.render.document_files", lambda names: [f"{n}.pdf" for n in names])
            render_documents(sources, folder, "pandoc")
        return folder / "rapport.pdf"

    return make


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
