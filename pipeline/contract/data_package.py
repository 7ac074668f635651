"""The tables as a Frictionless Data Package (specs.frictionlessdata.io, version 1), from the contract."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.contract.produced.entry import Field, Produced
from pipeline.contract.schema import Column, Kind, Table

# Table Schema has a type for « 2015-01 ».
_TYPES = {
    Kind.IDENTIFIER: "string", Kind.TEXT: "string", Kind.CODE: "string", Kind.DATE: "date", Kind.MONTH: "yearmonth",
    Kind.AMOUNT: "number", Kind.DECIMAL: "number", Kind.INTEGER: "integer", Kind.BOOLEAN: "boolean",
}  # fmt: skip
_PRODUCED_TYPES = {"str": "string", "Int64": "integer", "boolean": "boolean", "float64": "number"}
_HOUSEHOLDS, _KEY = "menages", "menage_id"


@dataclass(frozen=True)
class Resource:
    """One table of the package. `name`: lower case, unique; `path`: of its file in the package.

    `keyed`: whether its key tells its rows apart, without a missing value, in these data.
    """

    name: str
    path: str
    table: Table | Produced
    keyed: bool


def package(resources: Sequence[Resource], *, title: str, media_type: str) -> dict[str, Any]:
    """Return the content of `datapackage.json`. `media_type`: of the files; only CSV is a tabular resource."""
    tabular = media_type == "text/csv"
    return {
        "profile": "tabular-data-package" if tabular else "data-package",
        "name": "evaluation-veille-sociale",
        "title": title,
        "resources": [_resource(r, media_type, _names(resources), tabular=tabular) for r in resources],
    }


def codebook(resources: Iterable[Resource]) -> list[tuple[str, ...]]:
    """Return one row a column: table, column, title, type, unit, allowed values, description; the titles first."""
    heads = ("table", "colonne", "intitule", "type", "unite", "valeurs", "description")
    rows = [
        (r.name, *(_coded(c) if isinstance(c, Column) else _described(c))) for r in resources for c in r.table.columns
    ]
    return [heads, *rows]


def _names(resources: Iterable[Resource]) -> frozenset[str]:
    return frozenset(r.name for r in resources)


def _resource(resource: Resource, media_type: str, names: frozenset[str], *, tabular: bool) -> dict[str, Any]:
    table = resource.table
    described: dict[str, Any] = {
        "name": resource.name,
        "path": resource.path,
        "title": table.label if isinstance(table, Table) else table.name,
        "description": table.description,
        "format": resource.path.rpartition(".")[2],
        "mediatype": media_type,
        "schema": _schema(resource, names),
    }
    return {**described, "profile": "tabular-data-resource", "encoding": "utf-8"} if tabular else described


def _schema(resource: Resource, names: frozenset[str]) -> dict[str, Any]:
    table = resource.table
    schema: dict[str, Any] = {
        "fields": [_column(c) if isinstance(c, Column) else _field(c) for c in table.columns],
        "missingValues": [""],
    }
    if table.key and resource.keyed:
        schema["primaryKey"] = list(table.key)
    if resource.name != _HOUSEHOLDS and _HOUSEHOLDS in names and any(c.name == _KEY for c in table.columns):
        schema["foreignKeys"] = [{"fields": _KEY, "reference": {"resource": _HOUSEHOLDS, "fields": _KEY}}]
    return schema


def _column(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.codes:
        constraints["enum"] = [code.value for code in column.codes]
    if column.pattern:
        constraints["pattern"] = column.pattern
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    if column.maximum is not None:
        constraints["maximum"] = column.maximum
    return _without_nothing(
        name=column.name, type=_TYPES[column.kind], title=column.label, description=column.description,
        constraints=constraints,
    )  # fmt: skip


def _field(field: Field) -> dict[str, Any]:
    return _without_nothing(name=field.name, type=_PRODUCED_TYPES[field.type], description=_with_unit(field))


def _with_unit(field: Field) -> str:
    return f"{field.words} Unité : {field.unit}." if field.unit else field.words


def _without_nothing(**described: Any) -> dict[str, Any]:
    return {key: value for key, value in described.items() if value not in ("", {})}


def _coded(column: Column) -> tuple[str, ...]:
    values = " ; ".join(f"{code.value} = {code.label}" for code in column.codes)
    bounds = [f"{x:g}" if x is not None else "" for x in (column.minimum, column.maximum)]
    return (
        column.name, column.label, str(column.kind), column.unit,
        values or column.pattern or (" à ".join(bounds) if any(bounds) else ""), column.description,
    )  # fmt: skip


def _described(field: Field) -> tuple[str, ...]:
    return field.name, "", str(field.role), field.unit, "", field.words
