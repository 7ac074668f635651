"""Cumulative incidence of each negative exit, stacked, one panel a group."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline.contract.codes import SORTIES_NEGATIVES
from pipeline.contract.flow import MOTIFS
from pipeline.french import NBSP, percent
from pipeline.report.context import ReportContext
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.steps import as_steps, at_months, last_rows
from pipeline.report.figures.theme import (
    CAUSE_FILLS,
    GROUP_LABELS,
    INK,
    axis_breaks,
    figure_theme,
    grammar,
    groups_present,
    percent_labels,
    text_layer,
)
from pipeline.report.figures.under_axis import marked_months
from pipeline.report.results import EditionResults
from pipeline.report.wording import households

_SAME = 0.005  # two shares that are written alike
HEADROOM = 1.75  # the words at the top of a panel stand above the highest curve
_ORDER = {cause: rank for rank, cause in enumerate(SORTIES_NEGATIVES)}


def draw_causes(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw the exits by cause as stacked steps, whose top is the share of households that have left.

    Competing causes add up, so the stack is read as a whole and in its parts; each part's value at the horizon is
    written, since a stacked part has no common baseline.
    """
    p9 = grammar()

    incidence = results.incidences.dropna(subset=["incidence"])
    # A group that nobody has left may have no incidence: its survival says that it was followed.
    groups = groups_present(incidence, results.survie)
    if not groups:
        return NoDrawing("Les sorties par cause ne sont pas tracées : aucune durée de suivi n’est connue.")
    horizon = context.horizon
    monthly = stacked_causes(incidence, groups, horizon)
    ends = monthly[monthly["mois"] == horizon]
    top = float(ends["haut"].max())
    if top <= 0:
        return NoDrawing(
            "Les sorties par cause ne sont pas tracées : aucune sortie négative n’est constatée en "
            f"{horizon}{NBSP}mois."
        )
    breaks = axis_breaks(0.0, min(max(top, 0.05), 1.0))
    high = breaks[-1] * HEADROOM
    corners = as_steps(monthly, ["groupe", "cause"])
    legend = _legend(ends, high, horizon, _bounds(results.survie, ends, horizon))
    plot = (
        p9.ggplot(corners, p9.aes("mois", ymin="bas", ymax="haut", fill="cause"))
        + figure_theme(height=3.3)
        + p9.geom_ribbon(color=INK, size=0.3, outline_type="upper", show_legend=False)
        + p9.geom_point(
            p9.aes("mois", "y", fill="cause"),
            data=legend.dropna(subset=["cause"]),
            shape="s",
            size=3.2,
            color=INK,
            stroke=0.3,
            inherit_aes=False,
            show_legend=False,
        )
        + text_layer(legend, p9.aes("texte_x", "y", label="texte"), ha="left")
        + p9.facet_wrap("groupe", nrow=1, labeller=p9.as_labeller(_titles(results.survie)))
        + p9.scale_fill_manual(values=[CAUSE_FILLS[c] for c in SORTIES_NEGATIVES], limits=list(SORTIES_NEGATIVES))
        + p9.scale_x_continuous(breaks=marked_months(horizon), limits=(0, horizon), expand=(0.02, 0))
        + p9.scale_y_continuous(breaks=breaks, labels=percent_labels(breaks), limits=(0, high), expand=(0, 0))
        + p9.labs(x="Mois depuis l’inclusion", y="", subtitle="Part cumulée des ménages sortis")
        + p9.theme(panel_grid_major_x=p9.element_blank(), axis_title_y=p9.element_blank(), panel_spacing=0.04)
    )
    totals = " ; ".join(
        f"{GROUP_LABELS[group].lower()}, {percent(_left(incidence, group, horizon))}" for group in groups
    )
    words = " ; ".join(
        f"{GROUP_LABELS[group].lower()}, {', '.join(_said(r).lower() for r in _records(ends, group))}"
        for group in groups
    )
    return Drawing(
        plot,
        caption=(
            f"Sortis à {horizon}{NBSP}mois : {totals}. Parts cumulées par cause, en risques concurrents "
            f"(Aalen–Johansen), relevées mois par mois ; entre crochets, l’intervalle à {percent(context.plan.niveau)}."
        ),
        alt=f"Aires empilées par cause, un cadre par groupe. À {horizon}{NBSP}mois : {words}.",
    )


