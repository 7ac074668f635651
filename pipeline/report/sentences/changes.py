"""What has changed since the edition before: households, files, findings, and the differences of the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from pipeline.changes.findings import Outcome, finding_changes
from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.french import MISSING, count, enumeration, long_date, number
from pipeline.report.context import ReportContext, edition_label
from pipeline.report.earlier import EarlierEdition
from pipeline.report.looks import looks_of
from pipeline.report.results import EditionResults
from pipeline.report.sentences.answer import answer_text
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.units import interval_text, is_signed, measure_unit
from pipeline.report.wording import at_wave, capitalised, paragraphs, uncapitalised, wave_title
from pipeline.statements.statement import Direction, Statement
from pipeline.traced import Cell, book, counted, stated, traced

_TABLE = "affirmations"  # of the earlier edition
_SIDES = {
    Direction.FAVOURABLE: "à l’avantage des accompagnés",
    Direction.UNFAVOURABLE: "à leur désavantage",
    Direction.NULL: "aucun écart",
    Direction.UNKNOWN: "sans sens favorable",
}


def changes_text(results: EditionResults, context: ReportContext) -> str:
    """Return the paragraphs and the table on what has changed; one sentence when no archive is named."""
    earlier = context.precedente
    if earlier is None:
        return paragraphs([nothing_compared(results, context)])
    table, words = _differences(results, context, earlier)
    text = paragraphs(
        [_which(earlier), _households(results, earlier), _delivery(context, earlier), _findings(results, earlier)]
    )
    return "\n".join(part for part in (text, table, paragraphs([words])) if part)


def nothing_compared(results: EditionResults, context: ReportContext) -> str:
    """Return why no edition is compared to this one: it is the first, or no archive of another was given."""
    if looks_of(results, context).rank == 1:
        return "C’est la première édition prévue : elle n’est comparée à aucune autre."
    return "Aucune édition précédente n’a été donnée à comparer : rien n’est dit de ce qui a changé."


def changes_in_brief(results: EditionResults, context: ReportContext) -> str:
    """Return in one paragraph what has changed: the primary difference, households, findings, differences that turned.

    Empty when no archive is named.
    """
    earlier = context.precedente
    if earlier is None:
        return ""
    label = uncapitalised(edition_label(earlier.nom))
    which = f"L’édition précédente est l’{label}, données arrêtées au {long_date(earlier.gel)}."
    _, words = _differences(results, context, earlier)
    parts = (
        which, _primary(results, context, earlier), words, _households(results, earlier), _findings(results, earlier),
    )  # fmt: skip
    return " ".join(part for part in parts if part)


def _primary(results: EditionResults, context: ReportContext, earlier: EarlierEdition) -> str:
    """The difference of the primary indicator then and now; empty where one of them was not stated."""
    if earlier.affirmations is None:
        return ""
    for before, now in _pairs(results, context, earlier, earlier.affirmations):
        if now.indicateur == context.plan.indicateur_principal:
            gap = "l’écart brut" if now.instead_of else "l’écart"
            then, there = (f"{_estimate(e)} ({at_wave(e.vague)})" for e in (before, now))
            return stated(f"Sur le critère principal, {gap} était de {then} ; il est de {there}.", now)
    return ""


def _which(earlier: EarlierEdition) -> str:
    return (
        f"Cette édition est comparée à celle qui la précède, {uncapitalised(edition_label(earlier.nom))}, archivée le "
        f"{long_date(earlier.jour)}, données arrêtées au {long_date(earlier.gel)} (empreinte de l’archive : "
        f"`{earlier.empreinte[:16]}`)."
    )


def _households(results: EditionResults, earlier: EarlierEdition) -> str:
    flow = results.flux
    rows = flow[flow["etape"] == "inclus"]
    now = dict(zip(rows["groupe"], rows["effectif"], strict=True))
    if not now or not earlier.menages:
        return ""
    parts = []
    for group, one, many in ((ACCOMPAGNE, "accompagné", "accompagnés"), (TEMOIN, "témoin", "témoins")):
        current = counted(int(now.get(group, 0)), "flux", f"groupe={group};etape=inclus")
        parts.append(f"{number(earlier.menages.get(group, 0))} puis {count(current, one, many)}")
    return f"Ménages inclus : {enumeration(parts)}."


def _delivery(context: ReportContext, earlier: EarlierEdition) -> str:
    if not earlier.livraison:
        return ""
    if earlier.livraison == context.empreinte_donnees:
        return "Les fichiers reçus sont les mêmes, octet pour octet."
    return "Les fichiers reçus ne sont plus les mêmes ; « evaluation comparer » en donne la liste."


def _findings(results: EditionResults, earlier: EarlierEdition) -> str:
    if earlier.constats is None:
        return "L’archive n’a pas gardé les constats : ils ne sont pas comparés."
    found = finding_changes(earlier.constats, results.constats)
    by = {o: found[found["suite"] == o] for o in Outcome}
    solved = sum(int((by[o]["avant"] - by[o]["maintenant"]).sum()) for o in (Outcome.SOLVED, Outcome.FEWER))
    new = sum(int((by[o]["maintenant"] - by[o]["avant"]).sum()) for o in (Outcome.NEW, Outcome.MORE))
    if not solved and not new:
        return "Les constats sur les données sont les mêmes, en même nombre."
    gone = count(counted(solved, "constats", "de moins"), "constat de moins", "constats de moins")
    come = count(counted(new, "constats", "de plus"), "de plus", "de plus")
    return f"Contrôle des données, expéditeur par expéditeur : {gone}, {come}."


def _differences(results: EditionResults, context: ReportContext, earlier: EarlierEdition) -> tuple[str, str]:
    """The table of the differences that both editions state, and the sentence that counts those on another side."""
    if earlier.affirmations is None:
        return "", "L’archive n’a pas gardé ce que disait le rapport : les écarts ne sont pas comparés."
    pairs = list(_pairs(results, context, earlier, earlier.affirmations))
    if not pairs:
        return "", "Aucun écart de la réponse n’était énoncé dans l’édition précédente."
    turned = [now for before, now in pairs if before.direction is not now.direction]
    names = enumeration([f"« {now.indicator.label} »" for now in turned])
    known = count(counted(len(pairs), _TABLE, "énoncés dans les deux éditions"), "écart")
    if turned:
        changed = count(counted(len(turned), _TABLE, "d’un autre côté"), "a changé de côté", "ont changé de côté")
        words = (
            f"Sur {known} de la réponse que les deux éditions énoncent, {changed} : {names}. Un écart proche de zéro "
            "change aisément de côté : lire son intervalle."
        )
    else:
        words = f"Sur {known} de la réponse que les deux éditions énoncent, aucun n’a changé de côté."
    table = PipeTable(
        "changements",
        "Les écarts de la réponse, dans l’édition précédente et dans celle-ci",
        (
            Head("Indicateur"), Head("Avant", right=True), Head("Intervalle", right=True),
            Head("Maintenant", right=True), Head("Intervalle", right=True), Head("Côté"),
        ),
        [_row(before, now) for before, now in pairs],
    )  # fmt: skip
    return table.markdown(), words


def _row(before: Statement, now: Statement) -> list[str]:
    side = _SIDES[now.direction]
    if before.direction is not now.direction:
        side = f"{_SIDES[before.direction]}, puis {side}"
    shown = [(f"{_estimate(e)} ({wave_title(e.vague).lower()})", interval_text(e)) for e in (before, now)]
    return [capitalised(now.indicator.label), *(cell for pair in shown for cell in pair), side or MISSING]


def _estimate(e: Statement) -> str:
    """« +23,1 points », « 0,37 »."""
    return measure_unit(e).difference(e.estimation, sign=is_signed(e))


def _pairs(
    results: EditionResults, context: ReportContext, earlier: EarlierEdition, said: pd.DataFrame
) -> Iterator[tuple[Statement, Statement]]:
    """Each difference of the answer with that of the earlier answer on the same indicator, at its own horizon."""
    with book() as opened:  # what the answer states, whichever method speaks
        marked = answer_text(results, context)
    told_now = [e for _, e in opened.close(marked)[2] if isinstance(e, Statement) and e.estimation is not None]
    answer = said[(said["section"] == "reponse") & (said["vague"] == f"M{earlier.horizon}")]
    told: set[str] = set()
    for now in told_now:
        rows = answer[answer["indicateur"] == now.indicateur]
        if now.indicateur not in told and len(rows):
            told.add(now.indicateur)
            yield _earlier(rows.iloc[0].to_dict(), now), now


def _earlier(row: Mapping[Any, str], now: Statement) -> Statement:
    key = ";".join(f"{c}={row[c]}" for c in ("indicateur", "vague", "methode", "mesure"))

    def value(column: str) -> float | None:
        text = row[column].replace(",", ".")
        return traced(float(text), Cell(_TABLE, key, column)) if text else None

    return replace(
        now, vague=row["vague"], methode=row["methode"], mesure=row["mesure"], estimation=value("estimation"),
        ic_bas=value("ic_bas"), ic_haut=value("ic_haut"),
    )  # fmt: skip
