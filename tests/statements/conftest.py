"""The texts of whole editions, written once a session: of the demonstration, and of deliveries that are unlike it."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

import pipeline.report.figures
from pipeline.commands.chain import execute
from pipeline.layout import Layout
from pipeline.params import load_params
from pipeline.stages import elements

ROOT = Path(__file__).parents[2]
DEMONSTRATION = ROOT / "data" / "raw" / "demonstration"
CLEAN = ROOT / "tests" / "deliveries" / "propre" / "livraison"
EDITION = "finale"
DELIVERIES = ("demonstration", "sans_tables_facultatives", "deux_menages_par_groupe")
_QUICK = "plan:\n  tirages: 199\n  reechantillonnages: 199\n"


@dataclass(frozen=True)
class Said:
    """One edition's texts, what they are said to print and to state, and the tables that they are made of."""

    texts: dict[str, str]
    numbers: list[dict[str, str]]
    statements: list[dict[str, str]]
    tables: Callable[[str], pd.DataFrame]


@pytest.fixture(scope="session", params=DELIVERIES)
def said(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Said]:
    folder = tmp_path_factory.mktemp("said")
    source = _SOURCES[request.param](folder / "livraison")
    params_file = folder / "params.yaml"
    params_file.write_text(f"donnees:\n  source: {source}\n{_QUICK}", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline.report.figures, "write_figures", lambda *_: None)
        yield _read(folder, source, params_file)


def _read(folder: Path, source: Path, params_file: Path) -> Said:
    execute(source, folder / "sortie", [EDITION], params_file, with_report=False)
    layout = Layout.output(folder / "sortie")
    params = load_params(params_file)
    elements.run(params.model_copy(update={"editions": {EDITION: params.editions[EDITION]}}), layout)
    report = layout.report(EDITION)
    return Said(
        {p.stem: p.read_text(encoding="utf-8") for p in sorted((report / "textes").glob("*.md"))},
        _rows(report / "chiffres.csv"),
        _rows(report / "affirmations.csv"),
        lambda name: pd.read_parquet(layout.result(EDITION, f"{name}.parquet")),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


def _whole(folder: Path) -> Path:
    shutil.copytree(DEMONSTRATION, folder)
    return folder


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


_SOURCES = {
    "demonstration": _whole,
    "sans_tables_facultatives": _without_optional_tables,
    "deux_menages_par_groupe": _two_households_a_group,
}
