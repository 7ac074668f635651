"""Great Expectations' own pages (Data Docs) beside ours: counts only, no value, and no call to the network."""

from __future__ import annotations

import logging
import re
import warnings
from pathlib import Path

from pipeline.contract.tables import TABLES
from pipeline.validate.expectations import SuiteRun
from pipeline.validate.templating import render

_SITE = "controles"
# The pages load scripts and styles from public servers: these tags are removed, the text stays readable.
_REMOTE = re.compile(
    r"<script\b[^>]*\bsrc\s*=\s*[\"'](?:https?:)?//[^>]*>\s*</script>"
    r"|<link\b[^>]*\bhref\s*=\s*[\"'](?:https?:)?//[^>]*>"
    r"|<img\b[^>]*\bsrc\s*=\s*[\"'](?:https?:)?//[^>]*>",
    re.IGNORECASE,
)
_REMOTE_CSS = re.compile(r"url\(\s*[\"']?(?:https?:)?//[^)]*\)", re.IGNORECASE)
# When each check was run, in the pages and in the name of their folder, and names drawn at random of parts of a page:
# the same data must give the same pages.
_STAMP, _TIME = re.compile(r"\d{8}T\d{6}\.\d{6}Z"), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_RANDOM = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_STYLE = """<style>
body{font-family:system-ui,sans-serif;margin:2rem;max-width:70rem;line-height:1.4;color:#1b1b1b;background:#fff}
table{border-collapse:collapse;margin:.5rem 0}td,th{border:1px solid #bbb;padding:.25rem .5rem;text-align:left}
footer{display:none}nav,.navbar,.modal,.fixed-bottom{position:static}.modal,.popover,.btn-secondary{display:none}
.collapse{display:block}ul.navbar-nav{list-style:none;padding:0}
</style>"""


def write_data_docs(folder: Path, run: SuiteRun) -> str | None:
    """Write the Data Docs of `run` in `folder`; return None, or the French sentence that says why there are none.

    Data Docs are a convenience for whoever knows Great Expectations: that they fail never stops a run.
    """
    library = logging.getLogger("great_expectations")
    level = library.level
    library.setLevel(logging.CRITICAL + 1)  # it would print its traceback: the sentence returned is enough
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            run.context.add_data_docs_site(
                _SITE,
                {
                    "class_name": "SiteBuilder",
                    "show_how_to_buttons": False,
                    "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
                    "store_backend": {
                        "class_name": "TupleFilesystemStoreBackend",
                        "base_directory": str(folder.resolve()),
                    },
                },
            )
            try:
                run.context.build_data_docs(site_names=[_SITE])
            finally:
                run.context.delete_data_docs_site(_SITE)
        if not (folder / "index.html").is_file():
            return "Great Expectations n’a écrit aucune page de Data Docs."
        _cut_network(folder)
        _cut_clock_and_chance(folder)
        _replace_index(folder)
    except Exception as error:  # whatever a third-party page builder raises, our own pages stand
        return f"Les Data Docs de Great Expectations n’ont pas pu être écrites ({type(error).__name__})."
    finally:
        library.setLevel(level)
    return None


def _cut_network(folder: Path) -> None:
    for page in sorted(folder.rglob("*.html")):
        text = _REMOTE_CSS.sub("none", _REMOTE.sub("", page.read_text(encoding="utf-8")))
        page.write_text(text.replace("</head>", f"{_STYLE}</head>", 1), encoding="utf-8", newline="\n")
    for sheet in sorted(folder.rglob("*.css")):
        sheet.write_text(_REMOTE_CSS.sub("none", sheet.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def _cut_clock_and_chance(folder: Path) -> None:
    for page in sorted((folder / "validations").rglob("*.html")):
        text = _TIME.sub("–", _STAMP.sub("–", page.read_text(encoding="utf-8")))
        for i, name in enumerate(dict.fromkeys(_RANDOM.findall(text))):
            text = text.replace(name, f"n{i}")
        page.write_text(text, encoding="utf-8", newline="\n")
        if _STAMP.fullmatch(page.parent.name):
            page.parent.rename(page.parent.with_name("controle"))


def _replace_index(folder: Path) -> None:
    """The library's index fills its table by a script from the network: ours lists the same pages without any."""
    rows = []
    for name, table in TABLES.items():
        suite = folder / "expectations" / f"{name}.html"
        rows += [
            {
                "table": table.label,
                "results": page.relative_to(folder).as_posix(),
                "suite": suite.relative_to(folder).as_posix() if suite.is_file() else "",
            }
            for page in sorted((folder / "validations" / name).rglob("*.html"))
        ]
    text = render("data_docs_index.html.j2", title="Data Docs", rows=rows)
    (folder / "index.html").write_text(text, encoding="utf-8", newline="\n")
