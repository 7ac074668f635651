"""All that is said of the scheme in one edition: what was delivered, to whom, where, at what cost."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.indicators.observed.study import observe
from pipeline.params import Params
from pipeline.scheme.avoided_costs import avoided_costs_table
from pipeline.scheme.benchmarks import benchmarks_table
from pipeline.scheme.cooperative import cooperative_members
from pipeline.scheme.cost_ratios import cost_ratios, read_gain, sensitivity_table
from pipeline.scheme.coverage import coverage_by_department
from pipeline.scheme.dose import dose_table
from pipeline.scheme.dose_outcomes import outcomes_by_dose
from pipeline.scheme.funnel import funnel_table
from pipeline.scheme.help_received import help_received
from pipeline.scheme.implementation import implementation_lines
from pipeline.scheme.interventions import read_support
from pipeline.scheme.note import Note
from pipeline.scheme.rents import effort_table, rents_table
from pipeline.scheme.spending import budget_lines, half_years_table, read_spending


def scheme_edition(
    name: str, tables: Mapping[str, pd.DataFrame], computed: Mapping[str, pd.DataFrame], note: Note, params: Params
) -> dict[str, pd.DataFrame]:
    """Return `dose`, `mise_en_oeuvre`, `dose_resultats`, `aides`, `couts`, `couts_semestres`, `couts_ratios`,
    `couts_sensibilite`, `cooperative`, `couverture`, `loyers`, `taux_effort`, `entonnoir`, `couts_evites`,
    `reperes`, as `contract.produced` describes them.

    `tables`: the delivery's, an optional one absent; `computed`: `inclusions`, `indicateurs`, `estimations` of the same
    edition. Nothing dated after the freeze is read, a half-year being dated by its last day.
    """
    edition, level = params.editions[name], params.plan.niveau
    study = observe(tables, edition, params.seuils)
    support = read_support(tables, study)
    dose = dose_table(support, study)
    spending = read_spending(tables["couts"], edition.gel) if "couts" in tables else None
    gain = read_gain(computed["estimations"])
    indicators = computed["indicateurs"]
    return {
        "dose": dose,
        "mise_en_oeuvre": implementation_lines(dose, support, note, edition, params.couts),
        "dose_resultats": outcomes_by_dose(dose, indicators, note, edition, level),
        "aides": help_received(tables, study, level),
        "couts": budget_lines(spending, note),
        "couts_semestres": half_years_table(spending, note),
        "couts_ratios": cost_ratios(spending, note, params.couts, gain),
        "couts_sensibilite": sensitivity_table(spending, params.couts, gain),
        "cooperative": cooperative_members(computed["inclusions"], indicators, note, edition, params.dispositif, level),
        "couverture": coverage_by_department(study.cohort.frame, note, params.dispositif),
        "loyers": rents_table(study, note),
        "taux_effort": effort_table(study, note),
        "entonnoir": funnel_table(indicators, edition),
        "couts_evites": avoided_costs_table(spending, params.couts),
        "reperes": benchmarks_table(note, indicators, edition),
    }
