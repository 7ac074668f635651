"""What was refused or flagged in the delivery, by table and column, and what was missing, by indicator and wave."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.flow import INCLUS
from pipeline.contract.indicators import INDICATORS, Indicator
from pipeline.contract.tables import TABLES
from pipeline.french import MISSING, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.estimates import find
from pipeline.report.flow import count_of
from pipeline.report.markdown import escape
from pipeline.report.results import EditionResults
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.wording import GROUP_TITLES, wave_title

GRAVITY_TITLES = {"bloquant": "Bloquant", "rejet": "Rejet", "avertissement": "Avertissement"}
_ORDER = {name: rank for rank, name in enumerate(GRAVITY_TITLES)}


def quality_table(results: EditionResults) -> PipeTable | None:
    """Return the findings grouped by gravity, table, column and rule; None when there is none."""
    if results.constats.empty:
        return None
    frame = results.constats.assign(effectif=pd.to_numeric(results.constats["effectif"], errors="coerce").fillna(0))
    for column in ("gravite", "table", "colonne", "regle", "motif", "fichier"):
        frame[column] = frame[column].fillna("").astype(str)
    grouped = (
        frame.groupby(["gravite", "table", "colonne", "regle"], sort=True)
        .agg(effectif=("effectif", "sum"), fichiers=("fichier", "nunique"), motif=("motif", "first"))
        .reset_index()
    )
    grouped["rang"] = grouped["gravite"].map(_ORDER).fillna(len(_ORDER))
    records = grouped.sort_values(["rang", "table", "colonne", "regle"]).to_dict("records")
    heads = (
        Head("Gravité"),
        Head("Table"),
        Head("Colonne"),
        Head("Constat"),
        Head("Nombre", right=True),
        Head("Fichiers", right=True),
    )
    return PipeTable(
        "qualite",
        "Ce qui n’a pas été lu ou a été signalé, par table et par colonne",
        heads,
        [
            [
                GRAVITY_TITLES.get(r["gravite"], escape(r["gravite"])),
                _table_label(r["table"]),
                _column_label(r["table"], r["colonne"]),
                escape(r["motif"]),
                number(int(r["effectif"])),
                number(int(r["fichiers"])),
            ]
            for r in records
        ],
        ("Constat : exemple d’un des fichiers concernés ; la liste complète est dans le rapport de validation.",),
        (
            ("gravite", "table", "colonne", "regle", "motif", "nombre", "fichiers"),
            [
                [r["gravite"], r["table"], r["colonne"], r["regle"], r["motif"], int(r["effectif"]), int(r["fichiers"])]
                for r in records
            ],
        ),
    )


def missing_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return, for each indicator and wave, how many of the included households have a known value."""
    included = {g: count_of(results.flux, INCLUS, g) for g in GROUP_TITLES}
    rows: list[list[str]] = []
    data: list[list[str | float | int | None]] = []
    known_pairs = set(zip(results.estimations["indicateur"], results.estimations["vague"], strict=True))
    for indicator in INDICATORS.values():
        for wave in context.edition.waves:
            if (indicator.name, wave) not in known_pairs:
                continue
            e = find(results.estimations, indicator.name, wave)
            known = dict(zip(GROUP_TITLES, (e.n_accompagnes, e.n_temoins), strict=True))
            expected = {g: None if _is_partial(indicator) else included[g] for g in GROUP_TITLES}
            rows.append([indicator.label, wave_title(wave), *(_known(known[g], expected[g]) for g in GROUP_TITLES)])
            data.append([indicator.name, wave, *(x for g in GROUP_TITLES for x in (known[g], expected[g]))])
    if not rows:
        return None
    return PipeTable(
        "manquants",
        "Valeurs connues, sur les ménages inclus",
        (Head("Indicateur"), Head("Échéance"), *(Head(t, right=True) for t in GROUP_TITLES.values())),
        rows,
        (
            "Part connue entre parenthèses. L’insertion ne concerne que les nouveaux ménages : elle n’est pas "
            "rapportée à l’ensemble. Une valeur manque quand la ligne, l’entretien ou une réponse manque, ou après "
            "un décès ou un retrait.",
        ),
        (
            ("indicateur", "vague", *(f"{x}_{g}" for g in GROUP_TITLES for x in ("connus", "inclus"))),
            data,
        ),
    )


def _is_partial(indicator: Indicator) -> bool:
    """True for what concerns a part of the households only."""
    return indicator.name == "insertion"


def _known(n: int, expected: int | None) -> str:
    if expected is None:
        return number(n)
    share = percent(n / expected) if expected else MISSING
    return f"{number(n)} / {number(expected)} ({share})"


def _table_label(name: str) -> str:
    return TABLES[name].label if name in TABLES else (escape(name) or MISSING)


def _column_label(table: str, column: str) -> str:
    if table in TABLES and column in TABLES[table]:
        return TABLES[table][column].label
    return escape(column) or MISSING
