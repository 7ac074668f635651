"""The table of the calibration, worked out by hand from a few sums; what is kept, and what is committed."""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path

import pandas as pd
import pytest
from ruamel.yaml import YAML
from support.import_graph import ROOT, closure, modules

from pipeline.calibration.lots import Lot, scenarios
from pipeline.calibration.methods import HEAVY
from pipeline.calibration.summary import calibration_table
from pipeline.calibration.tally import SUMS
from pipeline.calibration.targets import Targets
from pipeline.contract.calibration import CALIBRATION, COVERAGE_NORM
from pipeline.contract.indicators import DUREE_MAINTIEN
from pipeline.params import Params
from pipeline.stages import calibrate
from pipeline.statements.statement import indicator_of

NULL = scenarios(Params().calibration)[0]
LOTS = [Lot(NULL, 0, 4, 0), Lot(NULL, 1, 4, 0)]


def sums(**values: float) -> pd.DataFrame:
    row = {"indicateur": "who5", "vague": "M24", "methode": "difference_brute", "mesure": "difference_moyennes"}
    return pd.DataFrame([row | dict.fromkeys(SUMS, 0.0) | values])


def test_rates_means_and_their_errors_are_those_of_the_hand() -> None:
    # Eight studies; one announces; distances 1, 1, −1, −1 then 3, 3, −3, −3; seven intervals hold 0 of eight.
    first = sums(etudes=4, annonces=1, estimees=4, ecarts=0, ecarts_carres=4, intervalles=4, couverts=4, bornes=4,
                 largeurs=40, largeurs_carrees=400)  # fmt: skip
    second = sums(etudes=4, annonces=0, estimees=4, ecarts=0, ecarts_carres=36, intervalles=4, couverts=3, bornes=4,
                  largeurs=80, largeurs_carrees=1600, intervalles_vrais=4, couverts_vrais=2)  # fmt: skip
    table = calibration_table(zip(LOTS, [first, second], strict=True), {NULL: Targets(None)}, Params())
    assert list(table.columns) == list(CALIBRATION)
    row = table.iloc[0]
    assert (row["effet"], row["vague"], row["famille"], row["etudes"], row["cible"]) == (
        "nul",
        "M24",
        "secondaire",
        8,
        0,
    )
    assert row["annonces"] == 1 / 8
    assert row["annonces_mc"] == pytest.approx(math.sqrt(1 / 8 * 7 / 8 / 8))
    assert row["couverture"] == 7 / 8
    assert row["couverture_vraie"] == 2 / 4
    assert row["couverture_vraie_mc"] == pytest.approx(1 / 4)
    assert row["hors_norme"]
    assert row["biais"] == 0
    assert row["ecart_type"] == pytest.approx(math.sqrt(40 / 7))
    assert row["biais_mc"] == pytest.approx(math.sqrt(40 / 7 / 8))
    assert row["largeur"] == 15
    assert row["largeur_mc"] == pytest.approx(math.sqrt(8 * 25 / 7 / 8))


def test_an_interrupted_run_goes_on_and_the_table_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calibration = Params().calibration.model_copy(update={"effets": {}, "menaces": {}, "etudes": 200})
    params = Params().model_copy(update={"calibration": calibration})
    worked: list[Lot] = []

    def fake(lots, _, aims):
        for lot in lots:
            worked.append(lot)
            yield lot, sums(etudes=lot.size, annonces=lot.number, estimees=lot.size, ecarts=0.1 * lot.number)

    monkeypatch.setattr(calibrate, "work_out", fake)
    calibrate.run(params, tmp_path)
    whole = (tmp_path / "resultats.csv").read_bytes()
    assert [lot.number for lot in worked] == [0, 1]
    kept = sorted(p for p in (tmp_path / "lots").rglob("*.csv") if not p.name.startswith("cibles"))
    kept[0].unlink()
    calibrate.run(params, tmp_path)
    assert [lot.number for lot in worked] == [0, 1, 0]
    assert (tmp_path / "resultats.csv").read_bytes() == whole
    settings = json.loads((tmp_path / "reglages.json").read_text("utf-8"))
    assert settings["resultats_sha256"] == hashlib.sha256(whole).hexdigest()
    assert settings["parametres"]["calibration"]["etudes"] == 200
    assert "1 lot déjà fait" in capsys.readouterr().out.replace("\u00a0", " ")
    # Another plan: nothing that was kept counts.
    other = params.model_copy(update={"plan": params.plan.model_copy(update={"strates": ()})})
    calibrate.run(other, tmp_path)
    assert len(worked) == 5


