"""The synthesis: the answer in three sentences, how sure it is, what it cost, what is not known, what has changed."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.french import count, enumeration, euros, long_date, number, percent
from pipeline.report import imbalance
from pipeline.report.context import ReportContext, edition_label
from pipeline.report.grade_words import grade_words, range_words
from pipeline.report.headline import kind_of_gap, masked
from pipeline.report.looks import concludes, looks_of, rank_words
from pipeline.report.reach import reach_of
from pipeline.report.records import first
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.sentences.answer import question, unknown_households
from pipeline.report.sentences.changes import changes_in_brief, nothing_compared
from pipeline.report.sentences.comparison import at_inclusion, gap, levels, what_stands_beside
from pipeline.report.sentences.costs import ABSENT, NONE_ENDED, more_than_said, per_household_kept
from pipeline.report.sentences.solidity import facts_of, reasons
from pipeline.report.sentences.strata import at_equal_strata
from pipeline.report.units import interval_text, measure_unit
from pipeline.report.waves import absent_table, last_wave
from pipeline.report.wording import capitalised, households, level, paragraphs, uncapitalised, wave_title
from pipeline.statements.choice import Role
from pipeline.statements.few import of_a_few
from pipeline.statements.grades import graded
from pipeline.statements.solidity import CHOSEN, RANDOMISED, solidity
from pipeline.statements.statement import Direction, Statement, absent, indicator_of
from pipeline.traced import counted, stated

_NO_GAP = "Aucun écart ne peut donc être estimé."


def synthesis_question_text(_: EditionResults, context: ReportContext) -> str:
    """Return the question alone."""
    primary = indicator_of(context.plan.indicateur_principal)
    return paragraphs([question(primary, last_wave(primary, context))])


def synthesis_answer_text(results: EditionResults, context: ReportContext) -> str:
    """Return three sentences: what each group became; the difference, from end to end; what may be said of it.

    An edition that does not conclude says so in the third, with the number of looks.
    """
    e = _primary(results, context)
    found = f"{_found(e, results)} {_difference(e)}"
    told = found if e.estimation is None else stated(found, e)
    return paragraphs([f"{told} {_status(e, results, context)}"])


def synthesis_results_text(results: EditionResults, context: ReportContext) -> str:
    """Return on which side the secondary outcomes of the plan lie, as the figure shows them one by one."""
    names = context.plan.secondaires
    if not names:
        return paragraphs(["Le plan ne nomme aucun résultat secondaire."])
    told = [said(results, n, last_wave(indicator_of(n), context)) for n in names]
    missing = [e for e in told if e.estimation is None]
    few = [e for e in told if e not in missing and of_a_few(e)]
    seen = [e for e in told if e not in missing and e not in few]
    better, worse, level_with, no_side = (
        [e for e in seen if e.direction is side]
        for side in (Direction.FAVOURABLE, Direction.UNFAVOURABLE, Direction.NULL, Direction.UNKNOWN)
    )
    parts = [
        f"{number(_counted(some, which))} {words}"
        for some, which, words in (
            (better, "favorable", "à l’avantage des accompagnés"),
            (worse, "defavorable", "à leur désavantage" if better else "au désavantage des accompagnés"),
            (level_with, "nul", "sans écart"),
            (no_side, "sans sens", "sans sens favorable"),
            (few, "peu", "sans sens dit, faute de cinq ménages par groupe"),
            (missing, "absent", "sans estimation"),
        )
        if some
    ]
    whole = count(_counted(told, "tous"), "résultat secondaire", "résultats secondaires")
    sides = enumeration(parts)
    if len(parts) == 1 and len(told) > 1:
        sides = f"tous{sides[sides.index(' ') :]}"
    return paragraphs(
        [
            f"Le plan nomme aussi {whole} : {sides}. Ces nombres comptent des sens, non des preuves ; un "
            f"écart minuscule y compte autant qu’un grand. {_what_answers(context)}"
        ]
    )


def _what_answers(context: ReportContext) -> str:
    """An edition that only describes lets none of its results answer, not even the primary one."""
    if concludes(context):
        return "Seul le premier résultat de la figure répond à la question."
    return "Le premier résultat de la figure porte sur la question ; aucun n’y répond encore."


def synthesis_solidity_text(results: EditionResults, context: ReportContext) -> str:
    """Return the mark with what took points off; an edition that does not answer has none, and says what would."""
    facts = facts_of(results, context)
    found = solidity(facts)
    lost = [
        f"- {capitalised(words)}." for criterion, words in reasons(facts, context).items() if criterion in found.lost
    ]
    if concludes(context):
        mark = f"**Solidité : {number(found.mark)} sur {number(RANDOMISED)}.**"
        rule = (
            f"Des témoins choisis permettent {number(CHOSEN)} au mieux ; seul un tirage au sort permettrait "
            f"{number(RANDOMISED)}. Chaque défaut retire un point, sans descendre sous un. C’est notre "
            "propre marque, pas une norme."
        )
        why = "Voici les défauts trouvés." if lost else "Aucun défaut n’a retiré de point."
        head = f"{mark} {rule} {why}"
    else:
        head = "**Pas de marque de solidité.** Elle note une réponse, et cette édition n’en donne pas."
        head += " Voici ce qui pèserait déjà sur elle." if lost else " Rien, à ce jour, ne pèserait sur elle."
    return paragraphs([head, "\n".join(lost)])


def synthesis_costs_text(results: EditionResults, context: ReportContext) -> str:
    """Return the cost of a household, and of one more household kept with its interval, or why there is none."""
    row = first(results.couts_ratios, mesure="cout_par_menage")
    if row["valeur"] is None:
        why = ABSENT if "couts" in results.tables_absentes else NONE_ENDED
        return paragraphs([why.partition(" Les chiffres de la note")[0]])
    spent = (
        f"Au {long_date(context.gel)}, l’accompagnement a coûté {euros(row['valeur'])} par ménage, pour "
        f"{euros(row['reference'])} que la note prévoyait sur deux ans. Ce calcul suppose "
        f"{households(context.params.couts.menages_accompagnes_dispositif, 'accompagné')} en tout."
        f"{more_than_said(results, context)}"
    )
    kept = per_household_kept(results, context, whole=False)
    return paragraphs([f"**Par ménage accompagné.** {spent}", f"**Par ménage maintenu.** {kept}"])


def synthesis_unknown_text(results: EditionResults, context: ReportContext) -> str:
    """Return what is not known, a line each: cause, households, size, looks, avoided costs, what comes after."""
    return paragraphs(["\n".join(f"- {line}" for line in _unknown(results, context))])


def synthesis_changes_text(results: EditionResults, context: ReportContext) -> str:
    """Return what has changed since the edition before, or why nothing is compared."""
    told = changes_in_brief(results, context)
    return paragraphs([told or nothing_compared(results, context)])


def _primary(results: EditionResults, context: ReportContext) -> Statement:
    """What speaks for the primary indicator; without numbers where its table was not delivered."""
    primary = indicator_of(context.plan.indicateur_principal)
    wave = last_wave(primary, context)
    if absent_table(primary, results):
        return absent(primary.name, wave, context.plan.method_for(primary))
    return said(results, primary.name, wave)


def _found(e: Statement, results: EditionResults) -> str:
    gone = absent_table(e.indicator, results)
    if gone:
        return f"{capitalised(gone)} : rien n’est connu de ce qui devait répondre à la question."
    if masked(e):
        return "Ce qui répond à la question a été mesuré, mais n’est pas montré."
    return levels(e) or f"Ce qui devait répondre à la question (« {e.indicator.label} ») n’a pas pu être mesuré."


def _difference(e: Statement) -> str:
    """The difference and its interval, from end to end, in one sentence."""
    grades = graded(e)
    if grades is None or grades.worst is None or grades.best is None:
        return gap(e) or _NO_GAP
    kind = f" {kind_of_gap(e)}" if kind_of_gap(e) else " brut, à défaut de celui du plan," if e.instead_of else ""
    size = measure_unit(e).difference(e.estimation, sign=True)
    whose = " pour les accompagnés" if grades.estimate.side else ""
    words = range_words(grades.worst, grades.best)
    reach = f"va {words}" if words.startswith("d’") else f"tient dans une seule classe, {words}"
    return (
        f"L’écart{kind} est de {size}, {grade_words(grades.estimate)}{whose} ; l’incertitude {reach} (intervalle "
        f"à {level(e)} : {interval_text(e)})."
    )


def _status(e: Statement, results: EditionResults, context: ReportContext) -> str:
    if not concludes(context):
        looks = looks_of(results, context)
        kept = f"le plan réserve la réponse à l’{uncapitalised(edition_label(context.plan.edition_de_conclusion))}"
        which = (
            f"c’est le {rank_words(looks.rank)} des {number(looks.planned)} regards prévus, et "
            if looks.planned > 1
            else ""
        )
        return f"Cette édition décrit et ne répond pas : {which}{kept}."
    if e.estimation is None:
        return "La réponse n’est donc pas écrite ici." if masked(e) else "La question reste donc sans réponse."
    mark = solidity(facts_of(results, context)).mark
    return (
        "Les ménages ont été choisis : l’écart n’est pas, à lui seul, l’effet de l’accompagnement, et la réponse a une "
        f"solidité de {number(mark)} sur {number(RANDOMISED)}."
    )


def _counted(statements: list[Statement], which: str) -> int:
    n: int = counted(len(statements), "estimations", f"famille=secondaire;dernière vague, méthode du plan;{which}")
    return n


def _unknown(results: EditionResults, context: ReportContext) -> Iterator[str]:
    e = _primary(results, context)
    if masked(e):
        yield "**La réponse elle-même.** Elle est masquée : elle dirait ce qu’il en est de quelques ménages."
    elif e.estimation is None:
        yield "**La réponse elle-même.** Aucun écart n’a pu être estimé."
    else:
        yield (
            "**Si l’accompagnement est la cause.** Les deux panels ont été choisis, non tirés au sort. Ce qui les "
            f"séparait déjà peut creuser un écart, ou en cacher un.{_imbalance(results)}"
        )
    told = " ".join(part for part in (at_equal_strata(e, results), what_stands_beside(e)) if part)
    if told and e.estimation is not None:
        what = (
            "Ce qui séparait déjà les groupes" if told == at_inclusion(e) else "Si l’écart tient à la façon de compter"
        )
        yield f"**{what}.** {stated(told, e)}"
    missing = unknown_households(said(results, e.indicateur, e.vague, Role.CRUDE), results)
    if missing:
        yield f"**Les ménages dont on ne sait pas tout.** {missing}"
    small = _smallest_found(e, results)
    if small:
        yield f"**Ce que ces effectifs peuvent montrer.** {small}"
    looks = looks_of(results, context)
    if looks.chance is not None:
        yield (
            f"**Ce qui tient au hasard.** Les mêmes ménages sont regardés {number(looks.planned)} fois. Sans aucun "
            "effet, un regard au moins laisserait"
            f" zéro hors de son intervalle dans {percent(looks.chance, 1)} des études simulées."
        )
    elif looks.planned > 1:
        yield (
            f"**Ce qui tient au hasard.** Les mêmes ménages sont regardés {number(looks.planned)} fois : chaque regard "
            "de plus donne au hasard une occasion de plus."
        )
    if first(results.couts_ratios, mesure="cout_net_par_maintien")["valeur"] is None:
        yield "**Ce qui est économisé.** Les coûts évités ne sont pas renseignés, faute de chiffre sourcé."
    yield f"**La suite.** Rien n’est dit au-delà de {wave_title(context.vague)}."


def _imbalance(results: EditionResults) -> str:
    """On how many characteristics the panels were further apart at inclusion than chance puts them; else nothing."""
    known = imbalance.compared(results.comparabilite)
    far = len(imbalance.far_apart(known, results.comparabilite))
    if not far:
        return ""
    some, whole = counted(far, "comparabilite", "smd loin du hasard"), counted(len(known), "comparabilite", "smd")
    of_them = "la seule comparée" if len(known) == 1 else f"les {number(whole)} comparées"
    which = count(some, "caractéristique", "caractéristiques")
    return f" À l’inclusion, ils différaient, plus que le hasard ne l’explique, sur {which}, parmi {of_them}."


def _smallest_found(e: Statement, results: EditionResults) -> str:
    """What is found eight times in ten, for the primary where it is a share; empty where it is not known."""
    reach = reach_of(results)
    sizes = f"{households(e.n_accompagnes, 'accompagné')} et {households(e.n_temoins, 'témoin')}"
    if not reach.known:
        return f"Avec {sizes}, aucun écart ne serait trouvé de façon sûre."
    own = reach.of_the_primary(e.indicateur)
    if own is None or own.estimate.valeur_temoins is None:
        return ""
    base, share = own.estimate.valeur_temoins, own.estimate.valeur_accompagnes
    unit = measure_unit(own.estimate)
    if share is None and base == (1 if e.sens > 0 else 0):
        return (
            f"Les témoins sont à {unit.value(base)} : aucun avantage n’est possible. Avec {sizes}, seul un désavantage "
            "pouvait se voir."
        )
    if share is None:
        return f"Avec {sizes}, même le meilleur résultat possible ne serait pas trouvé huit fois sur dix."
    return (
        f"Avec {sizes}, un avantage n’est trouvé huit fois sur dix qu’à partir de {unit.value(share)} chez les "
        f"accompagnés, face à {unit.value(base)} chez les témoins. Ne pas voir d’écart ne veut donc pas dire qu’il "
        "n’y en a pas."
    )
