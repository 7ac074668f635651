"""Balance after weighting: how far apart the groups are at inclusion, before and after the overlap weights."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from pipeline.contract.produced.estimates import ENSEMBLE, EQUILIBRE
from pipeline.contract.schema import Column, Kind
from pipeline.estimate.baseline import baseline_variables, levels_in_order, note_of
from pipeline.estimate.notes import explain
from pipeline.estimate.sample import AnalysedStudy, Booleans, Floats
from pipeline.estimate.score import study_score
from pipeline.stats.description import smd_categorical, smd_continuous
from pipeline.stats.weighted_difference import effective_size

Row = dict[str, object]
_CODED = (Kind.CODE, Kind.TEXT)


def balance_table(study: AnalysedStudy, inclusions: pd.DataFrame) -> pd.DataFrame:
    """Return `equilibre` for the households of `inclusions` (columns of the contract), those of `study`.

    The score is fitted on all of them, whatever is known of their outcomes: an estimate fits it again among those whose
    outcome it knows, and its note gives its own effective sizes. First row: all households. The difference before is
    that of `comparabilite`; after, the means or shares are weighted and the denominator is not. Missing values leave
    their variable, not the others. Without a score, what is after is missing and `note` says why.
    """
    frame = inclusions.sort_values("menage_id", kind="stable", ignore_index=True)
    names, weights, why = _weights(study)
    rows = [_row(ENSEMBLE, ENSEMBLE, None, np.ones(len(frame), dtype=bool), study.treated, weights) | {"note": why}]
    for variable, column, concerned in baseline_variables(frame):
        known = np.zeros(len(frame), dtype=bool)
        known[concerned.index[concerned[variable].notna()]] = True
        row = _row(variable, _type(column), variable in names, known, study.treated, weights)
        values = frame[variable]
        before = _difference(column, values, known, study.treated, None)
        if weights is not None:
            row["smd_apres"] = _difference(column, values, known, study.treated, weights)
        rows.append(row | {"smd_avant": before, "note": note_of(variable, before)})
    return EQUILIBRE.frame(rows)


def _weights(study: AnalysedStudy) -> tuple[list[str], Floats | None, str | None]:
    """Return the covariates of the score, the weights (N,), and why there are none."""
    score = study_score(study, np.ones(len(study.treated), dtype=bool))
    if score.fitted is None or score.fitted.observed is None:
        treated = study.treated[score.kept]
        return score.names, None, explain(score.reason, int(treated.sum()), int((~treated).sum()))
    weights = np.zeros(len(study.treated))
    weights[score.kept] = score.fitted.observed
    return score.names, weights, None


def _row(
    variable: str, kind: str, scored: bool | None, known: Booleans, treated: Booleans, weights: Floats | None
) -> Row:
    row: Row = {"variable": variable, "type": kind, "dans_le_score": scored}
    for group, members in (("accompagnes", known & treated), ("temoins", known & ~treated)):
        row[f"n_{group}"] = int(members.sum())
        if weights is not None and members.any():
            row[f"effectif_efficace_{group}"] = effective_size(weights[members])
    return row


def _difference(
    column: Column | None, values: pd.Series, known: Booleans, treated: Booleans, weights: Floats | None
) -> float:
    groups = known & treated, known & ~treated
    if column is None or column.kind not in (*_CODED, Kind.BOOLEAN):
        numbers = values.to_numpy(dtype=float, na_value=np.nan)
        own = None if weights is None else (weights[groups[0]], weights[groups[1]])
        return smd_continuous(numbers[groups[0]], numbers[groups[1]], own)
    codes = np.full(len(values), -1)
    if column.kind is Kind.BOOLEAN:
        found = 2
        codes[known] = values[known].to_numpy(dtype=float).astype(int)
    else:
        texts = values[known].astype("str")
        shown = levels_in_order(column, texts)
        found = len(shown)
        codes[known] = pd.Index(shown).get_indexer(pd.Index(texts))
    if found < 2:
        return math.nan

    def totals(w: Floats) -> tuple[Floats, Floats]:
        one, zero = (np.bincount(codes[g], weights=w[g], minlength=found).astype(float) for g in groups)
        return one, zero

    counts = totals(np.ones(len(values)))
    return smd_categorical(*counts, None if weights is None else totals(weights))


def _type(column: Column | None) -> str:
    if column is not None and column.kind in _CODED:
        return "categorie"
    return "binaire" if column is not None and column.kind is Kind.BOOLEAN else "continu"
