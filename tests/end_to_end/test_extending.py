"""What `docs/extending.md` says is done, to the letter, in a copy of the repository, and what it promises is there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from ruamel.yaml import YAML
from support.extending import edits
from support.report_rows import plain

ROOT = Path(__file__).parents[2]
EDITS = edits((ROOT / "docs" / "extending.md").read_text(encoding="utf-8"))
CODE = ("pipeline", "plan", "calibration", "docs", "reports", "tests", ".dvc", "data/raw/reference")
FILES = ("params.yaml", "dvc.yaml", "pyproject.toml", "README.md", ".dvcignore")
PARAMS = """
donnees: {source: livraison}
editions: {finale: {gel: 2017-03-31, horizon: 24}}
plan: {tirages: 99, reechantillonnages: 99}
"""
RUN = """
import json, sys
from pathlib import Path
import pipeline
from pipeline.commands.chain import execute
from pipeline.layout import Layout
from pipeline.params import load_params
from pipeline.report import processes
from pipeline.report.figures.canvas import Canvas
from pipeline.stages import elements

assert Path(pipeline.__file__).is_relative_to(Path.cwd())
execute(Path("livraison"), Path("sortie"), [], Path("essai.yaml"), with_report=False)
written, write = [], Canvas.write
processes.cores = lambda: 1  # figures are drawn here, where what they write is kept
Canvas.write = lambda self, x, y, text, **how: (written.append(text), write(self, x, y, text, **how))[1]
elements.run(load_params(Path("essai.yaml")), Layout.output(Path("sortie")))
Path("figures.json").write_text(json.dumps(written), encoding="utf-8")
"""


@pytest.mark.parametrize("edit", EDITS, ids=lambda e: e.path)
def test_every_edit_of_the_page_has_its_place(edit) -> None:
    path = ROOT / edit.path
    assert path.exists() != edit.new
    if edit.anchor:
        assert len(edit.places(path.read_text(encoding="utf-8").splitlines())) == 1, edit.anchor


def test_the_page_has_its_four_examples() -> None:
    touched = {edit.path for edit in EDITS}
    assert {"pipeline/contract/indicators.py", "pipeline/contract/methods.py", "pipeline/contract/produced/scheme.py",
            "pipeline/report/scheme_elements.py"} <= touched  # fmt: skip


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy, with the edits of the page made and the chain run on the clean delivery, one edition, few draws."""
    root = tmp_path_factory.mktemp("copie")
    ignored = shutil.ignore_patterns("__pycache__", "cache", "tmp", "intermediaire", "parcours", "finale", "validation")
    for folder in CODE:
        # The truth of the clean delivery is kept whole; what a run wrote is not copied.
        kept = None if folder == "tests" else ignored
        shutil.copytree(ROOT / folder, root / folder, ignore=kept)
    for name in FILES:
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "tests" / "deliveries" / "propre" / "livraison", root / "livraison")
    for edit in EDITS:
        edit.apply(root)
    (root / "essai.yaml").write_text(PARAMS, encoding="utf-8")
    python(root, "-m", "pipeline.contract.dictionary", "docs/data-dictionary.md")
    python(root, "-c", RUN)
    return root


def python(root: Path, *arguments: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def element(root: Path, name: str) -> str:
    return plain((root / "sortie" / "reports" / "finale" / name).read_text(encoding="utf-8"))


@pytest.mark.slow
def test_the_indicator_and_the_method_are_estimated(extended: Path) -> None:
    rows = pd.read_csv(extended / "sortie" / "processed" / "finale" / "estimations.csv", sep=";", decimal=",")
    own = rows[rows["indicateur"] == "mois_endettes"]
    assert set(own["vague"]) == {"M12", "M18", "M24"}
    shift = own[(own["methode"] == "hodges_lehmann") & (own["vague"] == "M24")].iloc[0]
    assert shift["mesure"] == "decalage_median"
    values = pd.read_parquet(extended / "sortie" / "processed" / "finale" / "indicateurs.parquet")
    known = values[(values["indicateur"] == "mois_endettes") & (values["vague"] == "M24")].dropna(subset="valeur")
    one, zero = (known.loc[known["groupe"] == g, "valeur"] for g in ("accompagne", "temoin"))
    assert shift["estimation"] == pytest.approx(pd.Series([a - b for a in one for b in zero]).median())


@pytest.mark.slow
def test_the_section_the_tables_and_the_figure_tell_of_it(extended: Path) -> None:
    assert "mois avec une dette" in element(extended, "textes/impayes.md").lower()
    assert "Mois avec une dette" in element(extended, "tableaux/impayes.md")
    families = ("principal", "secondaires", "exploratoires")
    effects = "".join(element(extended, f"tableaux/effets_{name}.md") for name in families)
    assert "Décalage de Hodges–Lehmann : décalage médian" in effects
    drawn = json.loads((extended / "figures.json").read_text(encoding="utf-8"))
    assert any("Mois avec une dette" in text for text in drawn)


@pytest.mark.slow
def test_the_produced_table_reaches_the_report_and_the_dictionary(extended: Path) -> None:
    made = pd.read_parquet(extended / "sortie" / "processed" / "finale" / "mois_sans_ligne.parquet")
    assert list(made.columns) == ["groupe", "n", "moyenne"]
    assert "Mois sans ligne, en moyenne" in element(extended, "tableaux/mois_sans_ligne.md")
    stages = YAML(typ="safe").load((extended / "dvc.yaml").read_text(encoding="utf-8"))["stages"]
    assert "data/processed/${key}/mois_sans_ligne.parquet" in stages["scheme"]["do"]["outs"]
    dictionary = (extended / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    for word in ("mois_endettes", "mois_sans_ligne", "Mois avec une dette"):
        assert word in dictionary


@pytest.mark.slow
def test_the_tests_that_the_page_names_pass_in_the_copy(extended: Path) -> None:
    python(
        extended, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "tests/house/test_walls.py",
        "tests/house/test_names.py", "tests/house/test_documents.py", "tests/house/test_glossary.py", "tests/contract",
        "tests/house/test_dvc.py::test_a_stage_depends_on_the_code_it_uses_and_on_no_other",
        "tests/spec/test_spec_mois_endettes.py", "tests/stats/test_hodges_lehmann.py",
        "tests/stats/test_stats_docstrings.py", "tests/indicators/test_indicators_edge_cases.py",
        "tests/indicators/test_indicators_against_truth.py", "tests/estimate/test_truth.py",
    )  # fmt: skip
