"""The suites run by Great Expectations on the tables in memory, and what they find told as findings.

Two passes: the whole suite, which says only what holds (with counts when Data Docs will show it: no value is kept, so
that they hold none), then the rows of the expectations that failed. On tables without a defect the second pass does not
exist; time follows the rows.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.contract.findings import Gravity, Rule
from pipeline.contract.tables import TABLES
from pipeline.french import count, percent
from pipeline.params import Controles
from pipeline.validate import suites
from pipeline.validate.findings import finding, gather, no_findings
from pipeline.validate.records import Records

NOT_RUN = Rule(
    "controle_non_fait",
    Gravity.WARNING,
    "Contrôle qui n’a pas pu être fait",
    "Relancer ; si le message revient, le signaler : c’est un défaut du programme.",
)

_BY_ROW = {suites.VALUE.name, suites.REQUIRED.name, suites.COMPLETENESS.name}
_HOLDS_OR_NOT = {"result_format": "BOOLEAN_ONLY"}
_COUNTS_ONLY = {"result_format": "BASIC", "partial_unexpected_count": 0}
_ROWS = {"result_format": "COMPLETE", "partial_unexpected_count": 0, "return_unexpected_index_query": False}


@dataclass(frozen=True)
class SuiteRun:
    """What the suites gave: `context` (ephemeral, for Data Docs), by table its result and its failures' rows.

    `failures`: by table, (rule name, column, positions of the rows or None for a whole column, share or None).
    """

    context: Any
    failures: Mapping[str, tuple[Failure, ...]]


@dataclass(frozen=True)
class Failure:
    """One expectation that does not hold: on these rows (positions), or on the whole column (`rows` is None)."""

    rule: str
    column: str | None
    rows: np.ndarray[Any, np.dtype[np.intp]] | None
    missing_share: float | None = None


def run_suites(
    tables: Mapping[str, pd.DataFrame],
    controls: Controles,
    *,
    for_data_docs: bool = False,
    advance: Callable[[int, int], None] | None = None,
) -> SuiteRun:
    """Validate each table of `tables` against the suite that the contract makes for it; nothing leaves the process.

    `for_data_docs`: keep the suites and their counts in the context, where Data Docs read them; it takes half as long
    again. `advance` is told which table is being validated, and of how many.
    """
    context = quiet_context()
    source = context.data_sources.add_pandas("livraison")
    known = [name for name in TABLES if name in tables]
    failures = {}
    for i, name in enumerate(known, 1):
        if advance is not None:
            advance(i, len(known))
        suite = suites.build_suite(TABLES[name], controls)
        frame = tables[name].reset_index(drop=True)
        failures[name] = tuple(_validate(context, source, suite, frame, kept=for_data_docs))
    return SuiteRun(context, failures)


def suite_findings(run: SuiteRun, records: Records) -> pd.DataFrame:
    """Return the findings of the failures of `run`, with file, sheet and line where rows are concerned.

    Keys that are not unique are left to the rule on duplicate keys, which says where the other row stands; an empty
    cell that the reading refused and said is not said again.
    """
    return gather(
        _tell(failure, name, records)
        for name, failures in run.failures.items()
        for failure in failures
        if failure.rule != suites.UNIQUE.name
    )


def quiet_context() -> Any:
    """Return an ephemeral context: no usage statistics, no progress bar, no file."""
    # Read when the library is imported: it must be set before.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import great_expectations as gx

        logging.getLogger("great_expectations").setLevel(logging.ERROR)
        context: Any = gx.get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    return context


def _validate(context: Any, source: Any, suite: Any, frame: pd.DataFrame, *, kept: bool) -> list[Failure]:
    batch_definition = source.add_dataframe_asset(suite.name).add_batch_definition_whole_dataframe("table")
    batch = {"dataframe": frame}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what concerns the library's own use of pandas is not the evaluator's
        if kept:
            result = _definition(context, batch_definition, suite).run(
                batch_parameters=batch, result_format=_COUNTS_ONLY
            )
        else:
            result = batch_definition.get_batch(batch).validate(suite, result_format=_HOLDS_OR_NOT)
        failed = [r for r in result.results if not r.success]
        details = _details(batch_definition, batch, suite.name, failed)
    return [_failure(r, details) for r in failed]


def _definition(context: Any, batch_definition: Any, suite: Any) -> Any:
    import great_expectations as gx

    return context.validation_definitions.add(
        gx.ValidationDefinition(name=suite.name, data=batch_definition, suite=context.suites.add(suite))
    )


def _details(batch_definition: Any, batch: Any, name: str, failed: list[Any]) -> dict[str, Any]:
    """Return, by expectation, the result with rows of each failed expectation that judges rows."""
    import great_expectations as gx

    wanted = [r.expectation_config for r in failed if r.expectation_config.meta["regle"] in _BY_ROW and not _raised(r)]
    if not wanted:
        return {}
    suite = gx.ExpectationSuite(name=f"{name}_lignes")
    for config in wanted:
        expectation = config.to_domain_obj()
        expectation.id = None  # a copy: the first suite keeps its own
        suite.add_expectation(expectation)
    result = batch_definition.get_batch(batch).validate(suite, result_format=_ROWS)
    return {_identity(r.expectation_config): r for r in result.results}


def _failure(result: Any, details: Mapping[str, Any]) -> Failure:
    config = result.expectation_config
    rule, column = config.meta["regle"], config.kwargs.get("column")
    detail = details.get(_identity(config))
    if _raised(result) or (rule in _BY_ROW and (detail is None or not detail.result or _raised(detail))):
        return Failure(NOT_RUN.name, column, None)
    if detail is None:
        return Failure(rule, column, None)
    if rule == suites.COMPLETENESS.name:
        return Failure(rule, column, None, float(detail.result["unexpected_percent"]) / 100)
    return Failure(rule, column, np.sort(np.asarray(detail.result["unexpected_index_list"], dtype=np.intp)))


def _raised(result: Any) -> bool:
    info = result.exception_info or {}
    if "raised_exception" in info:
        return bool(info["raised_exception"])
    return any(part.get("raised_exception") for part in info.values() if isinstance(part, dict))


def _identity(config: Any) -> str:
    return f"{config.type}|{config.kwargs.get('column')}|{config.meta['regle']}"


RULES = (suites.COLUMNS, suites.TYPE, suites.VALUE, suites.REQUIRED, suites.COMPLETENESS, suites.UNIQUE, NOT_RUN)
_RULES = {rule.name: rule for rule in RULES}
_MOTIFS = {
    suites.COLUMNS.name: "Les colonnes de la table lue ne sont pas celles du contrat.",
    suites.TYPE.name: "La colonne lue n’a pas le type du contrat.",
    suites.VALUE.name: "La valeur n’est pas de celles que le contrat admet.",
    suites.REQUIRED.name: "La case est vide, la colonne est obligatoire.",
    NOT_RUN.name: "Un contrôle de Great Expectations n’a pas pu être fait.",
}


def _tell(failure: Failure, name: str, records: Records) -> pd.DataFrame:
    rule, column, rows = _RULES[failure.rule], failure.column, failure.rows
    if failure.rule == suites.COMPLETENESS.name and column is not None:
        if records.already_said(name, column).all():
            return no_findings()
        share, read = failure.missing_share or 0.0, len(records[name])
        motif = f"{percent(share, 1)} des cases de la colonne sont vides ({count(read, 'ligne')} dans la table)."
        return finding(rule, motif, table=name, colonne=column)
    if rows is None:
        return finding(rule, _MOTIFS[failure.rule], table=name, colonne=column)
    if failure.rule == suites.REQUIRED.name and column is not None:
        rows = rows[~records.already_said(name, column)[rows]]
    return records.findings(rule, name, rows, _MOTIFS[failure.rule], colonne=column)
