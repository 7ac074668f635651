"""The numbers that `dvc metrics diff` compares between two runs, and the columns that `dvc plots` draws."""

from __future__ import annotations

import json

import pandas as pd

from pipeline.contract.flow import INCLUS
from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS
from pipeline.report.context import ReportContext
from pipeline.report.flow import count_of
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.sentences.quality import gravity_counts
from pipeline.report.waves import last_wave
from pipeline.statements.choice import Role
from pipeline.statements.statement import Statement, indicator_of

_DIGITS = 12
_COLUMNS = {"accompagne": "accompagnes", "temoin": "temoins"}
_FINDINGS = ("bloquant", "rejet", "avertissement")


def metrics_json(results: EditionResults, context: ReportContext) -> str:
    """Return the metrics as JSON: sizes, findings, the primary indicator, then every indicator's main estimate."""
    primary = indicator_of(context.plan.indicateur_principal)
    principal = said(results, primary.name, last_wave(primary, context))
    crude, stratified, permuted = (
        said(results, primary.name, principal.vague, role) for role in (Role.CRUDE, Role.STRATIFIED, Role.TEST)
    )
    findings = gravity_counts(results)
    others = [i for i in (*INDICATORS.values(), DUREE_MAINTIEN) if i.estimated and i is not primary]
    tree = {
        "horizon": context.horizon,
        "inclus": {column: count_of(results.flux, INCLUS, group) for group, column in _COLUMNS.items()},
        "constats": {gravity: findings.get(gravity, 0) for gravity in _FINDINGS},
        "principal": {
            **_numbers(principal),
            "ecart_brut": _rounded(crude.estimation),
            "ecart_a_strates_egales": _rounded(stratified.estimation),
            "p_permutation": _rounded(permuted.p_valeur),
        },
        "indicateurs": {
            i.name: _numbers(e) for i in others if (e := said(results, i.name, last_wave(i, context))).mesure
        },
    }
    return json.dumps(tree, ensure_ascii=False, indent=2) + "\n"


def survival_csv(survie: pd.DataFrame) -> str:
    """Return `mois`, whole, then the survival of each group by then, from month 0 at 1.

    A row on the day of a step would be the day of one household's exit.
    """
    curves = {}
    for group, column in _COLUMNS.items():
        rows = survie[survie["groupe"] == group].sort_values("mois", kind="stable")
        # A duration in months, made from days, may miss a whole number by the last bits.
        months = rows["mois"].to_numpy(float).round(9)
        steps = pd.Series(rows["survie"].to_numpy(float), index=months, name=column)
        curves[column] = steps[~steps.index.duplicated(keep="last")]
    wide = pd.DataFrame(curves).sort_index()
    if not wide.empty and 0.0 not in wide.index:
        wide = pd.concat([pd.DataFrame({c: [1.0] for c in wide.columns if wide[c].notna().any()}, index=[0.0]), wide])
    if wide.empty:
        return _csv(wide)
    whole = [float(m) for m in range(int(wide.index.max()) + 1)]
    monthly = wide.reindex(wide.index.union(whole)).ffill().loc[whole]
    return _csv(monthly.set_axis(range(len(whole))))


def arrears_csv(trajectoires: pd.DataFrame, least: int = 1) -> str:
    """Return `mois`, then the mean debt of each group (€), where it is of at least `least` households."""
    if least > 1:
        few = pd.to_numeric(trajectoires["n"], errors="coerce") < least
        trajectoires = trajectoires.assign(moyenne=trajectoires["moyenne"].astype(float).mask(few))
    curves = {
        column: trajectoires[trajectoires["groupe"] == group].set_index("mois")["moyenne"].astype(float)
        for group, column in _COLUMNS.items()
    }
    return _csv(pd.DataFrame(curves).sort_index())


def _csv(wide: pd.DataFrame) -> str:
    wide = wide.reindex(columns=list(_COLUMNS.values())).rename_axis("mois").reset_index()
    return wide.to_csv(index=False, float_format=f"%.{_DIGITS}g", lineterminator="\n")


def _numbers(e: Statement) -> dict[str, float | int | str | None]:
    return {
        "methode": e.methode,
        "estimation": _rounded(e.estimation),
        "ic_bas": _rounded(e.ic_bas),
        "ic_haut": _rounded(e.ic_haut),
        "p": _rounded(e.p_valeur),
        "valeur_accompagnes": _rounded(e.valeur_accompagnes),
        "valeur_temoins": _rounded(e.valeur_temoins),
        "n_accompagnes": e.n_accompagnes,
        "n_temoins": e.n_temoins,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{_DIGITS}g}")
