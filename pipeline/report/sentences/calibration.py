"""What the simulated studies say of the methods: one plain sentence an indicator, and which methods to distrust."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pipeline.contract.calibration import NO_EFFECT
from pipeline.contract.indicators import DUREE_MAINTIEN, INDICATORS
from pipeline.french import NARROW, NBSP, count, enumeration, number, percent
from pipeline.report.calibration import Behaviour, behaviours, effects_of, norm_text, outside_norm
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.wording import paragraphs, uncapitalised
from pipeline.statements.choice import CALIBRATED
from pipeline.traced import counted, without_marks

ABSENT = (
    "La calibration n’a pas été faite avec cette version : « evaluation calibrer » simule les études et écrit ces "
    "résultats."
)
_NOTABLE = 0.25  # of the true effect: a gap between what is aimed at and the effect over all that must be said


def calibration_text(results: EditionResults, context: ReportContext) -> str:
    """Return how many studies were simulated and how, then a sentence for the primary and each secondary indicator."""
    table = results.calibration
    if table.empty:
        return paragraphs([ABSENT])
    plan = context.plan
    names = (plan.indicateur_principal, DUREE_MAINTIEN.name, *plan.secondaires)
    null = behaviours(table, effet=NO_EFFECT)
    sentences = [_sentence(b, results) for name in names for b in null if _read_first(b, name)]
    return paragraphs(
        [
            _how(results, null),
            _changed(results, context),
            "\n".join(f"- {s}" for s in sentences),
            _family(null),
            _selection(results),
            _headline(results, plan.indicateur_principal),
        ]
    )


def caution_text(results: EditionResults, indicators: Sequence[str]) -> str:
    """Return which methods of these indicators had intervals that held the value aimed at too rarely, or too often."""
    by_indicator: dict[str, list[list[Behaviour]]] = {}
    for rows in outside_norm(results.calibration, indicators):
        by_indicator.setdefault(rows[0].label, []).append(rows)
    if not by_indicator:
        return ""
    found = [b for methods in by_indicator.values() for rows in methods for b in rows]
    margin = number(100 * max(b.number("couverture_mc") for b in found), 1)
    return paragraphs(
        [
            "Méthodes à lire avec réserve : dans les études simulées (@sec-annexe-calibration), leur intervalle à "
            f"95{NARROW}% contenait la valeur visée hors de {norm_text()} des fois (erreur type de la simulation : "
            f"{margin}{NBSP}point au plus). {' ; '.join(_left(*item) for item in by_indicator.items())}."
        ]
    )


def _left(label: str, methods: Sequence[Sequence[Behaviour]]) -> str:
    shares = [b.number("couverture") for rows in methods for b in rows]
    return f"{label} : {', '.join(uncapitalised(rows[0].method) for rows in methods)} ({_range(shares)})"


def _how(results: EditionResults, null: Sequence[Behaviour]) -> str:
    effects = effects_of(results.calibration)
    studies = [behaviours(results.calibration, effet=name)[0].studies for name in effects]
    settings = results.calibration_reglages.get("parametres", {}).get("calibration", {})
    with_effect = (
        f", puis {enumeration([number(n) for n in studies])} avec trois effets de force croissante "
        f"({enumeration(effects)})"
        if len(effects) == 3
        else ""
    )
    draws = f", {number(settings['tirages'])}{NBSP}permutations chacune" if "tirages" in settings else ""
    return (
        f"Que valent ces méthodes avec si peu de ménages ? {number(null[0].studies)}{NBSP}études de même plan ont été "
        f"simulées sans aucun effet{with_effect}{draws} : mêmes effectifs, strates, bailleurs, sorties et refus, "
        "dettes étirées, scores entiers. L’effet « attendu » est celui de l’étude de démonstration. Les marges sont "
        "celles du hasard de la simulation (une erreur type)."
    )


def _changed(results: EditionResults, context: ReportContext) -> str:
    then = results.calibration_reglages.get("parametres", {}).get("plan")
    now = context.plan.model_dump(mode="json")
    keys = [k for k in now if then and k in then and then[k] != now[k] and k not in ("graine", "tirages")]
    if not keys:
        return ""
    return f"**Attention :** le plan a changé depuis cette calibration ({enumeration(keys)}) ; elle est à refaire."


def _read_first(b: Behaviour, name: str) -> bool:
    return b.indicator is not None and b.row["indicateur"] == name and b.row["methode"] == CALIBRATED[b.indicator.scale]


def _sentence(b: Behaviour, results: EditionResults) -> str:
    announced = (
        f"{b.label} ({uncapitalised(b.method)}) : sur {number(b.studies)}{NBSP}études simulées sans effet, la méthode "
        f"en aurait annoncé un dans {b.announced} (±{NBSP}{number(100 * b.number('annonces_mc'), 1)})"
    )
    powers = [
        (name, other)
        for name in effects_of(results.calibration)
        for other in behaviours(results.calibration, effet=name, indicateur=str(b.row["indicateur"]))
        if other.row["methode"] == b.row["methode"]
    ]
    seen = enumeration([f"{other.announced} ({name})" for name, other in powers])
    power = f" ; avec un effet, elle l’aurait vu dans {seen}" if seen else ""
    covered = b.number("couverture")
    held = (
        f". Son intervalle à 95{NARROW}% contenait la vraie valeur dans {b.coverage} des études sans effet"
        if math.isfinite(covered)
        else ""
    )
    return announced + power + held + "."


def _family(null: Sequence[Behaviour]) -> str:
    rates = {str(b.row["methode"]): b for b in null if b.indicator is None}
    if "permutation" not in rates:
        return ""
    b = rates["permutation"]
    holm = rates.get("difference_brute")
    beside = f" ({holm.announced} avec Holm sur les différences brutes)" if holm else ""
    return (
        f"Pour l’ensemble des indicateurs secondaires, sans aucun effet, une p ajustée au moins passait sous "
        f"5{NARROW}% dans {b.announced} des études{beside}."
    )


def _selection(results: EditionResults) -> str:
    """Say where those who are still there differ from all: the method is then right about another question."""
    parts = []
    for name in effects_of(results.calibration)[1:2]:  # the expected one
        for b in behaviours(results.calibration, effet=name, methode="difference_brute"):
            aimed, true = b.number("cible"), b.number("effet_vrai")
            if b.indicator and b.row["mesure"] != "rapport_taux" and abs(aimed - true) > _NOTABLE * abs(true) > 0:
                size = b.unit
                parts.append(
                    f"{b.indicator.label} : {size.difference(aimed, sign=True)} parmi ceux qui restent, "
                    f"{size.difference(true, sign=True)} sur tous"
                )
    if not parts:
        return ""
    return (
        "Ces intervalles visent l’écart entre les ménages encore observés. Il n’est pas l’effet sur tous quand les "
        f"sorties trient les ménages ; dans les études simulées, {' ; '.join(parts)}."
    )


def _headline(results: EditionResults, primary: str) -> str:
    indicator = INDICATORS[primary]
    method = CALIBRATED[indicator.scale]
    rows = behaviours(results.calibration, indicateur=primary, methode=method)
    shares = [b.number("couverture") for b in rows]
    known = [s for s in shares if math.isfinite(s)]
    if not known:
        return ""
    if any(b.outside for b in rows):
        return (
            f"**La méthode du critère principal sort de la norme** ({_range(known)} au lieu de {norm_text()}) : la "
            "réponse est à lire avec cette réserve."
        )
    several = counted(len(rows), "calibration", f"indicateur={primary};methode={method}")
    return (
        f"L’intervalle du critère principal reste dans la norme de {norm_text()} sur "
        f"{count(several, 'série d’études', 'séries d’études')} ({_range(known)})."
    )


def _range(shares: Sequence[float]) -> str:
    low, high = percent(min(shares), 1), percent(max(shares), 1)
    return low if without_marks(low) == without_marks(high) else f"{low} à {high}"
