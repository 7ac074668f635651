"""The tables of the public documents: views of the cells; what is not published says why under the table."""

from __future__ import annotations

from string import ascii_lowercase

from pipeline.contract.flow import STEPS
from pipeline.contract.methods import MeasureKind
from pipeline.french import MISSING, NBSP
from pipeline.publication.allowed import ALLOWED
from pipeline.publication.fact import Cell, Masked, PublishedFact
from pipeline.publication.households import GROUPS
from pipeline.publication.households import STEPS as COUNTED
from pipeline.publication.outcomes import planned_outcomes
from pipeline.publication.publication import Publication
from pipeline.publication.rounded_statement import published
from pipeline.publication.scheme import PARTS, RATIOS
from pipeline.report.context import ReportContext
from pipeline.report.tables.pipe import Head, PipeTable
from pipeline.report.wording import GROUP_TITLES, capitalised

NOT_PUBLISHED = "n.\u00a0p."
_PARTS = {
    "I": "Cellule de veille sociale",
    "II": "Gestion adaptée et accompagnement",
    "III": "Coopérative d’habitants",
    "IV": "Évaluation",
}
_RATIOS = {
    "depense_totale": "Dispositif, tous volets",
    "cout_par_menage": "Par ménage accompagné",
    "cout_par_menage_et_par_an": "Par ménage accompagné et par an",
}
_PROBABILITY = (
    " « Probabilité » : chance qu’un ménage accompagné ait une valeur plus haute qu’un témoin ; la moitié quand rien "
    "ne les distingue."
)
_DONE = {
    "jours_tous": "Jours d’intervention par ménage (moyenne)",
    "accueil": "Phase « accueil » atteinte",
    "diagnostic": "Phase « diagnostic » atteinte",
    "construction_projet": "Phase « construction du projet » atteinte",
    "mise_en_oeuvre": "Phase « mise en œuvre » atteinte",
    "evaluation": "Phase « évaluation » atteinte",
    "acces_droits": "Part des jours : accès aux droits",
    "vie_quotidienne": "Part des jours : vie quotidienne",
}


def public_outcome_table(publication: Publication, context: ReportContext) -> PipeTable:
    """Return one row a planned outcome: sizes, levels, difference, interval; what the plan does not name says so."""
    reasons = _Reasons()
    rows = []
    outcomes = [published(publication, context, indicator) for indicator in planned_outcomes(context)]
    named = (context.plan.indicateur_principal, *context.plan.secondaires)
    for e in outcomes:
        gap = reasons.cell(e.gap)
        beside = "" if e.indicator.name in named else " (hors du plan)"
        rows.append(
            [
                f"{capitalised(e.indicator.label)}{beside}",
                *map(reasons.cell, e.sizes),
                *map(reasons.cell, e.levels),
                e.gap_text if isinstance(e.gap, PublishedFact) else gap,
                e.interval or reasons.cell(e.low if isinstance(e.low, Masked) else e.high),
            ]
        )
    level = publication.cell("cadre", "valeur", nom="niveau").texte
    ranked = any(e.kind is MeasureKind.SUPERIORITY for e in outcomes)
    return PipeTable(
        "resultats",
        "Les résultats prévus par le plan, à l’échéance de l’édition",
        (
            Head("Résultat"),
            Head("Ménages acc.", right=True),
            Head("Ménages tém.", right=True),
            Head("Accompagnés", right=True),
            Head("Témoins", right=True),
            Head("Écart", right=True),
            Head(f"Intervalle à {level}", right=True),
        ),
        rows,
        (
            "L’écart est celui de la méthode que le plan nomme, parfois ajustée : chaque nombre est arrondi pour lui "
            "seul, et l’écart imprimé peut ne pas être la différence des niveaux imprimés."
            f"{_PROBABILITY if ranked else ''}",
            *reasons.notes(),
            "Un écart ajusté peut même être d’un autre signe que la différence des niveaux.",
        ),
    )


def public_flow_table(publication: Publication) -> PipeTable:
    """Return how many households each group has, and of how many something is known."""
    reasons = _Reasons()

    def count(step: str, group: str) -> str:
        return reasons.cell(publication.cell("flux", "effectif", groupe=group, etape=step))

    rows = [[STEPS[step.name].label, *(count(step.name, group) for group in GROUPS)] for step in COUNTED]
    heads = (Head("Étape"), *(Head(GROUP_TITLES[g], right=True) for g in GROUPS))
    return PipeTable(
        "flux",
        "Ménages inclus, puis connus à l’échéance de l’édition, effectifs arrondis",
        heads,
        rows,
        reasons.notes(),
    )


def public_cost_table(publication: Publication) -> PipeTable:
    """Return planned and spent: by part of the budget, as a whole, per household."""
    reasons = _Reasons()

    def row(words: str, planned_name: str, column: str, **key: str) -> list[str]:
        return [words, _planned(publication, planned_name), reasons.cell(publication.cell("couts", column, **key))]

    rows = [row(f"Volet {part} : {_PARTS[part]}", f"volet_{part}", "depense", volet=part) for part in PARTS]
    rows += [row(_RATIOS[mesure], mesure, "valeur", mesure=mesure) for mesure in RATIOS]
    heads = (Head("Poste"), Head("Prévu par la note", right=True), Head("Dépensé", right=True))
    return PipeTable("couts", "Ce qui était prévu, ce qui a été dépensé (TTC)", heads, rows, reasons.notes())


def done_table(publication: Publication) -> PipeTable:
    """Return what was done for the accompanied households."""
    reasons = _Reasons()
    cells = {line: publication.cell("mise_en_oeuvre", "realise", ligne=line) for line in _DONE}
    rows = [[words, reasons.cell(cells[line])] for line, words in _DONE.items()]
    heads = (Head("Ce qui est compté"), Head("Réalisé", right=True))
    return PipeTable("mise_en_oeuvre", "Ce qui a été fait pour les ménages accompagnés", heads, rows, reasons.notes())


def protection_table() -> PipeTable:
    """Return the allow-list: what is published, by which rule."""
    rows = [[element.title, element.rule] for element in ALLOWED]
    return PipeTable("protection", "Ce qui est publié, et comment", (Head("Élément"), Head("Règle")), rows)


def _planned(publication: Publication, name: str) -> str:
    try:
        return publication.cell("cadre", "valeur", nom=f"prevu_{name}").texte
    except KeyError:
        return MISSING


class _Reasons:
    """The reasons met in a table, each a note under it, called by a letter: each digit of a document is a fact."""

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}

    def cell(self, c: Cell) -> str:
        """The published text, or « n. p. » with the letter of its reason."""
        if isinstance(c, Masked):
            letter = self._letters.setdefault(c.motif, ascii_lowercase[len(self._letters)])
            return f"{NOT_PUBLISHED}{NBSP}({letter})"
        return c.texte

    def notes(self) -> tuple[str, ...]:
        """« n. p. (a) : non publié : moins de 10 ménages. », in the order in which cells call for them."""
        return tuple(f"{NOT_PUBLISHED}{NBSP}({letter}), {reason}." for reason, letter in self._letters.items())
