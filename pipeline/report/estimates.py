"""One estimate, as sentences and tables read it: missing numbers are None, never NaN."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS, Indicator, Scale

ABSENT = "aucune estimation n’a été produite pour cet indicateur à cette vague"

MAIN_METHOD = dict.fromkeys(Scale, "difference_brute") | {Scale.DURATION: "rmst"}


def indicator_of(name: str) -> Indicator:
    """Return the catalogue entry of an estimated indicator, `duree_maintien` included."""
    return DUREE_MAINTIEN if name == DUREE_MAINTIEN.name else INDICATORS[name]


@dataclass(frozen=True)
class Estimate:
    """One row of `estimations`; differences are accompanied − control, `sens` is +1 when more is good news."""

    indicateur: str
    vague: str
    famille: str = ""
    methode: str = ""
    mesure: str = ""
    estimation: float | None = None
    erreur_type: float | None = None
    ic_bas: float | None = None
    ic_haut: float | None = None
    niveau: float = 0.95
    p_valeur: float | None = None
    p_ajustee: float | None = None
    n_accompagnes: int = 0
    n_temoins: int = 0
    valeur_accompagnes: float | None = None
    valeur_temoins: float | None = None
    sens: int = 0
    note: str = ""

    @property
    def indicator(self) -> Indicator:
        return indicator_of(self.indicateur)

    @property
    def null(self) -> float:
        """The value of « no difference »: 1 for a ratio, ½ for a probability of superiority, 0 otherwise."""
        if self.is_ratio:
            return 1.0
        return 0.5 if self.mesure == "p_superiorite" else 0.0

    @property
    def is_ratio(self) -> bool:
        return self.mesure.startswith("rapport_")

    @property
    def reason(self) -> str:
        """Why a number is missing, ready for « …: reason. »"""
        return as_reason(self.note)


def find(estimations: pd.DataFrame, indicateur: str, vague: str, methode: str | None = None) -> Estimate:
    """Return the row of `indicateur` at `vague` by `methode` (None: the main method of its scale).

    A row that is not there comes back without numbers, its note saying so: callers need not ask.
    """
    wanted = methode or MAIN_METHOD[indicator_of(indicateur).scale]
    rows = estimations[
        (estimations["indicateur"] == indicateur) & (estimations["vague"] == vague) & (estimations["methode"] == wanted)
    ]
    if rows.empty:
        return Estimate(indicateur, vague, methode=wanted, sens=indicator_of(indicateur).favourable, note=ABSENT)
    return read_all(rows.head(1))[0]


def read_all(rows: pd.DataFrame) -> list[Estimate]:
    """Return the rows as `Estimate`s, in their order."""
    return [
        Estimate(
            indicateur=str(r["indicateur"]),
            vague=str(r["vague"]),
            famille=_text(r.get("famille")),
            methode=str(r["methode"]),
            mesure=str(r["mesure"]),
            estimation=_number(r.get("estimation")),
            erreur_type=_number(r.get("erreur_type")),
            ic_bas=_number(r.get("ic_bas")),
            ic_haut=_number(r.get("ic_haut")),
            niveau=_number(r.get("niveau")) or 0.95,
            p_valeur=_number(r.get("p_valeur")),
            p_ajustee=_number(r.get("p_ajustee")),
            n_accompagnes=_count(r.get("n_accompagnes")),
            n_temoins=_count(r.get("n_temoins")),
            valeur_accompagnes=_number(r.get("valeur_accompagnes")),
            valeur_temoins=_number(r.get("valeur_temoins")),
            sens=_count(r.get("sens_favorable")),
            note=_text(r.get("note")),
        )
        for r in rows.to_dict("records")
    ]


def as_reason(note: str) -> str:
    """Return a note as the end of a sentence: sentences joined by « ; », small first letters, no final full stop."""
    sentences = [s.strip().rstrip(".") for s in note.split(". ") if s.strip(" .")]
    return " ; ".join(s if s[1:2].isupper() else s[0].lower() + s[1:] for s in sentences) or "raison non précisée"


def _number(value: object) -> float | None:
    if value is None or value is pd.NA:
        return None
    number = float(value)  # type: ignore[arg-type]
    return number if math.isfinite(number) else None


def _count(value: object) -> int:
    number = _number(value)
    return 0 if number is None else round(number)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
