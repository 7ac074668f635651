"""Masks that the tables of one edition undo: what is known to add up, where a single number of the sum is hidden.

Each equation is between what tables tell, and is used only where the tables before disclosure control agree on it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.contract.codes import GROUPES
from pipeline.contract.produced.funders import EVERYONE
from pipeline.report.disclosure import protect
from pipeline.report.results import EditionResults

SIDES = {"accompagne": "accompagnes", "temoin": "temoins"}
_CRUDE = {"methode": "difference_brute"}
_NOTHING = 1e-4  # of tables that keep six significant digits


@dataclass(frozen=True)
class Cell:
    """A number as it was computed, and whether it is still told."""

    value: float
    told: bool

    def __mul__(self, other: Cell) -> Cell:
        return Cell(self.value * other.value, self.told and other.told)

    def __sub__(self, other: Cell) -> Cell:
        return Cell(self.value - other.value, self.told and other.told)


_Row = dict[Any, Any]


class _Rows:
    """The rows of an edition's tables, found by any of their columns."""

    def __init__(self, results: EditionResults) -> None:
        self._results = results
        self._of: dict[str, list[_Row]] = {}
        self._by: dict[tuple[str, tuple[str, ...]], dict[tuple[object, ...], _Row]] = {}

    def of(self, table: str) -> list[_Row]:
        if table not in self._of:
            self._of[table] = getattr(self._results, table).to_dict("records")
        return self._of[table]

    def at(self, table: str, column: str, key: dict[str, Any]) -> float:
        """The number of the first row with this key; NaN where there is none, or no number."""
        names = (table, tuple(key))
        if names not in self._by:
            rows = self.of(table)
            self._by[names] = {tuple(r[name] for name in key): r for r in reversed(rows)}
        row = self._by[names].get(tuple(key.values()))
        return math.nan if row is None or pd.isna(row[column]) else float(row[column])


class _Tables:
    def __init__(self, computed: EditionResults, shown: EditionResults) -> None:
        self.computed, self.shown = computed, shown
        self._computed, self._shown = _Rows(computed), _Rows(shown)

    def rows(self, table: str) -> list[_Row]:
        return self._computed.of(table)

    def cell(self, table: str, column: str, **key: object) -> Cell:
        """The number of the one row with this key; NaN, and told, where nothing was computed."""
        value = self._computed.at(table, column, key)
        return Cell(value, math.isnan(value) or not math.isnan(self._shown.at(table, column, key)))


def undone(computed: EditionResults, seuil: int, shown: EditionResults | None = None) -> list[str]:
    """Return the equations of which exactly one number is hidden, in words; none when every mask holds.

    `shown`: what is told of `computed`; by default what disclosure control leaves of it.
    """
    tables = _Tables(computed, protect(computed, seuil) if shown is None else shown)
    return [
        name
        for name, whole, parts in _equations(tables, seuil)
        if abs(whole.value - sum(p.value for p in parts)) <= _NOTHING * max(1.0, abs(whole.value))
        and sum(not c.told for c in (whole, *parts)) == 1
    ]


_Equation = tuple[str, Cell, Sequence[Cell]]


def _equations(t: _Tables, seuil: int) -> Iterator[_Equation]:
    yield from _targets(t)
    yield from _funnel(t)
    yield from _members(t)
    yield from _missing(t)
    yield from _publics(t, seuil)
    yield from _pathways(t)
    yield from _days(t)
    yield from _the_same_number_twice(t)


def _targets(t: _Tables) -> Iterator[_Equation]:
    """A profile of the accompanied panel; a region's households, of both panels."""
    for r in t.rows("couverture"):
        reached = t.cell("couverture", "atteint", dimension=r["dimension"], modalite=r["modalite"])
        counts = [
            t.cell("comparabilite", f"effectif_{s}", variable=r["dimension"], modalite=r["modalite"])
            for s in SIDES.values()
        ]
        if r["dimension"] in ("profil", "region"):
            yield f"cibles, {r['modalite']}", reached, counts[:1] if r["dimension"] == "profil" else counts
    levels_told = set(t.shown.comparabilite[["variable", "modalite"]].itertuples(index=False, name=None))
    for variable, part in t.computed.comparabilite.groupby("variable"):
        if not {(variable, level) for level in part["modalite"]} <= levels_told:
            continue  # not even which levels occur
        for side in SIDES.values():
            levels = [
                t.cell("comparabilite", f"effectif_{side}", variable=variable, modalite=m) for m in part["modalite"]
            ]
            yield f"modalités de {variable}", Cell(float(part[f"n_{side}"].iloc[0]), told=True), levels


