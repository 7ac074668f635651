"""The mask itself: on tiny tables, what is exchanged, renamed, emptied; on findings, what is left of them."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.blind.findings import mask_files, mask_findings
from pipeline.blind.labels import blind_codes, blind_frame, blind_words
from pipeline.blind.mask import mask_tables
from pipeline.blind.seal import Seal, key_fingerprint, read_key
from pipeline.contract.findings import FINDING_COLUMNS, Gravity, Rule

SEAL = Seal(swapped=False, salt=b"sel")
SWAPPED = Seal(swapped=True, salt=b"sel")


def tables() -> dict[str, pd.DataFrame]:
    ids = [f"A{n:03d}" for n in range(8)] + [f"T{n:03d}" for n in range(8)]
    return {
        "menages": pd.DataFrame(
            {
                "menage_id": ids,
                "groupe": ["accompagne"] * 8 + ["temoin"] * 8,
                "paire_id": [f"P{n:02d}" for n in range(8)] * 2,
                "mode_accompagnement": ["interne"] * 8 + [None] * 8,
            },
            dtype="str",
        ),
        "evenements": pd.DataFrame({"menage_id": ["T000", "A000"], "type": ["abandon", "mutation"]}, dtype="str"),
        "accompagnement": pd.DataFrame({"menage_id": ["A000"]}, dtype="str"),
    }


def places() -> dict[str, pd.DataFrame]:
    return {n: pd.DataFrame({"ligne": range(2, 2 + len(frame))}) for n, frame in tables().items()}


def test_rows_names_and_order_do_not_follow_the_groups() -> None:
    masked, lines = mask_tables(tables(), places(), SEAL)
    households = masked["menages"]
    assert households["menage_id"].tolist() == [f"M{n:03d}" for n in range(1, 17)]
    assert set(masked) == {"menages", "evenements"}
    assert households["mode_accompagnement"].isna().all()
    # sorted by the new names, accompanied and controls are mixed; a row keeps its place in the file
    assert households["groupe"].tolist() != sorted(households["groupe"])
    original = tables()["menages"]
    for row, line in zip(households.itertuples(), lines["menages"]["ligne"], strict=True):
        assert original.loc[line - 2, "groupe"] == row.groupe


def test_the_same_household_has_one_name_in_all_tables() -> None:
    masked, lines = mask_tables(tables(), places(), SEAL)
    of_line = dict(zip(lines["menages"]["ligne"], masked["menages"]["menage_id"], strict=True))
    left = masked["evenements"].set_index("type")["menage_id"]
    assert (left["mutation"], left["abandon"]) == (of_line[2], of_line[10])


def test_a_swapped_seal_exchanges_the_groups_and_nothing_else() -> None:
    straight, _ = mask_tables(tables(), places(), SEAL)
    swapped, _ = mask_tables(tables(), places(), SWAPPED)
    a, b = straight["menages"], swapped["menages"]
    pd.testing.assert_frame_equal(a.drop(columns="groupe"), b.drop(columns="groupe"))
    assert (a["groupe"] != b["groupe"]).all()
    assert a.dtypes.equals(b.dtypes)


def test_another_salt_gives_another_order() -> None:
    straight, _ = mask_tables(tables(), places(), SEAL)
    other, _ = mask_tables(tables(), places(), Seal(swapped=False, salt=b"autre"))
    assert straight["menages"]["groupe"].tolist() != other["menages"]["groupe"].tolist()


def test_an_unknown_group_stays_unknown() -> None:
    given = tables()
    given["menages"].loc[0, "groupe"] = None
    masked, _ = mask_tables(given, places(), SWAPPED)
    assert masked["menages"]["groupe"].isna().sum() == 1


@pytest.mark.parametrize(
    ("open_text", "blind_text"),
    [
        ("20 ménages accompagnés et 21\u00a0ménages témoins", "20 ménages A et 21\u00a0ménages B"),
        ("plus élevé chez les témoins", "plus élevé chez les ménages B"),
        ("Accompagnés", "A"),
        ("P(accompagné > témoin)", "P(A > B)"),
        ("acc. / tém.", "A / B"),
        ("une ménagère accompagnée", "une ménagère A"),
        ("l’accompagnement", "l’accompagnement"),
    ],
)
def test_words(open_text: str, blind_text: str) -> None:
    assert blind_words(open_text) == blind_text


def test_codes_and_frames() -> None:
    assert blind_codes('"n_accompagnes": 2, "temoins"') == '"n_A": 2, "B"'
    assert blind_codes("raccompagnes") == "raccompagnes"
    frame = pd.DataFrame({"groupe": ["temoin"], "n_temoins": [3], "note": ["Aucun événement chez les témoins."]})
    blind = blind_frame(frame)
    assert blind.to_dict("records") == [{"groupe": "B", "n_B": 3, "note": "Aucun événement chez les ménages B."}]


def finding(**cells: object) -> dict[str, object]:
    return dict.fromkeys(FINDING_COLUMNS) | {"gravite": "avertissement", "motif": "Les témoins sont 24."} | cells


def test_findings_keep_the_rule_and_the_column_only() -> None:
    rule = Rule("regle", Gravity.WARNING, "Case d’un ménage témoin", "Corriger.")
    given = pd.DataFrame(
        [
            finding(table="menages", regle="regle", colonne="loyer_mensuel", fichier="temoins.csv", ligne=3,
                    valeur="12", menage_id="T003"),
            finding(table="menages", regle="regle", colonne="Suivi par l’association"),
            finding(table="menages", regle="effectif_panel", colonne="groupe"),
            finding(table="menages", regle="regle", colonne="mode_accompagnement"),
            finding(table="accompagnement", regle="regle", colonne="date"),
        ]
    ).astype({"ligne": "Int64"})  # fmt: skip
    masked = mask_findings(given, {"regle": rule})
    assert masked["colonne"].fillna("").tolist() == ["loyer_mensuel", ""]
    assert masked["motif"].tolist() == ["Case d’un ménage B."] * 2
    assert masked[["fichier", "feuille", "ligne", "valeur", "menage_id"]].isna().all(axis=None)


def test_files_are_counted_by_table() -> None:
    reports = [
        {"fichier": f, "feuille": "Témoins", "table": t, "lignes": n}
        for f, t, n in (("temoins.xlsx", "menages", 25), ("b.xlsx", "menages", 24), ("c.csv", "couts", 9))
    ]
    masked = mask_files(reports)
    assert [(m["fichier"], m["lignes"]) for m in masked] == [("menages", 49)]


def test_a_key_is_64_hexadecimal_digits_and_its_last_bit_is_the_draw() -> None:
    even, odd = read_key("ab" * 32), read_key("ab" * 31 + "aa")
    assert even is not None
    assert odd is not None
    assert (even.swapped, odd.swapped) == (True, False)
    assert even.salt == odd.salt
    assert read_key("ab" * 31) is None
    # sha256 of the sixty-four characters « 0 », by coreutils' sha256sum
    assert key_fingerprint("0" * 64 + "\n") == "60e05bd1b195af2f94112fa7197a5c88289058840ce7c6df9693756bc6250f55"
