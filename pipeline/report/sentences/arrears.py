"""Arrears in words: first the households that have no balance any more, then the debts, then both ranked together."""

from __future__ import annotations

from pipeline.contract.codes import ACCOMPAGNE, TEMOIN
from pipeline.contract.flow import INCLUS
from pipeline.contract.indicators import INDICATORS, outcomes_of
from pipeline.contract.remarks import codes_of
from pipeline.french import NBSP, count, enumeration, number
from pipeline.report.context import ReportContext
from pipeline.report.flow import count_of
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.sensitivity import only, results_of
from pipeline.report.sentences.domain import domain_paragraphs, not_described, threshold_notice, told_in_words
from pipeline.report.waves import last_wave
from pipeline.report.wording import at_wave, capitalised, level, paragraphs
from pipeline.statements.choice import Role
from pipeline.statements.few import FEWEST
from pipeline.statements.statement import Statement, read_statements
from pipeline.traced import Cell, traced

ARREARS = outcomes_of("impayes")
_DEBT = INDICATORS["impaye_solde"]
_LEFT_OUT, _RANKED = "sans_valeur_car_sortis", "sorties_puis_procedure_puis_dette"
_NOT_WITHOUT_DEBT = (
    "Un ménage parti n’est pas un ménage sans dette : ce qui suit ne compare que ceux qui ont encore un solde."
)
_GROUPS = {ACCOMPAGNE: "accompagné", TEMOIN: "témoin"}


def arrears_text(results: EditionResults, context: ReportContext) -> str:
    """Return the paragraphs on arrears: who has no balance, each indicator, the composite rank beside the balance."""
    gone = _without_balance(results, context)
    why = not_described(ARREARS, results, context)
    if why:
        return paragraphs([gone, why])
    compared = domain_paragraphs(ARREARS, results, context)
    told = told_in_words(ARREARS, context)
    place = told.index(_DEBT.name) + 1 if _DEBT.name in told else 0
    beside = _ranked_together(results, context)
    notice = threshold_notice(("impaye_mois",), context)
    return paragraphs([gone, notice, *compared[:place], beside, *compared[place:]])


def _without_balance(results: EditionResults, context: ReportContext) -> str:
    """How many households of each group have a balance at the wave, and what became of the others."""
    wave = last_wave(_DEBT, context)
    counts = {g: count_of(results.flux, INCLUS, g) for g in _GROUPS}
    members = {g: n for g, n in counts.items() if n is not None}
    e = said(results, _DEBT.name, wave, Role.CRUDE)
    known = {ACCOMPAGNE: e.n_accompagnes, TEMOIN: e.n_temoins}
    if len(members) < len(_GROUPS):
        return ""
    total, seen = sum(members.values()), sum(known.values())
    when = capitalised(at_wave(wave))
    if seen >= total:
        everyone = f"{when}, un solde est connu pour tous les ménages : personne ne manque à la comparaison des dettes."
        return everyone if total else ""
    shares = [f"pour {count(known[g], _GROUPS[g])} sur {number(n)}" for g, n in members.items() if n]
    words = f"**D’abord, les ménages sans solde.** {when}, un solde est connu {enumeration(shares)}."
    return f"{words} {_why(_exits(results, wave, anyone=seen > 0), total - seen, anyone=seen > 0)}"


def _exits(results: EditionResults, wave: str, *, anyone: bool) -> list[int] | None:
    """How many of those without a balance have lost their dwelling, by group; None where nothing tells.

    Where nobody has a balance, those of the composite rank, which counts every exit.
    """
    row = only(results_of(results, "troncature"), "restants", _DEBT.name)
    if anyone and row is not None and _LEFT_OUT in dict(codes_of(row.estimate.note)):
        return [round(n) for n in row.parameters(_LEFT_OUT)]
    ranks = None if anyone else _composite(results, wave)
    codes = {} if ranks is None else dict(codes_of(ranks.note))
    if ranks is None or _RANKED not in codes:
        return None
    cell = Cell("estimations", f"indicateur={_DEBT.name};vague={wave};methode={ranks.methode}", "note")
    return [traced(int(n), cell) for n in codes[_RANKED]]


def _why(exits: list[int] | None, absent: int, *, anyone: bool) -> str:
    """What became of the `absent` households: gone from their dwelling, as far as the delivery tells; or not known."""
    others = "L’autre" if absent == 1 else f"Les {number(absent)} {'autres' if anyone else 'ménages'}"
    if exits is None:
        return (
            f"{others} : sortie du logement, décès, retrait de l’étude ou mois sans ligne de suivi. {_NOT_WITHOUT_DEBT}"
        )
    gone = sum(exits)
    rest = absent - gone
    elsewhere = f"{number(rest)} décès, {_plural(rest, 'retrait')} de l’étude ou mois sans ligne de suivi"
    if not gone:
        one = f"décès, {_plural(absent, 'retrait')} de l’étude ou mois sans ligne de suivi"
        return f"{others} : {one}, sans sortie du logement."
    each = [f"{number(n)} chez les {who}" for n, who in zip(exits, ("accompagnés", "témoins"), strict=True) if n]
    by_group = ", ".join(each) if len(each) > 1 else f"chez les {'accompagnés' if exits[0] else 'témoins'}"
    also = f" ; {elsewhere}" if rest > 0 else ""
    return f"{others} : {count(gone, 'sortie')} du logement ({by_group}){also}. {_NOT_WITHOUT_DEBT}"


def _plural(n: int, word: str) -> str:
    return word if n < 2 else f"{word}s"


def _ranked_together(results: EditionResults, context: ReportContext) -> str:
    """The composite rank of the balance, which counts the households that left; empty where it has no row.

    It stands beside the plan's number, and states nothing of its own.
    """
    e = _composite(results, last_wave(_DEBT, context))
    if e is None or e.estimation is None:
        return ""
    gone = sum(int(n) for n in dict(codes_of(e.note)).get(_RANKED, ("1",)))
    title = "En comptant les ménages partis." if gone else "La procédure et la dette ensemble."
    return (
        f"**{title}** Les ménages dont le rang est connu sont classés ensemble : qui a perdu son logement plus "
        "mal que toute dette, puis l’étape de procédure la plus avancée, puis la dette. La probabilité qu’un "
        f"accompagné soit plus mal placé qu’un témoin est de {_chance(e.estimation)}{_interval(e)}, pour "
        f"{count(e.n_accompagnes, 'accompagné')} et {count(e.n_temoins, 'témoin')} ; sans différence, elle serait "
        "d’une chance sur deux."
    )


def _composite(results: EditionResults, wave: str) -> Statement | None:
    table = results.estimations
    if table.empty:
        return None
    rows = table[
        (table["indicateur"] == _DEBT.name) & (table["vague"] == wave) & (table["methode"] == "rang_composite")
    ]
    return None if rows.empty else read_statements(rows.head(1))[0]


def _interval(e: Statement) -> str:
    if e.ic_bas is None or e.ic_haut is None or min(e.n_accompagnes, e.n_temoins) < FEWEST:
        return ""
    return f" (intervalle de confiance à {level(e)} : de {_chance(e.ic_bas)} à {_chance(e.ic_haut)})"


def _chance(share: float) -> str:
    return f"{number(100 * share)}{NBSP}%"
