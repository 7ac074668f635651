"""What the simulated studies say of the methods: of which design, what the plan's methods do, what to distrust."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from pipeline.contract.calibration import NO_EFFECT
from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS
from pipeline.french import NARROW, NBSP, enumeration, number, percent
from pipeline.report.calibration import (
    Behaviour,
    behaviours,
    effects_of,
    norm_text,
    not_spoken_of,
    outside_norm,
    repeated_looks,
    simulated_design,
    spoken,
)
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sentences.threats import threats_text
from pipeline.report.wording import paragraphs, uncapitalised
from pipeline.statements.statement import indicator_of
from pipeline.traced import without_marks

_OTHERS = "Les autres indicateurs du plan mesurés à cette échéance se lisent de même dans le @tbl-calibration"
ABSENT = (
    "La calibration n’a pas été faite avec cette version : `evaluation calibrer` simule les études et écrit ces "
    "résultats."
)


def calibration_text(results: EditionResults, context: ReportContext) -> str:
    """Return which design was simulated, then what the primary's method is worth; or why they do not speak."""
    if simulated_design(results) is None:
        return paragraphs([ABSENT])
    other = not_spoken_of(results, context)
    if other:
        return paragraphs([_another_design(results, other)])
    table = spoken(results, context)
    plan = context.plan
    names = (plan.indicateur_principal, DUREE_MAINTIEN.name, *plan.secondaires)
    planned = [(name, plan.method_for(indicator_of(name))) for name in names]
    primary = _without_effect(table, *planned[0])
    return paragraphs(
        [
            _how(results, table),
            looks_sentence(results, context),
            f"{_sentence(primary[0], table)} {_OTHERS}{_and_power(table)}." if primary else "",
            _family(table),
            _of_the_primary(table, *planned[0]),
            threats_text(table, planned),
        ]
    )


def _and_power(table: pd.DataFrame) -> str:
    """The table of power is there where an effect was simulated."""
    return " et le @tbl-puissance" if effects_of(table) else ""


def caution_text(results: EditionResults, context: ReportContext) -> str:
    """Return which methods had intervals that held the true effect too rarely, or too often, by indicator."""
    names = [*(i.name for i in INDICATORS.values() if i.estimated), DUREE_MAINTIEN.name]
    by_indicator: dict[str, list[list[Behaviour]]] = {}
    known = spoken(results, context)
    if known.empty:
        return paragraphs(["Aucune étude simulée ne dit lesquelles, pour de tels effectifs et un tel plan."])
    for rows in outside_norm(known, names):
        by_indicator.setdefault(rows[0].label, []).append(rows)
    if not by_indicator:
        return paragraphs(["Aucune méthode n’est à lire avec plus de réserve que les autres."])
    found = [b for methods in by_indicator.values() for rows in methods for b in rows]
    margin = 100 * max(b.number(f"{b.covering}_mc") for b in found)
    points = f"{number(margin, 1)}{NBSP}{'points' if margin >= 2 else 'point'}"
    return paragraphs(
        [
            f"Dans les études simulées, l’intervalle à 95{NARROW}% de ces méthodes contenait l’effet vrai trop "
            f"rarement ou trop souvent : hors de la norme de {norm_text()}. L’erreur type de la simulation est de "
            f"{points} au plus.",
            "\n".join(f"- {_left(*item)}" for item in by_indicator.items()),
        ]
    )


def looks_sentence(results: EditionResults, context: ReportContext) -> str:
    """Return how often repeated looks alone would find something; empty when the calibration does not speak of it."""
    together = repeated_looks(results, context)
    if together is None:
        return ""
    once = behaviours(
        results.calibration,
        effet=NO_EFFECT,
        indicateur=str(together.row["indicateur"]),
        methode=str(together.row["methode"]),
    )
    each = [
        f"{percent(1 - b.number('couverture'), 1)} à {number(int(str(b.row['vague'])[1:]))}{NBSP}mois"
        for b in once
        if b.row["vague"] != together.row["vague"]
    ]
    return (
        f"Regarder plusieurs fois les mêmes ménages trompe plus qu’un seul regard : sans aucun effet, l’intervalle du "
        f"critère principal laisse l’égalité dehors dans {enumeration(each)}, mais dans {together.announced} des "
        f"{number(together.studies)}{NBSP}études à l’un au moins de ces regards "
        f"(±{NBSP}{number(100 * together.number('annonces_mc'), 1)})."
    )


def _another_design(results: EditionResults, why: Sequence[str]) -> str:
    design = simulated_design(results)
    assert design is not None
    months = enumeration([number(int(wave[1:])) for wave in design.waves])
    return (
        f"Les études simulées que le programme garde ont {number(design.accompanied)}{NBSP}ménages accompagnés et "
        f"{number(design.controls)}{NBSP}témoins, suivis {months}{NBSP}mois. **Elles ne parlent pas de cette "
        f"édition** : {enumeration(list(why))}. Aucun de leurs chiffres n’est donc repris ici. `evaluation calibrer` "
        "les refait au plan d’analyse et aux effectifs prévus par les paramètres (« controles »)."
    )


