"""What threatens a study of chosen panels does what its name says, and nothing of it is in the demonstration."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.params import Demonstration, Menaces
from pipeline.synthetic.dealing import dealt
from pipeline.synthetic.study import lived_twice, make_study
from pipeline.synthetic.threats import AS_DELIVERED
from pipeline.synthetic.truth import true_effects

MANY = Demonstration(effectif_par_groupe=2000, graine=3)


def exits(study, world) -> np.ndarray:
    return getattr(study, world).fates.exit


def test_off_nothing_changes() -> None:
    plain, named = make_study(Demonstration()), make_study(Demonstration(), threats=AS_DELIVERED, studies=1)
    for name, table in plain.tables.items():
        pd.testing.assert_frame_equal(named.tables[name], table, check_exact=True)


def test_the_chosen_are_the_more_indebted_of_their_pair_and_the_pairs_stay_whole() -> None:
    drawn = make_study(MANY, cases=False)
    study = make_study(MANY, cases=False, threats=Menaces(selection=1.0, sorties=True))
    menages, treated = study.panel.menages, study.panel.treated
    debt = menages["impaye_inclusion"].to_numpy()
    assert debt[treated].mean() > debt[~treated].mean() + 100
    assert (menages.loc[treated, "motif"] == "financier").sum() > (menages.loc[~treated, "motif"] == "financier").sum()
    assert (menages.groupby("paire_id")["groupe"].nunique() == 2).all()
    assert (menages["mode_accompagnement"].notna() == treated).all()
    same = ["menage_id", "impaye_inclusion", "bailleur", "profil", "paire_id"]
    pd.testing.assert_frame_equal(menages[same], drawn.panel.menages[same])


def test_those_whom_a_team_follows_have_a_fortune_in_common() -> None:
    plain, teams = (
        make_study(MANY, cases=False, threats=Menaces(bailleurs=strength), studies=80) for strength in (0.0, 1.0)
    )
    rows, of = dealt(plain.panel.menages, 80)
    cluster = plain.panel.menages.iloc[rows][["bailleur", "groupe"]].assign(etude=of)
    spread = []
    for study in (plain, teams):
        left = cluster.assign(parti=(exits(study, "none") < 24)[rows].astype(float))
        means = left.groupby(["etude", "bailleur"])["parti"].agg(["mean", "var", "size"])
        means = means[means["size"] >= 5]
        # Without teams the means of clusters vary as those of independent households: a ratio of 1.
        spread.append(means["mean"].var() / (means["var"] / means["size"]).mean())
    assert spread[0] == pytest.approx(1.0, abs=0.2)
    assert spread[1] > 1.6


def test_before_the_first_contact_a_household_lives_as_if_alone() -> None:
    study = make_study(MANY, cases=False, threats=Menaces(premier_contact=6.0, sorties=True))
    since, alone, helped = study.all.since, exits(study, "none"), exits(study, "all")
    assert since.mean() == pytest.approx(6.0, abs=0.4)  # exponential, 4,000 households: error 0.1
    early = alone <= since
    assert early.sum() > 100
    assert np.array_equal(helped[early], alone[early])
    assert (helped[~early] >= since[~early]).all()
    month = 3
    late = since >= month
    assert np.array_equal(study.all.ledger.at(month)[0][late], study.none.ledger.at(month)[0][late])
    contact = study.tables["accompagnement"].merge(study.tables["menages"][["menage_id", "date_inclusion"]])
    days = (contact["date"] - contact["date_inclusion"]).dt.days
    of = contact["menage_id"].map(dict(zip(study.panel.menages["menage_id"], study.observed.since, strict=True)))
    assert (days >= np.floor(of * 30.4375)).all()


@pytest.mark.slow
def test_who_left_is_seen_to_the_end_unless_exits_stop_the_data() -> None:
    seen, unseen = (make_study(MANY, cases=False, threats=Menaces(sorties=stop)) for stop in (False, True))
    left = seen.panel.menages["menage_id"].to_numpy()[exits(seen, "observed") < 12]
    for table, rows in (("suivi_locatif", "mois"), ("entretiens", "date")):
        last = [s.tables[table][s.tables[table]["menage_id"].isin(left)][rows].max() for s in (seen, unseen)]
        assert last[0] > last[1], table
    pd.testing.assert_frame_equal(seen.tables["evenements"], unseen.tables["evenements"])


@pytest.mark.slow
def test_lived_twice_each_household_is_in_both_groups_and_the_difference_is_the_true_effect() -> None:
    tables = lived_twice(MANY, Menaces())
    menages = tables["menages"]
    assert menages["menage_id"].is_unique
    assert menages["groupe"].value_counts().to_dict() == {"accompagne": 4000, "temoin": 4000}
    debt = menages.groupby("groupe")["impaye_inclusion"].sum()
    assert debt.iloc[0] == pytest.approx(debt.iloc[1])
    answers = tables["entretiens"].merge(menages[["menage_id", "groupe"]])
    last = answers[answers["vague"] == "M24"]
    assert len(last) == 8000
    items = [c for c in last if c.startswith("who5")]
    scores = (4 * last[items].astype(float).sum(axis=1)).groupby(last["groupe"]).mean()
    truth = {(r["indicateur"], r["vague"], r["lecture"]): r["effet"] for r in true_effects(Demonstration(), 8000)}
    assert scores["accompagne"] - scores["temoin"] == pytest.approx(truth[("who5", "M24", "vraie")], abs=0.6)
