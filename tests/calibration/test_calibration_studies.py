"""Simulated studies: the quotas of the design, no difference without effect, the same numbers on any machine."""

from __future__ import annotations

import importlib.util
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipeline.calibration.engine import work_out
from pipeline.calibration.lots import LOT, Lot, all_lots, scenarios, seed
from pipeline.calibration.studies import Design, deal, population, small_studies
from pipeline.calibration.tally import tally_lot
from pipeline.calibration.targets import Targets
from pipeline.errors import UsageError
from pipeline.params import Menaces, Params
from pipeline.synthetic.panel import PROFILE_SHARES

PARAMS = Params().model_copy(
    update={"calibration": Params().calibration.model_copy(update={"tirages": 99, "ouvriers": 2})}
)
ALL = {s.name: s for s in scenarios(PARAMS.calibration)}
NULL, EXPECTED = ALL["nul"], ALL["attendu"]
DESIGN = Design(25, 25)
SMALL = [Lot(NULL, 0, 2, 0), Lot(EXPECTED, 0, 2, 0), Lot(NULL, 1, 3, 0)]
AIMS = {NULL: Targets(None), EXPECTED: Targets({})}


def test_lots_make_up_the_studies_asked_for_and_the_first_lots_come_first() -> None:
    calibration = PARAMS.calibration.model_copy(
        update={"etudes": 250, "etudes_effet": 100, "etudes_lourdes": 120, "etudes_menace": 0}
    )
    lots = list(all_lots(calibration))
    assert [(lot.scenario.name, lot.number, lot.size, lot.heavy) for lot in lots] == [
        ("nul", 0, 100, 100), ("faible", 0, 100, 100), ("attendu", 0, 100, 100), ("fort", 0, 100, 100),
        ("nul", 1, 100, 20), ("nul", 2, 50, 0),
    ]  # fmt: skip
    assert LOT == 100


def test_an_effect_multiplies_differences_and_raises_ratios() -> None:
    demonstration = Params().demonstration
    half, none = ALL["faible"].of(demonstration), NULL.of(demonstration)
    assert (half.effet_who5, half.effet_procedure) == (4.0, 0.25)
    assert half.rapport_risque_sortie == pytest.approx(math.sqrt(0.4))
    assert (none.effet_impaye_mensuel, none.rapport_risque_sortie, none.rapport_taux_droits) == (0.0, 1.0, 1.0)
    assert EXPECTED.of(demonstration) == demonstration


def test_every_study_has_the_quotas_of_the_design_and_its_pairs_whole() -> None:
    whole = population(NULL, 8, 1, PARAMS)
    samples, households = whole.last, whole.households
    rows = deal(households, 8, DESIGN)
    assert sorted(np.concatenate(rows).tolist()) == list(range(400))
    quotas = {profile: round(25 * share) for profile, share in PROFILE_SHARES.items()}
    for chosen in rows:
        study = households.iloc[chosen]
        counts = study.groupby(["groupe", "profil"]).size()
        assert {(g, p): int(n) for (g, p), n in counts.items()} == {
            (g, p): n for g in ("accompagne", "temoin") for p, n in quotas.items()
        }
        assert (study["paire_id"].value_counts() == 2).all()
    studies = list(small_studies(samples, rows, range(8), 99))
    first = studies[0][0]
    assert first.study.plan.graine == 0
    assert first.study.plan.tirages == 99
    assert list(first.study.households) == households["menage_id"].iloc[rows[0]].tolist()
    assert np.array_equal(first.outcome, samples[0].outcome[rows[0]], equal_nan=True)


@pytest.mark.slow
def test_without_effect_the_groups_differ_by_chance_alone() -> None:
    samples = population(NULL, 160, 5, PARAMS).last
    for sample in samples:
        treated, control = sample.treated, sample.control
        error = math.hypot(treated.std() / math.sqrt(len(treated)), control.std() / math.sqrt(len(control)))
        assert abs(treated.mean() - control.mean()) < 4.5 * error, sample.indicator.name
        missing = abs(len(treated) - len(control)) / 4000
        assert missing < 4.5 * math.sqrt(0.5 / 4000), sample.indicator.name


