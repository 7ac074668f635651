"""One comparison in words: each case a hand-made row, each sentence read aloud."""

from __future__ import annotations

import re

import pytest

from pipeline.report.sentences.comparison import brief, comparison, ends, gap, levels
from pipeline.statements.statement import Direction, Inclusion, Statement

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
    importance=0.10,
)


def plain(text: str) -> str:
    """Without the no-break spaces, which other tests look at."""
    return re.sub("[\u00a0\u202f]", " ", text)


def altered(e: Statement, **changes: object) -> Statement:
    return Statement(**{**e.__dict__, **changes})  # type: ignore[arg-type]


def test_a_share_is_told_by_levels_class_and_both_ends() -> None:
    assert plain(comparison(SHARES)) == (
        "À 24 mois, la part de ménages maintenus dans les lieux est de 95,2 % (20 sur 21) chez les accompagnés et de "
        "60,0 % (12 sur 20) chez les témoins. L’écart est de +35,2 points, un très grand avantage pour les "
        "accompagnés. Son intervalle de confiance à 95 %, [+9,8 ; +56,9], va d’un faible à un très grand avantage."
    )


def test_a_disadvantage_is_told_as_an_advantage_is() -> None:
    e = altered(SHARES, estimation=-0.352, ic_bas=-0.5694, ic_haut=-0.0976)
    assert plain(gap(e)) == "L’écart est de −35,2 points, un très grand désavantage pour les accompagnés."
    assert plain(ends(e)).endswith("[−56,9 ; −9,8], va d’un faible à un très grand désavantage.")


def test_without_importance_the_ends_are_numbers_alone() -> None:
    e = altered(SHARES, importance=None)
    assert plain(gap(e)) == (
        "L’écart est de +35,2 points, à l’avantage des accompagnés (intervalle de confiance à 95 % : [+9,8 ; +56,9])."
    )
    assert ends(e) == ""


def test_direction_follows_what_is_good_news() -> None:
    debt = Statement(
        "impaye_solde",
        "M12",
        mesure="difference_moyennes",
        estimation=-100.4,
        ic_bas=-250.0,
        ic_haut=30.0,
        n_accompagnes=24,
        n_temoins=5,
        valeur_accompagnes=500.0,
        valeur_temoins=600.4,
        sens=-1,
    )
    text = plain(comparison(debt))
    assert "est de 500 € (24 ménages) chez les accompagnés et de 600 € (5 ménages) chez les témoins" in text
    assert "L’écart est de −100 €, à l’avantage des accompagnés" in text
    assert "[−250 ; +30]" in text
    assert debt.direction is Direction.FAVOURABLE
    assert altered(debt, estimation=12.0).direction is Direction.UNFAVOURABLE


def test_null_difference_has_no_side() -> None:
    e = altered(SHARES, estimation=0.0, ic_bas=-0.138, ic_haut=0.138, valeur_accompagnes=1.0, valeur_temoins=1.0)
    assert plain(gap(e)) == "L’écart est de 0,0 point, un écart pratiquement nul."
    assert plain(gap(altered(e, importance=None))) == (
        "Aucun écart ne sépare les deux groupes (intervalle de confiance à 95 % : [−13,8 ; +13,8])."
    )
    assert e.direction in (Direction.NULL, Direction.UNKNOWN)


def test_a_difference_that_rounds_to_zero_reads_as_none() -> None:
    e = altered(SHARES, estimation=0.0003, ic_bas=-0.1, ic_haut=0.1, importance=None)
    assert gap(e).startswith("Aucun écart")


def test_singular_below_two() -> None:
    e = altered(SHARES, estimation=0.015, ic_bas=-0.018, ic_haut=0.021)
    assert "+1,5 point," in plain(gap(e))


def test_missing_estimate_says_why() -> None:
    e = altered(SHARES, estimation=None, ic_bas=None, ic_haut=None, note="Aucun événement dans les deux groupes.")
    assert plain(gap(e)) == ("L’écart entre les groupes n’est pas calculable : aucun événement dans les deux groupes.")
    assert ends(e) == ""


def test_missing_interval_says_why() -> None:
    e = altered(SHARES, ic_bas=None, ic_haut=None, note="Aucune variation des valeurs.")
    assert plain(gap(e)).endswith("; l’intervalle de confiance n’est pas donné : aucune variation des valeurs.")
    assert ends(e) == ""


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


def test_one_group_without_value_and_a_masked_one_name_what_was_measured() -> None:
    e = altered(SHARES, n_accompagnes=0, estimation=None, ic_bas=None, ic_haut=None, valeur_temoins=None)
    first = plain(comparison(e)).split(". ")[0]
    assert first.endswith("n’est connue chez les accompagnés pour la part de ménages maintenus dans les lieux")


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
        "accompagnés (intervalle de confiance à 95 % : [0,22 ; 1,66])."
    )


