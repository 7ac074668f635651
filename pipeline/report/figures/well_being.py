"""Before and after: the mean scores of the three questionnaires, by group and interview, with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.contract.indicators import INDICATORS, INTERVIEW_WAVES
from pipeline.contract.instruments import INSTRUMENTS, Instrument
from pipeline.french import MISSING, NBSP, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.figures.drawing import Drawing, NoDrawing
from pipeline.report.figures.theme import (
    GROUP_LABELS,
    RULE,
    SMALL,
    SOFT,
    figure_theme,
    grammar,
    group_scales,
    joinable,
    text_layer,
)
from pipeline.report.results import EditionResults
from pipeline.report.wording import capitalised, wave_title

DODGE = 0.07  # the two groups' marks stand side by side, not on each other
LOWEST = -0.36  # in heights of the scale: room for the waves and the numbers under it
_GOOD = {1: "↑ plus haut, c’est mieux", -1: "↓ plus bas, c’est mieux"}
_TITLES = {"lsns6": "Réseau social", "ucla3": "Solitude", "who5": "Bien-être"}
_SIGNS = {ACCOMPAGNE: "●", TEMOIN: "▲"}  # as the points are drawn
_STEPS = {"lsns6": 10, "ucla3": 2, "who5": 25}


@dataclass(frozen=True)
class ScoreRange:
    """The range of a questionnaire's score, and its cut-off: every panel shows the whole range."""

    instrument: Instrument
    cut_off: float

    @property
    def low(self) -> int:
        return len(self.instrument.items) * self.instrument.minimum * self.instrument.factor

    @property
    def high(self) -> int:
        return len(self.instrument.items) * self.instrument.maximum * self.instrument.factor

    @property
    def title(self) -> str:
        name = self.instrument.name
        return f"{_TITLES[name]} ({self.instrument.label})\n{_GOOD[INDICATORS[name].favourable]}"

    def height(self, score: Any) -> Any:
        """The place of a score between the lowest (0) and the highest possible (1)."""
        return (score - self.low) / (self.high - self.low)


def draw_well_being(results: EditionResults, context: ReportContext) -> Drawing | NoDrawing:
    """Draw LSNS-6, UCLA-3 and WHO-5; an interview that few of a group answered is left out, as in the table."""
    p9 = grammar()

    threshold = context.params.confidentialite.seuil
    waves = [w for w in context.edition.waves if w in INTERVIEW_WAVES]
    scales = _scales(context)
    asked = results.evolutions
    asked = asked[asked["indicateur"].isin(list(scales)) & asked["vague"].isin(waves)].astype({"n": int})
    known = asked[asked["valeur"].notna()]
    if known.empty:
        return NoDrawing("L’isolement et le bien-être ne sont pas tracés : aucun entretien n’est exploitable.")
    fewest = asked[asked["n"] > 0].groupby(["indicateur", "vague"])["n"].transform("min")
    shown = known[fewest[known.index] >= threshold]
    if shown.empty:
        return NoDrawing(
            "L’isolement et le bien-être ne sont pas tracés : à chaque entretien, un groupe compte moins de "
            f"{threshold}{NBSP}ménages (seuil de confidentialité)."
        )
    points = _placed(shown, scales, waves)
    rulings = pd.concat([_ruling(s) for s in scales.values()], ignore_index=True)
    cuts = pd.DataFrame(
        [{"titre": s.title, "y": s.height(s.cut_off), "texte": number(s.cut_off)} for s in scales.values()]
    )
    numbers = _numbers(known, scales, waves)
    last = len(waves) - 1
    columns = [s.title for s in scales.values()]
    for table in (points, rulings, cuts, numbers):
        table["titre"] = pd.Categorical(table["titre"], categories=columns)
    plot = (
        p9.ggplot(points, p9.aes("x", "y", color="groupe"))
        + figure_theme(height=3.5)
        + p9.geom_segment(
            p9.aes(x=-0.3, xend=last + 0.3, y="y", yend="y"), data=rulings, color=RULE, size=0.4, inherit_aes=False
        )
        + p9.geom_segment(
            p9.aes(x=-0.3, xend=last + 0.3, y="y", yend="y"),
            data=cuts,
            color=SOFT,
            size=0.5,
            linetype="dotted",
            inherit_aes=False,
        )
        + text_layer(
            cuts.assign(x=last + 0.34, texte="seuil\n" + cuts["texte"]),
            p9.aes("x", "y", label="texte"),
            ha="left",
            size=SMALL,
            color=SOFT,
            lineheight=0.8,
        )
        + p9.geom_line(p9.aes(linetype="groupe"), data=joinable(points, ["titre", "groupe"]), size=0.7)
        + p9.geom_linerange(p9.aes(ymin="bas", ymax="haut"), data=points.dropna(subset=["bas", "haut"]), size=0.7)
        + p9.geom_point(p9.aes(shape="groupe"), size=2.4)
        + text_layer(
            pd.concat([_wave_labels(columns, waves).assign(ha="center"), rulings.assign(x=-0.36, ha="right")]),
            p9.aes("x", "y", label="texte", ha="ha"),
            size=SMALL,
        )
        + text_layer(numbers, p9.aes("x", "y", label="texte", color="groupe"), size=SMALL)
        + p9.facet_wrap("titre", nrow=1)
        + p9.scale_x_continuous(breaks=[], limits=(-0.72, last + 0.86), expand=(0, 0))
        + p9.scale_y_continuous(
            breaks=[-0.17, -0.245, -0.32],
            labels=["Entretiens", *[f"{_SIGNS[g]} {label}" for g, label in GROUP_LABELS.items()]],
            limits=(LOWEST, 1.03),
            expand=(0, 0),
        )
        + group_scales(list(GROUP_LABELS))
        + p9.theme(
            axis_title=p9.element_blank(),
            axis_text_y=p9.element_text(size=SMALL),
            panel_grid_major=p9.element_blank(),
            panel_spacing_x=0.01,
        )
    )
    masked = len(shown) < len(known)
    return Drawing(
        plot,
        caption=(
            "Scores moyens de réseau social, de solitude et de bien-être à chaque entretien, avec intervalles de "
            f"confiance à {percent(context.plan.niveau)}. Toute l’étendue des scores est montrée ; en pointillé, le "
            "seuil usuel."
            + (
                f" Un entretien qui compte moins de {threshold}{NBSP}ménages d’un groupe n’est pas tracé."
                if masked
                else ""
            )
        ),
        alt="Trois cadres, un par questionnaire. " + _described(shown, scales, waves),
    )


