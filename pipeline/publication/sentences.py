"""What the public documents say, in plain sentences made of published facts alone."""

from __future__ import annotations

from pipeline.contract.indicators import DUREE_MAINTIEN, WAVE_MONTHS
from pipeline.contract.methods import MeasureKind
from pipeline.french import NBSP, enumeration, number
from pipeline.publication.fact import Cell, Masked, PublishedFact
from pipeline.publication.inclusion import APART, COMPARED
from pipeline.publication.publication import Publication
from pipeline.publication.rounded_statement import PublishedOutcome, published
from pipeline.publication.scheme import PRICE
from pipeline.report.context import ReportContext
from pipeline.report.looks import concludes
from pipeline.report.sentences.answer import question
from pipeline.report.wording import CAUTION, capitalised
from pipeline.statements.solidity import Criterion
from pipeline.statements.statement import indicator_of

_LOST = {
    Criterion.BIAS: "le risque de biais est jugé sérieux ou n’est pas coté",
    Criterion.UNKNOWN: "le résultat principal manque pour trop de ménages",
    Criterion.DETECTABLE: "de tels effectifs peuvent laisser passer un grand écart",
    Criterion.LOCK: "rien n’atteste que le plan a précédé les résultats",
}
_CAUSES = {"expulsion": "expulsion", "abandon": "abandon du logement", "depart_volontaire": "départ volontaire"}


_CHOSEN = (
    "Les deux panels ont été choisis, non tirés au sort : ce qui les séparait déjà à l’entrée peut creuser un écart, "
    "ou en cacher un."
)


def question_text(context: ReportContext) -> str:
    """Return the question that the study asks."""
    return capitalised(question(indicator_of(context.plan.indicateur_principal), context.vague))


def answer_sentences(publication: Publication, context: ReportContext) -> list[str]:
    """Return the answer in three sentences: what was found, how sure it is, what it cost; two without a result."""
    primary = published(publication, context, indicator_of(context.plan.indicateur_principal))
    said = [_found(primary, context), _how_sure(primary, publication, context), cost_sentence(publication)]
    return [sentence for sentence in said if sentence]


def mark_sentence(publication: Publication, context: ReportContext) -> str:
    """Return the mark with its reasons, or why there is none."""
    mark = publication.cell("solidite", "marque", critere="ensemble")
    if isinstance(mark, Masked) and concludes(context):
        return "La réponse n’est pas publiée : sa solidité ne l’est pas non plus."
    if isinstance(mark, Masked):
        return "Cette édition décrit ; seule celle qui conclut porte une marque de solidité."
    most, start, least = (_frame(publication, f"marque_{name}") for name in ("haut", "depart", "bas"))
    lost = [words for criterion, words in _LOST.items() if _takes_one(publication, criterion)]
    points = "Des points sont retirés" if len(lost) > 1 else "Un point est retiré"
    why = f"{points} parce que {_and(lost)}." if lost else "Aucun point n’est retiré."
    return (
        f"Solidité de la réponse : {mark.texte} sur {most}. C’est notre propre marque, pas une norme : elle part de "
        f"{start} quand les témoins sont choisis et non tirés au sort, et ne descend pas sous {least}. {why}"
    )


def tenure_sentences(publication: Publication, context: ReportContext) -> list[str]:
    """Return what is published of how homes were kept: the curve at the wave, the time, the ways out."""
    one, other = (publication.cell("survie", "survie", groupe=group) for group in ("accompagne", "temoin"))
    time = published(publication, context, DUREE_MAINTIEN)
    return [_curve(one, other, context), _time(time, context), _ways_out(publication)]


def cost_sentence(publication: Publication) -> str:
    """Return what one household cost, and one more kept, where it can be published."""
    per_household = publication.cell("couts", "valeur", mesure="cout_par_menage")
    price = publication.cell("couts", "valeur", mesure=PRICE)
    if isinstance(per_household, Masked):
        return f"Le coût de l’accompagnement n’est pas publié ({_bare(per_household)})."
    return f"L’accompagnement a coûté {public_at_most(publication)}{per_household.texte} par ménage ; {_price(price)}."


def public_at_most(publication: Publication) -> str:
    """Return « au plus » before the cost of a household, where the panel alone passes the number that divides it."""
    size = publication.fact("flux", "effectif", groupe="accompagne", etape="inclus")
    divisor = publication.fact("cadre", "valeur", nom="menages_dispositif")
    more = size is not None and divisor is not None and size.rounded.bas > divisor.rounded.haut
    return f"au plus{NBSP}" if more else ""


def cost_paragraphs(publication: Publication, context: ReportContext) -> list[str]:
    """Return what was spent beside what was planned, then the price of one more household kept and its uncertainty."""
    spent = _spent(publication)
    if not spent:
        return [cost_sentence(publication)]
    price = publication.cell("couts", "valeur", mesure=PRICE)
    return [spent, f"{capitalised(_price(price))}. {_caution(publication, context)}".strip()]


