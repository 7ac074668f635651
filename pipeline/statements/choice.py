"""The one place that picks the method: the plan's; the crude one beside it, or in its place where it has no figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

import pandas as pd

from pipeline.contract.indicators import Indicator, Scale
from pipeline.statements.few import without_bounds_of_a_few
from pipeline.statements.statement import Inclusion, Statement, absent, indicator_of, read_statement
from pipeline.traced import Cell, traced


class Role(StrEnum):
    """What a statement is for."""

    MAIN = "principale"  # speaks: the plan's method, everywhere
    CRUDE = "brute"  # stands beside it, or in
    TEST = "permutation"  # the groups exchanged within strata
    STRATIFIED = "strates"  # the difference that this test is of
    CURVES = "courbes"  # two survival curves as wholes
    COST = "cout"  # what one more household kept costs


CRUDE_METHOD: Mapping[Scale, str] = dict.fromkeys(Scale, "difference_brute") | {Scale.DURATION: "rmst"}
_BESIDE = {
    Role.TEST: "permutation",
    Role.STRATIFIED: "difference_stratifiee",
    Role.CURVES: "log_rank",
    Role.COST: "cout_efficacite",
}


@dataclass(frozen=True)
class Statements:
    """What may be said of one edition: `estimations` read by role.

    `starts`: the gaps at inclusion (`ecarts_inclusion`). `methods`: the plan's, by kind of indicator. `importance`: the
    smallest difference of an indicator that would matter, None where the plan gives none.
    """

    estimations: pd.DataFrame
    starts: pd.DataFrame
    methods: Mapping[str, str]
    importance: Callable[[Indicator], float | None]

    def one(self, indicateur: str, vague: str, role: Role = Role.MAIN) -> Statement:
        """Return the statement of `indicateur` at `vague` in that role.

        A row that is not there comes back without numbers, its note saying so: callers need not ask.
        """
        indicator = indicator_of(indicateur)
        if role is Role.MAIN:
            return self._main(indicator, vague)
        return self._by(indicator, vague, _BESIDE.get(role, CRUDE_METHOD[indicator.scale]))

    def _main(self, indicator: Indicator, vague: str) -> Statement:
        """The plan's statement beside the levels of all those whose value is known, or the crude one instead."""
        crude = self._by(indicator, vague, CRUDE_METHOD[indicator.scale])
        planned = self.methods[indicator.kind]
        at_inclusion = self._starts.get(indicator.name)
        if planned == crude.methode:
            return replace(crude, at_inclusion=at_inclusion)
        spoken = self._by(indicator, vague, planned)
        if spoken.estimation is None:
            return replace(crude, instead_of=planned, why=spoken.note, at_inclusion=at_inclusion)
        levels = _levels(crude) if crude.n_accompagnes or crude.n_temoins else {}
        used = (spoken.n_accompagnes, spoken.n_temoins)
        beside = crude if crude.estimation is not None and _differ(spoken, crude) else None
        return replace(spoken, **levels, used=used, crude=beside, at_inclusion=at_inclusion)

    def _by(self, indicator: Indicator, vague: str, methode: str) -> Statement:
        row = self._rows.get((indicator.name, vague, methode))
        found = absent(indicator.name, vague, methode) if row is None else read_statement(row)
        return replace(without_bounds_of_a_few(found), importance=self.importance(indicator))

    @cached_property
    def _rows(self) -> Mapping[tuple[str, str, str], Mapping[Any, Any]]:
        """The rows of `estimations` by indicator, wave and method; the first one where a method has several."""
        rows = reversed(self.estimations.to_dict("records"))
        return {(str(r["indicateur"]), str(r["vague"]), str(r["methode"])): r for r in rows}

    @cached_property
    def _starts(self) -> Mapping[str, Inclusion]:
        return {str(r["indicateur"]): _inclusion(r) for r in self.starts.to_dict("records")}


def _inclusion(row: Mapping[Any, Any]) -> Inclusion:
    def of(column: str) -> Any:
        kind = float if column == "ecart" else int
        return traced(kind(row[column]), Cell("ecarts_inclusion", f"indicateur={row['indicateur']}", column))

    return Inclusion(of("ecart"), of("n_accompagnes"), of("n_temoins"))


def _differ(spoken: Statement, crude: Statement) -> bool:
    """Whether a reader sees two different numbers."""
    return spoken.mesure != crude.mesure or spoken.printed != crude.printed


def _levels(e: Statement) -> dict[str, Any]:
    names = ("n_accompagnes", "n_temoins", "valeur_accompagnes", "valeur_temoins")
    return {name: getattr(e, name) for name in names}
