"""The debt while housed, and what moved before anything was done: before the first contact, before the inclusion."""

from __future__ import annotations

from dataclasses import replace

from pipeline.contract.clock import MONTHS_BEFORE
from pipeline.contract.indicators import INDICATORS
from pipeline.contract.remarks import codes_of
from pipeline.french import NBSP, count, number, percent
from pipeline.report.context import ReportContext
from pipeline.report.grade_words import grade_words, range_words
from pipeline.report.records import Record, records
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import Result, only, results_of
from pipeline.report.units import unit_of
from pipeline.report.waves import last_wave
from pipeline.report.wording import at_wave, paragraphs
from pipeline.statements.difference import EXPLORATORY, Difference
from pipeline.statements.few import FEWEST, row_of_a_few, without_bounds_of_a_few
from pipeline.statements.grades import grade
from pipeline.statements.statement import direction_of
from pipeline.traced import stated

_DEBT, _UNIT = INDICATORS["impaye_solde"], unit_of(INDICATORS["impaye_solde"])
_HALF = 0.5  # of the accompanied: months by whose end no more of them had been met are still before the contacts
_NO_EFFECT = (
    "Ce qui sépare les groupes avant le premier contact ne peut pas être un effet de l’accompagnement : c’est ce que "
    "le choix des panels et le hasard font à eux seuls. Les écarts des mois suivants se lisent à côté de celui-là."
)


def while_housed_text(results: EditionResults, _: ReportContext) -> str:
    """Return the difference of the mean debt over the months housed, adjusted as the plan's number is."""
    found = only(results_of(results, "troncature"), "occupation_ajustee", _DEBT.name)
    if found is None:
        return paragraphs(
            ["La dette du temps passé dans le logement n’est pas calculée : il y faut les sorties et des soldes."]
        )
    e = found.estimate
    if e.estimation is None:
        return paragraphs([f"La dette du temps passé dans le logement n’est pas comparée ({found.reason})."])
    words = (
        "**Tant que le ménage est logé.** La dette moyenne des mois passés dans le logement, jusqu’à la sortie ou "
        f"{at_wave(e.vague)}, chaque ménage comptant une fois, diffère de {_shown(found)}{_at_equal_debt(e.note)} "
        f"({_both(found, ', ')}). Qui part tôt n’y compte que pour ses "
        "premiers mois. Le détail est dans la @sec-troncature."
    )
    return paragraphs([found.stating(words)])


def _at_equal_debt(note: str) -> str:
    return " à dette égale à l’inclusion" if "inclusion" in dict(codes_of(note)).get("ajustee_sur", ()) else ""


def before_contact_text(results: EditionResults, context: ReportContext) -> str:
    """Return the gap of the months in which most of the accompanied had not been met, which no support can explain."""
    rows = [r for r in records(results.ecarts_mensuels, lecture="connus") if r["mois"] > 0]
    if not any(r["difference"] is not None for r in rows):
        return paragraphs(["L’écart mois par mois n’est pas connu : trop peu de soldes mensuels le sont."])
    if all(r["part_contactes"] is None for r in rows):
        return paragraphs(
            [
                "Aucune intervention n’est enregistrée : les mois d’avant le premier contact ne se distinguent pas des "
                "autres, et ce qui s’y passait n’est pas connu."
            ]
        )
    early = [r for r in rows if r["part_contactes"] <= _HALF and r["difference"] is not None]
    if not early:
        return paragraphs(
            [
                "Plus de la moitié des accompagnés ont été rencontrés dès le premier mois : il n’y a pas, pour "
                "l’ensemble, de mois d’avant le premier contact.",
                _not_met(results, rows[0], context, f"{_month_end(rows[0])}, entre"),
            ]
        )
    row = early[-1]
    words = (
        f"**Avant le premier contact.** {_month_end(row)}, {_met(row)} ; "
        f"l’évolution de la dette depuis l’inclusion différait de {_amount(row)} "
        f"(accompagnés moins témoins){_class(row, context)}."
    )
    parts = [_stating(words, row), _not_met(results, row, context), _NO_EFFECT]
    return paragraphs([" ".join(p for p in parts if p)])


def before_inclusion_text(results: EditionResults, context: ReportContext) -> str:
    """Return how the groups moved over the twelve months before, and each household against its own past."""
    found = results_of(results, "avant")
    slope = only(found, "pente")
    if slope is None:
        return paragraphs(
            [
                "Le suivi locatif ne dit presque rien d’avant l’inclusion : l’évolution de la dette sur les "
                f"{MONTHS_BEFORE} mois d’avant n’est pas connue. Les modèles de fichiers demandent ces mois aux "
                "bailleurs."
            ]
        )
    double = next((r for r in found if r.variante == "double" and r.estimate.vague == last_wave(_DEBT, context)), None)
    return paragraphs([" ".join(p for p in (_slopes(slope), _own_past(double)) if p)])


