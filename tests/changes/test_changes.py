"""What differs between two runs: matched by what the rows are about, whatever their order and their line numbers."""

from __future__ import annotations

import pandas as pd
from support.small_results import FINDING, NUMBERS, STATEMENT, number_row

from pipeline.changes.findings import finding_changes
from pipeline.changes.said import number_changes, statement_changes


def test_numbers_are_matched_by_their_cell_and_not_by_their_place() -> None:
    before, now = pd.DataFrame(NUMBERS), pd.DataFrame(NUMBERS[::-1])
    assert number_changes(before, now.assign(code="reponse-99")).empty


def test_a_number_of_another_edition_keeps_its_cell() -> None:
    before = pd.DataFrame([{**NUMBERS[0], "cle": "edition=parcours;poste=I-1"}])
    now = pd.DataFrame([{**NUMBERS[0], "cle": "edition=finale;poste=I-1"}])
    assert number_changes(before, now).empty


def test_a_number_printed_otherwise_is_new_gone_or_changed() -> None:
    before = pd.DataFrame([NUMBERS[0], NUMBERS[1]])
    now = pd.DataFrame([number_row("+25", "0,25", "estimation"), NUMBERS[2]])
    found = number_changes(before, now)
    assert list(zip(found["colonne"], found["avant"], found["maintenant"], found["etat"], strict=True)) == [
        ("estimation", "+20\u00a0points", "+25\u00a0points", "change"),
        ("ic_haut", "", "+41\u00a0points", "nouveau"),
        ("ic_bas", "−1\u00a0points", "", "disparu"),
    ]


def test_two_values_printed_alike_are_told_apart() -> None:
    now = pd.DataFrame([number_row("+20", "0,2004", "estimation")])
    (row,) = number_changes(pd.DataFrame([NUMBERS[0]]), now).to_dict("records")
    assert (row["avant"], row["maintenant"]) == ("+20\u00a0points (0,2)", "+20\u00a0points (0,2004)")


def test_a_statement_changes_by_its_direction_or_its_numbers_and_not_by_its_words() -> None:
    before = pd.DataFrame([STATEMENT])
    assert statement_changes(before, pd.DataFrame([{**STATEMENT, "phrase": "Autrement dit."}])).empty
    (row,) = statement_changes(before, pd.DataFrame([{**STATEMENT, "sens": "nul"}])).to_dict("records")
    assert row["avant"] == "favorable : 0,2 [-0,01 ; 0,41]"
    assert row["maintenant"].startswith("nul : ")


def _finding(**changed: object) -> dict[str, object]:
    return {**FINDING, **changed}


def test_findings_new_solved_fewer_and_not_sent_again() -> None:
    before = pd.DataFrame([
        _finding(), _finding(colonne="commune"), _finding(colonne="motif", effectif=4),
        _finding(expediteur="Logis Transports"),
    ])  # fmt: skip
    now = pd.DataFrame([
        _finding(fichier="menages/toit_et_joie_v2.csv", lignes="8, 9"), _finding(colonne="motif", effectif=1),
        _finding(colonne="profil"),
    ])  # fmt: skip
    found = finding_changes(before, now, {"Toit et Joie"})
    assert {(r["expediteur"], r["colonne"]): r["suite"] for r in found.to_dict("records")} == {
        ("Toit et Joie", "date_bail"): "inchangé",
        ("Toit et Joie", "commune"): "réglé",
        ("Toit et Joie", "motif"): "moins nombreux",
        ("Toit et Joie", "profil"): "nouveau",
        ("Logis Transports", "date_bail"): "non renvoyé",
    }
