"""ROBINS-I: the shipped rating is complete; what is missing is named; the overall judgement is the worst domain's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from support.command import runner

from pipeline.contract.declared import RiskOfBias
from pipeline.contract.robins import DOMAINS, TARGET_TRIAL, overall
from pipeline.contract.tables import TABLES
from pipeline.errors import ParameterError
from pipeline.plan.rating import read_rating
from pipeline.report.fingerprint import data_fingerprint
from pipeline.shipped import declared_folder

SHIPPED = declared_folder() / "robins-i.yaml"
DEMONSTRATION = Path(__file__).parents[2] / "data" / "raw" / "demonstration"
Tree = dict[str, Any]


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[Callable[[Tree], object]], Path]:
    def edit(change: Callable[[Tree], object]) -> Path:
        yaml = YAML(typ="safe")
        tree = yaml.load(SHIPPED.read_text(encoding="utf-8"))
        change(tree)
        path = tmp_path / "robins-i.yaml"
        with path.open("w", encoding="utf-8") as file:
            yaml.dump(tree, file)
        return path

    return edit


def test_the_shipped_rating_is_complete_and_survives_json() -> None:
    rating = read_rating(SHIPPED)
    assert [d.domaine for d in rating.domaines] == list(DOMAINS)
    assert len(DOMAINS) == 7
    assert list(rating.essai_cible) == list(rating.emulation) == list(TARGET_TRIAL)
    assert all(len(d.raison) > 60 for d in rating.domaines)
    assert rating.ensemble == "serieux"
    assert next(d.jugement for d in rating.domaines if d.domaine == "restitution") != "faible"
    restored = RiskOfBias.from_json(rating.as_json() | {"domaines": [vars(d) for d in rating.domaines]})
    assert restored == rating


def test_the_shipped_rating_is_of_the_demonstration() -> None:
    """The demonstration given again with other data is another delivery: its rating is to be looked at again."""
    files = [path for table in TABLES for path in (DEMONSTRATION / table).rglob("*") if path.is_file()]
    names = [path.relative_to(DEMONSTRATION).as_posix() for path in files]
    assert read_rating(SHIPPED).donnees == (data_fingerprint(DEMONSTRATION, names),)


def test_a_rating_may_name_no_data(edited: Callable[[Callable[[Tree], object]], Path]) -> None:
    assert read_rating(edited(lambda t: t.pop("donnees"))).donnees == ()


@pytest.mark.parametrize(
    ("judgements", "whole"),
    [  # Sterne et al. 2016, table 2
        (["faible"] * 7, "faible"),
        (["faible"] * 6 + ["modere"], "modere"),
        (["modere"] * 6 + ["serieux"], "serieux"),
        (["serieux"] * 6 + ["critique"], "critique"),
        (["faible"] * 6 + ["sans_information"], "sans_information"),
        (["modere", "sans_information"], "sans_information"),
        (["serieux", "sans_information"], "serieux"),
        (["critique", "sans_information"], "critique"),
    ],
)
def test_the_whole_is_the_worst_domain(judgements: list[str], whole: str) -> None:
    assert overall(judgements) == whole
    assert overall(reversed(judgements)) == whole


@pytest.mark.parametrize("domain", list(DOMAINS))
def test_a_missing_domain_is_named(domain: str, edited: Callable[[Callable[[Tree], object]], Path]) -> None:
    with pytest.raises(ParameterError) as caught:
        read_rating(edited(lambda tree: tree["domaines"].pop(domain)))
    assert f"domaines.{domain}" in caught.value.message
    assert DOMAINS[domain] in caught.value.message
    assert caught.value.exit_status == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda t: t["domaines"]["mesure"].update(raison="  "), ["domaines.mesure.raison", "vide"]),
        (lambda t: t["domaines"]["mesure"].update(raison="."), ["domaines.mesure.raison", "sans mots"]),
        (lambda t: t["domaines"]["mesure"].update(raison="– 12 … x y z"), ["domaines.mesure.raison", "sans mots"]),
        (lambda t: t["domaines"]["mesure"].update(raison="à voir"), ["domaines.mesure.raison", "sans mots"]),
        (lambda t: t["essai_cible"].update(suivi="-"), ["essai_cible.suivi", "vide"]),
        (lambda t: t.update(etablie_sur="..."), ["etablie_sur"]),
        (lambda t: t.update(donnees="la livraison"), ["donnees", "empreintes"]),
        (lambda t: t.update(donnees=["la livraison"]), ["donnees", "empreintes"]),
        (lambda t: t.update(donnees=[5279289289264641]), ["donnees", "empreintes"]),
        (lambda t: t["domaines"]["mesure"].pop("jugement"), ["domaines.mesure.jugement", "serieux"]),
        (lambda t: t["domaines"]["mesure"].update(jugement="grave"), ["domaines.mesure.jugement", "critique"]),
        (lambda t: t["domaines"]["mesure"].update(sens="nord"), ["domaines.mesure.sens", "vers_zero"]),
        (lambda t: t["domaines"]["mesure"].update(note="x"), ["domaines.mesure.note", "clé inconnue"]),
        (lambda t: t["domaines"].update(autre={"jugement": "faible", "raison": "x"}), ["domaines.autre", "inconnu"]),
        (lambda t: t["essai_cible"].pop("comparateur"), ["essai_cible.comparateur"]),
        (lambda t: t["emulation"].update(hasard="x"), ["emulation.hasard", "inconnue"]),
        (lambda t: t.pop("etablie_sur"), ["etablie_sur"]),
        (lambda t: t.update(domaines="rien"), ["domaines.confusion", "domaines.restitution"]),
        (lambda t: t.update(outil="ROB2"), ["outil", "ROBINS-I 2016"]),
        (lambda t: t["domaines"]["mesure"].update(raison=[1]), ["domaines.mesure.raison", "un texte"]),
    ],
)
def test_what_is_missing_or_wrong_is_named(
    change: Callable[[Tree], object], words: list[str], edited: Callable[[Callable[[Tree], object]], Path]
) -> None:
    with pytest.raises(ParameterError) as caught:
        read_rating(edited(change))
    for word in words:
        assert word in caught.value.message
    assert "Input should" not in caught.value.message


@pytest.mark.parametrize("content", ["a: [", "- a", "", "\x00"])
def test_a_file_that_is_no_rating_is_a_message(tmp_path: Path, content: str) -> None:
    path = tmp_path / "robins-i.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ParameterError, match=r"robins-i\.yaml"):
        read_rating(path)


def test_the_chain_stops_before_reading_when_a_reason_is_missing(
    tmp_path: Path,
    edited: Callable[[Callable[[Tree], object]], Path],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "plan").mkdir()
    edited(lambda t: t["domaines"]["ecarts"].update(raison="")).rename(tmp_path / "plan" / "robins-i.yaml")
    (tmp_path / "params.yaml").write_text("plan: {tirages: 99}\n", encoding="utf-8")
    source = Path(__file__).parents[1] / "deliveries" / "propre" / "livraison"
    evaluation = runner(monkeypatch, capfd)
    outcome = evaluation(
        "executer", "--source", source, "--sortie", tmp_path / "sortie", "--params", tmp_path / "params.yaml"
    )
    assert outcome.status == 2
    assert "domaines.ecarts.raison" in outcome.printed
