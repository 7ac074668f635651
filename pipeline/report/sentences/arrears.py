"""Arrears in words: first the households that have no balance any more, then the debts, then both ranked together."""

from __future__ import annotations

from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.contract.flow import INCLUS
from pipeline.contract.indicators import INDICATORS, outcomes_of
from pipeline.contract.remarks import codes_of
from pipeline.french import NBSP, count, number
from pipeline.report.context import ReportContext
from pipeline.report.flow import count_of
from pipeline.report.records import first
from pipeline.report.results import EditionResults
from pipeline.report.sensitivity import only, results_of
from pipeline.report.sentences.domain import domain_paragraphs, threshold_notice
from pipeline.report.units import unit_of
from pipeline.report.waves import last_wave
from pipeline.report.wording import at_wave, capitalised, level, paragraphs
from pipeline.statements.statement import Statement, read_statements
from pipeline.traced import stated, without_marks

ARREARS = outcomes_of("impayes")
_DEBT = INDICATORS["impaye_solde"]
_LEFT_OUT = "sans_valeur_car_sortis"
_GROUPS = {ACCOMPAGNE: "accompagnés", TEMOIN: "témoins"}


def arrears_text(results: EditionResults, context: ReportContext) -> str:
    """Return the paragraphs on arrears: who has no balance, each indicator, the composite rank, where debts began."""
    compared = domain_paragraphs(ARREARS, results, context)
    gone = _without_balance(results, context)
    if len(compared) != len(ARREARS):
        return paragraphs([gone, *compared])
    place = ARREARS.index(_DEBT.name) + 1
    beside = [_ranked_together(results, context), _where_debts_began(results)]
    notice = threshold_notice(("impaye_mois",), context)
    return paragraphs([gone, notice, *compared[:place], *beside, *compared[place:]])


def _without_balance(results: EditionResults, context: ReportContext) -> str:
    """How many households of each group have a balance at the wave, and what became of the others."""
    wave = last_wave(_DEBT, context)
    members = {g: count_of(results.flux, INCLUS, g) for g in _GROUPS}
    known = {g: first(results.evolutions, indicateur=_DEBT.name, groupe=g, vague=wave)["n"] or 0 for g in _GROUPS}
    if any(n is None for n in members.values()):
        return ""
    total, seen = sum(members.values()), sum(known.values())
    when = at_wave(wave)
    if seen >= total:
        everyone = f"{capitalised(when)}, un solde est connu pour tous les ménages"
        return f"{everyone} : personne ne manque à la comparaison des dettes." if total else ""
    shares = " et pour ".join(f"{number(known[g])} des {number(members[g])} {who}" for g, who in _GROUPS.items())
    words = f"**D’abord, les ménages sans solde.** {capitalised(when)}, un solde est connu pour {shares}."
    return f"{words} {_why(results, total - seen)}"


def _why(results: EditionResults, absent: int) -> str:
    """What became of the `absent` households: gone from their dwelling, as far as the delivery tells; or not known."""
    row = only(results_of(results, "troncature"), "restants", _DEBT.name)
    otherwise = "décédés, retirés de l’étude, ou sans ligne de suivi ce mois-là"
    if row is None or _LEFT_OUT not in dict(codes_of(row.estimate.note)):
        return (
            f"Les autres ({number(absent)}) sont sortis de leur logement, {otherwise}. Ce ne sont pas des ménages sans "
            "dette : la comparaison qui suit ne dit rien d’eux."
        )
    exits = [round(n) for n in row.parameters(_LEFT_OUT)]
    gone = sum(exits)
    if not gone:
        return f"Aucun des {number(absent)} autres n’a perdu son logement : ils sont {otherwise}."
    verb = "a perdu son logement" if gone == 1 else "ont perdu leur logement"
    return (
        f"{'Des' if absent > 1 else 'Sur'} {count(absent, 'autre')}, {number(gone)} {verb} ({number(exits[0])} chez les "
        f"accompagnés, {number(exits[1])} chez les témoins){_rest(absent - gone, otherwise)}. Qui est parti n’est pas "
        "un ménage sans dette : la comparaison qui suit est celle des ménages qui ont encore un solde."
    )


def _rest(n: int, otherwise: str) -> str:
    if n <= 0:
        return ""
    return (
        f" ; {number(n)} est décédé ou retiré de l’étude, ou n’a pas de ligne de suivi ce mois-là"
        if n == 1
        else (f" ; {number(n)} sont {otherwise}")
    )


def _ranked_together(results: EditionResults, context: ReportContext) -> str:
    """The composite rank of the balance, which counts the households that left; empty where it has no row."""
    table = results.estimations
    if table.empty:
        return ""
    chosen = (table["indicateur"] == _DEBT.name) & (table["methode"] == "rang_composite")
    rows = table[chosen & (table["vague"] == last_wave(_DEBT, context))]
    if rows.empty:
        return ""
    e = read_statements(rows.head(1))[0]
    if e.estimation is None:
        return ""
    words = (
        "**En comptant les ménages partis.** Tous sont classés ensemble : qui a perdu son logement plus mal que toute "
        "dette, puis l’étape de procédure la plus avancée, puis la dette. La probabilité qu’un accompagné soit plus mal "
        f"placé qu’un témoin est de {_chance(e.estimation)}{_interval(e)}, pour {number(e.n_accompagnes)} accompagnés "
        f"et {number(e.n_temoins)} témoins ; sans différence, elle serait d’une chance sur deux."
    )
    return stated(words, e)


def _interval(e: Statement) -> str:
    if e.ic_bas is None or e.ic_haut is None:
        return ""
    return f" (intervalle de confiance à {level(e)} : de {_chance(e.ic_bas)} à {_chance(e.ic_haut)})"


def _chance(share: float) -> str:
    return f"{number(100 * share)}{NBSP}%"


def _where_debts_began(results: EditionResults) -> str:
    """The debt stated at inclusion and the balance of that month are two numbers, of two sets of households."""
    stated_then = first(results.comparabilite, variable="impaye_inclusion")
    balances = [first(results.evolutions, indicateur=_DEBT.name, groupe=g, vague="T0") for g in _GROUPS]
    unit = unit_of(_DEBT)
    one = [(stated_then.get(f"moyenne_{g}"), stated_then.get(f"n_{g}")) for g in ("accompagnes", "temoins")]
    other = [(row.get("valeur"), row.get("n")) for row in balances]
    if any(value is None for value, _ in (*one, *other)):
        return ""
    texts = [" et ".join(unit.value(value) for value, _ in pair) for pair in (one, other)]
    if without_marks(texts[0]) == without_marks(texts[1]):
        return ""
    sizes = [" et ".join(number(n) for _, n in pair) for pair in (one, other)]
    return (
        f"Deux chiffres disent d’où part la dette (accompagnés et témoins) : l’impayé déclaré à l’inclusion, "
        f"{texts[0]} en moyenne ({sizes[0]} ménages), et le solde à la fin du mois d’inclusion, {texts[1]} "
        f"({sizes[1]} ménages). Le second compte ce mois-là, et les seuls ménages dont la ligne est connue : c’est de "
        "lui que partent les calculs."
    )
