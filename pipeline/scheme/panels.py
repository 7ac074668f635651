"""The choice of the two panels: strata by profile and region, optimal matching inside them, reserves for drop-outs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.contract.tables import MENAGES
from pipeline.stats.matching import FORBIDDEN, caliper_penalty, optimal_pairs, propensity_logit, rank_mahalanobis

Floats = npt.NDArray[np.float64]
NUMBERS = ("impaye_inclusion", "ressources_mensuelles", "loyer_mensuel", "charges_mensuelles", "nb_personnes")
ORDERED = ("tranche_age", "typologie")
YES_NO = ("trouble_psychique",)
LEVELS = {"composition": ("isole", "monoparental"), "statut_occupation": ("bail_glissant",)}
NEAR_EXACT = ("bailleur", "motif")  # preferred the same, at the price of `APART` units of distance each
APART = 2.0
PANEL, RESERVE = "panel", "reserve"


@dataclass(frozen=True)
class Settings:
    """`size`: households a panel; `reserve`: further pairs; `caliper`: in standard deviations of the logit."""

    size: int = 25
    reserve: int = 5
    caliper: float = 0.2


@dataclass(frozen=True)
class Choice:
    """`pairs`: `paire_id`, `statut` (`panel`, `reserve`), `profil`, `region`, `accompagne`, `temoin`, `distance`,
    `meme_region`, `dans_le_caliper`, best pairs first within each status. `strata`: by profile and region, candidates
    of each group and pairs of the panel. `columns`: what households are compared on.
    """

    pairs: pd.DataFrame
    strata: pd.DataFrame
    columns: tuple[str, ...]


def choose_panels(candidates: pd.DataFrame, settings: Settings) -> Choice:
    """Choose `size` pairs of an entering and a usual household, then `reserve` more among those that are left.

    Strata are profile × region; each has pairs in proportion to the households entering the scheme, by largest
    remainders, as far as both groups have candidates. Inside a stratum, the set of pairs whose total rank-based
    Mahalanobis distance is the smallest, a pair outside the propensity caliper being made only when no other is left,
    and a pair of the same landlord and motive being preferred (near-exact matching, § 9.2). Pairs that the strata
    cannot give are made within the profile, across regions; never across profiles. Fewer than `size` pairs come back
    when the candidates do not allow more.

    `candidates`: one row a household, columns of `contract.candidates`; neither their order nor chance plays a part.
    Reference: Rosenbaum 2010, Design of Observational Studies, ch. 8-9.
    """
    frame = candidates.sort_values("menage_id", kind="stable", ignore_index=True)
    treated = (frame["groupe"] == ACCOMPAGNE).to_numpy(dtype=bool)
    columns, values = compared_on(frame)
    distance = rank_mahalanobis(values, treated)
    outside = caliper_penalty(propensity_logit(values, treated), treated, settings.caliper)
    apart = np.zeros_like(distance)
    for name in NEAR_EXACT:
        level = frame[name].fillna("").to_numpy(dtype=object)
        apart += np.not_equal.outer(level[treated], level[~treated])
    pool = _Pool(frame, np.flatnonzero(treated), np.flatnonzero(~treated), distance, outside + APART * apart)
    panel = pool.draw(settings.size)
    pool.take(panel)
    reserve = pool.draw(settings.reserve)
    pairs = pd.concat([pool.table(panel, PANEL, "P"), pool.table(reserve, RESERVE, "R")], ignore_index=True)
    return Choice(pairs, _strata(frame, pairs), columns)


def compared_on(frame: pd.DataFrame) -> tuple[tuple[str, ...], Floats]:
    """Return the names and the values, shape (n, p), of what households are compared on.

    A missing value takes the median of the known ones, and a column says that it was missing, so that households are
    paired with others that are unknown in the same respect (Rosenbaum 2010, § 9.4). A column without any value, or that
    the file does not have, is left out.
    """
    found: dict[str, npt.NDArray[Any]] = {}
    for name in (*NUMBERS, *YES_NO):
        found[name] = frame[name].to_numpy(dtype=float, na_value=np.nan)
    for name in ORDERED:
        rank = {code.value: float(i) for i, code in enumerate(MENAGES[name].codes)}
        found[name] = frame[name].map(rank).to_numpy(dtype=float, na_value=np.nan)
    for name, levels in LEVELS.items():
        for level in levels:
            same = (frame[name] == level).to_numpy(dtype=float, na_value=np.nan)
            found[f"{name}={level}"] = np.where(frame[name].isna(), np.nan, same)
    kept: dict[str, npt.NDArray[Any]] = {}
    for name, column in found.items():
        known = ~np.isnan(column)
        if not known.any() or np.ptp(column[known]) == 0:
            continue
        kept[name] = np.where(known, column, float(np.median(column[known])))
        if not known.all():
            kept[f"{name} (manquant)"] = (~known).astype(float)
    return tuple(kept), np.column_stack(list(kept.values())) if kept else np.zeros((len(frame), 0))


@dataclass
class _Pool:
    """The candidates not yet taken: positions of the entering (rows) and of the usual households (columns)."""

    frame: pd.DataFrame
    rows: npt.NDArray[np.intp]
    columns: npt.NDArray[np.intp]
    distance: Floats
    outside: Floats

    def __post_init__(self) -> None:
        self.free_rows = np.ones(len(self.rows), dtype=bool)
        self.free_columns = np.ones(len(self.columns), dtype=bool)

    def draw(self, number: int) -> list[tuple[int, int]]:
        """Return up to `number` pairs (row, column) among the free ones; nothing is taken yet."""
        profile = self.frame["profil"].to_numpy(dtype=object)
        stratum = profile + "\x1f" + self.frame["region"].to_numpy(dtype=object)
        pairs = self._within(stratum, number, [])
        return pairs + self._within(profile, number - len(pairs), pairs)

    def take(self, pairs: Sequence[tuple[int, int]]) -> None:
        for i, j in pairs:
            self.free_rows[i] = self.free_columns[j] = False

    def _within(
        self, label: npt.NDArray[np.object_], number: int, made: Sequence[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        rows, columns = self.free_rows.copy(), self.free_columns.copy()
        for i, j in made:
            rows[i] = columns[j] = False
        levels = sorted({str(v) for v in label[self.rows[rows]]})
        here = {level: rows & (label[self.rows] == level) for level in levels}
        there = {level: columns & (label[self.columns] == level) for level in levels}
        entering = [int(here[level].sum()) for level in levels]
        quotas = largest_remainders(
            entering, [min(e, int(there[v].sum())) for e, v in zip(entering, levels, strict=True)], number
        )
        pairs: list[tuple[int, int]] = []
        for level, quota in zip(levels, quotas, strict=True):
            free, usual = np.flatnonzero(here[level]), np.flatnonzero(there[level])
            if quota:
                one, two = optimal_pairs((self.distance + self.outside)[np.ix_(free, usual)], quota)
                pairs += zip(free[one].tolist(), usual[two].tolist(), strict=True)
        return pairs

    def table(self, pairs: Sequence[tuple[int, int]], status: str, prefix: str) -> pd.DataFrame:
        ids = self.frame["menage_id"].to_numpy(dtype=object)
        region = self.frame["region"].to_numpy(dtype=object)
        profile = self.frame["profil"].to_numpy(dtype=object)
        found = [
            {
                "statut": status,
                "profil": profile[self.rows[i]],
                "region": region[self.rows[i]],
                "accompagne": ids[self.rows[i]],
                "temoin": ids[self.columns[j]],
                "distance": round(float(self.distance[i, j]), 6),
                "meme_region": bool(region[self.rows[i]] == region[self.columns[j]]),
                "dans_le_caliper": bool(self.outside[i, j] < FORBIDDEN),
            }
            for i, j in pairs
        ]
        names = ("statut", "profil", "region", "accompagne", "temoin", "distance", "meme_region", "dans_le_caliper")
        table = pd.DataFrame(found, columns=list(names)).sort_values(["distance", "accompagne"], ignore_index=True)
        table.insert(0, "paire_id", [f"{prefix}{k:03d}" for k in range(1, len(table) + 1)])
        return table


def largest_remainders(weights: Sequence[int], caps: Sequence[int], number: int) -> list[int]:
    """Share `number` in proportion to `weights` by largest remainders, none above its cap; less when caps bind.

    >>> largest_remainders([10, 6, 4], [10, 1, 4], 8)
    [5, 1, 2]
    """
    limits, share = np.asarray(caps, dtype=int), np.asarray(weights, dtype=float)
    ideal = number * share / share.sum() if share.sum() > 0 else share
    given = np.minimum(np.floor(ideal).astype(int), limits)
    while given.sum() < min(number, int(limits.sum())):
        given[np.argmax(np.where(given < limits, ideal - given, -np.inf))] += 1
    whole: list[int] = given.tolist()
    return whole


def _strata(frame: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    counts = frame.groupby(["profil", "region", "groupe"]).size().unstack(fill_value=0)  # noqa: PD010
    counts = counts.reindex(columns=[ACCOMPAGNE, TEMOIN], fill_value=0)
    chosen = pairs[pairs["statut"] == PANEL].groupby(["profil", "region"]).size()
    table = counts.rename(columns={ACCOMPAGNE: "candidats_accompagnes", TEMOIN: "candidats_temoins"})
    table["paires"] = chosen.reindex(table.index, fill_value=0)
    return table.reset_index()
