"""All the sensitivity analyses of one edition: the tables that the report reads."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.params import Params
from pipeline.sensitivity.arrears_path import arrears_path
from pipeline.sensitivity.before_inclusion import before_rows
from pipeline.sensitivity.confounding import confounding_rows
from pipeline.sensitivity.exits import truncation_rows
from pipeline.sensitivity.heterogeneity import heterogeneity_rows
from pipeline.sensitivity.hidden_causes import hidden_causes_frame
from pipeline.sensitivity.landlords import landlord_rows
from pipeline.sensitivity.missing import missing_rows, reasons_table
from pipeline.sensitivity.multiplicity import multiplicity_rows
from pipeline.sensitivity.other_methods import other_method_rows
from pipeline.sensitivity.precision import bayes_rows, densities_table, precision_rows, reach_rows
from pipeline.sensitivity.rows import as_table
from pipeline.sensitivity.setting import read_setting
from pipeline.sensitivity.variants import variant_rows

# In the order of the report's annex.
ANALYSES = (
    truncation_rows,
    before_rows,
    variant_rows,
    missing_rows,
    confounding_rows,
    precision_rows,
    reach_rows,
    bayes_rows,
    heterogeneity_rows,
    landlord_rows,
    multiplicity_rows,
    other_method_rows,
)


def sensitivity_edition(
    name: str, params: Params, delivery: Mapping[str, pd.DataFrame], computed: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """Return the tables of the stage, in the columns of the contract.

    `delivery`: the tables read, all rows, an optional one may be absent. `computed`: `inclusions`, `indicateurs`,
    `durees` of the edition. What cannot be computed has no row, or a row whose note says why.
    """
    setting = read_setting(name, params, delivery, computed)
    return {
        "sensibilite": as_table(row for rows in ANALYSES for row in rows(setting)),
        "manquants_motifs": reasons_table(setting),
        "causes_cachees": hidden_causes_frame(setting),
        "densites": densities_table(setting),
        "ecarts_mensuels": arrears_path(setting),
    }
