"""What `evaluation exporter` does: the tables for other programs, with their data package and their codebook."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.commands.holdings import Holding, open_holding
from pipeline.contract.data_package import Resource, codebook, package
from pipeline.contract.produced.catalogue import PRODUCED
from pipeline.contract.produced.entry import Produced
from pipeline.contract.schema import Table
from pipeline.contract.tables import TABLES
from pipeline.errors import UsageError
from pipeline.french import count
from pipeline.spreadsheet import csv_text, write_workbook
from pipeline.storage import read_table, replacing

_TITLE = "Évaluation de la Veille sociale Habitat Réuni : tables de la chaîne"
_EXCEL_ROWS = 1_048_575
_STATA_NAME, _STATA_LABEL = 32, 80


@dataclass(frozen=True)
class _Format:
    media_type: str
    write: Callable[[pd.DataFrame, Table | Produced, Path], None]


def export(target: Path, source: Path, format_name: str, editions: tuple[str, ...]) -> None:
    """Write the tables of `source` into `target`, with `datapackage.json` and `codebook.csv`.

    `source`: a repository, a folder of `--sortie` or an archive. `format_name`: `csv`, `xlsx` or `dta`. `editions`: all
    those that were made when empty. Raises `UsageError`.
    """
    if format_name not in FORMATS:
        raise UsageError(f"« --format {format_name} » : inconnu. Possibles : {', '.join(FORMATS)}.")
    held = open_holding(source)
    unknown = [name for name in editions if name not in held.editions]
    if unknown:
        made = ", ".join(held.editions) or "aucune"
        raise UsageError(f"Édition « {unknown[0]} » : elle n’a pas été faite dans {source}. Éditions faites : {made}.")
    form = FORMATS[format_name]
    resources = []
    for name, table, path in _tables(held, editions or held.editions):
        frame = _in_order(read_table(path), table)
        place = target / f"{name.replace('.', '/')}.{format_name}"
        with replacing(place) as temporary:
            form.write(frame, table, temporary)
        resources.append(Resource(name, place.relative_to(target).as_posix(), table, _is_keyed(frame, table)))
    described = package(resources, title=_TITLE, media_type=form.media_type)
    with replacing(target / "datapackage.json") as temporary:
        temporary.write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="")
    with replacing(target / "codebook.csv") as temporary:
        temporary.write_text("\ufeff" + csv_text(codebook(resources)), encoding="utf-8", newline="")
    print(f"{target} : {count(len(resources), 'table')}, datapackage.json, codebook.csv.")
    print("Des lignes de ménages y sont : ce dossier est restreint comme la livraison.")


def _tables(held: Holding, editions: tuple[str, ...]) -> Iterator[tuple[str, Table | Produced, Path]]:
    """Each table that is there: its name in the package, its description, its Parquet file."""
    for name, table in TABLES.items():
        if (path := held.layout.table(name)).is_file():
            yield name, table, path
    for entry in PRODUCED.values():
        for edition in editions if entry.by_edition else ("",):
            if (path := held.layout.produced(entry, edition)).is_file():
                yield f"{edition}.{entry.name}" if edition else entry.name, entry, path


def _in_order(frame: pd.DataFrame, table: Table | Produced) -> pd.DataFrame:
    return frame[[name for name in table.names if name in frame]]


def _is_keyed(frame: pd.DataFrame, table: Table | Produced) -> bool:
    key = list(table.key)
    return bool(key) and not frame[key].isna().any(axis=None) and not frame.duplicated(key).any()


def _csv(frame: pd.DataFrame, _table: Table | Produced, path: Path) -> None:
    """The dialect that Table Schema takes for granted: comma, point, ISO dates, `true` and `false`."""
    shown = frame.copy()
    for name in shown.select_dtypes("boolean"):
        shown[name] = shown[name].map({True: "true", False: "false"})
    for name in shown.select_dtypes("float"):
        if np.isinf(shown[name]).any():
            shown[name] = shown[name].astype("object").replace({np.inf: "INF", -np.inf: "-INF"})
    shown.to_csv(path, index=False, encoding="utf-8", lineterminator="\n", date_format="%Y-%m-%d")


def _xlsx(frame: pd.DataFrame, table: Table | Produced, path: Path) -> None:
    if len(frame) > _EXCEL_ROWS:
        raise UsageError(f"{table.name} : trop de lignes pour un classeur ; « --format csv » les prend toutes.")
    write_workbook(frame, path, title=table.name[:31], most=_EXCEL_ROWS)


def _dta(frame: pd.DataFrame, table: Table | Produced, path: Path) -> None:
    """Stata 14 and later: texts as texts, yes and no as 1 and 0, dates as days; an infinite bound is missing there."""
    plain = frame.copy()
    for name, kind in plain.dtypes.items():
        if isinstance(kind, pd.BooleanDtype | pd.Int64Dtype):
            plain[name] = plain[name].astype("float64")
        elif pd.api.types.is_string_dtype(kind) or pd.api.types.is_object_dtype(kind):
            plain[name] = plain[name].astype("object").where(plain[name].notna(), "")
        elif pd.api.types.is_float_dtype(kind):
            plain[name] = plain[name].replace([np.inf, -np.inf], np.nan)
    names = {name: str(name)[:_STATA_NAME] for name in plain}
    titles = _titles(table)
    plain.rename(columns=names).to_stata(
        path,
        write_index=False,
        version=118,
        convert_dates={names[c]: "td" for c in plain.select_dtypes("datetime")},
        variable_labels={names[c]: titles.get(str(c), "")[:_STATA_LABEL] for c in plain},
    )


def _titles(table: Table | Produced) -> Mapping[str, str]:
    if isinstance(table, Table):
        return {column.name: column.label for column in table}
    return {field.name: field.words for field in table.columns}


FORMATS: Mapping[str, _Format] = {
    "csv": _Format("text/csv", _csv),
    "xlsx": _Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "dta": _Format("application/x-stata-dta", _dta),
}
