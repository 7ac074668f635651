"""The cooperative in Orléans: its members against the targets, and how isolated members and others are."""

from __future__ import annotations

import math

import pandas as pd

from pipeline.contract.indicators import INDICATORS
from pipeline.contract.produced.scheme import COOPERATIVE
from pipeline.contract.remarks import remark
from pipeline.params import Dispositif, Edition
from pipeline.scheme.note import Note
from pipeline.stats.newcombe import wilson_interval
from pipeline.stats.welch import mean_interval

SITE = "centre"  # the region of the pilot site: the landlord there has no other in it
SCORES = ("lsns6", "isole", "ucla3", "solitude")
_BINARY = ("isole", "solitude")


def cooperative_members(
    inclusions: pd.DataFrame,
    indicators: pd.DataFrame,
    note: Note,
    edition: Edition,
    dispositif: Dispositif,
    level: float,
) -> pd.DataFrame:
    """Return `cooperative`: members at each wave in Orléans and among all, then the scores of members and others.

    A member is a household that says so at its last interview of the edition. `membres_total`: all members, whom no
    delivery counts (`params`), against the note's 30 at the start and 100 in time. Scores: households of Orléans only,
    at inclusion and at the last wave, members of the last wave and others being the same households in both.
    """
    start, term = note.scheme("cooperateurs_demarrage"), note.scheme("cooperateurs_terme")
    rows: list[dict[str, object]] = []
    for planned, name in ((start, "demarrage"), (term, "terme")):
        rows.append(
            {
                "mesure": "membres_total",
                "population": name,
                "libelle": planned.label,
                "valeur": math.nan if dispositif.cooperateurs is None else float(dispositif.cooperateurs),
                "cible": planned.middle,
                "note": remark("source_de_la_cible", planned.source),
            }
        )
    answers = indicators[(indicators["indicateur"] == "membre_cooperative") & indicators["valeur"].notna()]
    here = set(inclusions.loc[inclusions["region"] == SITE, "menage_id"])
    for population, chosen in (("orleans", answers["menage_id"].isin(here)), ("tous", answers["menage_id"].notna())):
        for wave in edition.waves:
            said = answers[chosen & (answers["vague"] == wave)]
            if len(said):
                rows.append(_members(said, population, wave, level))
    rows.extend(_scores(answers[answers["menage_id"].isin(here)], indicators, edition, level))
    return COOPERATIVE.frame(rows)


def _members(said: pd.DataFrame, population: str, wave: str, level: float) -> dict[str, object]:
    yes, n = int((said["valeur"] == 1).sum()), len(said)
    low, high = wilson_interval(yes, n, level)
    return {
        "mesure": "membres",
        "population": population,
        "vague": wave,
        "libelle": "Part des ménages qui se disent membres de la coopérative",
        "n": n,
        "valeur": yes / n,
        "ic_bas": low,
        "ic_haut": high,
    }


def _scores(answers: pd.DataFrame, indicators: pd.DataFrame, edition: Edition, level: float) -> list[dict[str, object]]:
    followed = answers[answers["vague"] != "T0"]
    waves = [w for w in edition.waves if (followed["vague"] == w).any()]
    if not waves:
        return []
    last = followed[followed["vague"] == waves[-1]].set_index("menage_id")["valeur"] == 1
    rows: list[dict[str, object]] = []
    for name in SCORES:
        values = indicators[(indicators["indicateur"] == name) & indicators["valeur"].notna()]
        values = values[values["menage_id"].isin(last.index)]
        wide = values.pivot_table(index="menage_id", columns="vague", values="valeur", aggfunc="first")
        if "T0" not in wide or waves[-1] not in wide:
            continue
        both = wide[["T0", waves[-1]]].dropna()
        member = last.reindex(both.index).to_numpy(dtype=bool)
        for population, chosen in (("membres", member), ("autres", ~member)):
            for wave in ("T0", waves[-1]):
                scores = both.loc[chosen, wave].to_numpy(dtype=float)
                if len(scores) == 0:
                    continue
                low, high = _interval(scores, name, level)
                rows.append(
                    {
                        "mesure": name,
                        "population": population,
                        "vague": wave,
                        "libelle": INDICATORS[name].label,
                        "n": len(scores),
                        "valeur": float(scores.mean()),
                        "ic_bas": low,
                        "ic_haut": high,
                    }
                )
    return rows


def _interval(scores, name: str, level: float) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    if name in _BINARY:
        return wilson_interval(round(float(scores.sum())), len(scores), level)
    effect = mean_interval(scores, level)
    return effect.low, effect.high
