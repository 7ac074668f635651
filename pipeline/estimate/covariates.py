"""The plan's covariates as a model takes them: those that vary, an unknown value the mean."""

from __future__ import annotations

import numpy as np

from pipeline.estimate.sample import AnalysedStudy, Booleans, Floats


def known_covariates(study: AnalysedStudy, known: Booleans) -> tuple[list[str], Floats]:
    """Return the names of the covariates that vary among the households `known`, (N,), and their values, (n, c)."""
    names, columns = [], []
    for name in study.plan.covariables:
        values = study.covariate(name)[known]
        seen = values[~np.isnan(values)]
        if len(seen) and seen.min() < seen.max():
            names.append(name)
            columns.append(np.where(np.isnan(values), seen.mean(), values))
    return names, np.column_stack([*columns, np.empty((int(known.sum()), 0))])
