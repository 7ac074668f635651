"""The lock: what it holds, when it may be written, what a later run finds changed, what a hand-edited one gives."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support.command import Outcome, runner

from pipeline.contract.declared import LockReading, PlanChange
from pipeline.errors import UsageError
from pipeline.params import Params, load_params
from pipeline.plan.comparison import changes, compare
from pipeline.plan.lock import LOCKED_SECTIONS, as_text, lock_plan, plan_fingerprint, read_lock
from pipeline.report.sentences.lock import lock_sentences

DAY = dt.date(2015, 1, 15)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def evaluation(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    return runner(monkeypatch, capfd)


@pytest.fixture
def parameters(tmp_path: Path) -> Path:
    path = tmp_path / "params.yaml"
    path.write_text("plan: {tirages: 999}\n", encoding="utf-8")
    return path


def said(reading: LockReading) -> str:
    return " ".join(lock_sentences(reading)).replace("\u00a0", " ")


def test_the_fingerprint_is_that_of_the_plan_written_as_json() -> None:
    """By hand: SHA-256 of the text {"b":["é"],"a":1} with its keys sorted."""
    assert plan_fingerprint({"b": ["é"], "a": 1}) == hashlib.sha256('{"a":1,"b":["é"]}'.encode()).hexdigest()


def test_a_lock_reads_back_and_finds_nothing_changed(tmp_path: Path) -> None:
    lock = lock_plan(Params(), DAY)
    path = tmp_path / "plan.json"
    path.write_text(as_text(lock), encoding="utf-8")
    assert read_lock(path) == lock
    reading = compare(lock, Params())
    assert reading.changements == ()
    assert LockReading.from_json(json.loads(json.dumps(reading.as_json()))) == reading
    assert "Le plan n’a pas changé depuis le 15 janvier 2015." in said(reading)
    assert "31 mars 2016" in said(reading)
    assert "31 mars 2017" in said(reading)


def test_each_changed_key_is_listed_with_both_values(tmp_path: Path) -> None:
    file = tmp_path / "params.yaml"
    file.write_text(
        "plan: {secondaires: [who5], tirages: 99}\nseuils: {impaye_mois: 3}\n"
        'editions: {finale: {gel: "2017-06-30", horizon: 24}}\nrapport: {moteur: pandoc}\n',
        encoding="utf-8",
    )
    reading = compare(lock_plan(Params(), DAY), load_params(file))
    found = {c.cle: (c.avant, c.maintenant) for c in reading.changements}
    assert found["plan.tirages"] == ("9999", "99")
    assert found["plan.secondaires"][1] == "[who5]"
    assert found["seuils.impaye_mois"] == ("2.0", "3.0")
    assert found["editions.finale.gel"] == ("2017-03-31", "2017-06-30")
    assert found["editions.parcours.horizon"] == ("18", "")
    assert not [key for key in found if key.startswith("rapport")]
    assert "clés ont changé" in said(reading)
    assert "« plan.tirages »" in said(reading)


def test_an_edition_whose_turn_has_not_come_may_wait(tmp_path: Path) -> None:
    """Those before it may not: an edition that was planned and is skipped is a change."""
    file = tmp_path / "params.yaml"
    lock = lock_plan(Params(), DAY)
    first, second, last = (f"{name}: {{gel: '{e.gel}', horizon: {e.horizon}}}" for name, e in Params().editions.items())
    for asked, changed in (
        ([first], []),
        ([first, second], []),
        ([second], ["editions.intermediaire.gel", "editions.intermediaire.horizon"]),
        ([first, last], ["editions.parcours.gel", "editions.parcours.horizon"]),
    ):
        file.write_text(f"editions: {{{', '.join(asked)}}}\n", encoding="utf-8")
        assert [c.cle for c in compare(lock, load_params(file)).changements] == changed
    file.write_text(f"editions: {{{first}, autre: {{gel: '2018-03-31', horizon: 24}}}}\n", encoding="utf-8")
    assert "editions.autre.gel" in [c.cle for c in compare(lock, load_params(file)).changements]


def test_a_key_that_did_not_exist_is_a_change() -> None:
    assert changes({"plan": {}}, {"plan": {"nouveau": True}}) == (PlanChange("plan.nouveau", "", "true"),)


def test_no_lock_is_a_sentence() -> None:
    assert said(compare(None, Params())).startswith("Aucun plan n’a été verrouillé")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: text.replace("9999", "999"), "modifié à la main"),
        (lambda text: text.replace('"date"', '"jour"'), "ce n’est pas un plan verrouillé"),
        (lambda text: text[:40], "ce n’est pas un plan verrouillé"),
    ],
)
def test_a_lock_that_was_edited_is_refused(tmp_path: Path, spoil: Callable[[str], str], words: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(spoil(as_text(lock_plan(Params(), DAY))), encoding="utf-8")
    with pytest.raises(UsageError, match=words):
        read_lock(path)


def test_the_command_writes_the_lock_and_a_second_one_is_refused(
    parameters: Path, evaluation: Callable[..., Outcome]
) -> None:
    lock = parameters.parent / "plan" / "plan-verrouille.json"
    first = evaluation("plan", "verrouiller", "--params", parameters)
    assert first.status == 0
    content = json.loads(lock.read_text(encoding="utf-8"))
    assert content["plan"]["plan"]["tirages"] == 999
    assert content["gels"]["finale"] == "2017-03-31"
    assert not content["apres_lecture"]
    second = evaluation("plan", "verrouiller", "--params", parameters)
    assert second.status == 2
    assert "--remplacer" in second.printed
    third = evaluation("plan", "verrouiller", "--params", parameters, "--remplacer")
    assert third.status == 0
    replaced = json.loads(lock.read_text(encoding="utf-8"))["remplace"]
    assert [r["date"] for r in replaced] == [content["date"]]
    assert "Il remplace le verrou" in third.printed


@pytest.mark.parametrize("declared", ["1999-01-01", "2999-01-01"])
def test_a_declared_day_is_never_the_day_of_the_lock(
    declared: str, parameters: Path, evaluation: Callable[..., Outcome]
) -> None:
    done = evaluation("plan", "verrouiller", "--params", parameters, "--date", declared)
    assert done.status == 0
    content = json.loads((parameters.parent / "plan" / "plan-verrouille.json").read_text(encoding="utf-8"))
    assert abs((dt.date.fromisoformat(content["date"]) - dt.date.today()).days) <= 1
    assert content["date_declaree"] == declared
    printed = done.printed.replace("\u00a0", " ")
    assert f"verrouillé le 1er janvier {declared[:4]}" not in printed
    assert (
        f"L’évaluateur déclare que le plan date du 1er janvier {declared[:4]} ; le verrou ne l’atteste pas" in printed
    )


def test_a_declared_day_survives_in_the_report() -> None:
    lock = lock_plan(Params(), DAY, declared=dt.date(2014, 12, 1))
    reading = LockReading.from_json(json.loads(json.dumps(compare(lock, Params()).as_json())))
    assert reading.date == DAY
    assert "déclare que le plan date du 1er décembre 2014" in said(reading)
    assert "déclare" not in said(compare(lock_plan(Params(), DAY, declared=DAY), Params()))


def test_the_lock_says_where_it_looked_and_no_more(parameters: Path, evaluation: Callable[..., Outcome]) -> None:
    """Freezes of the defaults: 2016 and 2017, which are past on any machine that runs this."""
    parameters.write_text("donnees: {source: recu}\n", encoding="utf-8")
    first = evaluation("plan", "verrouiller", "--params", parameters).printed.replace("\u00a0", " ")
    assert "Aucun résultat ne se trouvait alors dans le dossier « data/processed »" in first
    assert "aucune livraison ne se trouvait dans « recu » ; rien d’autre n’a été regardé." in first
    assert "Les gels du 31 mars 2016, du 30 septembre 2016 et du 31 mars 2017 étaient déjà passés" in first
    assert "Aucun résultat n’avait alors été produit" not in first
    (parameters.parent / "recu" / "menages").mkdir(parents=True)
    (parameters.parent / "recu" / "menages" / "a.csv").write_bytes(b"x")
    elsewhere = parameters.parent.parent / "ailleurs" / "tables"
    second = evaluation(
        "plan", "verrouiller", "--params", parameters, "--remplacer", "--resultats", elsewhere
    ).printed.replace("\u00a0", " ")
    assert "dans le dossier « tables », et une livraison se trouvait déjà dans « recu »" in second
    assert str(elsewhere) not in second


def test_a_lock_before_the_freezes_says_so() -> None:
    assert "Aucun des gels n’était alors passé." in said(compare(lock_plan(Params(), DAY), Params()))
    between = said(compare(lock_plan(Params(), dt.date(2016, 3, 31)), Params()))
    assert "Le gel du 31 mars 2016 était déjà passé" in between


def test_results_known_elsewhere_are_said_by_whoever_locks(
    parameters: Path, evaluation: Callable[..., Outcome]
) -> None:
    done = evaluation("plan", "verrouiller", "--params", parameters, "--apres-lecture")
    assert done.status == 0
    assert "Des résultats avaient déjà été produits" in done.printed.replace("\u00a0", " ")
    assert "Aucun résultat" not in done.printed


def test_results_of_an_edition_that_is_no_longer_planned_are_found(
    parameters: Path, evaluation: Callable[..., Outcome]
) -> None:
    results = parameters.parent / "data" / "processed" / "essai"
    results.mkdir(parents=True)
    (results / "indicateurs.parquet").write_bytes(b"")
    refused = evaluation("plan", "verrouiller", "--params", parameters)
    assert refused.status == 2
    assert "essai" in refused.printed


def test_every_section_that_decides_a_number_is_locked(tmp_path: Path) -> None:
    file = tmp_path / "params.yaml"
    file.write_text(
        "couts: {menages_accompagnes_dispositif: 90, vacance: {valeur: 10, source: essai}}\n"
        "parcours: {types_max: 4}\ncontroles: {effectif_prevu_temoins: 30}\n",
        encoding="utf-8",
    )
    found = {c.cle: (c.avant, c.maintenant) for c in compare(lock_plan(Params(), DAY), load_params(file)).changements}
    assert found["couts.menages_accompagnes_dispositif"] == ("100", "90")
    assert found["couts.vacance.valeur"] == ("null", "10.0")
    assert found["parcours.types_max"] == ("6", "4")
    assert found["controles.effectif_prevu_temoins"] == ("25", "30")
    unlocked = {"aveugle", "donnees", "confidentialite", "dispositif", "rapport", "demonstration", "calibration"}
    assert set(Params.model_fields) == {*LOCKED_SECTIONS, *unlocked}, "a new section: does it decide a number?"


def test_without_a_date_the_lock_bears_the_day(parameters: Path, evaluation: Callable[..., Outcome]) -> None:
    assert evaluation("plan", "verrouiller", "--params", parameters).status == 0
    content = json.loads((parameters.parent / "plan" / "plan-verrouille.json").read_text(encoding="utf-8"))
    assert abs((dt.date.fromisoformat(content["date"]) - dt.date.today()).days) <= 1


def test_once_results_exist_locking_must_say_so(parameters: Path, evaluation: Callable[..., Outcome]) -> None:
    results = parameters.parent / "data" / "processed" / "finale"
    results.mkdir(parents=True)
    (results / "estimations.parquet").write_bytes(b"")
    refused = evaluation("plan", "verrouiller", "--params", parameters)
    assert refused.status == 2
    assert "--apres-lecture" in refused.printed
    assert not (parameters.parent / "plan").exists()
    done = evaluation("plan", "verrouiller", "--params", parameters, "--apres-lecture", "--motif", "Essai.")
    assert done.status == 0
    assert "Des résultats avaient déjà été produits" in done.printed.replace("\u00a0", " ")
    assert "Raison donnée\u00a0: Essai." in done.printed
    assert json.loads((parameters.parent / "plan" / "plan-verrouille.json").read_text(encoding="utf-8"))[
        "apres_lecture"
    ]


def test_results_seen_blind_are_no_reading(parameters: Path, evaluation: Callable[..., Outcome]) -> None:
    results = parameters.parent / "data" / "processed" / "finale"
    results.mkdir(parents=True)
    (results / "estimations.parquet").write_bytes(b"")
    (results / "estimations.csv").write_text('"edition";"n_A";"n_B"\n', encoding="utf-8")
    done = evaluation("plan", "verrouiller", "--params", parameters)
    assert done.status == 0
    assert "en aveugle" in done.printed


def test_the_blind_key_is_sealed_into_the_lock(parameters: Path, evaluation: Callable[..., Outcome]) -> None:
    (parameters.parent / "cle-aveugle").write_text("0" * 64 + "\n", encoding="ascii")
    assert evaluation("plan", "verrouiller", "--params", parameters).status == 0
    content = json.loads((parameters.parent / "plan" / "plan-verrouille.json").read_text(encoding="utf-8"))
    # sha256 of sixty-four « 0 », by coreutils' sha256sum
    assert content["cle_aveugle"] == "60e05bd1b195af2f94112fa7197a5c88289058840ce7c6df9693756bc6250f55"


def test_checking_says_what_changed_key_by_key(parameters: Path, evaluation: Callable[..., Outcome]) -> None:
    absent = evaluation("plan", "verifier", "--params", parameters)
    assert absent.status == 2
    assert "aucun plan verrouillé" in absent.printed
    evaluation("plan", "verrouiller", "--params", parameters)
    same = evaluation("plan", "verifier", "--params", parameters, "--strict")
    assert same.status == 0
    assert "n’a pas changé" in same.printed
    parameters.write_text("plan: {tirages: 499}\n", encoding="utf-8")
    changed = evaluation("plan", "verifier", "--params", parameters)
    assert changed.status == 1
    assert "plan.tirages\u00a0: 999 → 499" in changed.printed
    assert evaluation("plan", "verifier", "--params", parameters, "--strict").status == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("verrouiller", "--date", "15/01/2015"), "AAAA-MM-JJ"),
        (("verifier", "--params", "absent.yaml"), "absent.yaml"),
        (("deverrouiller",), "Commande inconnue"),
    ],
)
def test_wrong_usage_is_status_2_in_french(
    parameters: Path, evaluation: Callable[..., Outcome], arguments: tuple[str, ...], words: str
) -> None:
    given = arguments if "--params" in arguments else (*arguments, "--params", str(parameters))
    outcome = evaluation("plan", *given)
    assert outcome.status == 2
    assert words in outcome.printed
    assert "Traceback" not in outcome.printed


def test_the_plan_of_the_demonstration_is_locked_and_has_not_changed() -> None:
    lock = read_lock(ROOT / "plan" / "plan-verrouille.json")
    assert lock is not None
    assert compare(lock, load_params(ROOT / "params.yaml")).changements == ()
