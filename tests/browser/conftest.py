"""Documents for the browser: a report of stand-ins for every element, and the finished ones of the whole run."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.chromium import BROWSER, Page

from pipeline.report.rendering.render import render_documents
from pipeline.shipped import report_sources

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300"><rect width="600" height="300"/></svg>'
ROW = "| Indicateur au libellé long | Différence de proportions | +20,0 [−4,7 ; +41,2] | 0,13 | 25 | 25 | 23 | 2 |"
TABLE = f"""| Indicateur | Méthode | Écart | p | n | m | k | l |
|:---|:---|---:|---:|---:|---:|---:|---:|
{ROW}
| \u00a0 | Une autre méthode | +18,0 [−6,0 ; +39,0] | 0,15 | 25 | 25 | 23 | 2 |
{ROW}
| \u00a0 | \u00a0 | +17,0 [−6,0 ; +38,0] | 0,16 | 25 | 25 | 23 | 2 |
| \u00a0 | **Total** | – | – | 50 | 50 | 46 | 4 |

: Légende du tableau, assez longue pour ne pas tenir sur une seule ligne d’un téléphone. {{#tbl-%s}}
"""
HOSTILE = "Une phrase.<script>window.attaque = 1</script><img src=x onerror='window.attaque = 1'>"


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The one browser of these tests."""
    if BROWSER is None:
        pytest.skip("aucun navigateur Chromium sur cette machine")
    with Page(tmp_path_factory.mktemp("profil")) as opened:
        yield opened


@pytest.fixture(scope="session")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report, its page alone, whose elements are all stand-ins: texts hostile, tables wide."""
    folder = tmp_path_factory.mktemp("navigateur") / "edition"
    _elements(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.report.rendering.render.document_files", lambda _: ["rapport.html"])
        render_documents(report_sources(), folder, "pandoc")
    return folder


def _elements(folder: Path) -> None:
    text = "\n".join(p.read_text(encoding="utf-8") for p in report_sources().rglob("*.qmd"))
    for path in re.findall(r"\{\{< include ((?:textes|tableaux|figures)/\S+) >\}\}", text):
        kind, name = path.removesuffix(".md").split("/")
        content = HOSTILE
        if kind == "tableaux":
            content = TABLE % name
        elif kind == "figures":
            content = f'![Légende.](figures/{name}){{#fig-{name} fig-alt="Une figure"}}'
        (folder / kind).mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content + "\n", encoding="utf-8")
        if kind == "figures":
            (folder / kind / f"{name}.svg").write_text(SVG, encoding="utf-8")
            png = Path(__file__).with_name("pixel.png")
            shutil.copyfile(png, folder / kind / f"{name}.png")
    names = set(re.findall(r"\{\{< var (\S+) >\}\}", text)) | {"bandeau"}
    (folder / "_variables.yml").write_text("".join(f'{n}: "valeur"\n' for n in sorted(names)), encoding="utf-8")
