"""A root is told once: what follows from it, in other tables and other rules, is not reported beside it."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.params import Params
from pipeline.validate.checks import check_delivery
from pipeline.validate.consequences import unread_tables
from pipeline.validate.findings import as_findings
from pipeline.validate.near import Identifiers
from pipeline.validate.rejections import to_rejections

KNOWN = ("EH003", "EH004", "HN010")


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("eh003", ["EH003"]),
        ("EHO03", ["EH003"]),
        ("EH0003", ["EH003"]),
        ("EH3", ["EH003"]),
        ("EH-003", ["EH003"]),
        ("EH03", ["EH003"]),
        ("HE003", ["EH003"]),
        ("EH0031", ["EH003"]),
        ("EH005", ["EH003", "EH004"]),
        ("HN999", []),
        ("TJ003", []),
        ("EH003", ["EH004"]),
    ],
)
def test_what_an_identifier_may_stand_for(written: str, near: list[str]) -> None:
    assert Identifiers(KNOWN).near(written) == near


def check(tables, reference, reading: list[dict[str, object]] | None = None) -> pd.DataFrame:
    places = {
        n: pd.DataFrame(
            {
                "fichier": pd.Series(f"{n}/{n}.csv", index=range(len(t)), dtype="str"),
                "feuille": pd.Series(None, index=range(len(t)), dtype="str"),
                "ligne": pd.array(range(2, len(t) + 2), dtype="Int64"),
            }
        )
        for n, t in tables.items()
    }
    said = as_findings(pd.DataFrame(reading or [{}]).iloc[: len(reading or [])])
    found = check_delivery(tables, places, said, Params(), reference, asked=("finale",))
    return found[found["regle"] != "note_incoherente"]


@pytest.fixture(scope="module")
def usual() -> set[str]:
    """What the clean delivery says of itself."""
    return {"trou_suivi", "entretien_hors_fenetre"}


@pytest.mark.slow
def test_a_household_mistyped_in_menages_is_one_blocking_finding(propre_tables, reference, usual) -> None:
    households = propre_tables["menages"]
    right = str(households.loc[3, "menage_id"])
    households.loc[3, "menage_id"] = right[:2] + "9" + right[3:]
    found = check(propre_tables, reference)
    blocking = found[found["gravite"] == "bloquant"]
    assert blocking["regle"].tolist() == ["menage_orphelin"]
    assert blocking["valeur"].tolist() == [right]
    assert "lignes (suivi locatif" in blocking["motif"].item()
    assert right not in blocking["motif"].item()
    assert set(found["regle"]) == {*usual, "menage_orphelin"}


def test_a_household_mistyped_in_the_ledger_is_one_finding_that_names_the_near_one(
    propre_tables, reference, usual
) -> None:
    ledger = propre_tables["suivi_locatif"]
    right = str(propre_tables["menages"].loc[3, "menage_id"])
    wrong = right.replace("0", "O", 1)
    ledger.loc[ledger["menage_id"] == right, "menage_id"] = wrong
    found = check(propre_tables, reference)
    blocking = found[found["gravite"] == "bloquant"]
    assert blocking["regle"].tolist() == ["menage_orphelin"]
    assert blocking["menage_id"].tolist() == [f"{right} ?"]
    assert set(found["regle"]) <= {*usual, "menage_orphelin"}
    assert f"Identifiant proche : {right} ?" in to_rejections(blocking)["motif"].item()


def test_a_file_of_unknown_households_is_told_once(propre_tables, reference) -> None:
    interviews = propre_tables["entretiens"]
    interviews["menage_id"] = "ZZ9" + interviews["menage_id"].str[2:]
    found = check(propre_tables, reference)
    blocking = found[found["gravite"] == "bloquant"]
    assert blocking["regle"].tolist() == ["menage_orphelin"]
    assert "Aucun des" in blocking["motif"].item()


@pytest.mark.parametrize("table", ["suivi_locatif", pytest.param("menages", marks=pytest.mark.slow)])
def test_a_key_column_that_is_missing_is_one_finding(propre_tables, reference, usual, table: str) -> None:
    tables = {**propre_tables, table: propre_tables[table].assign(menage_id=pd.Series(pd.NA, dtype="str"))}
    absent = {
        "table": table, "fichier": f"{table}/{table}.csv", "colonne": "menage_id", "motif": "Colonne absente.",
        "gravite": "bloquant", "regle": "colonne_absente",
    }  # fmt: skip
    found = check(tables, reference, [absent])
    assert found.loc[found["gravite"] == "bloquant", "regle"].tolist() == ["colonne_absente"]
    assert set(found["regle"]) <= {*usual, "colonne_absente"}


def test_an_optional_column_that_is_refused_leaves_the_table_read() -> None:
    one = {"table": "menages", "gravite": "bloquant", "regle": "tolerance_depassee"}
    assert unread_tables(as_findings(pd.DataFrame([{**one, "colonne": "typologie"}]))) == set()
    assert unread_tables(as_findings(pd.DataFrame([{**one, "colonne": "date_inclusion"}]))) == {"menages"}
    assert unread_tables(as_findings(pd.DataFrame([{**one, "table": "couts"}]))) == set()


@pytest.mark.slow
def test_months_before_inclusion_are_kept_without_a_word_and_change_no_indicator(
    propre_tables, reference, usual
) -> None:
    from pipeline.indicators.edition import compute_edition

    ledger, params = propre_tables["suivi_locatif"], Params()
    first = ledger.sort_values("mois").drop_duplicates("menage_id").fillna({"autres_aides": 0.0})
    asked = first["quittance"] - first["apl"] - first["autres_aides"]
    before = first.assign(paiement=asked, solde_impaye=first["solde_impaye"] - asked + first["paiement"])
    months = pd.PeriodIndex(first["mois"], freq="M")
    earlier = [before.assign(mois=(months - m).astype(str)) for m in range(1, 13)]
    longer = {**propre_tables, "suivi_locatif": pd.concat([*earlier, ledger], ignore_index=True)}
    assert set(check(longer, reference)["regle"]) == usual
    for edition in params.editions.values():
        usual_results, results = (
            compute_edition(t, edition, params.seuils, params.controles) for t in (propre_tables, longer)
        )
        for name, frame in usual_results.items():
            pd.testing.assert_frame_equal(results[name], frame)


@pytest.mark.parametrize(
    ("rule", "table", "column"),
    [
        ("dates_de_1904", "accompagnement", "date"),
        pytest.param("dates_de_1904", "menages", "date_inclusion", marks=pytest.mark.slow),
    ],
)
def test_dates_that_are_elsewhere_as_a_whole_are_not_told_line_by_line(
    propre_tables, reference, usual, rule: str, table: str, column: str
) -> None:
    propre_tables[table][column] -= pd.Timedelta(days=1462)
    said = {
        "table": table, "fichier": f"{table}/{table}.csv", "colonne": column, "motif": "Dates décalées.",
        "gravite": "bloquant", "regle": rule,
    }  # fmt: skip
    flood = set(check(propre_tables, reference)["regle"]) - usual
    assert flood
    found = check(propre_tables, reference, [said])
    assert set(found["regle"]) - usual == {rule}
