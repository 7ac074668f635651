"""What a handful of households are known to owe, to belong to or to feel is told of nobody, at any wave."""

from __future__ import annotations

import pandas as pd
import pytest
from support.report_rows import FINAL, plain

from pipeline.contract.produced.estimates import ECARTS_INCLUSION, ESTIMATIONS, EVOLUTIONS
from pipeline.contract.produced.pathways import POPULATIONS
from pipeline.contract.produced.sensitivity import SENSIBILITE
from pipeline.report.disclosure import protect
from pipeline.report.few_at_a_place import mask_health_shares
from pipeline.report.few_known import mask_known_of_few, mask_levels, mask_populations, mask_rows_of_few
from pipeline.report.results import EditionResults
from pipeline.report.sentences.populations import keeping_text
from pipeline.report.tables.outcomes import outcome_table
from pipeline.report.tables.populations import population_table


def estimates(*rows: tuple[str, str, int, int, float | None, float | None, float | None, str]) -> pd.DataFrame:
    """Indicator, method, sizes, levels, estimate, note: at 24 months."""
    names = ("indicateur", "methode", "n_accompagnes", "n_temoins", "valeur_accompagnes", "valeur_temoins",
             "estimation", "note")  # fmt: skip
    frame = pd.DataFrame([dict(zip(names, row, strict=True)) | {"vague": "M24"} for row in rows])
    return frame.reindex(columns=ESTIMATIONS.names)


@pytest.mark.parametrize(("controls", "hidden"), [(1, True), (4, True), (5, False)])
def test_what_a_few_owe_is_hidden_and_what_ranks_everybody_stays(controls: int, hidden: bool) -> None:
    """« 345 € (1 ménage) » is that household's debt; with the gap, the other group's mean would give it back."""
    frame = estimates(
        ("impaye_solde", "difference_brute", 6, controls, 220.0, 345.0, -125.0, ""),
        ("impaye_solde", "superiorite", 6, controls, 220.0, 345.0, 0.2, ""),
        ("impaye_solde", "rang_composite", 63, 63, None, None, 0.45, ""),
        ("maintien", "difference_brute", 6, controls, 1.0, 1.0, 0.0, ""),
    )
    masked = mask_known_of_few(frame, 5)
    assert masked["estimation"].isna().tolist() == [hidden, hidden, False, False]
    assert masked["valeur_temoins"].isna().tolist() == [hidden, hidden, True, False]
    assert masked.loc[0, "valeur_accompagnes"] == 220.0, "the six have a mean of their own, which the figure draws"
    assert masked["valeur_accompagnes"].isna()[1] == hidden, "by another method, it is of nearly the same six"
    assert masked["note"].tolist() == (["effectif_masque"] * 2 if hidden else ["", ""]) + ["", ""]


def test_that_nobody_has_a_value_stays_the_reason() -> None:
    """« Masqué » would hide what does not exist, and contradict the sentence that says that nobody is known."""
    rows = (("difference_brute", 2, 0, 240.0, None, None, "aucune_valeur=temoin"),
            ("ajustee", 0, 0, None, None, None, "aucune_valeur=accompagne,temoin"))  # fmt: skip
    for name, mask in (("impaye_solde", mask_known_of_few), ("who5", mask_health_shares)):
        masked = mask(estimates(*((name, *row) for row in rows)), 5)
        assert masked["valeur_accompagnes"].isna().all()
        assert masked["note"].tolist() == ["aucune_valeur=temoin", "aucune_valeur=accompagne,temoin"]


def test_sensitivity_rows_of_a_few_lose_their_numbers_and_those_of_everybody_keep_them() -> None:
    rows = [
        {"indicateur": name, "n_accompagnes": n, "n_temoins": m, "valeur_accompagnes": 402.0, "estimation": 1.0,
         "note": "sans_valeur_car_sortis=61,63"}
        for name, n, m in (("quittance", 2, 9), ("impaye_solde", 63, 63), ("impaye_solde", 3, 7), ("maintien", 2, 9))
    ]  # fmt: skip
    masked = mask_rows_of_few(pd.DataFrame(rows).reindex(columns=SENSIBILITE.names), 5)
    assert masked["estimation"].isna().tolist() == [True, False, True, False]
    assert masked["valeur_accompagnes"].isna().tolist() == [True, False, True, False]
    assert masked.loc[2, "note"] == "effectif_masque;sans_valeur_car_sortis=61,63", "how many left is told elsewhere"


def starts(*rows: tuple[str, str, int, float]) -> pd.DataFrame:
    """Indicator, group, size, level: at inclusion."""
    frame = pd.DataFrame(rows, columns=["indicateur", "groupe", "n", "valeur"]).assign(vague="T0")
    return frame.reindex(columns=EVOLUTIONS.names)


