"""All the analyses of an edition: columns, determinism, missing outcomes by hand, and data that leave little to say."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from support.once import Once
from support.sensitivity_settings import QUICK, setting_of

from pipeline.contract.methods import MEASURES, METHODS
from pipeline.contract.produced.sensitivity import (
    CAUSES_CACHEES,
    DENSITES,
    ECARTS_MENSUELS,
    MANQUANTS_MOTIFS,
    SENSIBILITE,
)
from pipeline.contract.remarks import codes_of
from pipeline.estimate.strata import merged_strata
from pipeline.indicators.edition import compute_edition
from pipeline.params import Demonstration
from pipeline.report.remarks import sentences
from pipeline.sensitivity.confounding import NO_PAIRS, confounding_rows
from pipeline.sensitivity.edition import sensitivity_edition
from pipeline.sensitivity.heterogeneity import heterogeneity_rows
from pipeline.sensitivity.landlords import landlord_rows
from pipeline.sensitivity.missing import missing_rows, reasons_table
from pipeline.sensitivity.other_methods import other_method_rows
from pipeline.synthetic.study import make_study

ANALYSES = [
    "troncature", "avant", "definitions", "manquants", "confusion", "precision", "bayes", "heterogeneite", "bailleurs",
    "multiplicite", "methodes",
]  # fmt: skip
TABLES = {
    "sensibilite": SENSIBILITE.names,
    "manquants_motifs": MANQUANTS_MOTIFS.names,
    "causes_cachees": CAUSES_CACHEES.names,
    "densites": DENSITES.names,
    "ecarts_mensuels": ECARTS_MENSUELS.names,
}


@Once
def edition_of(tables, edition="finale", params=QUICK):
    computed = compute_edition(tables, params.editions[edition], params.seuils, params.controles)
    return sensitivity_edition(edition, params, tables, computed)


@pytest.mark.parametrize(
    "edition", ["finale", *(pytest.param(e, marks=pytest.mark.slow) for e in ("intermediaire", "parcours"))]
)
def test_every_analysis_has_rows_in_the_columns_of_the_contract(demonstration_tables, edition):
    results = edition_of(demonstration_tables, edition)
    assert {name: list(frame.columns) for name, frame in results.items()} == TABLES
    rows = results["sensibilite"]
    assert list(dict.fromkeys(rows["analyse"])) == ANALYSES
    assert set(rows["methode"]) <= set(METHODS)
    assert set(rows["mesure"]) <= set(MEASURES)
    assert not rows.duplicated(["analyse", "variante", "indicateur", "vague", "methode", "mesure"]).any()
    numbers = rows.select_dtypes("float").to_numpy()
    assert not np.isinf(numbers).any()
    wordless = rows[rows["estimation"].isna() & rows["ic_bas"].isna() & (rows["note"].str.len() == 0)]
    assert wordless.empty  # what is missing says why
    assert (rows["libelle"].str.len() > 2).all()


@pytest.mark.slow
def test_the_same_data_give_the_same_tables_whatever_the_order_of_rows(demonstration_tables):
    shuffled = {n: f.sample(frac=1, random_state=3).reset_index(drop=True) for n, f in demonstration_tables.items()}
    first, second = edition_of(demonstration_tables, "finale"), edition_of(shuffled)
    for name in TABLES:
        pd.testing.assert_frame_equal(first[name], second[name], rtol=1e-9)


@pytest.mark.parametrize(
    "absent", ["evenements", *(pytest.param(t, marks=pytest.mark.slow) for t in ("entretiens", "accompagnement"))]
)
def test_an_optional_table_may_be_absent(demonstration_tables, absent):
    results = edition_of({n: f for n, f in demonstration_tables.items() if n != absent})
    rows = results["sensibilite"]
    if absent == "evenements":
        assert not (rows["analyse"] == "troncature").any()
        assert not (rows["indicateur"] == "maintien").any() or rows["note"].str.len().gt(0).any()
        assert results["densites"].empty
    if absent == "entretiens":
        assert not rows["indicateur"].isin(["lsns6", "who5"]).any()
    assert (rows["indicateur"] == "impaye_solde").any()


def test_two_households_a_group_are_enough_not_to_fail():
    for edition in ("intermediaire", "finale"):
        results = edition_of(make_study(Demonstration(effectif_par_groupe=2), cases=False).tables, edition)
        assert len(results["sensibilite"]) > 5


def test_households_without_anything_but_a_group(tiny):
    tables = tiny(("accompagne", None, []), ("temoin", None, []))
    results = edition_of(tables)
    assert results["ecarts_mensuels"]["difference"].isna().all()
    assert results["manquants_motifs"].empty or (results["manquants_motifs"]["effectif"] > 0).all()


def test_one_landlord_or_landlords_of_one_group_each(tiny):
    tables = tiny(*[(group, None, [float(r)] * 25) for r, group in enumerate(["accompagne", "temoin"] * 4)])
    # Landlords alternate as the groups do: each has one group only, so that nothing can be compared within them.
    rows = {(r.variante, r.indicateur): r for r in landlord_rows(setting_of(tables))}
    fixed = rows["effets_fixes", "impaye_solde"]
    assert math.isnan(fixed.estimation)
    assert "ne peuvent pas être échangés" in sentences(fixed.note)
    tables["menages"]["bailleur"] = "toit_et_joie"
    assert list(landlord_rows(setting_of(tables))) == []


def test_leaving_a_landlord_out_is_the_study_without_it(demonstration_tables):
    rows = {(r.variante, r.indicateur): r for r in landlord_rows(setting_of(demonstration_tables))}
    households = demonstration_tables["menages"]
    kept = households[households["bailleur"] != "toit_et_joie"]
    rest = {
        n: f[f["menage_id"].isin(kept["menage_id"])].reset_index(drop=True) if "menage_id" in f else f
        for n, f in demonstration_tables.items()
    }
    sample = setting_of(rest).sample("impaye_solde")
    row = rows["sans:toit_et_joie", "impaye_solde"]
    assert row.estimation == pytest.approx(sample.treated.mean() - sample.control.mean())
    assert "6\u00a0bailleurs" in sentences(rows["grappes", "maintien"].note)


def test_missing_outcomes_by_hand(tiny):
    # Balance at 24: 100 and 300 against 0; one accompanied without a row, one control evicted.
    tables = tiny(
        ("accompagne", None, [*[0.0] * 24, 100.0]), ("accompagne", None, [*[0.0] * 24, 300.0]),
        ("accompagne", None, [0.0] * 10), ("temoin", None, [0.0] * 25), ("temoin", None, [*[0.0] * 24, 20.0]),
        ("temoin", 3, [0.0] * 4),
    )  # fmt: skip
    setting = setting_of(tables)
    reasons = reasons_table(setting)
    balance = reasons[reasons["indicateur"] == "impaye_solde"]
    assert balance[["groupe", "motif", "effectif"]].to_numpy().tolist() == [
        ["accompagne", "pas_de_ligne", 1],
        ["temoin", "sortie", 1],
    ]
    rows = {r.variante: r for r in missing_rows(setting) if r.indicateur == "impaye_solde"}
    assert rows["pire_cas"].estimation == pytest.approx((100 + 300 + 300) / 3 - (0 + 20 + 0) / 3)
    assert rows["meilleur_cas"].estimation == pytest.approx((100 + 300 + 0) / 3 - (0 + 20 + 300) / 3)
    assert (rows["lee"].ic_bas, rows["lee"].ic_haut) == pytest.approx((190.0, 190.0))  # two thirds seen on both sides
    assert "extrêmes observés" in sentences(rows["pire_cas"].note)


def test_a_shift_that_leaves_the_scale_is_no_tipping_point(demonstration_tables):
    setting = setting_of(demonstration_tables)
    for r in missing_rows(setting):
        if r.methode != "bascule" or math.isnan(r.estimation) or r.indicateur not in ("maintien", "insertion"):
            continue
        sample = setting.sample(r.indicateur)
        observed = sample.treated if r.variante == "bascule_accompagnes" else sample.control
        assert 0 <= observed.mean() + r.estimation <= 1


@pytest.mark.slow
def test_weights_make_up_for_who_is_not_seen(synthetic):
    # Of the accompanied, the profile with the larger debts answers half as often: the plain mean is too low.
    tables = make_study(Demonstration(effectif_par_groupe=1500), cases=False).tables
    setting = setting_of(tables)
    sample = setting.sample("lsns6")
    high = setting.inclusions["lsns6"].to_numpy(dtype=float) > 14
    rng = np.random.default_rng(2)
    lost = setting.study.treated & high & (rng.random(len(high)) < 0.6)
    full = sample.treated.mean()
    hidden = {**setting.samples, ("lsns6", "M24"): sample.restricted(~lost)}
    rows = {r.variante: r for r in missing_rows(replace(setting, samples=hidden)) if r.indicateur == "lsns6"}
    control = sample.control.mean()
    plain = hidden["lsns6", "M24"].treated.mean() - control
    weighted = rows["ponderation_observation"].estimation
    assert abs(weighted - (full - control)) < 0.5 * abs(plain - (full - control))


def test_pairs_and_their_absence(demonstration_tables):
    rows = [r for r in confounding_rows(setting_of(demonstration_tables)) if r.methode == "rosenbaum"]
    assert rows[0].n_accompagnes > 5
    assert all(r.estimation >= 1 for r in rows)
    alone = {**demonstration_tables, "menages": demonstration_tables["menages"].assign(paire_id=None)}
    alone["menages"]["paire_id"] = alone["menages"]["paire_id"].astype("str")
    (only,) = [r for r in confounding_rows(setting_of(alone)) if r.methode == "rosenbaum"]
    assert only.note == NO_PAIRS


def test_e_values_of_the_primary_by_hand(tiny):
    # 3 of 4 kept against 1 of 4: ratio 3, E = 3 + √6; of those lost 1 against 3: the same by symmetry.
    tables = tiny(
        *[("accompagne", None, [0.0] * 25)] * 3, ("accompagne", 3, [0.0] * 4),
        ("temoin", None, [0.0] * 25), *[("temoin", 3, [0.0] * 4)] * 3,
    )  # fmt: skip
    rows = {(r.variante, r.indicateur): r for r in confounding_rows(setting_of(tables))}
    for variant in ("e_value", "e_value_contraire"):
        assert rows[variant, "maintien"].estimation == pytest.approx(3 + math.sqrt(6))
        assert rows[variant, "maintien"].ic_bas == 1.0


def test_hidden_causes_are_of_the_primary_and_of_the_means(demonstration_tables):
    table = edition_of(demonstration_tables, "finale")["causes_cachees"]
    whole = table[table["cause"] == "aucune"].set_index("indicateur")
    assert list(whole.index) == ["maintien", "impaye_solde", "lsns6", "who5"]
    # Adjusted on the strata and the covariates alone, the primary is what least squares says of its dummies.
    sample = setting_of(demonstration_tables).sample("maintien")
    strata, kept = merged_strata(sample.study, sample.known)
    sample = sample.restricted(kept)
    known = sample.known
    columns = [(strata[known] == s).astype(float) for s in np.unique(strata[known])]
    for name in ("impaye_inclusion", "lsns6"):
        values = sample.study.covariate(name)[known]
        columns.append(np.where(np.isnan(values), np.nanmean(values), values))
    design = np.column_stack([sample.study.treated[known], *columns])
    assert whole.loc["maintien", "estimation"] == pytest.approx(np.linalg.lstsq(design, sample.outcome[known])[0][0])
    causes = table[table["cause"] != "aucune"]
    assert "impaye_inclusion" not in set(causes.loc[causes["indicateur"] == "impaye_solde", "cause"])  # said twice
    # What is as strong as a measured cause moves the difference toward 0, and never beyond.
    of = causes["indicateur"].map(whole["estimation"])
    assert (causes["estimation"].abs() <= of.abs()).all()
    assert (causes["estimation"] * of >= 0).all()
    assert (causes["fois_intervalle"] <= causes["fois_estimation"]).all()


@pytest.mark.slow
def test_too_few_households_for_the_measured_causes_say_so():
    table = edition_of(make_study(Demonstration(effectif_par_groupe=5), cases=False).tables)["causes_cachees"]
    assert set(table["cause"]) == {"aucune"}
    assert table["estimation"].isna().all()
    assert (table["note"].str.len() > 0).all()


def test_shares_standardised_on_strata_by_hand(tiny):
    # Two strata of 6 and 4: accompanied 3/3 and 1/2, controls 2/3 and 0/2: 0.6 · 1/3 + 0.4 · 1/2.
    rows = [("accompagne", None)] * 3 + [("temoin", None)] * 2 + [("temoin", 3)]
    rows += [("accompagne", None), ("accompagne", 3), ("temoin", 3), ("temoin", 3)]
    tables = tiny(*[(group, gone, [0.0] * (25 if gone is None else 4)) for group, gone in rows])
    tables["menages"]["profil"] = ["dalo"] * 6 + ["situation_bloquee"] * 4
    (row,) = [r for r in other_method_rows(setting_of(tables)) if r.variante == "standardisee"]
    assert row.estimation == pytest.approx(0.6 / 3 + 0.4 / 2)
    assert row.ic_bas < row.estimation < row.ic_haut


def test_small_subgroups_are_not_computed_and_chance_is_counted(demonstration_tables):
    rows = list(heterogeneity_rows(setting_of(demonstration_tables)))
    whole = rows[-1]
    tested = [r for r in rows[:-1] if not math.isnan(r.p_valeur)]
    counted, expected = dict(codes_of(whole.note))["comparaisons"]
    assert int(counted) == len(tested)
    assert float(expected) == pytest.approx(0.05 * len(tested))
    assert (whole.n_accompagnes, whole.n_temoins) == (0, 0)  # these columns count households, nothing else
    assert whole.estimation == sum(r.p_valeur < 0.05 for r in tested)
    assert min(min(r.n_accompagnes, r.n_temoins) for r in tested) >= 5
    assert any("Moins de 5" in sentences(r.note) for r in rows[:-1])


@pytest.mark.slow
def test_larger_panels_take_the_paths_that_they_need():
    # Above 40 a group, the power of shares comes from the normal law.
    results = edition_of(make_study(Demonstration(effectif_par_groupe=150), cases=False).tables)
    rows = results["sensibilite"]
    found = rows[(rows["analyse"] == "precision") & (rows["indicateur"] == "maintien")].iloc[0]
    p0, p1 = found["valeur_temoins"], found["valeur_accompagnes"]
    n1, n0 = found["n_accompagnes"], found["n_temoins"]
    mean = (n1 * p1 + n0 * p0) / (n1 + n0)
    equal = 1.959964 * math.sqrt(mean * (1 - mean) * (1 / n1 + 1 / n0))
    assert p1 - p0 == pytest.approx(equal + 0.841621 * math.sqrt(p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0), abs=1e-5)


def test_negative_controls_come_in_standard_deviations_too(demonstration_tables):
    rows = list(confounding_rows(setting_of(demonstration_tables)))
    plain, standardised = (
        {r.indicateur: r for r in rows if r.variante == name}
        for name in ("temoin_negatif", "temoin_negatif_standardise")
    )
    assert list(plain) == list(standardised)
    rent, g = plain["loyer_mensuel"], standardised["loyer_mensuel"]
    assert (g.methode, g.mesure) == ("taille_effet", "g_hedges")
    n1, n0 = g.n_accompagnes, g.n_temoins
    # The error of Welch with equal sizes is √(2/n) pooled standard deviations; J = 1 − 3 / (4ν − 1), to four decimals.
    assert n1 == n0
    spread = rent.ic_haut - rent.estimation
    assert g.estimation == pytest.approx(
        rent.estimation / (spread / 2.0138 * math.sqrt(n1 / 2)) * (1 - 3 / (4 * (n1 + n0 - 2) - 1)), rel=0.01
    )
    assert g.ic_bas < g.estimation < g.ic_haut
    assert "ménages encore là" in plain["quittance"].libelle