def _scales(context: ReportContext) -> dict[str, ScoreRange]:
    seuils = context.params.seuils
    cut_offs = {"lsns6": seuils.isolement_lsns6, "ucla3": seuils.solitude_ucla3, "who5": seuils.bien_etre_who5}
    return {i.name: ScoreRange(i, cut_offs[i.name]) for i in INSTRUMENTS}


def _placed(shown: pd.DataFrame, scales: dict[str, ScoreRange], waves: list[str]) -> pd.DataFrame:
    offsets = dict(zip(GROUP_LABELS, (-DODGE, DODGE), strict=True))
    parts = []
    for name, scale in scales.items():
        rows = shown[shown["indicateur"] == name]
        parts.append(
            pd.DataFrame(
                {
                    "titre": scale.title,
                    "groupe": rows["groupe"],
                    "x": rows["vague"].map(waves.index) + rows["groupe"].map(offsets),
                    "y": scale.height(rows["valeur"].astype(float)),
                    # An interval may pass the ends of the scale; the panel stops there.
                    "bas": scale.height(rows["ic_bas"].astype(float)).clip(lower=0),
                    "haut": scale.height(rows["ic_haut"].astype(float)).clip(upper=1),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _ruling(scale: ScoreRange) -> pd.DataFrame:
    scores = range(scale.low, scale.high + 1, _STEPS[scale.instrument.name])
    return pd.DataFrame([{"titre": scale.title, "y": scale.height(s), "texte": number(s)} for s in scores])


def _wave_labels(columns: list[str], waves: list[str]) -> pd.DataFrame:
    rows = [
        {"titre": c, "x": float(x), "y": -0.075, "texte": wave_title(w)} for c in columns for x, w in enumerate(waves)
    ]
    table = pd.DataFrame(rows)
    return table.assign(titre=pd.Categorical(table["titre"], categories=columns))


def _numbers(known: pd.DataFrame, scales: dict[str, ScoreRange], waves: list[str]) -> pd.DataFrame:
    counts = {(r["indicateur"], r["groupe"], r["vague"]): int(r["n"]) for r in known.to_dict("records")}
    return pd.DataFrame(
        [
            {
                "titre": scale.title,
                "groupe": group,
                "x": float(x),
                "y": -0.245 - 0.075 * rank,
                "texte": number(counts[name, group, wave]) if (name, group, wave) in counts else MISSING,
            }
            for name, scale in scales.items()
            for rank, group in enumerate(GROUP_LABELS)
            for x, wave in enumerate(waves)
        ]
    )


def _described(shown: pd.DataFrame, scales: dict[str, ScoreRange], waves: list[str]) -> str:
    values = {(r["indicateur"], r["groupe"], r["vague"]): float(r["valeur"]) for r in shown.to_dict("records")}
    sentences = []
    for name, scale in scales.items():
        groups = [
            f"{label.lower()}, "
            + " puis ".join(number(values[name, group, w], 1) for w in waves if (name, group, w) in values)
            for group, label in GROUP_LABELS.items()
            if any((name, group, w) in values for w in waves)
        ]
        if groups:
            sentences.append(f"{capitalised(_TITLES[name])} ({scale.instrument.label}) : {' ; '.join(groups)}.")
    return " ".join(sentences)
