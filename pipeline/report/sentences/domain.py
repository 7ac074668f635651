"""The paragraphs of a domain: each indicator compared at its last wave, then the waves before in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.contract.indicators import Indicator
from pipeline.french import enumeration, number
from pipeline.params import Seuils
from pipeline.report.context import ReportContext
from pipeline.report.headline import kind_of_gap
from pipeline.report.results import EditionResults
from pipeline.report.said import said
from pipeline.report.sentences.comparison import brief, comparison
from pipeline.report.sentences.strata import at_equal_strata
from pipeline.report.units import interval_text, is_signed, measure_unit
from pipeline.report.waves import absent_table, earlier_waves, last_wave
from pipeline.report.wording import at_wave, capitalised
from pipeline.statements.statement import Statement, indicator_of
from pipeline.traced import stated

_SEVERAL = 2  # indicators that the plan does not name: they have no words of their own
_THRESHOLDS = {
    "impaye_mois": "impayé lourd, en mois de quittance",
    "isolement_lsns6": "isolement, score LSNS-6 inférieur à",
    "solitude_ucla3": "solitude, score UCLA-3 d’au moins",
    "bien_etre_who5": "bien-être faible, score WHO-5 d’au plus",
}


def domain_paragraphs(names: Sequence[str], results: EditionResults, context: ReportContext) -> list[str]:
    """Return one paragraph an indicator that is told, then where the others are; or why none can be described."""
    why = not_described(names, results, context)
    if why:
        return [why]
    told = told_in_words(names, context)
    paragraphs = [indicator_paragraph(indicator_of(name), results, context) for name in told]
    return [*paragraphs, left_to_the_table([n for n in names if n not in told])]


def not_described(names: Sequence[str], results: EditionResults, context: ReportContext) -> str:
    """Return why none of these indicators can be described: their table is absent, or empty; else nothing."""
    indicators = [indicator_of(name) for name in names]
    absent = {absent_table(i, results) for i in indicators}
    if len(absent) == 1 and "" not in absent:
        return f"{capitalised(absent.pop())} : ces indicateurs ne peuvent pas être décrits dans cette édition."
    last = [said(results, i.name, last_wave(i, context)) for i in indicators]
    if not any(e.n_accompagnes or e.n_temoins for e in last):
        return "Aucune valeur n’est connue pour ces indicateurs dans cette édition."
    return ""


def told_in_words(names: Sequence[str], context: ReportContext) -> list[str]:
    """Return those that the plan names, and one that would be alone without words: the table has the others."""
    planned = {context.plan.indicateur_principal, *context.plan.secondaires}
    others = [name for name in names if name not in planned]
    return list(names) if len(others) < _SEVERAL else [name for name in names if name in planned]


def left_to_the_table(names: Sequence[str]) -> str:
    """Return the sentence that names the indicators which only the table shows; empty for none."""
    if not names:
        return ""
    labels = enumeration([f"« {indicator_of(name).label} »" for name in names])
    verb = "est exploratoire et se lit" if len(names) == 1 else "sont exploratoires et se lisent"
    return f"{labels} {verb} dans le tableau."


def indicator_paragraph(indicator: Indicator, results: EditionResults, context: ReportContext) -> str:
    """Return the comparison at the last wave; for the plan's indicators in full, with the waves before."""
    absent = absent_table(indicator, results)
    if absent:
        return f"{indicator.label} : {absent}, l’indicateur n’est pas calculé."
    e = said(results, indicator.name, last_wave(indicator, context))
    if indicator.name not in (context.plan.indicateur_principal, *context.plan.secondaires):
        return brief(e)
    told = (comparison(e), at_equal_strata(e, results), _before(e, results, context))
    return " ".join(part for part in told if part)


def wave_notice(names: Sequence[str], context: ReportContext) -> str:
    """Return the sentence that says that a horizon without interview shows the wave before; else empty."""
    late = {last_wave(indicator_of(name), context) for name in names} - {context.vague}
    if not late:
        return ""
    waves = enumeration(sorted(at_wave(w) for w in late))
    return (
        f"Aucun entretien n’est prévu {at_wave(context.vague)} : pour les indicateurs qui en viennent, les derniers "
        f"chiffres sont ceux de la vague {waves}."
    )


def threshold_notice(names: Sequence[str], context: ReportContext) -> str:
    """Return which cut-offs this run has moved: the indicators' names keep those of the protocol; else empty."""
    usual, here = Seuils().model_dump(), context.params.seuils.model_dump()
    moved = [
        f"{_THRESHOLDS[n]} : {_plain(here[n])} au lieu de {_plain(usual[n])}" for n in names if here[n] != usual[n]
    ]
    if not moved:
        return ""
    one = len(moved) == 1
    return (
        f"{'Seuil modifié' if one else 'Seuils modifiés'} dans cette édition ({' ; '.join(moved)}) : les noms des "
        f"indicateurs gardent {'celui' if one else 'ceux'} du protocole, les valeurs suivent "
        f"{'le seuil modifié' if one else 'les seuils modifiés'}."
    )


def _plain(value: float) -> str:
    text = number(value, 2)
    return text.rstrip("0").rstrip(",") if "," in text else text


def _before(e: Statement, results: EditionResults, context: ReportContext) -> str:
    indicator = e.indicator
    before = [said(results, indicator.name, wave) for wave in earlier_waves(indicator, context)]
    known = [e for e in before if e.estimation is not None]
    if not known or len({e.mesure for e in known}) > 1:  # two measures have no common sentence
        return ""
    sentence = f"{_what(known[0])} était {enumeration([f'de {_short(e)} {at_wave(e.vague)}' for e in known])}."
    for earlier in known:
        sentence = stated(sentence, earlier)
    if e.instead_of and e.estimation is not None and not all(earlier.instead_of for earlier in known):
        return f"{sentence} L’écart brut {at_wave(e.vague)} ne s’y compare pas."
    return sentence


def _what(e: Statement) -> str:
    if e.is_ratio:
        return "Le rapport"
    if not is_signed(e):
        return "Cette probabilité"
    kind = kind_of_gap(e)
    return f"L’écart{f' {kind}' if kind else ''}"


def _short(e: Statement) -> str:
    value = measure_unit(e).difference(e.estimation, sign=is_signed(e))
    crude = " (écart brut)" if e.instead_of else ""
    return f"{value} {interval_text(e)}{crude}" if e.ic_bas is not None else f"{value}{crude}"
