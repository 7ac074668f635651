"""All the effects together, in words: which side each lies on, by its place in the plan, and what may answer."""

from __future__ import annotations

from support.report_rows import FINAL, estimate, plain, results

from pipeline.params import Params
from pipeline.report.context import ReportContext
from pipeline.report.results import EditionResults
from pipeline.report.sentences.effects import effects_text


def test_effects_count_the_sides_by_place_in_the_plan() -> None:
    second, other = ({"famille": name} for name in ("secondaire", "exploratoire"))
    crude = {"estimation": 0.1, "ic_bas": -0.3, "ic_haut": 0.4, "sens_favorable": -1}
    rows = [
        estimate(),
        estimate("impaye_2mois", **crude, **second),
        estimate("impaye_2mois", **crude | {"methode": "ajustee", "estimation": -0.1}, **second),
        estimate("insertion", estimation=-0.2, **second),
        estimate("isole", estimation=-0.1, ic_bas=-0.3, ic_haut=0.1, sens_favorable=-1, **other),
        estimate("solitude", estimation=0.0, ic_bas=-0.3, ic_haut=0.3, sens_favorable=-1, **other),
        estimate("troubles", mesure="rapport_taux", estimation=None, note="Aucun événement.", sens_favorable=-1),
    ]
    text = plain(effects_text(results(*rows), FINAL))
    assert "Indicateur principal : à l’avantage des accompagnés." in text
    assert "Secondaires : 2 indicateurs comparés, dont 1 à l’avantage des accompagnés et 1 à leur désavantage." in text
    assert "2 indicateurs comparés, dont 1 à l’avantage des accompagnés et 1 sans écart." in text
    assert "L’écart brut est de sens contraire pour « Impayé d’au moins deux mois »" in text
    assert "exclu" not in text
    assert "Sans estimation" not in text  # under the figure, with the reason: once
    assert "Seul l’indicateur principal répond à la question." in text


def test_in_an_edition_that_describes_no_difference_answers() -> None:
    rows = [estimate(vague="M12"), *(estimate(n, vague="M12", famille="secondaire") for n in ("insertion", "isole"))]
    text = plain(effects_text(results(*rows), ReportContext("intermediaire", Params())))
    assert "cette édition n’y répond pas" in text
    assert "répond à la question" not in text
    assert "Secondaires : 2 indicateurs comparés, tous à l’avantage des accompagnés." in text


def test_effects_of_nothing() -> None:
    assert effects_text(EditionResults(), FINAL) == "Aucun écart entre les groupes n’a pu être estimé.\n"
