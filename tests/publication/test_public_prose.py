"""The evaluator's words in public: shown when their numbers are published facts, left out and said otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.contract.declared import Prose
from pipeline.params import Params
from pipeline.publication.fact import PublishedFact
from pipeline.publication.prose import public_conclusions, public_recommendations
from pipeline.publication.publication import Publication
from pipeline.publication.rounding import Rounding
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


@pytest.mark.parametrize("text", ["Deux sorties sur 23.", "À 91,3 % maintenus.", "Le ménage devait 1 573,60 €."])
def test_any_other_number_leaves_the_text_out(text: str) -> None:
    context = replace(CONTEXT, redaction=Prose(conclusions="", recommandations=text, paroles=""))
    shown = public_recommendations(PUBLICATION, context)
    assert shown.startswith("Les recommandations de l’évaluateur ne sont pas reprises ici")
    assert text not in shown