def test_the_pipeline_declares_the_code_and_the_parameters_that_it_uses() -> None:
    stage = YAML(typ="safe").load((ROOT / "calibration" / "dvc.yaml").read_text(encoding="utf-8"))["stages"][
        "calibrate"
    ]
    assert stage["params"] == list(calibrate.READS)
    used = {modules()[m].relative_to(ROOT) for m in closure("pipeline.stages.calibrate")}
    used = {path for path in used if path.name != "__init__.py" or path.stat().st_size > 200}
    code = [Path(d) for d in stage["deps"]]
    assert {p for p in used if not any(p == c or c in p.parents for c in code)} == set()
    assert [c for c in code if not any(p == c or c in p.parents for p in used)] == []
    # What the report reads is no output: `dvc repro` at the root would run the calibration to make it.
    assert "outs" not in stage


@pytest.fixture(scope="module")
def committed() -> pd.DataFrame:
    return pd.read_csv(ROOT / "calibration" / "resultats.csv")


def test_the_committed_results_are_those_of_their_settings(committed: pd.DataFrame) -> None:
    settings = json.loads((ROOT / "calibration" / "reglages.json").read_text("utf-8"))
    digest = hashlib.sha256((ROOT / "calibration" / "resultats.csv").read_bytes()).hexdigest()
    assert settings["resultats_sha256"] == digest
    assert list(committed.columns) == list(CALIBRATION)
    null = committed[(committed["effet"] == "nul") & ~committed["methode"].isin(HEAVY)]
    assert (null["etudes"] == settings["etudes"]).all()


def test_the_intervals_of_the_plan_hold_the_true_effect_where_nothing_threatens_the_comparison(
    committed: pd.DataFrame,
) -> None:
    plan = Params().plan
    low, high = COVERAGE_NORM
    for name in (plan.indicateur_principal, DUREE_MAINTIEN.name, *plan.secondaires):
        rows = committed[(committed["indicateur"] == name) & committed["menaces"].isna()]
        rows = rows[(rows["methode"] == plan.method_for(indicator_of(name))) & (rows["vague"] == "M24")]
        assert len(rows) == 1 + len(Params().calibration.effets), name
        # Three Monte-Carlo errors: a share is not outside for the noise of its simulation.
        assert (rows["couverture_vraie"] + 3 * rows["couverture_vraie_mc"] >= low).all(), name
        assert (rows["couverture_vraie"] - 3 * rows["couverture_vraie_mc"] <= high).all(), name


def test_chosen_panels_and_exits_that_stop_the_data_cost_coverage_and_it_is_seen(committed: pd.DataFrame) -> None:
    plan = Params().plan
    rows = committed[committed["vague"] == "M24"].set_index(["effet", "indicateur", "methode"])

    def of(setting: str, name: str) -> pd.Series:
        return rows.loc[(setting, name, plan.method_for(indicator_of(name)))]

    for setting, name in (("selection", "maintien"), ("sorties", "impaye_solde"), ("ensemble", "impaye_solde")):
        free, threatened = of("attendu", name), of(setting, name)
        error = math.hypot(free["couverture_vraie_mc"], threatened["couverture_vraie_mc"])
        assert free["couverture_vraie"] - threatened["couverture_vraie"] > 2 * error, (setting, name)
        # Its own limit it holds all the same: this is not what a coverage of the limit can see.
        assert threatened["couverture"] > threatened["couverture_vraie"], (setting, name)
    assert of("selection_sans_effet", "maintien")["annonces"] > of("nul", "maintien")["annonces"] + 0.02


def test_three_looks_find_something_more_often_than_one(committed: pd.DataFrame) -> None:
    rows = committed[(committed["effet"] == "nul") & (committed["indicateur"] == "maintien")]
    rows = rows[rows["methode"] == Params().plan.method_for(indicator_of("maintien"))].set_index("vague")
    together = rows.loc["M12+M18+M24"]
    assert together["etudes"] == rows.loc["M24"]["etudes"]
    excluding = [1 - rows.loc[wave]["couverture"] for wave in ("M12", "M18", "M24")]
    # 10.2 % in the first calibration, with 2,000 studies or more: an error of 0.7 point at most.
    assert max(excluding) < together["annonces"] < sum(excluding)
    assert together["annonces"] == pytest.approx(0.102, abs=0.025)


def test_without_effect_exact_tests_announce_at_most_what_they_say(committed: pd.DataFrame) -> None:
    null = committed[(committed["effet"] == "nul") & (committed["methode"] == "permutation")]
    assert len(null) >= 15
    assert (null["annonces"] - 4 * null["annonces_mc"] <= 0.05).all()