def stacked_causes(incidence: pd.DataFrame, groups: Sequence[str], horizon: int) -> pd.DataFrame:
    """Return `groupe`, `cause`, `mois`, `incidence` and the `bas`, `haut` of its part of the stack, month by month."""
    # A cause without any exit may have no row of its own: it is there with 0.
    base = pd.DataFrame(
        [{"groupe": g, "cause": c, "mois": -1.0, "incidence": 0.0} for g in groups for c in SORTIES_NEGATIVES]
    )
    known = incidence[incidence["cause"].isin(SORTIES_NEGATIVES)][["groupe", "cause", "mois", "incidence"]]
    complete = pd.concat([base, known.astype({"mois": float, "incidence": float})], ignore_index=True)
    monthly = at_months(complete, range(horizon + 1), ["groupe", "cause"], {"incidence": 0.0})
    monthly["ordre"] = monthly["cause"].map(_ORDER)
    monthly = monthly.sort_values(["groupe", "mois", "ordre"], kind="stable", ignore_index=True)
    monthly["haut"] = monthly.groupby(["groupe", "mois"])["incidence"].cumsum()
    monthly["bas"] = monthly["haut"] - monthly["incidence"]
    monthly = monthly.sort_values(["groupe", "ordre", "mois"], kind="stable", ignore_index=True)
    return monthly.drop(columns="ordre")


def _records(ends: pd.DataFrame, group: str) -> list[dict[Any, Any]]:
    return ends[ends["groupe"] == group].to_dict("records")


def _left(incidence: pd.DataFrame, group: str, horizon: int) -> float:
    """The share of a group that has left at the horizon: the sum of its causes, in the order of the stack."""
    own = incidence[(incidence["groupe"] == group) & incidence["cause"].isin(SORTIES_NEGATIVES)]
    rows = {r["cause"]: r["incidence"] for r in last_rows(own, ["cause"], horizon)}
    return sum((rows[cause] for cause in SORTIES_NEGATIVES if cause in rows), 0.0)


def _said(row: dict[Any, Any]) -> str:
    """« Expulsion : 10 % »."""
    return f"{MOTIFS[row['cause']]} : {percent(row['incidence'])}"


def _titles(survival: pd.DataFrame) -> dict[str, str]:
    """The groups with the households that each was followed from."""
    starts = survival.dropna(subset=["a_risque"]).groupby("groupe")["a_risque"].max()
    return {g: f"{label} ({households(int(starts[g]))})" if g in starts else label for g, label in GROUP_LABELS.items()}


def _bounds(survival: pd.DataFrame, ends: pd.DataFrame, horizon: int) -> dict[str, str]:
    """The interval of the share that has left at the horizon, by group: the complement of the survival's.

    None where the survival is not the complement of the causes together: some of them are not drawn.
    """
    known = survival.dropna(subset=["survie"])
    if known.empty:
        return {}
    last = at_months(known, [horizon], ["groupe"], dict.fromkeys(("survie", "ic_bas", "ic_haut"), math.nan)).dropna()
    gone = ends.groupby("groupe")["haut"].max()
    return {
        r["groupe"]: f" [{percent(1 - r['ic_haut'])} à {percent(1 - r['ic_bas'])}]"
        for r in last.to_dict("records")
        if abs(1 - r["survie"] - gone.get(r["groupe"], math.nan)) < _SAME
    }


def _legend(ends: pd.DataFrame, high: float, horizon: int, bounds: Mapping[str, str]) -> pd.DataFrame:
    """Return the lines of words of each panel, the stack's top cause first, then the total and its interval."""
    lines = []
    for group in groups_present(ends):
        rows = _records(ends, group)[::-1]
        words: list[tuple[str | None, str]] = [(r["cause"], _said(r)) for r in rows]
        words.append((None, f"Ensemble : {percent(max(r['haut'] for r in rows))}{bounds.get(group, '')}"))
        for rank, (cause, text) in enumerate(words):
            y = high * (0.95 - 0.09 * rank)
            lines.append(
                {
                    "groupe": group,
                    "cause": cause,
                    "texte": text,
                    "mois": 0.03 * horizon,
                    "texte_x": 0.07 * horizon,
                    "y": y,
                }
            )
    return pd.DataFrame(lines)