def test_ratio_above_one_of_bad_news_is_a_disadvantage() -> None:
    e = altered(RATES, estimation=1.8, ic_bas=1.1, ic_haut=3.0)
    assert "au désavantage des accompagnés" in gap(e)


def test_ratio_with_one_bound() -> None:
    e = altered(RATES, estimation=0.0, ic_bas=None, ic_haut=0.9, note="Aucun événement chez les accompagnés.")
    assert "[– ; 0,90] ; la borne basse n’est pas calculable : aucun événement chez les accompagnés" in plain(gap(e))
    assert ends(e) == ""


def test_infinite_ratio_is_missing_with_its_reason() -> None:
    e = altered(RATES, estimation=None, ic_bas=None, ic_haut=None, note="Aucun événement chez les témoins.")
    assert "n’est pas calculable : aucun événement chez les témoins" in plain(comparison(e))
    assert "inf" not in comparison(e).replace("inférieur", "")


def test_brief_keeps_the_class_the_interval_and_both_ends() -> None:
    assert plain(brief(SHARES)).endswith(
        "chez les témoins. Écart de +35,2 points [+9,8 ; +56,9], un très grand avantage (d’un faible à un très grand "
        "avantage)."
    )
    assert plain(brief(altered(SHARES, importance=None))).endswith("[+9,8 ; +56,9], à l’avantage des accompagnés.")
    assert plain(brief(altered(SHARES, ic_bas=None, ic_haut=None, note="Trop peu."))).endswith("trop peu.")


ADJUSTED = altered(
    SHARES,
    indicateur="isole",
    methode="ajustee",
    estimation=-0.067,
    ic_bas=-0.499,
    ic_haut=0.365,
    sens=-1,
    used=(16, 11),
    crude=altered(SHARES, indicateur="isole", estimation=-0.198, ic_bas=-0.485, ic_haut=0.123, sens=-1),
    at_inclusion=Inclusion(-0.326, 23, 22),
)


def test_the_crude_difference_and_the_gap_at_inclusion_stand_beside_the_one_that_speaks() -> None:
    text = plain(comparison(ADJUSTED))
    assert "L’écart ajusté est de −6,7 points (calculé sur 27 des 41 ménages), un faible avantage pour les" in text
    assert "L’écart brut est de −19,8 points [−48,5 ; +12,3]." in text
    assert text.endswith("À l’inclusion, l’écart était de −32,6 points (23 et 22 ménages).")
    assert plain(brief(ADJUSTED)).endswith(
        "calculé sur 27 des 41 ménages. Écart brut de −19,8 points. Écart à l’inclusion de −32,6 points."
    )


def test_a_crude_difference_of_the_other_side_is_said_and_does_not_speak() -> None:
    other = altered(ADJUSTED, estimation=0.067, ic_bas=-0.365, ic_haut=0.499)
    assert "L’écart brut est de sens contraire, −19,8 points" in plain(comparison(other))
    assert "c’est la méthode prévue au plan qui parle" in comparison(other)
    assert "Écart brut de sens contraire, de −19,8 points" in plain(brief(other))
    assert "sens contraire" not in comparison(ADJUSTED)


def test_no_gap_at_inclusion_is_said_too() -> None:
    assert "À l’inclusion, il n’y avait pas d’écart (23 et 22 ménages)." in plain(
        comparison(altered(ADJUSTED, at_inclusion=Inclusion(0.0, 23, 22)))
    )


def test_the_crude_one_that_stands_in_says_why() -> None:
    e = altered(SHARES, instead_of="ajustee", why="trop_peu_de_menages")
    assert plain(comparison(e)).endswith(
        "Le plan prévoit l’écart ajusté, qui n’est pas calculable ici (trop peu de ménages pour le nombre de "
        "paramètres du modèle) : l’écart brut en tient lieu."
    )


def test_a_probability_of_being_higher_is_named_as_one() -> None:
    e = altered(
        SHARES,
        indicateur="procedure_max",
        methode="superiorite",
        mesure="p_superiorite",
        estimation=0.3676,
        ic_bas=0.2239,
        ic_haut=0.5113,
        sens=-1,
    )
    assert "les égalités comptant pour moitié, est de 0,37, à l’avantage des accompagnés" in plain(gap(e))
    assert "Probabilité de dépasser un témoin de 0,37 [0,22 ; 0,51]" in plain(brief(e))


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
    assert "+3,2 mois, à l’avantage des accompagnés (intervalle de confiance à 95 % : [−0,1 ; +6,5])" in plain(gap(e))


@pytest.mark.parametrize("e", [SHARES, RATES, altered(SHARES, ic_bas=-0.1), altered(RATES, ic_bas=1.2, ic_haut=2.0)])
def test_never_a_verdict_of_significance_nor_of_proof(e: Statement) -> None:
    text = comparison(e) + brief(e)
    assert not re.search(r"significati|prouv|démontr|grâce à|a permis|effet de|exclu|tranch|compatible", text)