def _funnel(t: _Tables) -> Iterator[_Equation]:
    for r in t.rows("entonnoir"):
        if r["population"] != EVERYONE:
            continue
        for column in ("atteint", "maintenus", "revenus"):
            whole, *groups = (
                t.cell("entonnoir", column, population=p, etape=r["etape"])
                for p in (EVERYONE, *(g.value for g in GROUPES))
            )
            yield f"entonnoir, {r['etape']}, {column}", whole, groups
            nobody_or_all = whole.value in (0.0, r["maintenus"])  # so of each group
            if column == "revenus" and whole.told and nobody_or_all:
                for group in groups:
                    yield f"entonnoir, {r['etape']}, aucun ou tous", Cell(group.value, told=True), [group]


def _members(t: _Tables) -> Iterator[_Equation]:
    for r in t.rows("cooperative"):
        if r["mesure"] == "membres" and r["population"] == "tous":
            key = {"mesure": "membres", "population": "tous", "vague": r["vague"]}
            whole = t.cell("cooperative", "n", **key) * t.cell("cooperative", "valeur", **key)
            yield (
                f"membres, {r['vague']}",
                whole,
                [_having(t, "membre_cooperative", r["vague"], s) for s in SIDES.values()],
            )


def _missing(t: _Tables) -> Iterator[_Equation]:
    """All who are included have a value, or a reason not to."""
    frame = t.computed.manquants_motifs
    for (name, wave, group), part in frame.groupby(["indicateur", "vague", "groupe"]):
        reasons = [
            t.cell("manquants_motifs", "effectif", indicateur=name, vague=wave, groupe=group, motif=m)
            for m in part["motif"]
        ]
        included = t.cell("flux", "effectif", groupe=group, etape="inclus")
        known = t.cell("estimations", f"n_{SIDES[str(group)]}", indicateur=name, vague=wave, **_CRUDE)
        yield f"manquants, {name}, {group}", included - known, reasons


def _publics(t: _Tables, seuil: int) -> Iterator[_Equation]:
    """The panel owes what its two publics owe: neither's debts are the panel's less the other's."""
    for r in t.rows("populations"):
        if (r["population"], r["mesure"]) != ("se_maintenir", "sans_impaye_lourd"):
            continue
        for group, side in SIDES.items():
            at = {"vague": r["vague"]}
            n = t.cell("estimations", f"n_{side}", indicateur="impaye_2mois", **at, **_CRUDE)
            publics = [
                t.cell("populations", f"effectif_{side}", population=p, mesure="sans_impaye_lourd", **at)
                for p in ("se_maintenir", "s_installer")
            ]
            yield f"deux mois, {group}, {r['vague']}", n - _having(t, "impaye_2mois", r["vague"], side), publics
            owed = {"population": "se_maintenir", "mesure": "impaye_solde", **at}
            others = t.cell("populations", f"n_{side}", population="s_installer", mesure="sans_impaye_lourd", **at)
            if 0 < others.value < seuil:
                debts = t.cell("populations", f"n_{side}", **owed) * t.cell("populations", f"valeur_{side}", **owed)
                panel = _having(t, "impaye_solde", r["vague"], side)
                rest = Cell(panel.value - debts.value, told=False)
                yield f"dette des autres, {group}, {r['vague']}", panel, [debts, rest]


