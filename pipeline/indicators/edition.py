"""From the tables of a delivery to all that one edition measures."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.indicators.durees import durees
from pipeline.indicators.flux import flux
from pipeline.indicators.inclusions import inclusions
from pipeline.indicators.indicateurs import indicateurs
from pipeline.indicators.observed.study import observe
from pipeline.indicators.suivi_mensuel import suivi_mensuel
from pipeline.params import Controles, Edition, Seuils


def compute_edition(
    tables: Mapping[str, pd.DataFrame], edition: Edition, seuils: Seuils, controles: Controles
) -> dict[str, pd.DataFrame]:
    """Return `indicateurs`, `durees`, `inclusions`, `suivi_mensuel` and `flux`, as `contract.produced` describes them.

    `tables`: the delivery's, all rows read, with the contract's columns and types; an optional table not delivered is
    absent, and what depends on it has no row. Nothing dated after `edition.gel`, nothing of a household after its
    withdrawal, and nothing of a household without consent is read. The rows' order in `tables` does not matter.
    """
    study = observe(tables, edition, seuils)
    return {
        "indicateurs": indicateurs(study),
        "durees": durees(study),
        "inclusions": inclusions(study),
        "suivi_mensuel": suivi_mensuel(study),
        "flux": flux(study, tables["menages"], controles),
    }
