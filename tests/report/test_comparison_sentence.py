"""One comparison in words: each case a hand-made row, each sentence read aloud."""

from __future__ import annotations

import re

import pytest

from pipeline.report.sentences.comparison import brief, comparison, gap, levels, ruled_out
from pipeline.statements.statement import Direction, Statement

SHARES = Statement(
    "maintien",
    "M24",
    methode="difference_brute",
    mesure="difference_risques",
    estimation=20 / 21 - 12 / 20,
    ic_bas=0.0976,
    ic_haut=0.5694,
    p_valeur=0.0072,
    n_accompagnes=21,
    n_temoins=20,
    valeur_accompagnes=20 / 21,
    valeur_temoins=12 / 20,
    sens=+1,
)


def plain(text: str) -> str:
    """Without the no-break spaces, which other tests look at."""
    return re.sub("[\u00a0\u202f]", " ", text)


def altered(e: Statement, **changes: object) -> Statement:
    return Statement(**{**e.__dict__, **changes})  # type: ignore[arg-type]


def test_positive_difference_wholly_favourable() -> None:
    assert plain(comparison(SHARES)) == (
        "À 24 mois, la part de ménages maintenus dans les lieux est de 95,2 % (20 sur 21) chez les accompagnés et de "
        "60,0 % (12 sur 20) chez les témoins. L’écart est de +35,2 points, à l’avantage des accompagnés (intervalle de "
        "confiance à 95 % : [+9,8 ; +56,9]). Les données excluent un avantage des accompagnés inférieur à 9,8 points "
        "ou supérieur à 56,9 points."
    )


def test_negative_difference_wholly_unfavourable() -> None:
    e = altered(SHARES, estimation=-0.352, ic_bas=-0.5694, ic_haut=-0.0976)
    assert plain(gap(e)) == (
        "L’écart est de −35,2 points, au désavantage des accompagnés (intervalle de confiance à 95 % : [−56,9 ; −9,8])."
    )
    assert plain(ruled_out(e)) == (
        "Les données excluent un désavantage des accompagnés inférieur à 9,8 points ou supérieur à 56,9 points."
    )


def test_interval_across_zero_names_both_sides() -> None:
    e = altered(SHARES, estimation=0.14, ic_bas=-0.054, ic_haut=0.346)
    assert plain(ruled_out(e)) == (
        "Les données sont compatibles aussi bien avec un désavantage de 5,4 points qu’avec un avantage de 34,6 points "
        "pour les accompagnés ; elles excluent un écart plus défavorable ou plus favorable."
    )


def test_direction_follows_what_is_good_news() -> None:
    debt = Statement(
        "impaye_solde",
        "M12",
        mesure="difference_moyennes",
        estimation=-100.4,
        ic_bas=-250.0,
        ic_haut=30.0,
        n_accompagnes=24,
        n_temoins=1,
        valeur_accompagnes=500.0,
        valeur_temoins=600.4,
        sens=-1,
    )
    text = plain(comparison(debt))
    assert "est de 500 € (24 ménages) chez les accompagnés et de 600 € (1 ménage) chez les témoins" in text
    assert "L’écart est de −100 €, à l’avantage des accompagnés" in text
    assert "avec un désavantage de 30 € qu’avec un avantage de 250 €" in text
    assert debt.direction is Direction.FAVOURABLE
    assert altered(debt, estimation=12.0).direction is Direction.UNFAVOURABLE


def test_null_difference_has_no_side() -> None:
    e = altered(SHARES, estimation=0.0, ic_bas=-0.138, ic_haut=0.138, valeur_accompagnes=1.0, valeur_temoins=1.0)
    assert plain(gap(e)) == (
        "Aucun écart ne sépare les deux groupes (intervalle de confiance à 95 % : [−13,8 ; +13,8])."
    )
    assert e.direction in (Direction.NULL, Direction.UNKNOWN)


def test_a_difference_that_rounds_to_zero_reads_as_none() -> None:
    e = altered(SHARES, estimation=0.0003, ic_bas=-0.1, ic_haut=0.1)
    assert gap(e).startswith("Aucun écart")


def test_bound_at_zero_is_an_absence_of_difference() -> None:
    e = altered(SHARES, estimation=0.2, ic_bas=0.0, ic_haut=0.4)
    assert "aussi bien avec une absence d’écart qu’avec un avantage de 40,0" in plain(ruled_out(e))


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.0001, 0.3, "excluent un désavantage des accompagnés, mais non un avantage presque nul"),
        (-0.3, -0.0001, "excluent un avantage des accompagnés, mais non un désavantage presque nul"),
    ],
)
def test_bound_that_rounds_to_zero_is_not_written_as_zero(low: float, high: float, words: str) -> None:
    text = plain(ruled_out(altered(SHARES, estimation=(low + high) / 2, ic_bas=low, ic_haut=high)))
    assert words in text
    assert not re.search(r"(?<!\d)0,0", text)
    assert "30,0 points" in text


def test_singular_below_two() -> None:
    e = altered(SHARES, estimation=0.015, ic_bas=-0.018, ic_haut=0.021)
    assert "+1,5 point," in plain(gap(e))
    assert "désavantage de 1,8 point qu’avec un avantage de 2,1 points" in plain(ruled_out(e))