def _spent(publication: Publication) -> str:
    """What was spent beside what the note planned, as a whole and per household; empty without either."""
    names = ("depense_totale", "cout_par_menage", "cout_par_menage_et_par_an")
    spent = [publication.fact("couts", "valeur", mesure=name) for name in names]
    planned = [_frame(publication, f"prevu_{name}") for name in names]
    total, each, yearly = (f"{s.texte} pour {p} prévus" if s and p else "" for s, p in zip(spent, planned, strict=True))
    if not total or not each or not yearly:
        return ""
    most = public_at_most(publication)
    panel = (
        " Le panel compte déjà plus de ménages que le calcul n’en suppose : ces coûts sont trop grands." if most else ""
    )
    return (
        f"À la date d’arrêt des données, le dispositif a dépensé {total}. Hors coopérative et évaluation, un ménage "
        f"accompagné a coûté {most}{each} sur deux ans ; par an, {most}{yearly}.{panel}"
    )


def _price(price: Cell) -> str:
    if isinstance(price, Masked):
        return f"ce que coûte un ménage maintenu en plus n’est pas publié ({_bare(price)})"
    amount = price.texte.replace("de ", "allant de ", 1)
    return f"un ménage maintenu en plus reviendrait à une somme {amount}, si l’écart est dû à l’accompagnement"


def _caution(publication: Publication, context: ReportContext) -> str:
    """How the interval of the difference bears on the price, from the published bounds; empty without price."""
    if publication.fact("couts", "valeur", mesure=PRICE) is None:
        return ""
    e = published(publication, context, indicator_of(context.plan.indicateur_principal)).statement
    if e.ic_bas is None or e.ic_bas > 0:
        return "L’incertitude de l’écart se reporte entière sur ce prix."
    return (
        "L’incertitude de l’écart se reporte entière sur ce prix : comme l’intervalle va jusqu’à un écart nul, le prix "
        "d’un ménage maintenu en plus n’a pas de limite haute."
    )


def done_sentences(publication: Publication) -> list[str]:
    """Return what was done for the accompanied households."""
    days = publication.cell("mise_en_oeuvre", "realise", ligne="jours_tous")
    first, last = (publication.cell("mise_en_oeuvre", "realise", ligne=line) for line in ("accueil", "evaluation"))
    if isinstance(days, Masked):
        return [f"Ce que les ménages ont reçu n’est pas publié ({_bare(days)})."]
    said = [f"Les ménages accompagnés ont reçu en moyenne {days.texte} d’intervention, tous intervenants réunis."]
    if isinstance(first, PublishedFact) and isinstance(last, PublishedFact):
        said.append(
            f"La première phase, l’accueil, a été atteinte par {first.texte} des ménages accompagnés, la dernière, "
            f"l’évaluation, par {last.texte}."
        )
    return said


def unknown_sentences(publication: Publication, context: ReportContext) -> list[str]:
    """Return what the study cannot say; of a difference that is not published, nothing."""
    hidden = published(publication, context, indicator_of(context.plan.indicateur_principal)).reason
    measured = (CAUTION, "L’écart mesuré n’est donc pas, à lui seul, l’effet de l’accompagnement.")
    return [
        *((_CHOSEN,) if hidden else measured),
        *_apart_at_inclusion(publication),
        f"Rien n’est dit au-delà de {number(WAVE_MONTHS[context.vague])}{NBSP}mois, ni d’autres bailleurs ou d’autres "
        "territoires.",
        "Ce que le dispositif évite en procédures et en logements vides n’est pas chiffré.",
    ]


def _apart_at_inclusion(publication: Publication) -> list[str]:
    """On how many characteristics the panels were further apart than chance puts them; nothing where on none."""
    apart, compared = (publication.cell("inclusion", "caracteristiques", nom=n) for n in (APART, COMPARED))
    if not isinstance(apart, PublishedFact) or not isinstance(compared, PublishedFact) or not apart.rounded.valeur:
        return []
    which = f"{apart.texte}{NBSP}caractéristique{'s' if apart.rounded.valeur > 1 else ''}"
    of_them = "la seule comparée" if compared.rounded.valeur == 1 else f"les {compared.texte} comparées"
    return [
        f"À l’inclusion, les deux groupes différaient, plus que le hasard ne l’explique, sur {which}, parmi {of_them}."
    ]


def project_sentence(publication: Publication, context: ReportContext) -> str:
    """Return where this edition stands among the looks at the same households."""
    looks = _frame(publication, "editions")
    if len(context.params.editions) == 1 and concludes(context):
        return "Cette édition est la seule prévue."
    e = published(publication, context, indicator_of(context.plan.indicateur_principal))
    if concludes(context) and e.reason:
        return (
            f"Le plan réserve la réponse à cette édition, qui ne peut la publier ; les autres, sur {looks} prévues, "
            "décrivent."
        )
    if concludes(context):
        return f"Cette édition répond à la question ; les autres, sur {looks} prévues, décrivent."
    return f"Cette édition décrit, elle ne conclut pas : {looks} éditions suivent les mêmes ménages, une seule répond."


