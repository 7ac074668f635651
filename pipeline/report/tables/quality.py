"""What was refused or flagged in the delivery, by table and column, and what was missing, by indicator and wave."""

from __future__ import annotations

import pandas as pd

from pipeline.contract.findings import ACCEPTED
from pipeline.contract.flow import INCLUS
from pipeline.contract.indicators import INDICATORS
from pipeline.contract.tables import TABLES
from pipeline.french import MISSING, number
from pipeline.report.context import ReportContext
from pipeline.report.flow import count_of
from pipeline.report.markdown import escape
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.wording import GROUP_TITLES, capitalised, no_break, wave_title
from pipeline.statements.choice import Role

GRAVITY_TITLES = {"bloquant": "Bloquant", "rejet": "Rejet", "avertissement": "Avertissement", ACCEPTED: "Accepté"}
# The words of the note's columns, which are written without accents.
_ACCENTED = {
    "prevu": "prévu", "departement": "département", "echeancier": "échéancier", "cout": "coût", "quantite": "quantité",
    "unite": "unité", "etape": "étape", "libelle": "libellé", "menage": "ménage", "sollicitee": "sollicitée",
    "cooperative": "coopérative", "reperes": "repères", "unitaire": "unitaire",
}  # fmt: skip
_ORDER = {name: rank for rank, name in enumerate(GRAVITY_TITLES)}


def quality_table(results: EditionResults) -> PipeTable | None:
    """Return the findings grouped by gravity, table, column and rule; None when there is none."""
    if results.constats.empty:
        return None
    frame = results.constats.assign(effectif=pd.to_numeric(results.constats["effectif"], errors="coerce").fillna(0))
    for column in ("gravite", "table", "colonne", "regle", "titre", "fichier"):
        frame[column] = frame[column].fillna("").astype(str)
    grouped = (
        frame.groupby(["gravite", "table", "colonne", "regle"], sort=True)
        .agg(
            effectif=("effectif", "sum"),
            fichiers=("fichier", "nunique"),
            titre=("titre", "first"),
            pourquoi=("action", _reasons),
        )
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
                escape(no_break(r["titre"] if r["gravite"] != ACCEPTED else f"{r['titre']} ({r['pourquoi']})")),
                number(int(r["effectif"])),
                number(int(r["fichiers"])),
            ]
            for r in records
        ],
        ("Le détail, ligne par ligne, est dans les pages de validation, à diffusion restreinte.",),
        (
            ("gravite", "table", "colonne", "regle", "titre", "nombre", "fichiers"),
            [
                [r["gravite"], r["table"], r["colonne"], r["regle"], r["titre"], int(r["effectif"]), int(r["fichiers"])]
                for r in records
            ],
        ),
    )


def _reasons(actions: pd.Series) -> str:
    return " ; ".join(dict.fromkeys(str(a) for a in actions.dropna()))


def missing_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return, for each indicator and wave, how many of the included households have a known value."""
    included = {g: count_of(results.flux, INCLUS, g) for g in GROUP_TITLES}
    known = _known_values(results, context)
    if not known:
        return None
    waves = context.edition.waves
    rows = [
        [INDICATORS[name].label, *(" / ".join(map(number, by_wave[w])) if w in by_wave else "" for w in waves)]
        for name, by_wave in known.items()
    ]
    data = [
        [name, wave, *counts, *included.values()] for name, by_wave in known.items() for wave, counts in by_wave.items()
    ]
    total = " / ".join(number(n) for n in included.values())
    return PipeTable(
        "manquants",
        f"Ménages dont la valeur est connue : accompagnés / témoins, sur {total} ménages inclus",
        (Head("Indicateur"), *(Head(wave_title(w), right=True) for w in waves)),
        rows,
        (
            "Une case vide : l’indicateur n’est pas mesuré à cette échéance. L’insertion ne concerne que les nouveaux "
            "ménages. Une valeur manque quand la ligne de suivi, l’entretien ou une réponse manque, quand l’échéance "
            "tombe après le gel, après un décès ou un retrait.",
        ),
        (("indicateur", "vague", *(f"{x}_{g}" for x in ("connus", "inclus") for g in GROUP_TITLES)), data),
    )


def _known_values(results: EditionResults, context: ReportContext) -> dict[str, dict[str, tuple[int, int]]]:
    """Indicator → wave → known values by group: from the comparisons, and at inclusion from the evolutions."""
    estimated = set(zip(results.estimations["indicateur"], results.estimations["vague"], strict=True))
    at_start = results.evolutions[results.evolutions["vague"] == "T0"]
    starts = {(str(i), str(g)): int(n) for i, g, n in at_start[["indicateur", "groupe", "n"]].itertuples(index=False)}
    known: dict[str, dict[str, tuple[int, int]]] = {}
    for name, indicator in INDICATORS.items():
        for wave in indicator.waves:
            if (name, wave) in estimated and wave in context.edition.waves:
                e = said(results, name, wave, Role.CRUDE)  # of all those whose value is known
                known.setdefault(name, {})[wave] = (e.n_accompagnes, e.n_temoins)
            elif wave == "T0" and any(i == name for i, _ in starts):
                known.setdefault(name, {})[wave] = (
                    starts.get((name, "accompagne"), 0),
                    starts.get((name, "temoin"), 0),
                )
    return known


def _table_label(name: str) -> str:
    return TABLES[name].label if name in TABLES else (_words(name) or MISSING)


def _column_label(table: str, column: str) -> str:
    if table in TABLES and column in TABLES[table]:
        return TABLES[table][column].label
    return (_words(column) if table not in TABLES else escape(column)) or MISSING


def _words(name: str) -> str:
    """« Sites pilotes » of `sites_pilotes`: the note's tables and columns are not in the contract."""
    return escape(capitalised(" ".join(_ACCENTED.get(word, word) for word in name.split("_"))))
