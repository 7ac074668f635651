"""The evaluator's words in public: shown when their numbers are published facts, left out and said otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.contract.declared import Prose
from pipeline.params import Params
from pipeline.publication.fact import PublishedFact
from pipeline.publication.prose import public_conclusions, public_recommendations
from pipeline.publication.publication import Publication
from pipeline.publication.rounding import Rounding, constant
from pipeline.report.context import ReportContext

R = Rounding(Params().confidentialite.publique)
FACTS = (
    PublishedFact("finale", "resultats", "indicateur=maintien", "valeur_accompagnes", R.share(0.913, 23)),
    PublishedFact("finale", "couts", "mesure=cout_par_menage", "valeur", R.amount(3476.0)),
)
PUBLICATION = Publication("finale", FACTS)
CONTEXT = ReportContext("finale", Params())


def test_nothing_written_is_said() -> None:
    assert public_conclusions(PUBLICATION, CONTEXT) == "L’évaluateur n’a pas encore écrit de conclusions.\n"


@pytest.mark.parametrize("text", ["**Poursuivre** l’accompagnement.", "À 90 % maintenus, pour 3 500 € par ménage."])
def test_published_numbers_are_shown(text: str) -> None:
    context = replace(CONTEXT, redaction=Prose(conclusions=text, recommandations="", paroles=""))
    shown = public_conclusions(PUBLICATION, context)
    assert "maintenus" in shown or "**Poursuivre**" in shown


CONSTANT = PublishedFact("finale", "cadre", "nom=editions;unite=éditions", "valeur", constant(3, "3"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Trois ménages ont été expulsés.", "nombres"),
        ("Il reste 3 témoins à revoir.", "nombres"),
        ("À Harnes, les voisins se sont plaints.", "un lieu"),
        ("Chez Toit et Joie, presque personne n’est parti.", "un lieu"),
        ("Le ménage HN0042 a été relogé.", "un lieu, une date ou un ménage"),
        ("Aucun témoin n’est parti.", "un ménage"),
    ],
)
def test_what_tells_of_someone_in_words_leaves_the_text_out(text: str, why: str) -> None:
    """« 3 » is published, as the number of editions: it counts no household."""
    context = replace(CONTEXT, redaction=Prose(conclusions=text, recommandations="", paroles=""))
    shown = public_conclusions(Publication("finale", (*FACTS, CONSTANT)), context)
    assert why in shown
    assert text not in shown


@pytest.mark.parametrize("text", ["Deux sorties sur 23.", "À 91,3 % maintenus.", "Le ménage devait 1 573,60 €."])
def test_any_other_number_leaves_the_text_out(text: str) -> None:
    context = replace(CONTEXT, redaction=Prose(conclusions="", recommandations=text, paroles=""))
    shown = public_recommendations(PUBLICATION, context)
    assert shown.startswith("Les recommandations de l’évaluateur ne sont pas reprises ici")
    assert text not in shown
