"""The analysis plan, written before outcomes are read: what is compared, how, and what would matter."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pipeline.contract.covariates import COVARIATES
from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS, Indicator, Scale
from pipeline.contract.tables import MENAGES
from pipeline.params.section import EditionName, Section, refuse_unknown

SHARES = "parts"  # in `importance`: every share that has no entry of its own

_OfMeans = Literal["ajustee", "difference_brute", "ancova", "doubles_differences", "ponderation", "imputation"]


class Estimateurs(Section):
    """The one method that speaks for each kind of indicator; « mesuré » says: at inclusion too, or its score is.

    Where the method has no figure, the crude difference stands in.
    """

    binaire_mesure: _OfMeans = "ajustee"
    continu_mesure: _OfMeans = "ajustee"
    continu: Literal["ajustee", "difference_brute", "ancova", "ponderation", "imputation"] = "ajustee"
    binaire: Literal["difference_brute", "ajustee", "ancova", "ponderation", "imputation"] = "difference_brute"
    nombre: Literal["difference_brute"] = "difference_brute"
    ordinal: Literal["superiorite", "difference_brute"] = "superiorite"
    duree: Literal["rmst_permutation", "rmst"] = "rmst_permutation"


class Plan(Section):
    """The analysis plan, written before outcomes are read."""

    indicateur_principal: str = "maintien"
    secondaires: tuple[str, ...] = (
        "impaye_solde", "impaye_2mois", "procedure_max", "insertion", "lsns6", "who5", "troubles"
    )  # fmt: skip
    strates: tuple[str, ...] = ("profil",)
    covariables: Annotated[tuple[str, ...], Field(max_length=5)] = ("impaye_inclusion", "lsns6")
    niveau: Annotated[float, Field(gt=0.5, lt=1)] = 0.95
    graine: Annotated[int, Field(ge=0)] = 20150101
    tirages: Annotated[int, Field(ge=99, le=1_000_000)] = 9999
    reechantillonnages: Annotated[int, Field(ge=99, le=100_000)] = 1999
    imputations: Annotated[int, Field(ge=50, le=1_000)] = 50
    estimateurs: Estimateurs = Estimateurs()
    importance: dict[str, Annotated[float, Field(gt=0)]] = Field(
        default={SHARES: 10.0, "impaye_solde": 200.0, "who5": 10.0}
    )
    edition_de_conclusion: EditionName = "finale"

    @model_validator(mode="after")
    def _known_names(self) -> Plan:
        indicators = (self.indicateur_principal, *self.secondaires)
        refuse_unknown("indicateur inconnu", indicators, _compared())
        refuse_unknown("importance d’un indicateur inconnu", self.importance, [SHARES, *_compared()])
        refuse_unknown("covariable inconnue", self.covariables, COVARIATES)
        refuse_unknown("strate inconnue", self.strates, [c.name for c in MENAGES if c.codes and c.name != "groupe"])
        if self.indicateur_principal in self.secondaires:
            raise ValueError("l’indicateur principal ne peut pas être aussi secondaire")
        return self

    def method_for(self, indicator: Indicator) -> str:
        """The method that speaks for `indicator`, by its kind in `estimateurs`."""
        return str(getattr(self.estimateurs, indicator.kind))

    def importance_of(self, indicator: Indicator) -> float | None:
        """The smallest difference that would matter, in the unit of the estimate (a share: 0.10); None if none is set.

        An indicator named in `importance` has its own; any other share has that of `SHARES`. Shares are written in
        points there.
        """
        share = indicator.scale is Scale.BINARY
        value = self.importance.get(indicator.name, self.importance.get(SHARES) if share else None)
        return value / 100 if share and value is not None else value


def _compared() -> list[str]:
    return [i.name for i in (*INDICATORS.values(), DUREE_MAINTIEN) if i.estimated]