def test_missing_estimate_says_why() -> None:
    e = altered(SHARES, estimation=None, ic_bas=None, ic_haut=None, note="Aucun événement dans les deux groupes.")
    assert plain(gap(e)) == ("L’écart entre les groupes n’est pas calculable : aucun événement dans les deux groupes.")
    assert ruled_out(e) == ""


def test_missing_interval_says_why() -> None:
    e = altered(SHARES, ic_bas=None, ic_haut=None, note="Aucune variation des valeurs.")
    assert plain(gap(e)).endswith("; l’intervalle de confiance n’est pas calculable : aucune variation des valeurs.")
    assert ruled_out(e) == ""


@pytest.mark.parametrize(
    ("n1", "n0", "words"),
    [
        (0, 20, "aucun ménage accompagné n’a de valeur connue ; chez les témoins, la part"),
        (21, 0, "aucun ménage témoin n’a de valeur connue ; chez les accompagnés, la part"),
    ],
)
def test_one_group_without_value(n1: int, n0: int, words: str) -> None:
    e = altered(SHARES, n_accompagnes=n1, n_temoins=n0, estimation=None, ic_bas=None, ic_haut=None)
    text = plain(comparison(e))
    assert words in text
    assert text.endswith("Aucun écart ne peut donc être estimé.")


def test_no_value_at_all() -> None:
    e = Statement("who5", "M12", mesure="difference_moyennes", note="Aucune valeur connue.")
    assert plain(comparison(e)) == "À 12 mois, aucune valeur n’est connue pour le score moyen de bien-être (WHO-5)."


RATES = Statement(
    "troubles",
    "M24",
    mesure="rapport_taux",
    estimation=0.605,
    ic_bas=0.221,
    ic_haut=1.658,
    n_accompagnes=24,
    n_temoins=24,
    valeur_accompagnes=0.332,
    valeur_temoins=0.549,
    sens=-1,
)


def test_ratio_of_rates() -> None:
    assert plain(comparison(RATES)) == (
        "Sur les 24 premiers mois, le nombre de troubles par an est de 0,33 (24 ménages) chez les accompagnés et de "
        "0,55 (24 ménages) chez les témoins. Le taux des accompagnés est 0,61 fois celui des témoins, à l’avantage des "
        "accompagnés (intervalle de confiance à 95 % : [0,22 ; 1,66]). Les données excluent un taux inférieur à "
        "0,22 fois ou supérieur à 1,66 fois celui des témoins ; entre ces bornes, elles sont compatibles aussi bien "
        "avec un désavantage qu’avec un avantage des accompagnés."
    )


def test_ratio_above_one_of_bad_news_is_a_disadvantage() -> None:
    e = altered(RATES, estimation=1.8, ic_bas=1.1, ic_haut=3.0)
    assert "au désavantage des accompagnés" in gap(e)
    assert "compatibles" not in ruled_out(e)


def test_ratio_with_one_bound() -> None:
    e = altered(RATES, estimation=0.0, ic_bas=None, ic_haut=0.9, note="Aucun événement chez les accompagnés.")
    assert "[– ; 0,90] ; la borne basse n’est pas calculable : aucun événement chez les accompagnés" in plain(gap(e))
    assert ruled_out(e) == ""


def test_infinite_ratio_is_missing_with_its_reason() -> None:
    e = altered(RATES, estimation=None, ic_bas=None, ic_haut=None, note="Aucun événement chez les témoins.")
    assert "n’est pas calculable : aucun événement chez les témoins" in plain(comparison(e))
    assert "inf" not in comparison(e).replace("inférieur", "")


def test_brief_keeps_direction_size_interval_and_what_is_excluded() -> None:
    assert plain(brief(SHARES)).endswith(
        "chez les témoins : écart de +35,2 points, à l’avantage des accompagnés [+9,8 ; +56,9] ; les données excluent "
        "une absence d’écart."
    )
    e = altered(SHARES, estimation=0.1, ic_bas=-0.1)
    assert plain(brief(e)).endswith("sont compatibles aussi bien avec un désavantage qu’avec un avantage.")
    assert plain(brief(altered(SHARES, ic_bas=None, ic_haut=None, note="Trop peu."))).endswith("trop peu.")


def test_duration_reads_over_the_whole_follow_up() -> None:
    e = Statement(
        "duree_maintien",
        "M24",
        mesure="difference_rmst",
        estimation=3.217,
        ic_bas=-0.094,
        ic_haut=6.528,
        n_accompagnes=24,
        n_temoins=24,
        valeur_accompagnes=23.1506,
        valeur_temoins=19.93,
        sens=1,
    )
    assert plain(levels(e)).startswith("Sur les 24 premiers mois, la durée moyenne de maintien est de 23,2 mois")
    assert "désavantage de 0,1 mois" in plain(ruled_out(e))


@pytest.mark.parametrize("e", [SHARES, RATES, altered(SHARES, ic_bas=-0.1), altered(RATES, ic_bas=1.2, ic_haut=2.0)])
def test_never_a_verdict_of_significance_nor_of_proof(e: Statement) -> None:
    text = comparison(e) + brief(e)
    assert not re.search(r"significati|prouv|démontr|grâce à|a permis|effet de", text)
