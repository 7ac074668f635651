"""The tables of the calibration: what happens without effect, and the power under each effect."""

from __future__ import annotations

import math

import pandas as pd

from pipeline.contract.calibration import CALIBRATION, NO_EFFECT
from pipeline.french import MISSING, NBSP, number, percent
from pipeline.report.calibration import Behaviour, behaviours, effects_of, norm_text
from pipeline.report.results import EditionResults
from pipeline.report.tables.pipe import Head, PipeTable

_SHOWN = ("principal", "secondaire")
_DATA = [c for c in CALIBRATION if c != "famille"]


def no_effect_table(results: EditionResults) -> PipeTable | None:
    """Return type-I error, coverage, bias and width without effect, primary and secondary; the CSV holds everything."""
    table = results.calibration
    if table.empty:
        return None
    rows = [b for b in behaviours(table, effet=NO_EFFECT) if b.row["famille"] in _SHOWN]
    return PipeTable(
        "calibration",
        "Sans aucun effet : part des études où la méthode en annonce un, et ce que valent ses intervalles à "
        f"95{NBSP}% (erreur type de simulation entre parenthèses)",
        (
            Head("Indicateur"),
            Head("Méthode"),
            Head("Études", right=True),
            Head("Annoncé à tort", right=True),
            Head("Couverture", right=True),
            Head("Biais", right=True),
            Head("Largeur", right=True),
        ),
        [[b.label if i == 0 or rows[i - 1].label != b.label else "", *_row(b)] for i, b in enumerate(rows)],
        notes=(
            f"En gras, une couverture hors de {norm_text()}. Biais et largeur dans l’unité de l’indicateur, en "
            "logarithme pour les rapports. Une méthode sans p annonce un effet quand son intervalle exclut l’égalité. "
            "Tous les indicateurs et tous les effets sont dans le fichier CSV.",
        ),
        data=(_DATA, [[_plain(v) for v in row] for row in table[_DATA].itertuples(index=False)]),
    )


def power_table(results: EditionResults) -> PipeTable | None:
    """Return, for the primary and secondary indicators, the share of studies that announce each effect."""
    table = results.calibration
    effects = effects_of(table) if len(table) else []
    if not effects:
        return None
    keys = ["indicateur", "methode", "mesure"]
    shown = [b for b in behaviours(table, effet=effects[0]) if b.row["famille"] in _SHOWN]
    found = {(name, *(b.row[k] for k in keys)): b for name in effects for b in behaviours(table, effet=name)}
    rows, previous = [], ""
    for b in shown:
        cells = [found.get((name, *(b.row[k] for k in keys))) for name in effects]
        title = b.label if b.label != previous else ""
        rows.append([title, b.method, *[_share(c, "annonces") for c in cells], *[_coverage(c) for c in cells]])
        previous = b.label
    return PipeTable(
        "puissance",
        "Avec un effet : part des études où la méthode l’annonce (puissance), puis couverture de son intervalle",
        (
            Head("Indicateur"),
            Head("Méthode"),
            *[Head(f"Vu, {name}", right=True) for name in effects],
            *[Head(f"Couv., {name}", right=True) for name in effects],
        ),
        rows,
        notes=("Effets : multiples de ceux de l’étude de démonstration (paramètres « calibration.effets »).",),
    )


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
    text = _share(b, "couverture")
    return f"**{text}**" if b is not None and b.outside else text


def _plain(value: object) -> str | float | int | None:
    if value is None or value is pd.NA:
        return None
    return value if isinstance(value, (str, float, int)) and not isinstance(value, bool) else str(value)