def test_with_an_effect_they_differ() -> None:
    samples = population(EXPECTED, 80, 5, PARAMS).last
    by_name = {s.indicator.name: s for s in samples}
    assert by_name["maintien"].treated.mean() > by_name["maintien"].control.mean() + 0.1
    assert by_name["who5"].treated.mean() > by_name["who5"].control.mean() + 4


@pytest.mark.slow
def test_the_numbers_are_those_of_one_process_whatever_the_workers() -> None:
    alone = {lot: tally_lot(lot, PARAMS, AIMS[lot.scenario]) for lot in SMALL}
    together = dict(work_out(SMALL, PARAMS, AIMS))
    assert set(together) == set(SMALL)
    for lot, frame in alone.items():
        pd.testing.assert_frame_equal(together[lot], frame, check_exact=True)


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="distributed n’est pas installé")
def test_a_dask_cluster_of_two_processes_gives_the_same_numbers() -> None:
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        dask = PARAMS.calibration.model_copy(update={"moteur": "dask", "ordonnanceur": cluster.scheduler_address})
        found = dict(work_out(SMALL[:2], PARAMS.model_copy(update={"calibration": dask}), AIMS))
    for lot in SMALL[:2]:
        pd.testing.assert_frame_equal(found[lot], tally_lot(lot, PARAMS, AIMS[lot.scenario]), check_exact=True)


@pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="distributed n’est pas installé")
def test_an_absent_scheduler_is_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.calibration.engine.PATIENCE", "1s")
    dask = PARAMS.calibration.model_copy(update={"moteur": "dask", "ordonnanceur": "tcp://127.0.0.1:9"})
    with pytest.raises(UsageError, match=r"tcp://127\.0\.0\.1:9"):
        list(work_out(SMALL, PARAMS.model_copy(update={"calibration": dask}), AIMS))


@pytest.mark.slow
def test_a_lot_depends_on_its_seed_alone() -> None:
    assert seed(1, "nul", "0") != seed(2, "nul", "0")
    lot = SMALL[0]
    other = PARAMS.model_copy(update={"calibration": PARAMS.calibration.model_copy(update={"graine": 3})})
    same = tally_lot(lot, PARAMS, AIMS[NULL])
    assert not tally_lot(lot, other, AIMS[NULL]).equals(same)
    assert tally_lot(replace(lot), PARAMS, AIMS[NULL]).equals(same)
    assert list(ALL)[:4] == ["nul", "faible", "attendu", "fort"]


def test_groups_of_unequal_sizes_are_taken_evenly_along_the_profiles() -> None:
    households = population(NULL, 4, 1, PARAMS).households
    for chosen in deal(households, 4, Design(25, 10)):
        study = households.iloc[chosen]
        assert study["groupe"].value_counts().to_dict() == {"accompagne": 25, "temoin": 10}
        # 44 % of the 25 are « bloquée »: 11 of them, and 4 or 5 of the 10.
        controls = study[study["groupe"] == "temoin"]["profil"].value_counts()
        assert 4 <= controls["situation_bloquee"] <= 5


def test_what_threatens_the_comparison_is_named_and_off_by_default() -> None:
    assert Menaces() == Menaces(force=1.0, selection=0.0, bailleurs=0.0, premier_contact=0.0, sorties=False)
    assert [s.name for s in ALL.values() if s.threatened] == list(PARAMS.calibration.menaces)
    assert ALL["attendu"].words == ALL["nul"].words == ""
    assert ALL["sorties"].words == "sorties=1"
    with pytest.raises(ValueError, match="attendu"):
        PARAMS.calibration.__class__(menaces={"attendu": Menaces()})


@pytest.mark.slow
def test_without_effect_each_study_is_looked_at_in_each_edition_and_the_looks_count_together() -> None:
    frame = tally_lot(Lot(NULL, 0, 6, 0), PARAMS, Targets(None)).set_index(["indicateur", "vague", "methode"])
    looks = [frame.loc[("maintien", wave, "difference_brute")] for wave in ("M12", "M18", "M24")]
    together = frame.loc[("maintien", "M12+M18+M24", "difference_brute")]
    assert [row["etudes"] for row in (*looks, together)] == [6, 6, 6, 6]
    excluding = [row["intervalles"] - row["couverts"] for row in looks]
    assert max(excluding) <= together["annonces"] <= min(sum(excluding), 6)
