"""The coverage of the plan's intervals in the simulated studies, by indicator, beside the band that is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pipeline.contract.calibration import COVERAGE_NORM, NO_EFFECT
from pipeline.french import number, percent
from pipeline.report.calibration import Behaviour, behaviours, effects_of, norm_text, spoken, threats_of
from pipeline.report.context import ReportContext
from pipeline.report.figures.canvas import Canvas, Paper
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.theme import BAND, SMALL, SOFT, WIDTH, percent_labels
from pipeline.report.results import EditionResults
from pipeline.report.sentences.threats import threat_title
from pipeline.report.wording import uncapitalised
from pipeline.traced import counted

_LEAST, _MOST = 0.90, 1.0  # what is drawn at least
_NAMES, _TOP, _ROW = 2.15, 0.22, 0.17  # inches: the column of names, where the rows begin, a row
_AXIS = "Part des intervalles à 95\u202f% qui contiennent l’effet vrai"


def draw_calibration(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw the coverage of the plan's methods, a row an indicator: without effect, with one, under the most threats."""
    table = spoken(results, context)
    if table.empty:
        return NoDrawing("Couverture non tracée : aucune étude de même plan n’a été simulée.")
    titles = _panels(table)
    rows = [b for setting in titles for b in behaviours(table, effet=setting) if _of_the_plan(b, context)]
    shown = pd.DataFrame(
        [
            {
                "etude": titles[str(b.row["effet"])],
                "indicateur": b.label,
                "couverture": b.number(b.covering),
                "erreur": b.number(f"{b.covering}_mc"),
            }
            for b in rows
        ]
    ).dropna()
    if shown.empty:
        return NoDrawing("La couverture des intervalles n’est pas tracée : aucune méthode simulée n’en donne.")
    shown["bas"] = shown["couverture"] - 2 * shown["erreur"]
    shown["haut"] = (shown["couverture"] + 2 * shown["erreur"]).clip(upper=_MOST)
    outside = [b for b in rows if b.outside]
    return Drawing(
        _sheet(shown, list(titles.values())),
        caption=(
            f"Couverture de l’effet vrai par les intervalles du plan dans {_studies(rows)} : {_words(outside)} "
            f"Bande : la norme de {norm_text()} ; traits : deux erreurs types de simulation."
        ),
        alt=f"Un point par indicateur et par série d’études, à côté d’un repère à 95 % : {_words(outside)}",
    )


def _panels(table: pd.DataFrame) -> dict[str, str]:
    """The settings drawn and their titles: no effect, the strongest one, and the effect under the most threats."""
    titles = {NO_EFFECT: "Sans effet", **{name: f"Effet « {name} »" for name in effects_of(table)[-1:]}}
    threatened = {s: behaviours(table, effet=s)[0] for s in threats_of(table)}
    with_effect = {s: b for s, b in threatened.items() if b.row["force"]}
    if with_effect:
        most = max(with_effect, key=lambda s: len(with_effect[s].threats))
        several = len(with_effect[most].threats) > 1
        titles[most] = (
            "Menaces réunies" if several else f"Menace : {uncapitalised(threat_title(most, with_effect[most]))}"
        )
    return titles


def _of_the_plan(b: Behaviour, context: ReportContext) -> bool:
    return b.indicator is not None and str(b.row["methode"]) == context.plan.method_for(b.indicator)


def _sheet(shown: pd.DataFrame, panels: Sequence[str]) -> Paper:
    """One column a series of studies, one row an indicator, in the order in which they come."""
    labels, low = list(dict.fromkeys(shown["indicateur"])), min(_LEAST, float(shown["bas"].min()))
    wide = (WIDTH - _NAMES) / len(panels)
    canvas, bottom = Canvas(), _TOP + _ROW * len(labels)
    breaks = [b for b in (0.70, 0.80, 0.90, 1.0) if b >= low]
    for rank, panel in enumerate(panels):
        left, right = _NAMES + rank * wide + 0.08, _NAMES + (rank + 1) * wide - 0.17

        def across(share: float, left: float = left, right: float = right) -> float:
            return left + (right - left) * (share - low) / (_MOST - low)

        ends = [across(norm) for norm in COVERAGE_NORM]
        canvas.box(ends[0], _TOP, ends[1] - ends[0], bottom - _TOP, fill=BAND, edge=BAND)
        canvas.line(across(0.95), _TOP, across(0.95), bottom, colour=SOFT)
        canvas.line(left, bottom, right, bottom, colour=SOFT)
        canvas.write(left, 0.1, panel, bold=True)
        for value, text in zip(breaks, percent_labels(breaks), strict=True):
            canvas.line(across(value), bottom, across(value), bottom + 0.035, colour=SOFT)
            canvas.write(across(value), bottom + 0.11, text, ha="center", colour=SOFT)
        for r in shown[shown["etude"] == panel].to_dict("records"):
            y = _TOP + _ROW * (labels.index(r["indicateur"]) + 0.5)
            canvas.line(across(r["bas"]), y, across(r["haut"]), y, colour=SOFT)
            canvas.mark(across(r["couverture"]), y, size=1.4)
    for place, label in enumerate(labels):
        canvas.write(0.02, _TOP + _ROW * (place + 0.5), label)
    canvas.write((_NAMES + WIDTH) / 2, bottom + 0.27, _AXIS, ha="center")
    return canvas.plot(bottom + 0.38, text_size=SMALL)


def _studies(rows: Sequence[Behaviour]) -> str:
    """« 2 000 études simulées par série », or from how many to how many."""
    known = [b.studies for b in rows if pd.notna(b.row["etudes"])]
    if not known:
        return "les études simulées"
    few, many = min(known), max(known)
    words = number(many) if few == many else f"{number(few)} à {number(many)}"
    return f"{words} études simulées par série"


def _words(outside: list[Any]) -> str:
    if not outside:
        return "toutes sont dans la norme."
    shares = [b.number(b.covering) for b in outside]
    if len(shares) == 1:
        return f"une seule hors de la norme, {percent(shares[0], 1)}."
    several = number(counted(len(outside), "calibration", "couverture hors de la norme"))
    return f"{several} hors de la norme, de {percent(min(shares), 1)} à {percent(max(shares), 1)}."
