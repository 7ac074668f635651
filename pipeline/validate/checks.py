"""All that can be said of a delivery once it is read: suites of the contract, rules between tables, the note itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from pipeline.contract.findings import Rule
from pipeline.params import Params
from pipeline.validate import expectations, note
from pipeline.validate.consequences import without_consequences
from pipeline.validate.findings import as_findings, gather
from pipeline.validate.records import Records
from pipeline.validate.reference import Reference
from pipeline.validate.rules.catalogue import CHECKS
from pipeline.validate.signatures import catalogue

RULES: dict[str, Rule] = {
    rule.name: rule for rule in (*(check.rule for check in CHECKS), *catalogue.RULES, *expectations.RULES, note.RULE)
}


def check_delivery(
    tables: Mapping[str, pd.DataFrame],
    provenance: Mapping[str, pd.DataFrame],
    reading: pd.DataFrame,
    params: Params,
    reference: Reference,
    suites: expectations.SuiteRun | Callable[[], expectations.SuiteRun] | None = None,
    *,
    asked: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Return all findings: signatures of whole files, then those of the reading, then ours (one row a finding).

    `tables`: as read, contract columns; `provenance`: same rows, `fichier`, `feuille`, `ligne`; `suites`: the run of
    `run_suites(tables, params.controles)` when it is already done (Data Docs need it too), or what gives it once the
    other rules have been looked at.
    `asked`: the editions to be made, None when the delivery is only verified.
    A rule whose tables were not delivered is left out: that they are absent is the reading's to say.
    """
    records = Records(tables, provenance, as_findings(reading), params, reference, _names(asked))
    between = [check.find(records, check.rule) for check in CHECKS if all(name in records for name in check.needs)]
    noted = note.check_note(reference)
    run = suites() if callable(suites) else suites or expectations.run_suites(tables, params.controles)
    found = gather([records.reading, expectations.suite_findings(run, records), *between, noted])
    return without_consequences(catalogue.signed(found, records), records)


def _names(asked: Iterable[str] | None) -> frozenset[str] | None:
    return None if asked is None else frozenset(asked)
