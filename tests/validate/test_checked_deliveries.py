"""Whole deliveries, read and checked: the clean one gives honest warnings only, each faulty one its finding."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from support.once import Once

from pipeline.ingest.delivery import Delivery, read_delivery
from pipeline.params import Params
from pipeline.validate.checks import RULES, check_delivery
from pipeline.validate.note import RULE as NOTE

DELIVERIES = Path(__file__).parents[1] / "deliveries"
# What these checks find; the other faulty deliveries are the reading's.
OURS = ("cles_doubles_differentes", "menage_orphelin", "groupe_vide", "identite_solde")
EDGE_CASES = json.loads((DELIVERIES / "propre" / "attendu" / "cas_limites.json").read_text(encoding="utf-8"))


@Once
def read_and_check(folder: Path, reference) -> tuple[Delivery, pd.DataFrame]:
    params = Params()
    delivery = read_delivery(folder, params.donnees, communes=reference.communes, last_freeze=params.last_freeze)
    found = check_delivery(delivery.tables, delivery.provenance, delivery.findings, params, reference)
    return delivery, found[found["regle"] != NOTE.name]


@pytest.fixture(scope="module")
def clean(reference) -> pd.DataFrame:
    return read_and_check(DELIVERIES / "propre" / "livraison", reference)[1]


def test_the_clean_delivery_gives_honest_warnings_only(clean: pd.DataFrame) -> None:
    assert set(clean["gravite"]) == {"avertissement"}
    assert set(clean["regle"]) == {"trou_suivi", "entretien_hors_fenetre"}


def test_the_warnings_are_those_of_the_edge_cases(clean: pd.DataFrame) -> None:
    interviews = clean[clean["regle"] == "entretien_hors_fenetre"]
    assert interviews["menage_id"].tolist() == EDGE_CASES["entretien M12 hors de sa fenêtre"]
    gaps = clean[clean["regle"] == "trou_suivi"].set_index("menage_id")["motif"]
    (four,) = EDGE_CASES["mois 5 à 8 absents du suivi"]
    (twelfth,) = EDGE_CASES["mois 12 absent du suivi"]
    assert gaps[four] == "4 mois manquent avant cette ligne."
    assert gaps[twelfth] == "1 mois manque avant cette ligne."


@pytest.mark.slow
def test_the_untidy_delivery_gives_the_same_warnings_of_households(clean: pd.DataFrame, reference) -> None:
    _, untidy = read_and_check(DELIVERIES / "desordonnee" / "livraison", reference)
    rules = ["trou_suivi", "entretien_hors_fenetre"]
    assert not (untidy["gravite"] == "bloquant").any()
    of = {
        name: sorted(zip(f["regle"], f["menage_id"], f["motif"], strict=True))
        for name, f in (("clean", clean), ("untidy", untidy[untidy["regle"].isin(rules)]))
    }
    assert of["untidy"] == of["clean"]


@pytest.mark.parametrize("name", [OURS[0], *(pytest.param(n, marks=pytest.mark.slow) for n in OURS[1:])])
def test_the_faulty_delivery_gives_its_finding(name: str, reference) -> None:
    folder = DELIVERIES / "fautive" / name
    expected = json.loads((folder / "attendu.json").read_text(encoding="utf-8"))
    _, found = read_and_check(folder / "livraison", reference)
    assert int((found["gravite"] == "bloquant").any()) in expected["code_sortie"]
    for wanted in expected["constats"]:
        here = found[found["gravite"].isin(wanted["gravite"]) & (found["table"] == wanted["table"])]
        here = here[here["colonne"] == wanted["colonne"]]
        if wanted["fichier"]:
            here = here[here["fichier"].str.endswith(wanted["fichier"])]
        if wanted["lignes"]:
            here = here[here["ligne"].isin(wanted["lignes"])]
        if wanted.get("valeur"):
            here = here[here["valeur"] == wanted["valeur"]]
        for word in wanted.get("mots") or ():
            here = here[here["motif"].str.contains(word)]
        assert len(here)


def test_sentences_hold_no_pseudonym(reference) -> None:
    for name in OURS:
        delivery, found = read_and_check(DELIVERIES / "fautive" / name / "livraison", reference)
        ids = "|".join([*delivery.tables["menages"]["menage_id"], "HN999"])
        assert not found["motif"].str.contains(ids).any()


def test_every_rule_has_a_title_and_says_what_to_do() -> None:
    assert len(RULES) == len({rule.title for rule in RULES.values()})
    for rule in RULES.values():
        assert rule.action.endswith(".")
        assert "'" not in rule.title + rule.action  # typographic apostrophes


def test_tables_that_were_not_delivered_are_left_to_the_reading(reference, propre_tables) -> None:
    from pipeline.validate.findings import no_findings

    for kept in ({"menages"}, {"suivi_locatif", "evenements"}, set()):
        tables = {n: t for n, t in propre_tables.items() if n in kept}
        found = check_delivery(tables, {}, no_findings(), Params(), reference)
        assert not (found["gravite"] == "bloquant").any()


def test_empty_tables_and_empty_columns_are_checked_without_an_error(reference, propre_tables) -> None:
    from pipeline.validate.expectations import SuiteRun
    from pipeline.validate.findings import no_findings

    none = SuiteRun(None, {})
    empty = {n: t.iloc[:0] for n, t in propre_tables.items()}
    found = check_delivery(empty, {}, no_findings(), Params(), reference, none)
    assert found.loc[found["gravite"] == "bloquant", "regle"].tolist() == ["groupe_vide", "groupe_vide"]
    for name, table in propre_tables.items():
        blank = {c: pd.Series([None] * len(table), dtype=table[c].dtype) for c in table if c != "menage_id"}
        check_delivery({**propre_tables, name: table.assign(**blank)}, {}, no_findings(), Params(), reference, none)
