"""Health told of nearly the same households: nineteen scores less eighteen are one household's."""

from __future__ import annotations

import pandas as pd
import pytest
from support.random_delivery import Kind, random_delivery
from support.written_texts import QUICK, edition_results, written

from pipeline.report.disclosure import protect
from pipeline.report.one_more import mask_one_more
from pipeline.statements.few import without_bounds_of_a_few
from pipeline.statements.statement import Statement, read_statement

COLUMNS = (
    "analyse", "variante", "indicateur", "vague", "methode", "estimation", "erreur_type", "ic_bas", "ic_haut",
    "p_valeur", "p_ajustee", "n_accompagnes", "n_temoins", "valeur_accompagnes", "valeur_temoins", "note",
)  # fmt: skip
LEVELS = ["n_accompagnes", "n_temoins", "valeur_accompagnes", "valeur_temoins"]


def rows(*of: tuple[str, str, int, float]) -> pd.DataFrame:
    """Rows of (indicator, method, accompanied, their mean) beside 13 controls of mean 12,1538."""
    made = [
        ("definitions", "v", i, "M24", m, mean - 12.1538, 1.0, -1.0, 3.0, 0.2, None, n, 13, mean, 12.1538, "")
        for i, m, n, mean in of
    ]
    return pd.DataFrame(made, columns=list(COLUMNS))


def test_a_row_of_one_household_less_loses_its_levels() -> None:
    """19 × 14,1053 − 18 × 13,9444 = 17: the household that the adjusted method leaves aside."""
    frame = rows(("lsns6", "difference_brute", 19, 268 / 19), ("lsns6", "ajustee", 18, 251 / 18))
    masked = mask_one_more(frame, 5)
    assert masked.loc[0, LEVELS].notna().all()
    assert masked.loc[1, LEVELS].isna().all()
    assert masked.loc[1, "estimation"] == frame.loc[1, "estimation"], "an adjusted estimate gives no level back"


def test_the_interval_stays_where_the_size_is_masked_but_of_a_handful() -> None:
    """Of 18 it is printed; of 4, where the size that would say why not is masked, it is not."""
    many = mask_one_more(rows(("lsns6", "difference_brute", 19, 268 / 19), ("lsns6", "ajustee", 18, 251 / 18)), 5)
    few = mask_one_more(rows(("lsns6", "difference_brute", 6, 14.0), ("lsns6", "ajustee", 4, 13.0)), 5)
    bounds = [without_bounds_of_a_few(_statement(frame.loc[1])).ic_haut for frame in (many, few)]
    assert bounds == [3.0, None]


def _statement(row: pd.Series) -> Statement:
    return read_statement(row.to_dict() | {"mesure": "difference_moyennes"})


@pytest.mark.parametrize("methode", ["difference_brute", "firth"])
def test_a_difference_of_levels_goes_with_them(methode: str) -> None:
    masked = mask_one_more(rows(("isole", "difference_brute", 19, 5 / 19), ("isole", methode, 17, 4 / 17)), 5)
    assert masked.loc[1, [*LEVELS, "estimation", "ic_bas", "ic_haut", "p_valeur"]].isna().all()
    assert masked.loc[1, "note"]


def test_five_households_less_or_homes_kept_are_as_they_were() -> None:
    frame = rows(("lsns6", "difference_brute", 19, 14.0), ("lsns6", "ajustee", 14, 13.0))
    pd.testing.assert_frame_equal(mask_one_more(frame, 5), frame)
    kept = rows(("maintien", "difference_brute", 19, 0.8), ("maintien", "ajustee", 18, 0.7))
    pd.testing.assert_frame_equal(mask_one_more(kept, 5), kept)


def test_a_debt_is_not_told_by_the_household_that_another_row_leaves_aside() -> None:
    """19 × 700 − 18 × 650 = 1 600 €: what the nineteenth owes, also where the other row is of another analysis."""
    frame = rows(("impaye_solde", "difference_brute", 19, 700.0), ("impaye_solde", "freedman_lane", 18, 650.0))
    frame["note"] = ["definition_du_plan", ""]
    frame.loc[1, "analyse"] = "methodes"
    masked = mask_one_more(frame, 5)
    assert masked.loc[0, LEVELS].notna().all()
    assert masked.loc[1, LEVELS].isna().all()
    assert masked.loc[1, "estimation"] == frame.loc[1, "estimation"]


def test_debts_measured_in_another_way_are_set_against_their_like_alone() -> None:
    """« Solde reporté » of 19 is no 18 of « solde » and one more."""
    frame = rows(("impaye_solde", "difference_brute", 19, 700.0), ("impaye_solde", "difference_brute", 18, 650.0))
    frame["variante"], frame["note"] = ["solde_reporte", "solde"], ["", "definition_du_plan"]
    pd.testing.assert_frame_equal(mask_one_more(frame, 5), frame)


@pytest.mark.parametrize(("name", "level"), [("who5", 58.1), ("impaye_2mois", 0.25)])
def test_what_the_missing_would_have_answered_hides_nobody_who_answered(name: str, level: float) -> None:
    """52 answered; the two who did not are given an end of the scale: of 52 or of « 54 », the same 52 are known."""
    known, assumed = (name, "difference_brute", 52, level), (name, "difference_brute", 54, 0.96 * level)
    frame = rows(known, assumed)
    frame["variante"] = ["restants", "pire_cas"]
    masked = mask_one_more(frame, 5)
    pd.testing.assert_series_equal(masked.loc[0, LEVELS], frame.loc[0, LEVELS], check_dtype=False)
    assert masked.loc[0, "note"] == ""
    assert masked.loc[1, LEVELS].isna().all()
    assert masked.loc[1, "estimation"] == frame.loc[1, "estimation"]


def test_worst_and_best_cases_are_of_everyone_and_hide_nothing():
    """Of 24 with the missing at 0, 21 known ones are what they were; of 18 of these 21, three more are known."""
    frame = rows(("lsns6", "difference_brute", 21, 14.5524), ("lsns6", "difference_brute", 18, 14.4444))
    ends = rows(("lsns6", "difference_brute", 24, 12.7333)).assign(variante="pire_cas", analyse="manquants")
    masked = mask_one_more(pd.concat([frame, ends], ignore_index=True), 5)
    assert masked.loc[0, [*LEVELS, "estimation"]].notna().all()
    assert masked.loc[1, [*LEVELS, "estimation"]].isna().all()
    assert masked.loc[2, LEVELS].isna().all()
    assert masked.loc[2, "estimation"] == ends.loc[0, "estimation"]


@pytest.mark.slow
def test_no_two_health_rows_of_a_report_differ_by_a_few_households() -> None:
    results = edition_results(random_delivery(7, Kind(answered=0.8)), "finale")
    shown = protect(results, QUICK.confidentialite.seuil).sensibilite
    health = shown[shown["indicateur"].isin(["lsns6", "isole", "who5"]) & shown["valeur_accompagnes"].notna()]
    for _, part in health.groupby(["indicateur", "vague"]):
        for size in ("n_accompagnes", "n_temoins"):
            gaps = part[size].astype(float).max() - part[size].astype(float)
            assert not gaps.between(1, 4).any()


@pytest.mark.slow
def test_the_report_is_still_written() -> None:
    told = written(random_delivery(7, Kind(answered=0.8)))
    assert "nan" not in told.tables["definitions"]
    assert told.texts["definitions"]