def _found(e: PublishedOutcome, context: ReportContext) -> str:
    at = f"À {number(WAVE_MONTHS[context.vague])}{NBSP}mois"
    one, other = e.levels
    if not isinstance(one, PublishedFact) or not isinstance(other, PublishedFact):
        return f"{at}, le résultat principal n’est pas publié ({_bare(one)})."
    levels = f"{at}, {e.subject} est de {one.texte} chez les accompagnés et de {other.texte} chez les témoins"
    if e.reason:
        return f"{levels} ; leur écart n’est pas publié ({_bare(e.gap)})."
    judged = f", {_class(e)}" if e.class_words else ""
    return f"{levels} : {_gap(e)}{_alone(e)}{judged}."


def _class(e: PublishedOutcome) -> str:
    """The class after « un écart de … »: the word « écart » is not said again, but where two classes are named."""
    return e.class_words if " ou " in e.class_words else e.class_words.removeprefix("un écart ")


def _gap(e: PublishedOutcome) -> str:
    if e.kind is MeasureKind.RATIO:
        return f"un {e.gap_text}"
    if e.kind is MeasureKind.SUPERIORITY:
        return f"une {e.gap_text} qu’un accompagné ait une valeur plus haute qu’un témoin"
    return f"un écart de {e.gap_text}"


def _alone(e: PublishedOutcome) -> str:
    """Why the printed difference is not that of the printed levels; empty when it is."""
    if e.adds_up:
        return ""
    return " (écart ajusté, arrondi pour lui seul)" if e.statement.methode == "ajustee" else " (arrondi pour lui seul)"


def _how_sure(e: PublishedOutcome, publication: Publication, context: ReportContext) -> str:
    parts = []
    if e.interval:
        parts.append(_interval(e, _frame(publication, "niveau")))
    mark = publication.cell("solidite", "marque", critere="ensemble")
    if concludes(context) and isinstance(mark, PublishedFact) and not e.reason:
        parts.append(f"la solidité de la réponse est de {mark.texte} sur {_frame(publication, 'marque_haut')}")
    return f"{capitalised(' ; '.join(parts))}." if parts else ""


def _interval(e: PublishedOutcome, level: str) -> str:
    words = e.range_words
    if not words:
        return f"son intervalle de confiance à {level} est {e.interval}{_unit(e)}"
    verb = "va" if words.startswith("d’") else "tient dans une seule classe :"
    return f"son intervalle de confiance à {level}, {e.interval}{_unit(e)}, {verb} {words}"


def _unit(e: PublishedOutcome) -> str:
    """The word after an interval: « points », « € », « mois »; none for a ratio."""
    unit = e.high.texte.removeprefix(e.high.nombre)
    return f"{NBSP}points" if unit.strip(NBSP) == "point" else unit


def _curve(one: object, other: object, context: ReportContext) -> str:
    if not isinstance(one, PublishedFact) or not isinstance(other, PublishedFact):
        reason = next(c for c in (one, other) if isinstance(c, Masked))
        return f"La part encore dans les lieux d’après la courbe de survie n’est pas publiée ({_bare(reason)})."
    return (
        f"D’après la courbe de survie, {one.texte} des ménages accompagnés et {other.texte} des témoins sont encore "
        f"dans les lieux à {number(context.horizon)}{NBSP}mois ; la courbe elle-même, mois par mois, n’est pas publiée."
    )


def _time(e: PublishedOutcome, context: ReportContext) -> str:
    one, other = e.levels
    if not isinstance(one, PublishedFact) or not isinstance(other, PublishedFact):
        return f"La durée moyenne de maintien n’est pas publiée ({_bare(one)})."
    gap = f", soit {e.gap_text} (intervalle {e.interval})" if not e.reason and e.interval else ""
    return (
        f"Sur les {number(context.horizon)} premiers mois, la durée moyenne de maintien est de {one.texte} chez les "
        f"accompagnés et de {other.texte} chez les témoins{gap}."
    )


def _ways_out(publication: Publication) -> str:
    cells = {cause: publication.cell("sorties", "effectif", motif=cause) for cause in _CAUSES}
    hidden = next((c for c in cells.values() if isinstance(c, Masked)), None)
    if hidden is not None:
        return f"Les sorties du logement par cause ne sont pas publiées ({_bare(hidden)})."
    counts = [f"{_CAUSES[cause]}, {c.texte}" for cause, c in cells.items()]
    return f"Sorties du logement, les deux groupes ensemble : {' ; '.join(counts)}."


def _takes_one(publication: Publication, criterion: Criterion) -> bool:
    fact = publication.fact("solidite", "retire", critere=criterion)
    return fact is not None and fact.rounded.bas > 0


def _frame(publication: Publication, name: str) -> str:
    """The text of a constant; empty where the delivery or the note has none."""
    try:
        return publication.cell("cadre", "valeur", nom=name).texte
    except KeyError:
        return ""


def _bare(c: object) -> str:
    """« moins de 10 ménages »: the reason without « non publié »."""
    text = c.texte if isinstance(c, PublishedFact | Masked) else ""
    return text.removeprefix(f"non publié{NBSP}: ")


def _and(parts: list[str]) -> str:
    return enumeration([parts[0], *(f"que {part}" for part in parts[1:])])
