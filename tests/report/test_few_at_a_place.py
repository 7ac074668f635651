"""What the attack of the report recovered, and no longer can: landlords by difference, extremes, classes of health."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from pipeline.contract.produced.estimates import COMPARABILITE, ESTIMATIONS
from pipeline.contract.produced.scheme import COUVERTURE, DOSE_RESULTATS
from pipeline.contract.produced.sensitivity import SENSIBILITE
from pipeline.publication.audit import Leak, audit_folders
from pipeline.report.few_at_a_place import (
    landlords_of_a_few,
    mask_as_estimated,
    mask_health_shares,
    mask_landlords,
    mask_last_class,
    mask_sensitivity,
)
from pipeline.report.few_known import protect_few_known
from pipeline.report.results import EditionResults
from pipeline.report.tables.implementation import dose_outcomes_table
from pipeline.spreadsheet import write_csv

_DEBT = {"indicateur": "impaye_solde", "vague": "M24", "methode": "difference_brute", "mesure": "difference_moyennes"}


def sensitivity(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(rows)).reindex(columns=SENSIBILITE.names)


def without(landlord: str, n: tuple[int, int], means: tuple[float, float]) -> dict[str, object]:
    return {
        "analyse": "bailleurs", "variante": f"sans:{landlord}", "libelle": "", **_DEBT, "n_accompagnes": n[0],
        "n_temoins": n[1], "valeur_accompagnes": means[0], "valeur_temoins": means[1],
        "estimation": means[0] - means[1], "ic_bas": -773.13, "ic_haut": 579.867, "p_valeur": 0.77, "note": "",
    }  # fmt: skip


LEFT_OUT = sensitivity(
    without("toit_et_joie", (21, 14), (691.808, 788.439)), without("logis_transports", (17, 13), (629.26, 657.851))
)
WHOLE = pd.DataFrame(
    [{**_DEBT, "n_accompagnes": 21, "n_temoins": 15, "valeur_accompagnes": 691.808, "valeur_temoins": 840.783}]
)


def attacked(folder: Path, rows: pd.DataFrame) -> set[Leak]:
    tables = folder / "tableaux"
    tables.mkdir(parents=True)
    write_csv(WHOLE, tables / "impayes.csv", digits=6)
    write_csv(rows, tables / "bailleurs.csv", digits=6)
    return {f.leak for f in audit_folders([folder])}


def test_leave_one_landlord_out_no_longer_gives_its_households(tmp_path: Path) -> None:
    given = {Leak.SMALL_CELL, Leak.HOUSEHOLD_AMOUNT}
    assert attacked(tmp_path / "avant", LEFT_OUT) >= given, "the attack works on what was shown"
    assert not attacked(tmp_path / "apres", mask_sensitivity(LEFT_OUT, 5)) & given
    of_one = mask_sensitivity(LEFT_OUT, 5, frozenset({"toit_et_joie"}))
    assert of_one["estimation"].isna().tolist() == [True, False], "the rounded gap tells of a landlord's only household"


def test_a_difference_without_a_landlord_is_rounded() -> None:
    masked = mask_sensitivity(LEFT_OUT, 5)
    assert masked["estimation"].tolist() == [-100.0, -30.0]  # −96.631 and −28.591, to 10 €
    assert masked[["n_accompagnes", "valeur_temoins", "ic_bas", "p_valeur"]].isna().all().all()


def test_extremes_of_households_go_and_ends_of_a_scale_stay() -> None:
    rows = [
        {"analyse": "manquants", "variante": variant, **_DEBT, "indicateur": name, "estimation": 1.0, "note": ""}
        for name in ("impaye_solde", "lsns6")
        for variant in ("pire_cas", "meilleur_cas", "ponderation_observation")
    ]
    kept = mask_sensitivity(sensitivity(*rows), 5)
    assert kept[kept["indicateur"] == "impaye_solde"]["variante"].tolist() == ["ponderation_observation"]
    assert len(kept[kept["indicateur"] == "lsns6"]) == 3


def test_landlords_are_not_counted_by_group() -> None:
    rows = [
        {
            "variable": v,
            "modalite": m,
            "n_accompagnes": 24,
            "effectif_accompagnes": 7,
            "part_temoins": 0.3,
            "smd": 0.1,
            "note": "",
        }
        for v, m in (("bailleur", "toit_et_joie"), ("bailleur", "essonne_habitat"), ("typologie", "T2"))
    ]
    alone = pd.DataFrame(rows[1:]).reindex(columns=COMPARABILITE.names)
    pd.testing.assert_frame_equal(mask_landlords(alone), alone)  # all of each group are of the one landlord
    masked = mask_landlords(pd.DataFrame(rows).reindex(columns=COMPARABILITE.names))
    assert masked["variable"].tolist() == ["bailleur", "typologie"]
    assert masked["effectif_accompagnes"].isna().tolist() == [True, False]
    assert masked["modalite"].tolist() == ["", "T2"]
    assert masked["smd"].isna().tolist() == [True, False], "0.00 with the landlords' totals would halve each"


@pytest.mark.parametrize(("total", "few"), [(0, False), (1, True), (4, True), (5, False)])
def test_landlords_of_a_few_households_are_found_among_the_targets(total: int, few: bool) -> None:
    rows = [{"dimension": d, "modalite": "toit_et_joie", "atteint": n} for d, n in (("bailleur", total), ("region", 1))]
    assert landlords_of_a_few(pd.DataFrame(rows).reindex(columns=COUVERTURE.names), 5) == (
        {"toit_et_joie"} if few else set()
    )


@pytest.mark.parametrize(
    ("shares", "hidden"),
    [((7 / 18, 4 / 13), True), ((7 / 18, 5 / 13), False), ((15 / 18, 6 / 13), True), ((0.0, 6 / 13), True)],
    ids=["four lonely", "five", "three are not", "nobody"],
)
def test_a_class_of_health_of_a_few_hides_all_methods(shares: tuple[float, float], hidden: bool) -> None:
    rows = [
        {"indicateur": name, "vague": "M24", "methode": method, "n_accompagnes": 18, "n_temoins": 13,
         "valeur_accompagnes": shares[0], "valeur_temoins": shares[1], "estimation": 0.1, "ic_bas": 0.0, "note": ""}
        for name in ("solitude", "maintien")
        for method in ("difference_brute", "ajustee")
    ]  # fmt: skip
    masked = mask_health_shares(pd.DataFrame(rows).reindex(columns=ESTIMATIONS.names), 5)
    health = masked["indicateur"] == "solitude"
    assert masked.loc[health, ["estimation", "ic_bas", "valeur_accompagnes"]].isna().all().all() == hidden
    assert masked.loc[~health, "estimation"].notna().all()
    assert masked["n_temoins"].tolist() == [13] * 4


def lonely(*of: tuple[str, int, float, int, float]) -> pd.DataFrame:
    """Rows of (method, accompanied, their share, controls, theirs)."""
    rows = [
        {"indicateur": "solitude", "vague": "M12", "methode": method, "n_accompagnes": n1, "valeur_accompagnes": share1,
         "n_temoins": n0, "valeur_temoins": share0, "estimation": share1 - share0, "note": ""}
        for method, n1, share1, n0, share0 in of
    ]  # fmt: skip
    return pd.DataFrame(rows).reindex(columns=ESTIMATIONS.names)


def test_a_weighted_share_counts_no_households_and_hides_nothing() -> None:
    """5 of 12 are told; 36,9 % of 12, once weighted, are not 4 households."""
    plain = ("difference_brute", 16, 6 / 16, 12, 5 / 12)
    shown = mask_health_shares(lonely(plain, ("ponderation", 16, 0.3366, 12, 0.3687)), 5)
    assert shown["estimation"].notna().all()
    hidden = mask_health_shares(lonely(plain, ("ancova", 13, 6 / 13, 10, 4 / 10)), 5)
    assert hidden["estimation"].isna().all()


def test_what_the_estimates_hide_does_not_stand_beside_an_outside_figure() -> None:
    estimates = mask_health_shares(lonely(("ajustee", 15, 6 / 15, 10, 4 / 10)), 5)
    ours = {"indicateur": "solitude", "valeur": 0.08, "n_accompagnes": 16, "n_temoins": 12, "valeur_accompagnes": 0.375,
            "valeur_temoins": 5 / 12}  # fmt: skip
    frame = pd.DataFrame([ours | {"vague": "M12"}, ours | {"vague": "T0"}])
    masked = mask_as_estimated(frame, estimates)
    assert masked.loc[0, ["n_accompagnes", "n_temoins", "valeur_accompagnes", "valeur_temoins"]].isna().all()
    assert masked["valeur"].tolist() == [0.08, 0.08]
    assert masked.loc[1, "valeur_temoins"] == 5 / 12


@pytest.mark.parametrize(("controls", "hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_a_score_that_a_few_answered_for_hides_all_methods(controls: int, hidden: bool) -> None:
    """« 16,0 (1 ménage) » is the score of that household; a debt is not health."""
    level = 14.0 if controls else None  # nobody's is nobody's
    rows = [
        {"indicateur": name, "vague": "M24", "methode": method, "n_accompagnes": 18, "n_temoins": controls,
         "valeur_accompagnes": 16.0, "valeur_temoins": level, "estimation": 2.0, "ic_bas": 1.0, "note": ""}
        for name in ("lsns6", "impaye_solde")
        for method in ("difference_brute", "ajustee")
    ]  # fmt: skip
    masked = mask_health_shares(pd.DataFrame(rows).reindex(columns=ESTIMATIONS.names), 5)
    score = masked["indicateur"] == "lsns6"
    numbers = masked.loc[score, ["estimation", "ic_bas", "valeur_accompagnes"]]
    assert numbers.isna().all().all() == hidden
    assert numbers.notna().all().all() != hidden
    assert masked.loc[~score, "estimation"].notna().all()


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [((9, 6, None), [9, None, None]), ((9, 6, 5), [9, 6, 5]), ((9, None, None), [9, None, None])],
)
def test_one_hidden_class_takes_the_next_smallest_with_it(
    sizes: tuple[float | None, ...], shown: list[float | None]
) -> None:
    rows = [
        {"indicateur": "who5", "vague": "M24", "classe": c, "mesure": "moyenne", "n": n, "valeur": 50.0, "note": ""}
        for c, n in zip(("moins_que_prevu", "comme_prevu", "plus_que_prevu"), sizes, strict=True)
    ]
    masked = mask_last_class(pd.DataFrame(rows).reindex(columns=DOSE_RESULTATS.names))
    assert [None if pd.isna(n) else n for n in masked["n"]] == shown


@pytest.mark.parametrize(("controls", "hidden"), [(21, True), (1, True), (11, False)])
def test_a_class_of_health_of_a_few_is_hidden_at_inclusion_too(controls: int, hidden: bool) -> None:
    """« 95,5 % (21/22) » tells of the one who is well; the gap beside the other level would say as much."""
    shares = {"accompagne": (23, 17 / 23), "temoin": (22, controls / 22)}
    levels = pd.DataFrame(
        [
            {"indicateur": name, "groupe": group, "vague": "T0", "n": n, "valeur": share, "ic_bas": 0.0, "ic_haut": 1.0}
            for name in ("bien_etre_faible", "impaye_2mois")
            for group, (n, share) in shares.items()
        ]
    )
    gaps = pd.DataFrame([{"indicateur": name, "ecart": -0.2} for name in ("bien_etre_faible", "impaye_2mois")])
    changes = pd.DataFrame(
        [
            {"indicateur": name, "vague": "M24", "methode": method, "n_accompagnes": 20, "n_temoins": 20,
             "valeur_accompagnes": 0.5, "valeur_temoins": 0.5, "estimation": 0.1, "note": ""}
            for name in ("bien_etre_faible", "impaye_2mois")
            for method in ("difference_brute", "doubles_differences")
        ]
    ).reindex(columns=ESTIMATIONS.names)  # fmt: skip
    given = EditionResults(evolutions=levels, ecarts_inclusion=gaps, estimations=changes)
    shown = protect_few_known(given, 5)
    health = shown.evolutions["indicateur"] == "bien_etre_faible"
    assert shown.evolutions.loc[health, ["valeur", "ic_bas"]].isna().all().all() == hidden
    assert shown.evolutions["n"].tolist() == [23, 22] * 2
    assert shown.evolutions.loc[~health, "valeur"].notna().all()
    assert ("bien_etre_faible" in set(shown.ecarts_inclusion["indicateur"])) != hidden
    assert shown.estimations["estimation"].isna().tolist() == [False, hidden, False, False]


@pytest.mark.parametrize(("largest", "shown"), [(177, None), (175, 175.0)])
def test_two_hidden_classes_of_which_the_whole_leaves_a_few_take_the_last_along(
    largest: int, shown: float | None
) -> None:
    """180 − 177 = 3 households between the two; 180 − 175 = 5 leave four values to each and more."""
    sizes = {"moins_que_prevu": largest, "comme_prevu": None, "plus_que_prevu": None}
    rows = [
        {"indicateur": "maintien", "vague": "M24", "classe": c, "mesure": "moyenne", "n": n, "valeur": 0.5, "note": ""}
        for c, n in sizes.items()
    ]
    rows.append({"indicateur": "maintien", "vague": "M24", "classe": "ensemble", "mesure": "rho_spearman", "n": 180})
    masked = mask_last_class(pd.DataFrame(rows).reindex(columns=DOSE_RESULTATS.names), 5)
    assert masked.loc[0, "n"] == shown if shown else pd.isna(masked.loc[0, "n"])
    assert masked.loc[3, "n"] == 180


def test_an_outcome_of_which_only_masks_are_left_is_no_row_of_the_table() -> None:
    rows = [
        {"indicateur": i, "vague": "M24", "classe": c, "mesure": "moyenne", "n": n, "valeur": v, "note": note}
        for i, c, n, v, note in (
            ("maintien", "moins_que_prevu", 12, 0.75, ""), ("maintien", "comme_prevu", 9, 0.8, ""),
            ("maintien", "plus_que_prevu", 8, 0.9, ""), ("who5", "moins_que_prevu", None, None, "masqué"),
            ("who5", "comme_prevu", 0, None, ""), ("who5", "plus_que_prevu", None, None, "masqué"),
        )
    ]  # fmt: skip
    frame = pd.DataFrame(rows).reindex(columns=DOSE_RESULTATS.names)
    table = dose_outcomes_table(EditionResults(dose_resultats=frame))
    assert table is not None
    assert len(table.rows) == 1
    assert "Sans Bien-être (WHO-5) : toutes les classes en seraient masquées" in table.markdown().replace("\xa0", " ")
