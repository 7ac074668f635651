"""The eviction procedure as a funnel: how many households reached each stage, and how many came back from it."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.codes import GRAVITE_PROCEDURE, GROUPES, PROCEDURE
from pipeline.contract.produced.funders import ENTONNOIR, EVERYONE
from pipeline.params import Edition

STAGES = ("commandement_de_payer", "assignation", "jugement_expulsion", "concours_force_publique")
_LABELS = {code.value: code.label for code in PROCEDURE}
_MEASURES = ["procedure_max", "maintien", "impaye_2mois"]


def funnel_table(indicators: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """Return `entonnoir`: by group and for both together, and by stage, at the edition's horizon.

    Of the households whose `procedure_max` is known: those that reached the stage or a graver one since inclusion; of
    these, those kept in their dwelling (`maintien` = 1), and of these those that came back (`impaye_2mois` = 0): a
    household under an open procedure that owes little counts, one whose debt is not known does not. Without events, no
    row.
    """
    if "procedure_max" not in set(indicators["indicateur"]):
        return ENTONNOIR.frame()
    at_horizon = indicators[indicators["vague"] == edition.wave]
    wide = at_horizon.pivot_table("valeur", ["menage_id", "groupe"], "indicateur", aggfunc="first")
    wide = wide.reindex(columns=_MEASURES).dropna(subset=["procedure_max"]).reset_index()
    rows = []
    for group in (EVERYONE, *(g.value for g in GROUPES)):
        members = wide if group == EVERYONE else wide[wide["groupe"] == group]
        for stage in STAGES:
            reached = members["procedure_max"] >= GRAVITE_PROCEDURE[stage]
            kept = reached & (members["maintien"] == 1)
            back = kept & (members["impaye_2mois"] == 0)
            n, at, still, returned = len(members), int(reached.sum()), int(kept.sum()), int(back.sum())
            rows.append(
                {
                    "population": group,
                    "etape": stage,
                    "libelle": _LABELS[stage],
                    "vague": edition.wave,
                    "n": n,
                    "atteint": at,
                    "part": at / n if n else None,
                    "maintenus": still,
                    "part_maintenus": still / at if at else None,
                    "revenus": returned,
                    "part_revenus": returned / at if at else None,
                    "note": "",
                }
            )
    return ENTONNOIR.frame(rows)
