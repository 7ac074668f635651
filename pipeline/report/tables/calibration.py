"""The tables of the calibration: what happens without effect, the power under each effect, and what threats cost."""

from __future__ import annotations

import math

import pandas as pd

from pipeline.contract.calibration import CALIBRATION, NO_EFFECT
from pipeline.contract.indicators import DUREE_MAINTIEN
from pipeline.french import MISSING, NBSP, number, percent, quantity
from pipeline.report.calibration import Behaviour, behaviours, effects_of, norm_text, spoken, threats_of
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sentences.threats import threat_title, words_of
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.statements.statement import indicator_of

_SHOWN = ("principal", "secondaire")
_FIRST_HEAD = "Indicateur, puis méthode"
_DATA = [c for c in CALIBRATION if c != "famille"]


def no_effect_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return type-I error, coverage, bias and width without effect, primary and secondary; the CSV holds everything.

    None when the simulated studies are of another design.
    """
    table = spoken(results, context)
    if table.empty:
        return None
    whole = results.calibration
    rows = [b for b in behaviours(table, effet=NO_EFFECT) if b.row["famille"] in _SHOWN]
    return PipeTable(
        "calibration",
        "Sans aucun effet : part des études où la méthode en annonce un, et ce que valent ses intervalles à "
        f"95{NBSP}% (erreur type de simulation entre parenthèses)",
        (
            Head(_FIRST_HEAD),
            Head("Études", right=True),
            Head("Annoncé à tort", right=True),
            Head("Couverture", right=True),
            Head("Biais", right=True),
            Head("Largeur", right=True),
        ),
        [
            row
            for i, b in enumerate(rows)
            for row in _grouped(b.label, _row(b), again=i > 0 and rows[i - 1].label == b.label)
        ],
        notes=(
            f"En gras, une couverture hors de {norm_text()}. Biais et largeur dans l’unité de l’indicateur, en "
            "logarithme pour les rapports. Une méthode sans p annonce un effet quand son intervalle exclut l’égalité. "
            "Le fichier CSV a tous les indicateurs, tous les effets, toutes les menaces et toutes les échéances.",
        ),
        data=(_DATA, [[_plain(v) for v in row] for row in whole[_DATA].itertuples(index=False)]),
    )


def power_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return, for the primary and secondary indicators, the share of studies that announce each effect."""
    table = spoken(results, context)
    effects = effects_of(table) if len(table) else []
    if not effects:
        return None
    keys = ["indicateur", "methode", "mesure"]
    shown = [b for b in behaviours(table, effet=effects[0]) if b.row["famille"] in _SHOWN]
    found = {(name, *(b.row[k] for k in keys)): b for name in effects for b in behaviours(table, effet=name)}
    rows: list[list[str]] = []
    previous = ""
    for b in shown:
        cells = [found.get((name, *(b.row[k] for k in keys))) for name in effects]
        line = [b.method, *[_share(c, "annonces") for c in cells], *[_coverage(c) for c in cells]]
        rows += _grouped(b.label, line, again=b.label == previous)
        previous = b.label
    return PipeTable(
        "puissance",
        "Avec un effet et sans menace : part des études où la méthode l’annonce (puissance), puis part des intervalles "
        "qui contiennent l’effet vrai",
        (
            Head(_FIRST_HEAD),
            *[Head(f"Vu, {name}", right=True) for name in effects],
            *[Head(f"Couv., {name}", right=True) for name in effects],
        ),
        rows,
        notes=("Effets : multiples de ceux de l’étude de démonstration (paramètres « calibration.effets »).",),
    )


def threats_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return how often the interval of the plan's method holds the true effect, under each threat.

    An effect of another strength than that of the reference, or none, has its own column too.
    """
    table = spoken(results, context)
    threats, plan = threats_of(table), context.plan
    names = (plan.indicateur_principal, DUREE_MAINTIEN.name, *plan.secondaires)
    reference = [name for name in effects_of(table) if (table.loc[table["effet"] == name, "force"] == 1).any()]
    found = {(b.row["effet"], b.row["indicateur"], b.row["methode"]): b for b in reversed(behaviours(table))}
    rows, errors = [], []
    for name in names:
        method = plan.method_for(indicator_of(name))
        cells = [found.get((s, name, method)) for s in (*reference, *threats)]
        known = next((c for c in cells if c is not None), None)
        if known is not None:
            rows.append([known.label, known.method, *[MISSING if c is None else c.coverage for c in cells]])
            errors += [c.number(f"{c.covering}_mc") for c in cells if c is not None]
    if not rows or not threats:
        return None
    first = {s: behaviours(table, effet=s)[0] for s in threats}
    titles = {s: threat_title(s, b) for s, b in first.items()}
    told = [f"{titles[s]} : {words_of(b.threats)}" for s, b in first.items() if b.row["force"]]
    if not all(b.row["force"] for b in first.values()):
        told.append("« sans effet » : de même, sans que l’accompagnement ait aucun effet")
    return PipeTable(
        "menaces",
        "Ce qui menace la comparaison : part des intervalles de la méthode du plan qui contiennent l’effet vrai",
        (
            Head("Indicateur"),
            Head("Méthode"),
            *[Head("Sans menace", right=True) for _ in reference],
            *[Head(title, right=True) for title in titles.values()],
        ),
        rows,
        notes=(
            f"{' ; '.join(told)}. Les forces sont dans les paramètres (« calibration.menaces »). Erreur type de "
            f"simulation : {quantity(100 * max(errors), 1, 'point')} au plus.",
        ),
    )


def without_power(results: EditionResults, context: ReportContext) -> str:
    """Say why there is no table of power: once for both tables where threats have none either."""
    table = spoken(results, context)
    if table.empty:
        return ""  # the text of the section says why
    neither = "" if threats_of(table) else ", ni sous une menace,"
    return f"Aucun tableau : aucune étude simulée avec un effet{neither} n’est lue à cette échéance."


def without_threats(results: EditionResults, context: ReportContext) -> str:
    """Say why there is no table of threats, where `without_power` does not."""
    table = spoken(results, context)
    if table.empty or not (effects_of(table) or threats_of(table)):
        return ""
    return "Aucun tableau : aucune étude simulée sous une menace n’est lue à cette échéance."


def _grouped(label: str, line: list[str], *, again: bool) -> list[list[str]]:
    """The line of a method; before the first of an indicator, a line with its name."""
    return [line] if again else [[f"**{label}**", *[""] * (len(line) - 1)], line]


def _row(b: Behaviour) -> list[str]:
    bias, width = b.number("biais"), b.number("largeur")
    return [
        b.method,
        number(b.studies),
        _share(b, "annonces"),
        _coverage(b),
        b.unit.plain(bias, sign=True) if math.isfinite(bias) else MISSING,
        b.unit.plain(width) if math.isfinite(width) else MISSING,
    ]


def _share(b: Behaviour | None, name: str) -> str:
    if b is None or not math.isfinite(b.number(name)):
        return MISSING
    return f"{percent(b.number(name), 1)}{NBSP}({number(100 * b.number(f'{name}_mc'), 1)})"


def _coverage(b: Behaviour | None) -> str:
    text = MISSING if b is None else _share(b, b.covering)
    return f"**{text}**" if b is not None and b.outside else text


def _plain(value: object) -> str | float | int | None:
    if value is None or value is pd.NA:
        return None
    return value if isinstance(value, (str, float, int)) and not isinstance(value, bool) else str(value)
