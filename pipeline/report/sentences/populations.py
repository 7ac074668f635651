"""Each population in words: its own question, its own answer, and how little its size lets one say."""

from __future__ import annotations

from pipeline.contract import populations as p
from pipeline.contract.codes import SITUATION_BLOQUEE
from pipeline.contract.populations import MEASURES, POPULATIONS, PopulationMeasure
from pipeline.french import count, number
from pipeline.report.context import ReportContext
from pipeline.report.population_units import MEASURE_OF, gap_text, stating, unit_of_measure
from pipeline.report.records import Record, first, records
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import results_of
from pipeline.report.sentences.domain import threshold_notice
from pipeline.report.wording import at_wave, capitalised, households, p_sentence, paragraphs

_INSERTION = (p.INSERTION, p.MAINTIEN, p.SANS_IMPAYE_LOURD, p.SANS_PROCEDURE)


def keeping_text(results: EditionResults, context: ReportContext) -> str:
    """Return the answer for households in a blocked situation: every measure of its table at the horizon.

    All of them, in the table's order: three chosen ones would be a choice among results.
    """
    rows = _known(results, p.SE_MAINTENIR.name)
    if not rows:
        return _nothing(p.SE_MAINTENIR.name)
    return paragraphs(
        [
            _without_events(results),
            threshold_notice(("impaye_mois",), context),
            *_listed(_at_the_end(rows, MEASURES[p.SE_MAINTENIR.name], context), context),
            _part_of_the_panel(results),
        ]
    )


def settling_text(results: EditionResults, context: ReportContext) -> str:
    """Return the answer for new households: insertion and its parts, sliding leases, first arrears."""
    rows = _known(results, p.S_INSTALLER.name)
    if not rows:
        return _nothing(p.S_INSTALLER.name)
    return paragraphs(
        [
            _without_events(results),
            threshold_notice(("impaye_mois",), context),
            *_listed([*_at_the_end(rows, _INSERTION, context), *_leases_of_both(results, context)], context),
            _leases_of_one(results, context),
            _first_arrears(results),
            _part_of_the_panel(results),
        ]
    )


def _part_of_the_panel(results: EditionResults) -> str:
    """That the public is a part of the panel; whether the two publics are set against each other elsewhere."""
    between = any(
        r.estimate.estimation is not None and r.variante == f"profil:{SITUATION_BLOQUEE}"
        for r in results_of(results, "heterogeneite")
    )
    beside = (
        "l’écart entre les deux publics est estimé à part (@sec-heterogeneite)"
        if between
        else "l’écart entre les deux publics n’est pas estimé"
    )
    return f"Chaque public n’est qu’une partie du panel : ses intervalles sont plus larges, et {beside}."


def _known(results: EditionResults, population: str) -> list[Record]:
    return [r for r in records(results.populations, population=population) if r["n_accompagnes"] or r["n_temoins"]]


def _at_the_end(rows: list[Record], measures: tuple[PopulationMeasure, ...], context: ReportContext) -> list[Record]:
    return [r for m in measures for r in rows if (r["mesure"], r["vague"]) == (m.name, context.vague)]


def _nothing(population: str) -> str:
    return paragraphs([f"Aucune mesure n’est connue pour ce public ({POPULATIONS[population].label.lower()})."])


def _without_events(results: EditionResults) -> str:
    if "evenements" not in results.tables_absentes:
        return ""
    return (
        "La table « Événements » n’a pas été livrée : ni maintien, ni procédure, ni glissement de bail ne sont connus."
    )


def _listed(rows: list[Record], context: ReportContext) -> list[str]:
    """« À 24 mois, chez les accompagnés puis chez les témoins : », then an item a measure."""
    if not rows:
        return []
    start = f"{capitalised(at_wave(context.vague))}, chez les accompagnés puis chez les témoins :"
    return [start, "\n".join(f"- {_compared(row)}" for row in rows)]


