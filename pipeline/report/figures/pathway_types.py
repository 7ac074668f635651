"""The most frequent state of each typical pathway, month after month: one line a state, bars as high as its share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline.contract.states import STATE_CODES, STATE_LABELS
from pipeline.french import NBSP, number
from pipeline.report.context import ReportContext
from pipeline.report.figures.canvas import Canvas
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.theme import PATHWAY_FILL, RULE, SOFT, WIDTH
from pipeline.report.figures.under_axis import marked_months
from pipeline.report.pathway_types import are_named
from pipeline.report.records import records
from pipeline.report.results import EditionResults
from pipeline.report.wording import households

LEFT, RIGHT = 2.35, WIDTH - 0.05
ROW, BAR = 0.26, 0.2  # inches: a line, and a bar of all the households of the type
_ORDER = {code: rank for rank, code in enumerate(STATE_CODES)}


def draw_types(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw each typical pathway as its sequence of modal states: the most frequent state of each month, and its share.

    A full distribution of five households would be their pathways, one by one; a type under the disclosure threshold
    is left out.
    """
    seuil = context.params.confidentialite.seuil
    found = records(results.types) if are_named(results) else []
    titles = {
        f"type_{r['type']}": f"Type{NBSP}{r['type']} ({households(int(r['effectif']))})"
        for r in found
        if r["effectif"] >= seuil
    }
    if not titles:
        # Types that were found and do not hold: the text above says so, once.
        return NoDrawing("" if len(results.types) else "Les parcours types ne sont pas tracés : aucun n’est retenu.")
    dominant = {f"type_{r['type']}": STATE_LABELS[r["etat_dominant"]] for r in found}
    spoken = " ; ".join(f"{titles[name]}, surtout {dominant[name].lower()}" for name in titles)
    masked = f" Les types de moins de {seuil}{NBSP}ménages ne sont pas tracés." if len(titles) < len(found) else ""
    canvas, height = _sheet(modal_states(results.repartition_etats, list(titles)), titles, context.horizon)
    return Drawing(
        canvas.plot(height),
        caption=(
            "Suite des états les plus fréquents dans chaque parcours type, d’aucun ménage en particulier. Une barre "
            "est un mois : sa ligne est l’état le plus fréquent, sa hauteur la part des ménages du type qui y "
            f"sont.{masked}"
        ),
        alt=f"Une bande par parcours type, de 0 à {context.horizon}{NBSP}mois : {spoken}.",
    )


def modal_states(frame: pd.DataFrame, sets: Sequence[str]) -> pd.DataFrame:
    """Return the most frequent state of each set and month; of two as frequent, the first in the states’ order."""
    rows = frame[frame["ensemble"].isin(list(sets))].astype({"mois": int, "part": float}).copy()
    rows["ordre"] = rows["etat"].map(_ORDER)
    rows = rows.sort_values(["ensemble", "mois", "part", "ordre"], ascending=[True, True, False, True], kind="stable")
    return rows.drop_duplicates(["ensemble", "mois"]).drop(columns="ordre").reset_index(drop=True)


def _sheet(modal: pd.DataFrame, titles: Mapping[str, str], horizon: int) -> tuple[Canvas, float]:
    """Return the bands of all types, one below the other, and the height of the sheet."""
    month = (RIGHT - LEFT) / (horizon + 1)
    canvas, depth = Canvas(), 0.02
    for name, title in titles.items():
        canvas.write(0.02, depth + 0.1, title, bold=True)
        depth += 0.2
        own = modal[modal["ensemble"] == name]
        for state in sorted(set(own["etat"]), key=_ORDER.__getitem__):
            floor = depth + ROW - 0.02
            canvas.write(0.1, floor - BAR / 2, STATE_LABELS[state])
            canvas.box(LEFT, floor - BAR, RIGHT - LEFT, BAR, edge=RULE)
            for at, share in own.loc[own["etat"] == state, ["mois", "part"]].itertuples(index=False):
                canvas.box(
                    LEFT + at * month, floor - BAR * share, month, BAR * share, fill=PATHWAY_FILL, edge=PATHWAY_FILL
                )
            depth += ROW
        depth += 0.08
    for at in marked_months(horizon):
        canvas.write(LEFT + (at + 0.5) * month, depth + 0.06, number(at), ha="center", colour=SOFT)
    canvas.write((LEFT + RIGHT) / 2, depth + 0.22, "Mois depuis l’inclusion", ha="center")
    return canvas, depth + 0.32
