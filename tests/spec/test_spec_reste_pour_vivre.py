"""What is left to live on at inclusion, per consumption unit and day (a month is 30.4375 days)."""

from __future__ import annotations

import pytest

NA = None
RENT = {"2015-01": (600, 250, 90, 0, 0)}  # 350 net of housing aid; other aid is no income of every month


@pytest.mark.parametrize(
    ("composition", "persons", "units"),
    [
        ("isole", 1, 1.0),
        ("isole", NA, 1.0),
        ("couple", 2, 1.5),
        ("couple", NA, 1.5),
        ("couple_enfants", 3, 1.8),
        ("couple_enfants", 5, 2.4),
        ("monoparental", 2, 1.3),
        ("monoparental", 4, 1.9),
        ("autre", 1, 1.0),
        (NA, 1, 1.0),
    ],
)
def test_by_hand(etude, composition, persons, units):
    # (1 400 − (600 − 250)) / units / 30.4375
    m = etude("2015-01-15", suivi=RENT, ressources_mensuelles=1400, composition=composition, nb_personnes=persons)
    assert m("reste_pour_vivre", "T0") == pytest.approx(1050 / units / 30.4375)


@pytest.mark.parametrize(
    ("composition", "persons"),
    [
        ("autre", 3),  # adults or children, not known
        ("autre", NA),
        (NA, 2),
        (NA, NA),
        ("couple_enfants", NA),
        ("monoparental", NA),
        ("isole", 3),  # contradictions
        ("couple", 1),
        ("couple_enfants", 2),
        ("monoparental", 1),
    ],
)
def test_units_that_are_not_given_are_missing(etude, composition, persons):
    m = etude("2015-01-15", suivi=RENT, ressources_mensuelles=1400, composition=composition, nb_personnes=persons)
    assert m("reste_pour_vivre", "T0") is None


def test_income_rent_or_aid_unknown_is_missing_and_no_income_is_known(etude):
    alone = {"composition": "isole", "nb_personnes": 1}
    assert etude("2015-01-15", suivi=RENT, ressources_mensuelles=NA, **alone)("reste_pour_vivre", "T0") is None
    assert etude("2015-01-15", ressources_mensuelles=900, **alone)("reste_pour_vivre", "T0") is None
    for row in ((NA, 250, 0, 0, 0), (600, NA, 0, 0, 0)):
        m = etude("2015-01-15", suivi={"2015-01": row}, ressources_mensuelles=900, **alone)
        assert m("reste_pour_vivre", "T0") is None
    m = etude("2015-01-15", suivi=RENT, ressources_mensuelles=0, **alone)
    assert m("reste_pour_vivre", "T0") == pytest.approx(-350 / 30.4375)


def test_it_is_known_at_inclusion_only(etude):
    assert list(etude().rows("reste_pour_vivre").index) == ["T0"]
