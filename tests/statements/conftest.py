"""The texts of whole editions, written once a session: of the demonstration, and of deliveries that are unlike it."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from support.read_results import read_results
from support.said import THRESHOLD, Said
from support.watch import PARAMS

import pipeline.report.figures
from pipeline.commands.chain import execute
from pipeline.contract.produced.catalogue import PRODUCED
from pipeline.layout import Layout
from pipeline.params import load_params
from pipeline.report.disclosure import protect
from pipeline.report.places import figure_section, table_section
from pipeline.report.rendering.sources import read_variables
from pipeline.report.sentences.headings import TITLES
from pipeline.report.tables.standards import STANDARDS
from pipeline.stages import elements

CLEAN = Path(__file__).parents[2] / "tests" / "deliveries" / "propre" / "livraison"
EDITION = "finale"
DEMONSTRATION = "demonstration"


def _without_optional_tables(folder: Path) -> Path:
    shutil.copytree(CLEAN, folder)
    for table in ("entretiens", "accompagnement", "couts"):
        shutil.rmtree(folder / table)
    return folder


def _two_households_a_group(folder: Path) -> Path:
    """The first two households of each group, and what is known of them."""
    shutil.copytree(CLEAN, folder)
    truth = CLEAN.parent / "attendu" / "tables"
    households = pd.read_csv(truth / "menages.csv", dtype=str, keep_default_na=False)
    kept = households[households["consentement"] == "1"].groupby("groupe").head(2)
    for table in ("menages", "suivi_locatif", "evenements", "entretiens", "accompagnement"):
        rows = kept if table == "menages" else pd.read_csv(truth / f"{table}.csv", dtype=str, keep_default_na=False)
        shutil.rmtree(folder / table)
        (folder / table).mkdir()
        rows[rows["menage_id"].isin(kept["menage_id"])].to_csv(folder / table / "vague.csv", index=False)
    return folder


_FIGURE = re.compile(r"^!\[(.*?)\]\(figures/.*\n((?:.|\n)*)", re.MULTILINE)  # its caption; its remark, below
_TABLE = re.compile(r"^: (.*?)(?: \{#.*\})?$", re.MULTILINE)
_ODD = {
    "sans_tables_facultatives": _without_optional_tables,
    "deux_menages_par_groupe": _two_households_a_group,
}


@pytest.fixture(
    scope="session",
    params=[DEMONSTRATION, *(pytest.param(name, marks=pytest.mark.slow) for name in _ODD)],
)
def said(request: pytest.FixtureRequest, shared: Callable[[str, Callable[[Path], object]], Path]) -> Said:
    if request.param == DEMONSTRATION:
        return read_said(request.getfixturevalue("watched_run") / "out")
    return read_said(shared(f"said_{request.param}", lambda folder: _write(folder, _ODD[request.param])) / "sortie")


def _write(folder: Path, deliver: Callable[[Path], Path]) -> None:
    """The texts of one edition, without figures nor documents."""
    source, params_file = deliver(folder / "livraison"), folder / "params.yaml"
    params_file.write_text(f"donnees:\n  source: {source}\n{PARAMS}", encoding="utf-8")
    execute(source, folder / "sortie", [EDITION], params_file, with_report=False)
    params = load_params(params_file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline.report.figures, "writing_figures", lambda *_: nullcontext())
        one = params.model_copy(update={"editions": {EDITION: params.editions[EDITION]}})
        elements.run(one, Layout.output(folder / "sortie"))


def read_said(output: Path) -> Said:
    """What the edition of a run says, and what disclosure control leaves of its rows."""
    layout = Layout.output(output)
    report = layout.report(EDITION)
    texts = {p.stem: p.read_text(encoding="utf-8") for p in sorted((report / "textes").glob("*.md"))}
    headings = [text for name, text in read_variables(report).items() if name.startswith(f"{TITLES}.")]
    left = protect(read_results(output, EDITION), THRESHOLD)

    def rows_of(name: str) -> pd.DataFrame:
        entry = PRODUCED[name]
        return getattr(left, name) if entry.by_edition else pd.read_parquet(layout.produced(entry, EDITION))

    return Said(
        texts | {TITLES: "\n".join(headings)} | _captions(report),
        _rows(report / "chiffres.csv"),
        _rows(report / "affirmations.csv"),
        cache(rows_of),
        {p.stem: p.read_text(encoding="utf-8") for p in sorted((report / "tableaux").glob("*.md"))},
    )


def _captions(report: Path) -> dict[str, str]:
    """What stands under the figures and the tables, under the names of their sections; `normes` counts itself."""
    written = {figure_section(p.stem): _FIGURE.search(p.read_text("utf-8")) for p in (report / "figures").glob("*.md")}
    written |= {
        table_section(p.stem): _TABLE.search(p.read_text("utf-8"))
        for p in (report / "tableaux").glob("*.md")
        if p.stem != STANDARDS
    }
    return {section: "\n".join(found.groups()) for section, found in written.items() if found}


def _rows(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))
