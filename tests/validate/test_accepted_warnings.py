"""Warnings accepted once: which ones, told how, and what can never be accepted."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.contract.findings import ACCEPTED, Gravity, Rule
from pipeline.errors import UsageError
from pipeline.report.results import EditionResults
from pipeline.report.sentences.quality import gravity_counts
from pipeline.report.tables.quality import quality_table
from pipeline.validate.accepted import REASON, accept, read_accepted
from pipeline.validate.findings import as_findings
from pipeline.validate.printed import printed
from pipeline.validate.summary import summarise

RULES = {
    "note": Rule("note", Gravity.WARNING, "Note incohérente", "Rien à faire."),
    "trou": Rule("trou", Gravity.WARNING, "Mois manquants", "Les transmettre."),
    "cle": Rule("cle", Gravity.BLOCKING, "Clé double", "Demander."),
}


def found(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """(rule, table, file, sentence)."""
    return as_findings(
        pd.DataFrame(
            [
                {"regle": r, "table": t, "fichier": f, "motif": m, "gravite": RULES[r].gravity.value, "colonne": "mois"}
                for r, t, f, m in rows
            ]
        )
    )


NOTE = ("note", "budget", "note.csv", "La note énonce 3\u202f000\xa0€.")
GAP = ("trou", "suivi_locatif", "suivi_locatif/toit_et_joie.csv", "1 mois manque.")
OTHER_GAP = ("trou", "suivi_locatif", "suivi_locatif/essonne_habitat.csv", "1 mois manque.")


def accepted(tmp_path, *lines: str, header: str = "regle;table;expediteur;colonne;constat;nombre;motif"):
    path = tmp_path / "constats-acceptes.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return read_accepted([path, tmp_path / "absent.csv"], RULES)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("note;;;;;;connu", [True, False, False]),
        ("note;budget;;;La note énonce 3 000 €.;;connu", [True, False, False]),
        ("note;budget;;;La note énonce 4 000 €.;;connu", [False, False, False]),
        ("trou;;Toit et Joie;;;;logement vide", [False, True, False]),
        ("trou;;;mois;;2;logement vide", [False, True, True]),
        ("trou;;;;;1;un seul était connu", [False, False, False]),
        ("trou;menages;;;;;ailleurs", [False, False, False]),
    ],
)
def test_what_a_line_accepts(tmp_path, line: str, expected: list[bool]) -> None:
    told = accept(found(NOTE, GAP, OTHER_GAP), accepted(tmp_path, line), {})
    assert (told["gravite"] == ACCEPTED).tolist() == expected
    assert told.loc[told["gravite"] == ACCEPTED, REASON].tolist() == [line.split(";")[-1]] * sum(expected)


def test_a_comma_and_columns_left_out_are_read(tmp_path) -> None:
    told = accept(found(NOTE, GAP), accepted(tmp_path, "note,connu depuis 2014", header="regle,motif"), {})
    assert told[REASON].dropna().tolist() == ["connu depuis 2014"]


def test_what_is_accepted_is_counted_apart_and_told_with_its_reason(tmp_path) -> None:
    told = accept(found(NOTE, GAP), accepted(tmp_path, "note;;;;;;erreur d’impression"), {})
    summary = summarise(told, {}, RULES)
    text = printed(summary)
    assert "1\xa0avertissement déjà accepté" in text
    assert "La note énonce" not in text
    assert "1 mois manque" in text
    results = EditionResults(constats=summary)
    assert gravity_counts(results) == {"accepte": 1, "avertissement": 1}
    table = quality_table(results)
    assert table is not None
    assert "erreur d’impression" in table.markdown()


def test_a_new_finding_of_the_rule_is_still_open(tmp_path) -> None:
    lines = accepted(tmp_path, "note;;;;La note énonce 3 000 €.;;connu")
    told = accept(found(NOTE, ("note", "budget", "note.csv", "La note énonce 5 000 €.")), lines, {})
    assert told["gravite"].tolist() == [ACCEPTED, "avertissement"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["cle;;;;;;on verra"], "n’est pas un avertissement"),
        (["inconnue;;;;;;on verra"], "règle inconnue"),
        (["note;;;;;;"], "pourquoi"),
        (["note;;;;;deux;connu"], "nombre entier"),
    ],
)
def test_what_cannot_be_accepted_is_said_with_its_line(tmp_path, lines, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        accepted(tmp_path, *lines)
    assert "ligne 2" in caught.value.message


@pytest.mark.parametrize(("header", "words"), [("regle;table", "motif"), ("regle;motif;auteur", "auteur")])
def test_a_header_that_is_not_the_files_is_refused(tmp_path, header: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        accepted(tmp_path, header=header)
