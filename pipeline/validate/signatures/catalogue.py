"""All the signatures, in the order in which they are looked for; what they replace is taken out of the findings."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.findings import Rule
from pipeline.validate.findings import gather
from pipeline.validate.records import Records
from pipeline.validate.signatures import (
    amounts_unit,
    duration_unit,
    lost,
    rent_unit,
    reversed,
    scale,
    sign,
    swapped,
)
from pipeline.validate.signatures.signature import Explained, Signature, is_explained, to_findings, widest

SIGNATURES: tuple[Signature, ...] = (
    *scale.SIGNATURES,
    *reversed.SIGNATURES,
    *lost.SIGNATURES,
    *sign.SIGNATURES,
    *rent_unit.SIGNATURES,
    *amounts_unit.SIGNATURES,
    *duration_unit.SIGNATURES,
    *swapped.SIGNATURES,
)
RULES: tuple[Rule, ...] = tuple(dict.fromkeys(s.rule for s in SIGNATURES))


def signed(findings: pd.DataFrame, records: Records) -> pd.DataFrame:
    """Return the findings with, first, one for each cause seen over a whole file, and without those it explains."""
    told: list[pd.DataFrame] = []
    causes: list[Explained] = []
    for signature in SIGNATURES:
        if all(name in records for name in signature.needs):
            seen = widest(signature.look(records))
            told.extend(to_findings(signature.rule, seen))
            causes.extend(cause for one in seen for cause in one.explains)
    return gather([*told, findings[~is_explained(findings, causes)]])
