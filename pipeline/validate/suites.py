"""The expectations of each table, built from the contract: types, codes, ranges, patterns, keys, completeness."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.contract.codes import ACCOMPAGNE, SITUATION_BLOQUEE
from pipeline.contract.findings import Gravity, Rule
from pipeline.contract.schema import Column, Kind, Table
from pipeline.params import Controles

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite

COLUMNS = Rule(
    "colonnes_du_contrat",
    Gravity.BLOCKING,
    "Table lue sans les colonnes du contrat",
    "Relancer la lecture ; si le message revient, le signaler : c’est un défaut du programme.",
)
TYPE = Rule(
    "type_de_colonne",
    Gravity.BLOCKING,
    "Colonne lue dans un autre type que celui du contrat",
    "Relancer la lecture ; si le message revient, le signaler : c’est un défaut du programme.",
)
VALUE = Rule(
    "valeur_hors_contrat",
    Gravity.BLOCKING,
    "Valeur hors du contrat après lecture",
    "Corriger la cellule, ou la laisser vide.",
)
REQUIRED = Rule(
    "cellule_obligatoire_vide",
    Gravity.WARNING,
    "Case obligatoire vide",
    "Renseigner la case ; en l’état, elle est comptée comme manquante.",
)
COMPLETENESS = Rule(
    "completude",
    Gravity.WARNING,
    "Colonne trop peu renseignée",
    "Compléter la colonne : les indicateurs qui en dépendent porteront sur moins de ménages.",
)
UNIQUE = Rule(
    "cle_unique",
    Gravity.BLOCKING,
    "Même clé sur plusieurs lignes",
    "Demander à l’expéditeur si ces lignes s’additionnent ou si l’une remplace l’autre, et renvoyer une ligne par clé.",
)

_MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
_DATES = [f"datetime64[{unit}]" for unit in ("s", "ms", "us", "ns")]
# Great Expectations cannot name the text type of pandas 3: texts are held by their codes and patterns instead.
_TYPES: dict[Kind, list[str]] = {
    Kind.AMOUNT: ["float64"],
    Kind.DECIMAL: ["float64"],
    Kind.INTEGER: ["Int64Dtype"],
    Kind.BOOLEAN: ["BooleanDtype"],
    Kind.DATE: _DATES,
}
# Columns that have a sense for some households only, and the rows where they are expected.
_EXPECTED_WHERE = {
    ("menages", "motif"): ("profil", SITUATION_BLOQUEE),
    ("menages", "mode_accompagnement"): ("groupe", ACCOMPAGNE),
}
_OPTIONAL_BY_NATURE = {("menages", "paire_id"), ("evenements", "precision")}


def build_suite(table: Table, controls: Controles) -> ExpectationSuite:
    """Return the suite of `table`; the rule that a failure stands for is in each expectation's `meta["regle"]`."""
    import great_expectations as gx

    return gx.ExpectationSuite(name=table.name, expectations=list(_expectations(table, controls)))


def _expectations(table: Table, controls: Controles) -> Iterator[Any]:
    gxe = _library()
    yield gxe.ExpectTableColumnsToMatchOrderedList(column_list=table.names, meta=_meta(COLUMNS))
    if table.key:
        yield (
            gxe.ExpectCompoundColumnsToBeUnique(column_list=list(table.key), meta=_meta(UNIQUE))
            if len(table.key) > 1
            else gxe.ExpectColumnValuesToBeUnique(column=table.key[0], meta=_meta(UNIQUE))
        )
    for column in table:
        yield from _column_expectations(table, column, controls)


def _column_expectations(table: Table, column: Column, controls: Controles) -> Iterator[Any]:
    gxe = _library()
    name = column.name
    if column.kind in _TYPES:
        yield gxe.ExpectColumnValuesToBeInTypeList(column=name, type_list=_TYPES[column.kind], meta=_meta(TYPE))
    if column.codes:
        values = [code.value for code in column.codes]
        yield gxe.ExpectColumnValuesToBeInSet(column=name, value_set=values, meta=_meta(VALUE))
    pattern = _MONTH if column.kind is Kind.MONTH else column.pattern
    if pattern:
        yield gxe.ExpectColumnValuesToMatchRegex(column=name, regex=pattern, meta=_meta(VALUE))
    if column.minimum is not None or column.maximum is not None:
        yield gxe.ExpectColumnValuesToBeBetween(
            column=name,
            min_value=column.minimum,
            max_value=column.maximum,
            strict_min=column.exclusive_minimum,
            meta=_meta(VALUE),
        )
    if name in table.key or (column.required and table.name != "menages"):
        yield gxe.ExpectColumnValuesToNotBeNull(column=name, meta=_meta(REQUIRED))
    elif (table.name, name) not in _OPTIONAL_BY_NATURE:
        yield gxe.ExpectColumnValuesToNotBeNull(
            column=name, mostly=controls.completude_min, meta=_meta(COMPLETENESS), **_where(table, name)
        )


def _where(table: Table, column: str) -> dict[str, Any]:
    from great_expectations.expectations.row_conditions import Column as RowColumn

    condition = _EXPECTED_WHERE.get((table.name, column))
    if condition is None:
        return {}
    other, value = condition
    return {"row_condition": RowColumn(other) == value}


def _library() -> Any:
    import great_expectations.expectations

    return great_expectations.expectations


def _meta(rule: Rule) -> dict[str, str]:
    return {"regle": rule.name}
