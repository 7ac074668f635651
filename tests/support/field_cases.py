"""Field cases (`deliveries/terrain`): composed over the clean delivery, read, judged by their `attendu.json`."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.contract.schema import Kind
from pipeline.contract.tables import TABLES
from pipeline.errors import UnfitDataError
from pipeline.layout import Layout
from pipeline.params import load_params
from pipeline.stages import ingest, validate

DELIVERIES = Path(__file__).parents[1] / "deliveries"
CASES = sorted(p.name for p in (DELIVERIES / "terrain").iterdir() if p.is_dir())
_MOST_FINDINGS = 6
_SAME = ("table", "colonne", "gravite", "motif")


@dataclass(frozen=True)
class Run:
    """What reading and checking a delivery gave; `lines`: what was printed."""

    status: int
    rejections: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    lines: list[str]


def compose(name: str, folder: Path) -> Path:
    """Write the delivery of a case below `folder`, and return it."""
    case, out = DELIVERIES / "terrain" / name, folder / "livraison"
    shutil.copytree(DELIVERIES / "propre" / "livraison", out)
    removed = case / "retires.txt"
    for line in removed.read_text(encoding="utf-8").split() if removed.exists() else ():
        (out / line).unlink()
    if (case / "fichiers").is_dir():
        shutil.copytree(case / "fichiers", out, dirs_exist_ok=True)
    return out


def run(source: Path, folder: Path) -> Run:
    """Read and check a delivery in this process, writing below `folder` what `evaluation executer` writes."""
    params, layout = load_params(None), Layout.output(folder)
    params = params.model_copy(update={"donnees": params.donnees.model_copy(update={"source": str(source)})})
    layout.processed.mkdir(parents=True)
    printed, status = io.StringIO(), 0
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        ingest.run(params, layout)
        try:
            validate.run(params, layout, with_pages=False)
        except UnfitDataError as error:
            print(error)
            status = 1
    tables = {p.stem: pd.read_parquet(p) for p in sorted(layout.table("").parent.glob("*.parquet"))}
    return Run(status, pd.read_parquet(layout.rejections), tables, printed.getvalue().splitlines())


def outcome(name: str, run_of_case: Run, clean: Run) -> str | None:
    """Return the admitted outcome that holds for a case, None when none does."""
    expected = json.loads((DELIVERIES / "terrain" / name / "attendu.json").read_text(encoding="utf-8"))
    return next((o for o in expected["admis"] if _holds(o, expected, run_of_case, clean)), None)


def new_findings(of_case: Run, clean: Run) -> pd.DataFrame:
    """The findings that the clean run does not have, whatever their file, line and counts."""
    known = {_identity(r) for r in clean.rejections[list(_SAME)].itertuples(index=False)}
    new = [_identity(r) not in known for r in of_case.rejections[list(_SAME)].itertuples(index=False)]
    return of_case.rejections[np.array(new, bool)]


def _identity(row: Any) -> tuple[str, ...]:
    return tuple(re.sub(r"\d+", "#", "" if pd.isna(v) else str(v)) for v in row)


def _holds(wanted: str, expected: dict[str, Any], of_case: Run, clean: Run) -> bool:
    if wanted == "lu_juste":
        return of_case.status == 0 and _same_tables(expected, of_case.tables, clean.tables)
    new = new_findings(of_case, clean)
    here = new[(new["gravite"] == wanted) & (new["table"] == expected["table"])]
    for column in ("fichier", "colonne"):
        if expected[column] is not None:
            here = here[here[column] == expected[column]]
    if not len(here) or of_case.status != int(wanted == "bloquant") or not _said(expected, new, of_case, clean):
        return False
    if wanted == "bloquant":
        most = expected.get("constats_max")
        return most is None or int((new["table"] == expected["table"]).sum()) <= most
    return int(new["gravite"].isin(["avertissement", "rejet"]).sum()) <= _MOST_FINDINGS


def _said(expected: dict[str, Any], new: pd.DataFrame, of_case: Run, clean: Run) -> bool:
    text = "\n".join([*new["motif"].fillna(""), *(line for line in of_case.lines if line not in set(clean.lines))])
    wanted, refused = expected.get("message_attendu", []), expected.get("message_interdit", [])
    return all(re.search(p, text, re.IGNORECASE) for p in wanted) and not any(
        re.search(p, text, re.IGNORECASE) for p in refused
    )


def _same_tables(expected: dict[str, Any], got: dict[str, pd.DataFrame], clean: dict[str, pd.DataFrame]) -> bool:
    if set(got) != set(clean):
        return False
    return all(_same(_as_expected(expected, name, clean[name]), got[name], expected.get("ecarts", {})) for name in got)


def _as_expected(expected: dict[str, Any], name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The clean table, with the values that the case's README says instead."""
    frame = frame.copy()
    for value in expected.get("valeurs", []) if name == expected["table"] else ():
        at = np.logical_and.reduce([(frame[c] == v).to_numpy(bool) for c, v in value["cle"].items()])
        new, column = value["valeur"], value["colonne"]
        if new is not None and TABLES[name][column].kind is Kind.DATE:
            new = dt.date.fromisoformat(new)
        frame[column] = [new if here else old for here, old in zip(at, frame[column], strict=True)]
    return frame


def _same(want: pd.DataFrame, got: pd.DataFrame, gaps: dict[str, float]) -> bool:
    if list(want.columns) != list(got.columns) or len(want) != len(got):
        return False
    exact = [c for c in want.columns if c not in gaps]
    want, got = (f.sort_values(exact, kind="stable").reset_index(drop=True) for f in (want, got))
    if not want[exact].equals(got[exact]):
        return False
    return all(
        np.allclose(want[c].to_numpy(float), got[c].to_numpy(float), atol=gap, rtol=0, equal_nan=True)
        for c, gap in gaps.items()
    )
