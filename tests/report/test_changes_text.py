"""« Ce qui a changé »: what is compared with the archive of the edition before, and what is said when nothing is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pandas as pd
from support.small_results import FINDING, STATEMENT

from pipeline.contract.produced.delivery import CONSTATS
from pipeline.contract.produced.estimates import ESTIMATIONS
from pipeline.contract.produced.indicators import FLUX
from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.earlier import EarlierEdition
from pipeline.report.records import named
from pipeline.report.results import EditionResults
from pipeline.report.sentences.changes import changes_in_brief, changes_text

ESTIMATE = {
    "edition": "finale", "indicateur": "maintien", "vague": "M24", "famille": "principal",
    "methode": "difference_brute", "mesure": "difference_risques", "estimation": -0.05, "ic_bas": -0.25,
    "ic_haut": 0.15, "niveau": 0.95, "n_accompagnes": 24, "n_temoins": 24, "valeur_accompagnes": 0.75,
    "valeur_temoins": 0.8, "sens_favorable": 1,
}  # fmt: skip
EARLIER = EarlierEdition(
    "parcours", dt.date(2016, 10, 14), dt.date(2016, 9, 30), 18, {"accompagne": 23, "temoin": 24}, "aa", "f" * 64,
    pd.DataFrame([{**STATEMENT, "vague": "M18"}]), CONSTATS.frame([FINDING]),
)  # fmt: skip


def _made(
    write: Callable[[EditionResults, ReportContext], str], earlier: EarlierEdition | None, **tables: pd.DataFrame
) -> str:
    flow = [{"groupe": g, "etape": "inclus", "effectif": n} for g, n in (("accompagne", 24), ("temoin", 24))]
    results = EditionResults(estimations=ESTIMATIONS.frame([ESTIMATE]), flux=FLUX.frame(flow), **tables)
    context = ReportContext("finale", Params(), empreinte_donnees="bb", precedente=earlier)
    return write(named(results), context).replace("\u00a0", " ")


def _text(earlier: EarlierEdition | None, **tables: pd.DataFrame) -> str:
    return _made(changes_text, earlier, **tables)


def test_without_an_archive_one_sentence_says_that_nothing_is_compared() -> None:
    assert _text(None) == ("Aucune édition précédente n’a été donnée à comparer : rien n’est dit de ce qui a changé.\n")


def test_households_files_findings_and_a_difference_that_changes_sides() -> None:
    text = _text(EARLIER, constats=CONSTATS.frame([{**FINDING, "colonne": "profil", "effectif": 1}]))
    assert "archivée le 14 octobre 2016, données arrêtées au 30 septembre 2016" in text
    assert "Ménages inclus : 23 puis 24 accompagnés et 24 puis 24 témoins." in text
    assert "Les fichiers reçus ne sont plus les mêmes" in text
    assert "2 constats de moins, 1 de plus" in text
    assert "Sur 1 écart de la réponse que les deux éditions énoncent, 1 a changé de côté" in text
    assert "lire son intervalle" in text
    (row,) = [line for line in text.splitlines() if line.startswith("| ") and "+20,0" in line]
    for cell in ("+20,0 points (18 mois)", "[−1,0 ; +41,0]", "−5,0 points (24 mois)", "[−25,0 ; +15,0]"):
        assert cell in row
    assert "à l’avantage des accompagnés, puis à leur désavantage" in row


def test_the_same_files_and_an_archive_without_statements_are_said() -> None:
    earlier = EarlierEdition("parcours", dt.date(2016, 10, 14), dt.date(2016, 9, 30), 18, {}, "bb", "f" * 64)
    text = _text(earlier)
    assert "octet pour octet" in text
    assert "n’a pas gardé ce que disait le rapport" in text
    assert "n’a pas gardé les constats" in text


def test_the_synthesis_says_in_short_how_the_answer_moved() -> None:
    text = _made(changes_in_brief, EARLIER, constats=CONSTATS.frame([FINDING]))
    assert text == (
        "L’édition précédente est l’édition « analyse des parcours », données arrêtées au 30 septembre 2016. Sur le "
        "critère principal, l’écart était de +20,0 points (à 18 mois) ; il est de −5,0 points (à 24 mois). Sur 1 écart "
        "de la réponse que les deux éditions énoncent, 1 a changé de côté : « Maintien dans les lieux ». Un écart "
        "proche de zéro change aisément de côté : lire son intervalle. Ménages inclus : 23 puis 24 "
        "accompagnés et 24 puis 24 témoins. Les constats sur les données sont les mêmes, en même nombre."
    )
    assert _made(changes_in_brief, None) == ""
