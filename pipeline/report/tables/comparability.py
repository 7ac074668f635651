"""The two panels at inclusion: means and quartiles, or counts and shares, with the standardised difference."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from pipeline.contract.indicators import INDICATORS
from pipeline.contract.tables import MENAGES
from pipeline.french import MISSING, NBSP, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.disclosure import CONFIDENTIAL, is_masked
from pipeline.report.few_at_a_place import LANDLORD_NOTE
from pipeline.report.markdown import escape
from pipeline.report.results import EditionResults
from pipeline.report.tables.notes import Notes
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.units import unit_of

_GROUPS = ("accompagnes", "temoins")
_NO_ANSWER = {"non_renseigne": "Non renseigné", "oui": "Oui", "non": "Non", "True": "Oui", "False": "Non"}
_RATES = frozenset({"taux_effort"})
_EUROS = frozenset(c.name for c in MENAGES if c.unit.startswith("€"))

SMD_READING = (
    "Différence standardisée : (moyenne des accompagnés − moyenne des témoins) / √((s₁² + s₀²) / 2), avec p(1 − p) "
    "pour une réponse par oui ou non ; pour une variable à plusieurs modalités, distance de Mahalanobis de Yang et "
    "Dalton, sans signe. Les parts sont calculées sur les réponses connues."
)


def comparability_table(results: EditionResults, context: ReportContext) -> PipeTable | None:
    """Return the baseline table: two rows a quantity, one a level of a coded variable; no p-value."""
    frame = results.comparabilite
    if frame.empty:
        return None
    notes, previous = Notes(), ""
    rows: list[list[str]] = []
    for r in frame.to_dict("records"):
        variable = str(r["variable"])
        first = variable != previous
        previous = variable
        rows += _rows(r, first, notes, context.params.confidentialite.seuil)
    heads = (
        Head("Variable"),
        Head("Modalité ou mesure"),
        *(Head(t, right=True) for t in ("Accompagnés", "Témoins", "Diff. standardisée", "Manquants")),
    )
    return PipeTable(
        "comparabilite",
        "Les deux panels à l’inclusion : effectif et part, ou moyenne et médiane",
        heads,
        rows,
        (SMD_READING, "Manquants : accompagnés / témoins.", *notes.paragraphs()),
        (list(frame.columns), [_data(r) for r in frame.to_dict("records")]),
    )


def variable_label(variable: str) -> str:
    """The French label of a baseline variable, in euros where it is: the label itself says « mensuel »."""
    if variable in MENAGES:
        column = MENAGES[variable]
        return f"{column.label} (€)" if variable in _EUROS else column.label
    return INDICATORS[variable].label if variable in INDICATORS else escape(variable)


def inline_label(variable: str) -> str:
    """The label inside a sentence, without its unit: first letter small unless an acronym."""
    label = MENAGES[variable].label if variable in MENAGES else variable_label(variable)
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def level_label(variable: str, level: str) -> str:
    """The French label of a level."""
    codes = MENAGES[variable].label_of if variable in MENAGES else {}
    return codes.get(level) or _NO_ANSWER.get(level) or escape(level)


def _rows(r: Mapping[Hashable, Any], first: bool, notes: Notes, seuil: int) -> Iterator[list[str]]:
    """One row, or two where the variable is a quantity: its mean, then its median."""
    variable, level = str(r["variable"]), "" if pd.isna(r["modalite"]) else str(r["modalite"])
    masked = is_masked(r["note"])
    smd = MISSING if pd.isna(r["smd"]) else number(float(r["smd"]), 2, sign=not level)
    note = "" if pd.isna(r["note"]) else str(r["note"])
    if all(not pd.isna(r[f"n_{group}"]) and r[f"n_{group}"] == 0 for group in _GROUPS):
        note = "aucune valeur connue"
    if masked:
        smd = "masqué"
        note = f"masqué : moins de {seuil} ménages d’un groupe sont connus"
        if variable in CONFIDENTIAL:
            note = (
                f"masqué : donnée de santé qui ne concerne que moins de {seuil} ménages d’un groupe, ou tous sauf "
                f"moins de {seuil}"
            )
    elif r["note"] == LANDLORD_NOTE:
        smd = "masqué"
    missing = f"{number(r['manquants_accompagnes'])} / {number(r['manquants_temoins'])}" if first else ""
    distance = f"{smd if first or not level else ''} {notes.mark(note) if first else ''}".strip()
    means, medians = zip(*(_group(r, group, masked or r["note"] == LANDLORD_NOTE) for group in _GROUPS), strict=True)
    of_a_mean = "moyenne (écart-type)" if any(medians) else ""
    measure = level_label(variable, level) if level else of_a_mean
    yield [variable_label(variable) if first else "", measure, *means, distance, missing]
    if any(medians):
        yield ["", "médiane [quartiles]", *(m or mean for m, mean in zip(medians, means, strict=True)), "", ""]


def _group(r: Mapping[Hashable, Any], group: str, masked: bool) -> tuple[str, str]:
    """A count with its share, or a mean with its standard deviation; then a median with its quartiles, or nothing."""
    count, share, mean = (r[f"{kind}_{group}"] for kind in ("effectif", "part", "moyenne"))
    if not pd.isna(count):
        return f"{number(int(count))} ({percent(None if pd.isna(share) else float(share), 1)})", ""
    if not pd.isna(mean):
        write = _writer(str(r["variable"]))
        spread, q1, median, q3 = (write(r[f"{k}_{group}"]) for k in ("ecart_type", "q1", "mediane", "q3"))
        return f"{write(mean)} ({spread})", f"{median} [{q1}{NBSP};{NBSP}{q3}]"
    return "masqué" if masked else MISSING, ""


def _writer(variable: str) -> Any:
    if variable in _RATES:
        unit = unit_of(INDICATORS[variable])
        return lambda x: MISSING if pd.isna(x) else unit.value(float(x))
    decimals = 0 if variable in _EUROS else 1
    return lambda x: MISSING if pd.isna(x) else number(float(x), decimals)


def _data(r: Mapping[Hashable, Any]) -> list[str | float | int | None]:
    return [None if pd.isna(v) else (v if isinstance(v, str | int) else float(v)) for v in r.values()]