def _compared(row: Record) -> str:
    """« Insertion (les trois à la fois) : 61,5 % (8 sur 13) et 30,8 % (4 sur 13), écart de +30,8 points […]. »."""
    label = MEASURE_OF[row["mesure"]].label
    missing = [w for g, w in (("accompagnes", "accompagné"), ("temoins", "témoin")) if not row[f"n_{g}"]]
    if missing:
        nobody = f"aucun {missing[0]} n’est concerné ou connu" if len(missing) == 1 else "aucun ménage n’est connu"
        return f"**{label}** : {nobody}."
    if row["valeur_accompagnes"] is None or row["valeur_temoins"] is None:
        return f"**{label}** : masqué, trop peu de ménages sont connus dans un groupe."
    values = f"{_value(row, 'accompagnes')} et {_value(row, 'temoins')}"
    return stating(row, f"**{label}** : {values}{_beside(row)}.")


def _value(row: Record, group: str) -> str:
    text = unit_of_measure(row).value(row[f"valeur_{group}"])
    if MEASURE_OF[row["mesure"]].kind == "part":
        return f"{text} ({number(row[f'effectif_{group}'])} sur {number(row[f'n_{group}'])})"
    return f"{text} ({households(round(row[f'n_{group}']))})"


def _beside(row: Record) -> str:
    return "" if row["ecart"] is None else f", {gap_text(row)}"


def _leases_of_both(results: EditionResults, context: ReportContext) -> list[Record]:
    row = _leases(results, context)
    return [row] if row["mesure"] is not None and row["n_accompagnes"] and row["n_temoins"] else []


def _leases_of_one(results: EditionResults, context: ReportContext) -> str:
    """What is said of sliding leases where a group has none."""
    row = _leases(results, context)
    if row["mesure"] is None or (row["n_accompagnes"] and row["n_temoins"]):
        return ""
    if not row["n_accompagnes"] and not row["n_temoins"]:
        return "Aucun nouveau ménage n’est entré par un bail glissant, ou son issue n’est pas connue."
    group, word = ("accompagnes", "accompagnés") if row["n_accompagnes"] else ("temoins", "témoins")
    n, slid = row[f"n_{group}"], row[f"effectif_{group}"]
    some = number(slid) if slid else "aucun"
    moved = f"{count(n, 'bail glissant', 'baux glissants')} chez les {word}, dont {some} au nom du ménage"
    return f"{capitalised(at_wave(context.vague))}, {moved} ; l’autre groupe n’en a pas."


def _leases(results: EditionResults, context: ReportContext) -> Record:
    return first(results.populations, population=p.S_INSTALLER.name, mesure=p.GLISSEMENT.name, vague=context.vague)


def _first_arrears(results: EditionResults) -> str:
    row = first(results.populations, population=p.S_INSTALLER.name, mesure=p.PREMIER_IMPAYE.name)
    test = first(results.populations, population=p.S_INSTALLER.name, mesure=p.PREMIER_IMPAYE_TEST.name)
    if not row["n_accompagnes"] or not row["n_temoins"] or None in (row["valeur_accompagnes"], row["valeur_temoins"]):
        return ""
    events = (row["effectif_accompagnes"] or 0) + (row["effectif_temoins"] or 0)
    followed = round(row["n_accompagnes"] + row["n_temoins"])
    if not events:
        return f"Aucun des {households(followed)} sans impayé lourd à l’inclusion n’en a eu tant qu’il a été suivi."
    reached = "en a" if events < 2 else "en ont"
    told = f"Sur {households(followed)} sans impayé lourd à l’inclusion, {number(events)} {reached} eu un ensuite."
    compared = stating(
        row,
        f"Avant cet impayé, il s’écoule en moyenne {_value(row, 'accompagnes')} chez les accompagnés et "
        f"{_value(row, 'temoins')} chez les témoins, dans la limite de l’horizon{_beside(row)}.",
    )
    p_value = f" Test du log-rank : {p_sentence(test['p_valeur'])}." if test["p_valeur"] is not None else ""
    return f"{told} {compared}{p_value}"
