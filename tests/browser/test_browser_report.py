"""The HTML report in a real browser, without network: nothing overflows, nothing runs, every figure and face shows."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.report.rendering.render import render_documents
from pipeline.shipped import report_sources

BROWSER = next((p for n in ("chromium", "chromium-browser", "google-chrome", "chrome") if (p := shutil.which(n))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="aucun navigateur Chromium sur cette machine")

WIDTHS = (390, 768, 1280)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300"><rect width="600" height="300"/></svg>'
ROW = "| Indicateur au libellé long | Différence de proportions | +20,0 [−4,7 ; +41,2] | 0,13 | 25 | 25 | 23 | 2 |"
TABLE = f"""| Indicateur | Méthode | Écart | p | n | m | k | l |
|:---|:---|---:|---:|---:|---:|---:|---:|
{ROW}
{ROW}

: Légende du tableau, assez longue pour ne pas tenir sur une seule ligne d’un téléphone. {{#tbl-%s}}
"""
# The page is measured from outside, in frames of the same origin: its own policy forbids any script inside.
MEASURE = """<!DOCTYPE html><meta charset="utf-8"><body>%s<script>
onload = async () => {
  const results = {};
  for (const frame of document.querySelectorAll("iframe")) {
    const page = frame.contentDocument, root = page.documentElement;
    await page.fonts.ready;
    results[frame.width] = {
      overflow: root.scrollWidth - root.clientWidth,
      scrolling: [...page.querySelectorAll(".tableau")].filter(t => t.scrollWidth > t.clientWidth).length,
      captions: [...page.querySelectorAll(".legende")].every(c => c.getBoundingClientRect().right <= root.clientWidth),
      broken: [...page.images].filter(i => !i.complete || !i.naturalWidth || !i.alt).length,
      images: page.images.length,
      fonts: ["400", "700", "italic 400"].map(f => page.fonts.check(f + " 16px 'Source Sans 3'")),
      loaded: [...page.fonts].filter(f => f.status === "loaded").length,
      script: !!frame.contentWindow.attaque,
      resources: frame.contentWindow.performance.getEntriesByType("resource").filter(
        r => !r.name.startsWith("data:")).length,
      targets: [...page.querySelectorAll("a[href^='#']")].filter(
        a => !page.getElementById(decodeURIComponent(a.hash.slice(1)))).length,
    };
  }
  document.title = JSON.stringify(results);
};
</script>"""


INCLUDED_FIGURES = {
    name
    for section in re.findall(r"include (sections/\S+)", (report_sources() / "rapport.qmd").read_text(encoding="utf-8"))
    for name in re.findall(r"include figures/(\S+)\.md", (report_sources() / section).read_text(encoding="utf-8"))
}


def _elements(folder: Path) -> None:
    """Stand-ins for every element that the report's sources include, one of them hostile."""
    text = "\n".join(p.read_text(encoding="utf-8") for p in report_sources().rglob("*.qmd"))
    for path in re.findall(r"\{\{< include ((?:textes|tableaux|figures)/\S+) >\}\}", text):
        kind, name = path.removesuffix(".md").split("/")
        content = "Une phrase.<script>window.attaque = 1</script><img src=x onerror='window.attaque = 1'>"
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


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What the browser says of the report at each width."""
    root = tmp_path_factory.mktemp("navigateur")
    _elements(root / "edition")
    render_documents(report_sources(), root / "edition", "pandoc")
    page = html.escape((root / "edition" / "rapport.html").read_text(encoding="utf-8"), quote=True)
    frames = "".join(f'<iframe width="{w}" height="900" srcdoc="{page}"></iframe>' for w in WIDTHS)
    harness = root / "mesure.html"
    harness.write_text(MEASURE % frames, encoding="utf-8")
    command = [
        str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        f"--user-data-dir={root / 'profil'}", "--host-resolver-rules=MAP * ~NOTFOUND", "--timeout=20000",
        "--virtual-time-budget=10000", "--dump-dom", harness.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    title = re.search(r"<title>(\{.*?\})</title>", done.stdout, re.DOTALL)
    assert title is not None, done.stderr[-2000:]
    measured: dict[str, dict[str, object]] = json.loads(html.unescape(title.group(1)))
    return measured


@pytest.mark.parametrize("width", [str(w) for w in WIDTHS])
def test_the_page_never_scrolls_sideways(seen: dict[str, dict[str, object]], width: str) -> None:
    assert seen[width]["overflow"] == 0
    assert seen[width]["captions"] is True


def test_wide_tables_scroll_on_a_phone_and_not_on_a_desk(seen: dict[str, dict[str, object]]) -> None:
    assert seen["390"]["scrolling"]
    assert seen["1280"]["scrolling"] == 0


def test_figures_and_faces_are_shown_without_any_request(seen: dict[str, dict[str, object]]) -> None:
    for page in seen.values():
        assert page["images"] == len(INCLUDED_FIGURES) > 6
        assert page["broken"] == 0
        assert page["fonts"] == [True, True, True]
        assert page["loaded"]
        assert page["resources"] == 0


def test_nothing_in_an_element_runs(seen: dict[str, dict[str, object]]) -> None:
    assert [page["script"] for page in seen.values()] == [False] * len(WIDTHS)


def test_every_inner_link_has_its_target(seen: dict[str, dict[str, object]]) -> None:
    assert [page["targets"] for page in seen.values()] == [0] * len(WIDTHS)
