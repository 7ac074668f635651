"""The same bytes on another processor, in another place: the kernels that a library picks by itself do not show.

A machine is imitated by what it changes: OpenBLAS's kernels, NumPy's vector instructions, the number of threads; and
what surrounds the process: hash seed, time zone, locale.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pypdf
import pytest
from support.pdf_pages import contents_pages, cut_tables, half_empty, headings_at_a_foot, pages
from support.pdf_tables import lonely_rows, nameless_rows
from support.pdf_tags import tags, untold
from support.pdf_words import overprinted

from pipeline.indicators.edition import compute_edition
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.stages.produced import write_produced
from pipeline.storage import write_table

ROOT = Path(__file__).parents[2]
DEMONSTRATION = ROOT / "data" / "raw" / "demonstration"
VECTORS = " ".join(
    np.show_config(mode="dicts")["SIMD Extensions"]["found"]
)  # what NumPy found here beyond its baseline

CHOSEN = (
    "OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "NPY_DISABLE_CPU_FEATURES",
    "PYTHONHASHSEED", "TZ", "LC_ALL", "LANG", "LANGUAGE",
)  # fmt: skip
MACHINES = {
    "haswell": {"OPENBLAS_CORETYPE": "Haswell"},
    "sandybridge": {"OPENBLAS_CORETYPE": "Sandybridge"},
    "nehalem": {"OPENBLAS_CORETYPE": "Nehalem"},
    "no vector instructions": {"NPY_DISABLE_CPU_FEATURES": VECTORS},
    "two threads": {"OPENBLAS_NUM_THREADS": "2", "OMP_NUM_THREADS": "2"},
    "another place": {"PYTHONHASHSEED": "20", "TZ": "Pacific/Auckland", "LC_ALL": "C", "LANG": "C"},
    "all of it": {
        "OPENBLAS_CORETYPE": "Nehalem", "NPY_DISABLE_CPU_FEATURES": VECTORS, "OPENBLAS_NUM_THREADS": "2",
        "PYTHONHASHSEED": "7", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8",
    },
}  # fmt: skip
HERE = {"PYTHONHASHSEED": "0", "TZ": "UTC"}  # the kernels that this processor is given, one thread

ESTIMATE = """
import sys
from pathlib import Path
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.stages import estimate
chosen = Params().model_copy(update={"editions": {"finale": Params().editions["finale"]}})
estimate.run(chosen, Layout.output(Path(sys.argv[1])))
"""


@pytest.mark.slow
def test_another_processor_gives_the_same_estimates(propre_tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    params = Params()
    computed = compute_edition(propre_tables, params.editions["finale"], params.seuils, params.controles)
    for machine, variables in (("here", HERE), ("there", MACHINES["all of it"])):
        layout = Layout.output(tmp_path / machine)
        write_table(propre_tables["couts"], layout.table("couts"), rounded=False)
        write_produced("indicators", computed, layout, "finale")
        on(variables, "-c", ESTIMATE, tmp_path / machine)
    here, there = written(tmp_path / "here"), written(tmp_path / "there")
    assert len(here) > 15
    assert differing(here, there) == []


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return executed(HERE, tmp_path_factory.mktemp("here"))


@pytest.mark.slow
@pytest.mark.parametrize("machine", MACHINES)
def test_another_machine_writes_every_file_alike(machine: str, at_home: dict[str, bytes], tmp_path: Path) -> None:
    assert len(at_home) > 300
    assert differing(at_home, executed(MACHINES[machine], tmp_path)) == []


@pytest.fixture(scope="module")
def every_edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("editions")
    executed(HERE, folder, *Params().editions)
    return folder / "reports"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["synthese", "rapport", "annexe"])
@pytest.mark.parametrize("edition", [*Params().editions])
def test_every_page_is_laid_out_to_be_read(every_edition: Path, edition: str, name: str) -> None:
    path = every_edition / edition / f"{name}.pdf"
    assert overprinted(path) == []
    assert headings_at_a_foot(path) == []
    assert cut_tables(path) == []
    assert lonely_rows(path) == []
    assert nameless_rows(path) == []
    assert half_empty(path, cover=name != "synthese", chapters=("En langage simple",)) == []
    assert contents_pages(path) == ([] if name == "synthese" else [2])
    assert untold(path) == []
    captions = [line for _, lines in pages(path) for line in lines if re.match(r"Figure\d+:", line.bare)]
    assert len(tags(pypdf.PdfReader(path), "/Figure")) == len(captions) > 0


def executed(variables: dict[str, str], folder: Path, *editions: str) -> dict[str, bytes]:
    """What the chain writes of the demonstration, documents included: its last edition, the richest, or `editions`."""
    chosen = [part for edition in editions or ("finale",) for part in ("--edition", edition)]
    arguments = ("executer", "--source", DEMONSTRATION, "--sortie", folder, *chosen)
    on(variables, "-c", "from pipeline.cli import main; main()", *arguments)
    return written(folder)


def on(variables: dict[str, str], *arguments: object) -> None:
    """Run Python with `variables`, and none of the others that change a machine, whatever is set around this test."""
    kept = {k: v for k, v in os.environ.items() if k not in CHOSEN}
    run = subprocess.run(
        [sys.executable, *map(str, arguments)],
        env=kept | variables,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


def written(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def differing(here: dict[str, bytes], there: dict[str, bytes]) -> list[str]:
    return [name for name in sorted(here.keys() | there.keys()) if here.get(name) != there.get(name)]
