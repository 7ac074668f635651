"""The one place that picks the method: which one describes, which one answers, which stand beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import pandas as pd

from pipeline.contract.indicators import Indicator, Scale
from pipeline.contract.remarks import OUTSIDE_NORM, joined, remark
from pipeline.statements.statement import Statement, absent, indicator_of, read_statements


class Role(StrEnum):
    """What a statement is for."""

    MAIN = "principale"  # describes the indicator, section after section
    ANSWER = "reponse"  # answers: the main one, unless the simulated studies find its interval wanting
    TEST = "permutation"  # the groups exchanged within strata
    CURVES = "courbes"  # two survival curves as wholes
    COST = "cout"  # what one more household kept costs
    DRAWN = "foret"  # the forest plot's: on a scale that indicators share


MAIN_METHOD: Mapping[Scale, str] = dict.fromkeys(Scale, "difference_brute") | {Scale.DURATION: "rmst"}
# Methods of one scale and unit, first choice first.
_ANSWERS: Mapping[Scale, tuple[str, ...]] = {s: (m,) for s, m in MAIN_METHOD.items()} | {
    s: (MAIN_METHOD[s], "ancova") for s in (Scale.BINARY, Scale.CONTINUOUS)
}
_DRAWN: Mapping[Scale, str] = {
    **MAIN_METHOD,
    Scale.CONTINUOUS: "taille_effet",
    Scale.ORDINAL: "superiorite",
}
_BESIDE = {Role.TEST: "permutation", Role.CURVES: "log_rank", Role.COST: "cout_efficacite"}
# The method whose behaviour in the simulated studies the report states, by scale.
CALIBRATED: Mapping[Scale, str] = {**MAIN_METHOD, Scale.DURATION: "log_rank"}


@dataclass(frozen=True)
class Statements:
    """What may be said of one edition: `estimations` and the table of the `calibration`, read by role."""

    estimations: pd.DataFrame
    calibration: pd.DataFrame

    def one(self, indicateur: str, vague: str, role: Role = Role.MAIN) -> Statement:
        """Return the statement of `indicateur` at `vague` in that role.

        A row that is not there comes back without numbers, its note saying so: callers need not ask.
        """
        if role is Role.ANSWER:
            return self._answer(indicator_of(indicateur), vague)
        return self._by(indicateur, vague, method_of(indicator_of(indicateur), role))

    def _by(self, indicateur: str, vague: str, methode: str) -> Statement:
        table = self.estimations
        rows = table[(table["indicateur"] == indicateur) & (table["vague"] == vague) & (table["methode"] == methode)]
        return absent(indicateur, vague, methode) if rows.empty else read_statements(rows.head(1))[0]

    def _answer(self, indicator: Indicator, vague: str) -> Statement:
        """The main statement unless its coverage leaves the norm under one simulated effect at least, and it has an
        interval; then the next method's, beside the levels of all the households whose value is known; when all are
        outside, the levels without a difference. Without calibration nothing is passed over."""
        main, *others = (self._by(indicator.name, vague, m) for m in _ANSWERS[indicator.scale])
        left = self._outside(indicator.name)
        if main.methode not in left or not main.bounded:
            return main
        for other in others:
            if other.methode not in left and other.bounded:
                used = other.n_accompagnes + other.n_temoins
                among = remark("calcule_sur", used) if used != main.n_accompagnes + main.n_temoins else ""
                why = joined(remark(OUTSIDE_NORM, main.methode), among)
                return replace(other, **_levels(main), choice=why)
        return replace(
            Statement(main.indicateur, main.vague, main.famille, sens=main.sens, niveau=main.niveau, note=OUTSIDE_NORM),
            **_levels(main),
            choice=OUTSIDE_NORM,
        )

    def _outside(self, indicateur: str) -> set[str]:
        table = self.calibration
        if table.empty:
            return set()
        return set(table.loc[(table["indicateur"] == indicateur) & table["hors_norme"].astype(bool), "methode"])


def method_of(indicator: Indicator, role: Role) -> str:
    """Return the method that speaks for `indicator` in a role other than the answer's."""
    if role is Role.DRAWN:
        return _DRAWN[indicator.scale]
    return _BESIDE.get(role, MAIN_METHOD[indicator.scale])


def _levels(e: Statement) -> dict[str, Any]:
    names = ("n_accompagnes", "n_temoins", "valeur_accompagnes", "valeur_temoins")
    return {name: getattr(e, name) for name in names}
