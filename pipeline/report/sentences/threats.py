"""What threatens a study of chosen panels does to the intervals, in the simulated studies where the truth is known."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline.contract.calibration import NO_EFFECT
from pipeline.french import NBSP, enumeration, number
from pipeline.report.calibration import Behaviour, behaviours, effects_of
from pipeline.report.wording import uncapitalised

WORDS: Mapping[str, str] = {
    "selection": "les accompagnés sont choisis plus endettés que les témoins",
    "bailleurs": "les ménages qu’une même équipe suit ont un sort commun",
    "premier_contact": "l’accompagnement n’agit qu’à partir du premier contact",
    "sorties": "plus rien n’est vu d’un ménage parti",
}
_TITLES: Mapping[str, str] = {
    "selection": "Choix",
    "bailleurs": "Équipes",
    "premier_contact": "Premier contact",
    "sorties": "Sorties",
}
_TOLD = 0.93  # a coverage below is worth a sentence


def threats_text(table: pd.DataFrame, planned: Sequence[tuple[str, str]]) -> str:
    """Return, for the primary and for what suffers most, how often the interval holds the true effect under threats.

    `table`: the rows that speak of this edition. `planned`: indicators, the primary first, with the method of the plan.
    """
    parts = [_primary(table, *planned[0]), _false_alarms(table, *planned[0]), _others(table, planned[1:])]
    known = [part for part in parts if part]
    if not known:
        return ""
    start = (
        "Ces garanties valent quand rien ne fausse la comparaison. Cette étude a des panels choisis : les études "
        "simulées disent aussi ce que coûterait chacune des menaces (@tbl-menaces)."
    )
    end = (
        "Aucune méthode ne répare à elle seule ce que le choix des ménages a faussé ; un intervalle ne compte que le "
        "hasard."
    )
    return "\n\n".join([start, *known, end])


def words_of(threats: Sequence[str]) -> str:
    """« plus rien n’est vu d’un ménage parti », or what several threats are together."""
    return "tout cela s’ajoute" if len(threats) == len(WORDS) else enumeration([WORDS[name] for name in threats])


def threat_title(name: str, b: Behaviour) -> str:
    """« Choix », « Choix, sans effet », « Ensemble »: the head of a column; `name` where some threats are together."""
    whole = "Ensemble" if len(b.threats) == len(WORDS) else name.replace("_", " ").capitalize()
    title = _TITLES[b.threats[0]] if len(b.threats) == 1 else whole
    return title if b.row["force"] else f"{title}, sans effet"


def _under(table: pd.DataFrame, name: str, method: str) -> list[Behaviour]:
    rows = _threatened(table, name, method)
    return [b for b in rows if b.row["force"] and math.isfinite(b.number("couverture_vraie"))]


def _threatened(table: pd.DataFrame, name: str, method: str) -> list[Behaviour]:
    return [b for b in behaviours(table, indicateur=name, methode=method) if b.threats]


def _primary(table: pd.DataFrame, name: str, method: str) -> str:
    under = _under(table, name, method)
    if not under:
        return ""
    shares = "\n".join(f"- {b.coverage} quand {words_of(b.threats)} ;" for b in under)
    margin = number(100 * max(b.number("couverture_vraie_mc") for b in under), 1)
    return (
        f"{under[0].label} ({uncapitalised(under[0].method)}) : avec l’effet attendu, l’intervalle contient l’effet "
        f"vrai (±{NBSP}{margin} au plus) dans :\n\n{shares.rstrip(' ;')}."
    )


def _false_alarms(table: pd.DataFrame, name: str, method: str) -> str:
    free = behaviours(table, effet=NO_EFFECT, indicateur=name, methode=method)
    for b in _threatened(table, name, method):
        if not b.row["force"] and free:
            return (
                f"Sans aucun effet, elle en annonce un dans {b.announced} des études quand {words_of(b.threats)}, au "
                f"lieu de {free[0].announced}."
            )
    return ""


def _others(table: pd.DataFrame, planned: Sequence[tuple[str, str]]) -> str:
    """The lowest coverage of each other indicator, where it is low, and under which threat."""
    parts = []
    for name, method in planned:
        under = _under(table, name, method)
        worst = min(under, key=lambda b: float(b.number("couverture_vraie")), default=None)
        if worst is not None and worst.number("couverture_vraie") < _TOLD:
            parts.append(f"- {uncapitalised(worst.label)} : {worst.coverage} quand {words_of(worst.threats)} ;")
    if not parts or not effects_of(table):
        return ""
    listed = "\n".join(parts)
    return f"Au pire, pour les autres indicateurs :\n\n{listed.rstrip(' ;')}."
