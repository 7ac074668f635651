"""What `evaluation plan` does: lock the analysis plan before outcomes are read, and say what has changed since."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from pipeline.blind.labels import blind_codes
from pipeline.commands.blind_key import fingerprint_of, key_beside, open_seal
from pipeline.commands.in_force import params_in_force
from pipeline.contract.produced.estimates import ESTIMATIONS
from pipeline.contract.produced.indicators import INDICATEURS
from pipeline.errors import PlanChangedError, UsageError
from pipeline.layout import Layout
from pipeline.params import Params
from pipeline.plan.comparison import compare
from pipeline.plan.lock import Looked, as_text, lock_plan, read_lock
from pipeline.report.sentences.lock import change_line, lock_sentences
from pipeline.report.wording import no_break
from pipeline.spreadsheet import ENCODING, SEPARATOR
from pipeline.stages.declared import FOLDER, LOCK_NAME
from pipeline.storage import replacing

RESULTS = (ESTIMATIONS, INDICATEURS)  # the tables that tell that results were produced


def lock(
    params_file: Path | None,
    lock_file: Path | None,
    results: Path | None,
    declared: str | None,
    *,
    after_reading: bool,
    replace: bool,
    motif: str,
) -> None:
    """Write the lock of the plan of `params_file`, and print what was locked.

    `params_file`: None for the program's own parameters, the current folder standing for theirs. `lock_file`: None
    for `plan/plan-verrouille.json` beside the parameters. `results`: the folder of processed tables
    where results are looked for, None for the repository's. `declared`: AAAA-MM-JJ, the day that the evaluator gives
    for the plan, kept beside the clock's. `after_reading`: results are known, whether they are found or not. Raises
    `UsageError` when results exist (unless `after_reading`) or when a lock is already there (unless `replace`).
    """
    params = params_in_force(params_file, stop_at_another=True)
    root = _root(params_file)
    path = lock_file or root / FOLDER / LOCK_NAME
    earlier = read_lock(path)
    if earlier is not None and not replace:
        raise UsageError(
            f"{path} : un plan est déjà verrouillé. « --remplacer » en pose un nouveau, qui garde la date du "
            "précédent ; « evaluation plan verifier » dit ce qui a changé."
        )
    looked = _looked(params, root, results)
    found, blind = _results(params, results or Layout.repository(root).processed)
    if found and not after_reading:
        raise UsageError(
            f"{found[0]} : des résultats existent déjà ; un plan se verrouille avant de les lire. « --apres-lecture » "
            "verrouille quand même, et le rapport dira que le plan a été verrouillé après."
        )
    key = key_beside(root)
    if params.aveugle:
        open_seal(key)
    new = lock_plan(
        params,
        dt.date.today(),  # the day of the locking is the one thing that a clock may say here
        declared=_day(declared),
        looked=looked,
        after_reading=after_reading or bool(found),
        after_blind=blind,
        motif=motif,
        key=fingerprint_of(key),
        replaced=earlier,
    )
    with replacing(path, private=False) as temporary:
        temporary.write_text(as_text(new), encoding="utf-8", newline="")
    print(f"{path} : à enregistrer dans git.")
    _tell(lock_sentences(compare(new, params)))


def check_plan(params_file: Path | None, lock_file: Path | None, *, strict: bool) -> None:
    """Print what has changed since the plan was locked, key by key.

    Raises `UsageError` when there is no lock, `PlanChangedError` when something has changed (`UsageError` with
    `strict`).
    """
    params = params_in_force(params_file, stop_at_another=True)
    path = lock_file or _root(params_file) / FOLDER / LOCK_NAME
    found = read_lock(path)
    if found is None:
        raise UsageError(f"{path} : aucun plan verrouillé. « evaluation plan verrouiller » en écrit un.")
    reading = compare(found, params)
    _tell([*lock_sentences(reading), *(f"  – {change_line(change)}" for change in reading.changements)])
    if reading.changements:
        raise (UsageError if strict else PlanChangedError)("Le plan n’est plus celui qui a été verrouillé.")


def _root(params_file: Path | None) -> Path:
    return params_file.parent if params_file is not None else Path()


def _tell(lines: list[str]) -> None:
    for line in lines:
        print(no_break(line))


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text is not None else None
    except ValueError:
        raise UsageError("« --date » : une date AAAA-MM-JJ est attendue.") from None


def _looked(params: Params, root: Path, results: Path | None) -> Looked:
    """The folders that are looked at, below `root` or by their last name: a report does not show a machine's paths."""
    delivery = root / params.donnees.source
    return Looked(
        resultats=_shown(results or Layout.repository(root).processed, root),
        livraison=_shown(delivery, root),
        livraison_presente=any(path.is_file() for path in delivery.rglob("*")),
    )


def _shown(folder: Path, root: Path) -> str:
    resolved, base = folder.resolve(), root.resolve()
    return resolved.relative_to(base).as_posix() if resolved.is_relative_to(base) else resolved.name


def _results(params: Params, processed: Path) -> tuple[list[Path], bool]:
    """The results in which the groups are named, that a run has already left; and whether there are blind ones.

    Of any edition: those of the parameters first, then what else lies there.
    """
    layout = Layout(processed, processed)
    others = {path.parent.name for table in RESULTS for path in processed.glob(f"*/{table.name}.parquet")}
    found: list[Path] = []
    blind = False
    for name in (*params.editions, *sorted(others - set(params.editions))):
        present = [path for table in RESULTS if (path := layout.produced(table, name)).is_file()]
        if present and _is_blind(layout.produced(ESTIMATIONS, name).with_suffix(".csv")):
            blind = True
        else:
            found += present
    return found, blind


def _is_blind(estimates: Path) -> bool:
    if not estimates.is_file():
        return False
    with estimates.open(encoding=ENCODING, newline="") as lines:
        return blind_codes("n_accompagnes") in next(csv.reader(lines, delimiter=SEPARATOR), [])