def _how(results: EditionResults, table: pd.DataFrame) -> str:
    design = simulated_design(results)
    null, effects = behaviours(table, effet=NO_EFFECT), effects_of(table)
    assert design is not None
    settings = results.calibration_reglages.get("parametres", {}).get("calibration", {})
    studies = [number(behaviours(table, effet=name)[0].studies) for name in effects]
    with_effect = (
        f", puis {_studies(studies)} effets de force croissante ({enumeration(effects)}), dont celui de l’"
        "étude de démonstration (« attendu »)"
        if effects
        else ""
    )
    draws = f", {number(settings['tirages'])}{NBSP}permutations chacune" if "tirages" in settings else ""
    return (
        f"{number(null[0].studies)}{NBSP}études de même plan, avec "
        f"{number(design.accompanied)}{NBSP}ménages accompagnés et {number(design.controls)}{NBSP}témoins, ont été "
        f"simulées sans aucun effet{with_effect}{draws} : mêmes strates, bailleurs, refus, dettes étirées, scores "
        "entiers. L’effet vrai y est connu : chaque ménage y est vécu deux fois, accompagné et non. Les marges "
        "sont celles du hasard de la simulation (une erreur type)."
    )


def _studies(studies: Sequence[str]) -> str:
    """« 800 pour chacun des », where each effect has as many; « 800 et 400 avec des », where not."""
    if len(studies) > 1 and len({without_marks(n) for n in studies}) == 1:
        return f"{studies[0]} pour chacun des"
    return f"{enumeration(studies)} avec des"


def _without_effect(table: pd.DataFrame, name: str, method: str) -> list[Behaviour]:
    return behaviours(table, effet=NO_EFFECT, indicateur=name, methode=method)


def _sentence(b: Behaviour, table: pd.DataFrame) -> str:
    announced = (
        f"{b.label} ({uncapitalised(b.method)}) : sur {number(b.studies)}{NBSP}études simulées sans effet, la méthode "
        f"en aurait annoncé un dans {b.announced} (±{NBSP}{number(100 * b.number('annonces_mc'), 1)})."
    )
    same = {"indicateur": str(b.row["indicateur"]), "methode": str(b.row["methode"])}
    found = [(name, row) for name in effects_of(table) for row in behaviours(table, effet=name, **same)]
    seen = enumeration([f"{other.announced} ({name})" for name, other in found])
    power = f" Avec un effet, elle l’aurait vu dans {seen}." if seen else ""
    covering = [row for _, row in found if math.isfinite(row.number(row.covering))] or [b]
    covered = enumeration([row.coverage for row in covering])
    held = (
        f" Son intervalle à 95{NARROW}% contenait l’effet vrai dans {covered}."
        if math.isfinite(covering[0].number(covering[0].covering))
        else ""
    )
    return announced + power + held


def _family(table: pd.DataFrame) -> str:
    rates = {str(b.row["methode"]): b for b in behaviours(table, effet=NO_EFFECT) if b.indicator is None}
    if "permutation" not in rates:
        return ""
    b = rates["permutation"]
    holm = rates.get("difference_brute")
    beside = f" ({holm.announced} avec Holm sur les différences brutes)" if holm else ""
    return (
        f"Pour l’ensemble des indicateurs secondaires, sans aucun effet, une p ajustée au moins passait sous "
        f"5{NARROW}% dans {b.announced} des études{beside}."
    )


def _of_the_primary(table: pd.DataFrame, name: str, method: str) -> str:
    rows = [b for b in behaviours(table, indicateur=name, methode=method) if not b.threats]
    shares = [b.number(b.covering) for b in rows if math.isfinite(b.number(b.covering))]
    if not shares:
        return ""
    if any(b.outside for b in rows):
        return (
            f"**La méthode du critère principal sort de la norme** ({_range(shares)} au lieu de {norm_text()}) : "
            "le plan l’a choisie avant les résultats, elle reste ; son intervalle se lit avec réserve."
        )
    return (
        f"Tant que rien ne menace la comparaison, l’intervalle du critère principal reste dans la norme de "
        f"{norm_text()} ({_range(shares)})."
    )


def _left(label: str, methods: Sequence[Sequence[Behaviour]]) -> str:
    shares = [b.number(b.covering) for rows in methods for b in rows]
    return f"{label} : {', '.join(uncapitalised(rows[0].method) for rows in methods)} ({_range(shares)})"


def _range(shares: Sequence[float]) -> str:
    low, high = percent(min(shares), 1), percent(max(shares), 1)
    return low if without_marks(low) == without_marks(high) else f"{low} à {high}"