def _slopes(r: Result) -> str:
    e = r.estimate
    start = f"**Avant l’inclusion.** Sur les {MONTHS_BEFORE} mois d’avant, connus pour {_both(r, ' et ')}"
    if e.estimation is None:
        return f"{start}, les deux évolutions ne se comparent pas ({r.reason})."
    words = (
        f"{start}, la dette évoluait de {r.unit.value(e.valeur_accompagnes)} chez les accompagnés et de "
        f"{r.unit.value(e.valeur_temoins)} chez les témoins : un écart de {_shown(r)}, que l’accompagnement n’a pas pu "
        "causer."
    )
    return r.stating(words)


def _own_past(r: Result | None) -> str:
    if r is None:
        return ""
    e = r.estimate
    if e.estimation is None:
        return f"Comparer chaque ménage à son propre passé n’est pas possible ({r.reason})."
    words = (
        f"Chaque ménage étant comparé à sa propre moyenne d’avant, l’évolution {at_wave(e.vague)} diffère de "
        f"{_shown(r)} ({_both(r, ', ')}). Cette double différence "
        "suppose que, sans accompagnement, les deux publics auraient évolué de même : les pentes d’avant permettent "
        "d’en juger."
    )
    return r.stating(words)


def _both(r: Result, between: str) -> str:
    """« 23 accompagnés, 22 témoins »."""
    return between.join((count(r.estimate.n_accompagnes, "accompagné"), count(r.estimate.n_temoins, "témoin")))


def _shown(r: Result) -> str:
    """The amount, with the interval that may be printed."""
    return replace(r, estimate=without_bounds_of_a_few(r.estimate)).amount


def _not_met(results: EditionResults, at: Record, context: ReportContext, among: str = "Entre") -> str:
    """The same gap between the households not met yet and the controls, at the month of the row `at`."""
    row = next((r for r in records(results.ecarts_mensuels, lecture="pas_contactes") if r["mois"] == at["mois"]), None)
    if row is None or row["difference"] is None or _fewest(row) < context.params.confidentialite.seuil:
        return ""
    words = (
        f"{among} les seuls accompagnés pas encore rencontrés ({number(row['n_accompagnes'])}) et les témoins "
        f"({number(row['n_temoins'])}), l’écart est de {_amount(row)}{_class(row, context)}."
    )
    return _stating(words, row)


def _fewest(row: Record) -> int:
    return int(min(row["n_accompagnes"], row["n_temoins"]))


def _month_end(row: Record) -> str:
    return (
        "À la fin du mois suivant l’inclusion"
        if row["mois"] == 1
        else f"Au bout de {count(row['mois'], 'mois', 'mois')}"
    )


def _amount(row: Record) -> str:
    value = _UNIT.difference(row["difference"], sign=True)
    row = row_of_a_few(row)
    if row["ic_bas"] is None or row["ic_haut"] is None:
        return value
    return f"{value} [{_UNIT.plain(row['ic_bas'], sign=True)}{NBSP};{NBSP}{_UNIT.plain(row['ic_haut'], sign=True)}]"


def _met(row: Record) -> str:
    if not row["part_contactes"]:
        return "aucun accompagné n’avait eu d’intervention"
    return f"{percent(row['part_contactes'])} des accompagnés avaient eu une première intervention"


def _class(row: Record, context: ReportContext) -> str:
    """The class of the gap and of its interval's ends, cut at what would matter for a debt; empty where none is set.

    Nor has a gap of a handful of households any.
    """
    importance = context.plan.importance_of(_DEBT)
    sizes = (row["n_accompagnes"], row["n_temoins"])
    if importance is None or (None not in sizes and min(sizes) < FEWEST):
        return ""
    one, low, high = (
        None if v is None else grade(_DEBT.favourable * _UNIT.rounded(v), importance)
        for v in (row["difference"], row["ic_bas"], row["ic_haut"])
    )
    if one is None:
        return ""
    if low is None or high is None:
        return f", {grade_words(one)}"
    worst, best = sorted((low, high))
    return f", {grade_words(one)}" if worst == best == one else f", {grade_words(one)} ({range_words(worst, best)})"


def _stating(words: str, row: Record) -> str:
    side = direction_of(row["difference"], 0.0, _DEBT.favourable, _UNIT)
    row = row_of_a_few(row)
    numbers = (row["difference"], row["ic_bas"], row["ic_haut"])
    source = f"ecarts_mensuels/{row['lecture']}"
    names = (source, _DEBT.name, f"M{row['mois']}", "doubles_differences", "double_difference", EXPLORATORY)
    return stated(words, Difference(*names, *numbers, side))
