"""Parameters: the file repeats the defaults and explains each key; a wrong one is refused in French."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.errors import ParameterError
from pipeline.params import Params, load_params

FILE = Path(__file__).parents[2] / "params.yaml"


def test_the_committed_file_holds_the_defaults() -> None:
    assert load_params(FILE) == Params()


def test_every_key_has_a_comment_above_it() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    bare = []
    for number, line in enumerate(lines):
        key = re.match(r"^  (\w+):", line)
        if not key:
            continue
        above = number - 1
        while re.match(r"^  +\w+:", lines[above]):  # keys of one kind share the comment above the first
            above -= 1
        if not lines[above].strip().startswith("#"):
            bare.append(key[1])
    assert not bare


def test_a_section_that_is_not_asked_for_keeps_its_defaults(tmp_path: Path) -> None:
    file = tmp_path / "params.yaml"
    file.write_text("plan: {tirages: 999}\nseuils: {impaye_mois: 3}\n", encoding="utf-8")
    params = load_params(file, {"plan"})
    assert params.plan.tirages == 999
    assert params.seuils.impaye_mois == 2.0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("plan: {tirage: 999}", ["plan.tirage", "clé inconnue"]),
        ("plan: {tirages: 5}", ["plan.tirages", "au moins 99"]),
        ("plan: {tirages: beaucoup}", ["plan.tirages", "nombre entier"]),
        ("plan: {indicateur_principal: bonheur}", ["indicateur inconnu", "bonheur", "maintien"]),
        ("plan: {covariables: [profil]}", ["covariable inconnue", "profil", "lsns6"]),
        ("plan: {covariables: [lsns6, ucla3, who5, taux_effort, loyer_mensuel, nb_personnes]}", ["trop d’éléments"]),
        ("plan: {strates: [couleur]}", ["strate inconnue", "couleur"]),
        ("editions: {finale: {gel: hier, horizon: 24}}", ["editions.finale.gel", "AAAA-MM-JJ"]),
        ("editions: {finale: {gel: 2017-03-31, horizon: 13}}", ["editions.finale.horizon", "12"]),
        ("rapport: {moteur: word}", ["rapport.moteur", "auto"]),
        ("nouveau: 3", ["nouveau", "clé inconnue"]),
        ("- a\n- b", ["sections nommées"]),
        ("plan: [", ["YAML"]),
        ("editions: {finale: {gel: 2017-13-45, horizon: 24}}", ["YAML"]),
    ],
)
def test_a_wrong_parameter_is_refused_in_french(tmp_path: Path, text: str, words: list[str]) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError) as caught:
        load_params(file)
    for word in words:
        assert word in caught.value.message
    assert not re.search(r"Input should|pydantic|Extra inputs", caught.value.message)
    assert caught.value.exit_status == 2


def test_an_absent_file_is_a_message_and_an_empty_one_the_defaults(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"absent\.yaml"):
        load_params(tmp_path / "absent.yaml")
    empty = tmp_path / "vide.yaml"
    empty.write_text("", encoding="utf-8")
    assert load_params(empty) == Params()