AT_INCLUSION = starts(
    ("bien_etre_faible", "accompagne", 23, 17 / 23), ("bien_etre_faible", "temoin", 22, 21 / 22),
    ("solitude", "accompagne", 23, 12 / 23), ("solitude", "temoin", 22, 12 / 22),
    ("impaye_solde", "accompagne", 23, 400.0), ("impaye_solde", "temoin", 3, 410.0),
    ("impaye_2mois", "accompagne", 23, 1 / 23), ("impaye_2mois", "temoin", 22, 0.0),
)  # fmt: skip


def test_at_inclusion_too_the_one_who_is_not_in_a_class_of_health_is_not_told_of() -> None:
    assert mask_levels(AT_INCLUSION, 5)[1] == {"bien_etre_faible", "impaye_solde"}


def test_what_is_hidden_at_inclusion_is_in_no_row_of_the_table_and_not_given_back_by_a_change_since() -> None:
    rows = [("bien_etre_faible", m, 18, 13, 0.5, 0.5, 0.0, "") for m in ("difference_brute", "doubles_differences")]
    gaps = pd.DataFrame({"indicateur": ["bien_etre_faible", "solitude"], "ecart": [-0.215, 0.0], "n_accompagnes": 23})
    results = EditionResults(
        evolutions=AT_INCLUSION,
        estimations=estimates(*rows).assign(mesure="difference_risques", niveau=0.95, sens_favorable=-1),
        ecarts_inclusion=gaps.assign(n_temoins=22).reindex(columns=ECARTS_INCLUSION.names),
    )
    shown = protect(results, 5)
    assert shown.ecarts_inclusion["indicateur"].tolist() == ["solitude"]
    assert shown.estimations["estimation"].isna().tolist() == [False, True]
    table = outcome_table("bien_etre", "Bien-être", ("bien_etre_faible",), shown, FINAL)
    assert table is not None
    assert [plain(cell) for cell in table.rows[0]] == [
        "Bien-être faible (WHO-5 ≤ 50)", "Inclusion", "– (23)", "– (22)", "– (1)", "–",
    ]  # fmt: skip
    assert "Masqué" in table.notes[0]


@pytest.mark.parametrize(("few", "hidden"), [(3, True), (5, False), (0, False)])
def test_the_debts_of_one_public_are_not_the_panel_s_less_the_other_s(few: int, hidden: bool) -> None:
    """The panel's 15 owe 841 € on average and 4 owe two months: less the 12 of one public, the three of the other."""
    rows = [
        ("se_maintenir", "sans_impaye_lourd", "M24", 6, 10, 0.6, 8, 12, 8 / 12, -0.07, -0.4, 0.3, None, ""),
        ("se_maintenir", "impaye_solde", "M24", None, 10, 999.0, None, 12, 1040.0, -41.0, -900.0, 800.0, None, ""),
        ("se_maintenir", "sans_impaye_lourd", "M12", 6, 10, 0.6, 8, 12, 8 / 12, -0.07, -0.4, 0.3, None, ""),
        ("s_installer", "sans_impaye_lourd", "M24", 9, 11, 9 / 11, few, few, 1.0, -0.18, -0.5, 0.2, None, ""),
    ]
    masked = mask_populations(POPULATIONS.frame(rows), 5)
    assert masked["valeur_temoins"].isna().tolist() == [hidden, hidden, False, hidden]
    assert masked["ecart"].isna().tolist() == [hidden, hidden, False, hidden]
    assert masked["valeur_accompagnes"].notna().all()


def test_debts_of_a_few_of_a_public_are_masked_with_their_gap() -> None:
    row = ("se_maintenir", "dette_reduite", "M24", 5, 9, 5 / 9, 3, 4, 0.75, -0.194, -0.6, 0.3, None, "")
    kept = ("se_maintenir", "maintien", "M24", 9, 12, 0.75, 3, 4, 0.75, 0.0, -0.4, 0.4, None, "")
    masked = mask_populations(POPULATIONS.frame([kept, row]), 5)
    assert masked["valeur_temoins"].isna().tolist() == [False, True]
    assert masked["ecart"].isna().tolist() == [False, True]
    assert masked["valeur_accompagnes"].notna().all()
    results = EditionResults(populations=masked)
    words = plain(keeping_text(results, FINAL))
    assert "**Dette moindre qu’à l’inclusion** : masqué, trop peu de ménages sont connus dans un groupe." in words
    table = population_table("se_maintenir", results, FINAL)
    assert table is not None
    assert [plain(cell) for cell in table.rows[-1][2:]] == ["55,6 % (5/9)", "– (4)", "– (1)"]