def _pathways(t: _Tables) -> Iterator[_Equation]:
    for (group, start), part in t.computed.transitions.groupby(["groupe", "de"]):
        moves = [t.cell("transitions", "effectif", groupe=group, de=start, vers=v) for v in part["vers"]]
        whole = t.cell("transitions", "a_risque", groupe=group, de=start, vers=part["vers"].iloc[0])
        yield f"passages, {group}, {start}", whole, moves
    for (group, month), part in t.computed.repartition_etats.groupby(["ensemble", "mois"]):
        states = [t.cell("repartition_etats", "effectif", ensemble=group, mois=month, etat=e) for e in part["etat"]]
        yield f"états, {group}, {month}", Cell(float(part["effectif"].sum()), told=True), states
    for group, side in SIDES.items():
        of = t.computed.repartition_etats.query("ensemble == @group")
        for state, part in of.groupby("etat"):
            key = {"ensemble": group, "etat": state}
            monthly = [t.cell("repartition_etats", "effectif", mois=m, **key) for m in part["mois"] if m]
            mean, size = (t.cell("mois_par_etat", f"{c}_{side}", etat=state) for c in ("moyenne", "n"))
            yield f"mois et états, {group}, {state}", mean * size, monthly
    types = t.computed.types
    for number in types["type"]:
        counts = [t.cell("types", f"effectif_{side}", type=number) for side in SIDES.values()]
        yield f"type {number}", t.cell("types", "effectif", type=number), counts
    for side in SIDES.values():
        counts = [t.cell("types", f"effectif_{side}", type=number) for number in types["type"]]
        yield f"types, {side}", Cell(sum(c.value for c in counts), told=True), counts
        months = [t.cell("mois_par_etat", f"moyenne_{side}", etat=s) for s in t.computed.mois_par_etat["etat"]]
        yield f"mois, {side}", Cell(sum(m.value for m in months), told=True), months


def _days(t: _Tables) -> Iterator[_Equation]:
    for domain in ("volets", "intervenants", "themes"):
        lines = [r["ligne"] for r in t.rows("mise_en_oeuvre") if r["domaine"] == domain]
        shares = [t.cell("mise_en_oeuvre", "realise", domaine=domain, ligne=line) for line in lines]
        yield f"part des jours, {domain}", Cell(1.0, told=True), shares


def _the_same_number_twice(t: _Tables) -> Iterator[_Equation]:
    for r in t.rows("reperes"):
        for side in SIDES.values():
            key = {"indicateur": r["indicateur"], "vague": r["vague"]}
            ours = t.cell("reperes", f"valeur_{side}", **key, source=r["source"], population=r["population"])
            yield f"repère, {r['indicateur']}", ours, [t.cell("estimations", f"valeur_{side}", **key, **_CRUDE)]
    for r in t.rows("sensibilite"):
        key = {"indicateur": r["indicateur"], "vague": r["vague"], **_CRUDE}
        sizes = [(c, s) for c in ("n", "valeur") for s in SIDES.values()]
        again = all(t.cell("estimations", f"{c}_{s}", **key).value == r[f"{c}_{s}"] for c, s in sizes)
        if again and r["methode"] == _CRUDE["methode"] and r["analyse"] in ("definitions", "troncature"):
            for side in SIDES.values():
                row = {**key, "analyse": r["analyse"], "variante": r["variante"]}
                planned = t.cell("estimations", f"valeur_{side}", **key)
                yield f"{r['variante']}, {r['indicateur']}", planned, [t.cell("sensibilite", f"valeur_{side}", **row)]
        if r["variante"] != "temoin_negatif":
            continue
        for group, side in SIDES.items():
            key = {"indicateur": r["indicateur"], "vague": r["vague"]}
            control = t.cell("sensibilite", f"valeur_{side}", variante="temoin_negatif", **key)
            mean = t.cell("comparabilite", f"moyenne_{side}", variable=r["indicateur"])
            yield f"à l’inclusion, {r['indicateur']}", control, [mean]
            yield f"à l’inclusion, {r['indicateur']}", mean, [t.cell("evolutions", "valeur", groupe=group, **key)]


def _having(t: _Tables, indicator: str, wave: str, side: str) -> Cell:
    """How many of a group have it, or what they sum to: their number times their share, or mean."""
    key = {"indicateur": indicator, "vague": wave, **_CRUDE}
    return t.cell("estimations", f"n_{side}", **key) * t.cell("estimations", f"valeur_{side}", **key)
