"""Stage « calibrate »: simulated studies at the real design → how each method of the plan behaves, in `calibration/`.

A pipeline of its own (`calibration/dvc.yaml`): it is long, its results are committed, and the report reads them.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pandas as pd

from pipeline.calibration.engine import aim, work_out
from pipeline.calibration.lots import LOT, Lot, Scenario, all_lots, scenarios
from pipeline.calibration.studies import design_of
from pipeline.calibration.summary import calibration_table
from pipeline.calibration.targets import Targets, as_frame, from_frame
from pipeline.contract.calibration import CALIBRATION
from pipeline.french import count, number
from pipeline.params import Params, load_params
from pipeline.report.versions import ESTIMATING, versions
from pipeline.shipped import package_folder
from pipeline.stages.guard import guarded
from pipeline.storage import replacing, round_significant

FOLDER, RESULTS, SETTINGS, KEPT = "calibration", "resultats.csv", "reglages.json", "lots"
READS = ("calibration", "plan", "editions", "seuils", "controles", "demonstration")
_NOT_NUMBERS = (
    "moteur",
    "ordonnanceur",
    "ouvriers",
    "etudes",
    "etudes_effet",
    "etudes_menace",
)  # they change how much, not what
_CODE = ("calibration", "contract", "estimate", "indicators", "stats", "synthetic")


def run(params: Params, folder: Path) -> None:
    """Work out the lots that are not yet kept below `folder`, then write the table and its settings there.

    A lot already worked out with the same parameters and code is not worked out again: what was interrupted goes on.
    """
    fingerprint = _fingerprint(params)
    kept = folder / KEPT / fingerprint[:16]
    lots = list(all_lots(params.calibration))
    todo = [lot for lot in lots if not _file(kept, lot).is_file()]
    studies = sum(lot.size for lot in lots)
    design = design_of(params.controles)
    print(
        f"Dessin simulé : {number(design.accompanied)} ménages accompagnés et {number(design.controls)} témoins "
        "(« controles.effectif_prevu_* »), plan d’analyse tel qu’il est."
    )
    print(f"{number(studies)} études simulées, {count(len(lots) - len(todo), 'lot déjà fait', 'lots déjà faits')}.")
    print(f"Valeurs visées, dans une population de {number(params.calibration.population)} ménages par effet…")
    aims = _aims(params, kept)
    with _progress(sum(lot.size for lot in todo)) as advance:
        for lot, sums in work_out(todo, params, aims):
            with replacing(_file(kept, lot), private=False) as temporary:
                sums.to_csv(temporary, index=False, lineterminator="\n")
            advance(lot.size)
    done = ((lot, pd.read_csv(_file(kept, lot))) for lot in lots)
    table = calibration_table(done, aims, params)
    with replacing(folder / RESULTS, private=False) as temporary:
        _rounded(table).to_csv(temporary, index=False, lineterminator="\n")
    digest = hashlib.sha256((folder / RESULTS).read_bytes()).hexdigest()
    content = {
        "etudes": params.calibration.etudes,
        "etudes_par_effet": params.calibration.etudes_effet,
        "etudes_par_menace": params.calibration.etudes_menace,
        "dessin": {
            "accompagnes": design.accompanied,
            "temoins": design.controls,
            "vagues": sorted({edition.wave for edition in params.editions.values()}),
        },
        "lot": LOT,
        "empreinte": fingerprint,
        "resultats_sha256": digest,
        "parametres": {name: getattr(params, name).model_dump(mode="json") for name in READS if name != "editions"},
        "versions": versions(ESTIMATING),
    }
    with replacing(folder / SETTINGS, private=False) as temporary:
        temporary.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def _aims(params: Params, kept: Path) -> dict[Scenario, Targets]:
    """What the methods aim at in each setting, worked out once and kept beside the lots."""
    heavy = "lourdes" if params.calibration.etudes_lourdes else "legeres"
    files = {s: kept / f"cibles-{s.name}-{heavy}.csv" for s in scenarios(params.calibration)}
    for setting, found in aim([s for s, path in files.items() if not path.is_file()], params).items():
        with replacing(files[setting], private=False) as temporary:
            as_frame(found).to_csv(temporary, index=False, lineterminator="\n")
    return {setting: from_frame(pd.read_csv(path)) for setting, path in files.items()}


def _file(kept: Path, lot: Lot) -> Path:
    return kept / f"{lot.name}-{lot.size}-{lot.heavy}.csv"


def _fingerprint(params: Params) -> str:
    """The digest of all that decides the numbers of a lot: parameters, and the code that lives, measures, estimates."""
    digest = hashlib.sha256()
    chosen = {name: params.model_dump(mode="json")[name] for name in READS}
    chosen["calibration"] = {k: v for k, v in chosen["calibration"].items() if k not in _NOT_NUMBERS}
    chosen["calibration"].pop("etudes_lourdes")  # in the names of the lots
    digest.update(json.dumps(chosen, sort_keys=True).encode())
    root = package_folder()
    for path in sorted(p for room in _CODE for p in (root / room).rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    """Six significant digits: far below the Monte-Carlo error, above what two machines differ by."""
    floats = table.select_dtypes("float").columns
    return table[list(CALIBRATION)].assign(**{c: round_significant(table[c], 6) for c in floats})


class _Advance(Protocol):
    def __call__(self, studies: int) -> None: ...


@contextmanager
def _progress(total: int) -> Iterator[_Advance]:
    """A bar on a terminal; elsewhere a line each twentieth of the way."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("Études"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task("", total=total)
            yield lambda studies: bar.advance(task, studies)
        return
    done = 0

    def advance(studies: int) -> None:
        nonlocal done
        before, done = done, done + studies
        if 20 * before // max(total, 1) != 20 * done // max(total, 1):
            print(f"{number(done)} études sur {number(total)}", file=sys.stderr, flush=True)

    yield advance


if __name__ == "__main__":
    root = Path.cwd()
    sys.exit(guarded(lambda: run(load_params(root / "params.yaml", set(READS)), root / FOLDER)))
