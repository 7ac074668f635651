"""Questionnaires coded on another scale, or the other way round, in the clean delivery: by instrument and wave."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from support.sent_tables import seen, sent, sentences

from pipeline.contract.instruments import INSTRUMENTS, LSNS6, UCLA3, Instrument
from pipeline.validate.signatures.catalogue import signed

BY_NAME = {i.name: i for i in INSTRUMENTS}


def recoded(tables, instrument: Instrument, how, wave: str | None = None):
    """The tables with the answers to an instrument (at one wave) put through `how`."""
    interviews = tables["entretiens"]
    rows = slice(None) if wave is None else (interviews["vague"] == wave).to_numpy()
    for item in instrument.items:
        interviews.loc[rows, item] = how(interviews.loc[rows, item])
    return tables


def test_the_clean_answers_show_nothing(propre_tables) -> None:
    assert seen(sent(propre_tables)) == []


@pytest.mark.parametrize(
    ("name", "how", "words"),
    [
        ("lsns6", lambda x: x + 1, "cotées de 1 à 6"),
        ("ucla3", lambda x: x - 1, "cotées de 0 à 2"),
        ("who5", lambda x: x * 4, "multiples de 4"),
        ("ucla3", lambda x: x.where(x < 3, 4), "d’autres niveaux"),
        *(
            pytest.param(*case, marks=pytest.mark.slow)
            for case in (
                ("who5", lambda x: x + 1, "cotées de 1 à 6"),
                ("ucla3", lambda x: x + 1, "cotées de 2 à 4"),
                ("who5", lambda x: x * 20, "multiples de 20"),
                ("lsns6", lambda x: (x * 10 / 5).round().astype("Int64") + (x % 2), "d’autres niveaux"),
            )
        ),
    ],
)
def test_another_scale_is_one_blocking_finding_in_place_of_the_refusals(propre_tables, name, how, words) -> None:
    records = sent(recoded(propre_tables, BY_NAME[name], how))
    assert len(records.reading) > 1
    found = signed(records.reading, records)
    assert found["regle"].tolist() == ["echelle_autre"]
    assert found["gravite"].tolist() == ["bloquant"]
    assert words in found["motif"].item()
    assert BY_NAME[name].label in found["motif"].item()


@pytest.mark.parametrize("wave", ["M12", *(pytest.param(w, marks=pytest.mark.slow) for w in ("T0", "M24"))])
def test_a_scale_shifted_at_one_wave_names_the_wave(propre_tables, wave: str) -> None:
    records = sent(recoded(propre_tables, UCLA3, lambda x: x - 1, wave))
    assert seen(records) == [("echelle_autre", "ucla_1")]
    assert f"UCLA-3 ({wave})" in sentences(records)


@pytest.mark.parametrize(("slips", "expected"), [(1, []), (2, [("echelle_autre", "lsns_1")])])
def test_one_answer_out_of_bounds_is_a_slip_two_without_a_floor_are_a_scale(propre_tables, slips, expected) -> None:
    tables = recoded(propre_tables, LSNS6, lambda x: x.clip(1, 5))
    tables["entretiens"].loc[[3, 40][:slips], "lsns_3"] = 6
    assert [s for s in seen(sent(tables)) if s[0] == "echelle_autre"] == expected


def test_slips_are_no_scale_while_the_floor_is_used(propre_tables) -> None:
    propre_tables["entretiens"].loc[[3, 40, 77], "lsns_3"] = 6
    propre_tables["entretiens"].loc[[9, 41], "who5_2"] = 55
    assert seen(sent(propre_tables)) == []


def test_one_wrong_column_is_not_a_scale(propre_tables) -> None:
    propre_tables["entretiens"]["lsns_3"] = propre_tables["entretiens"]["lsns_3"] + 40
    assert seen(sent(propre_tables)) == []


@pytest.mark.parametrize("name", ["lsns6", "who5"])
def test_a_floor_that_is_never_used_is_a_warning(propre_tables, name: str) -> None:
    # Coded from 1 to 5: the two highest levels together, as a form of five boxes does.
    instrument = BY_NAME[name]
    records = sent(recoded(propre_tables, instrument, lambda x: (x + 1).clip(upper=5)))
    found = signed(records.reading, records)
    assert found["regle"].tolist() == ["echelle_sans_plancher"]
    assert found["gravite"].tolist() == ["avertissement"]
    assert "cotée de 1 à 5" in found["motif"].item()


def test_a_floor_used_once_is_used(propre_tables) -> None:
    tables = recoded(propre_tables, LSNS6, lambda x: (x + 1).clip(upper=5))
    for wave in ("T0", "M12", "M24"):
        row = tables["entretiens"].index[tables["entretiens"]["vague"] == wave][0]
        tables["entretiens"].loc[row, "lsns_1"] = 0
    assert seen(sent(tables)) == []


@pytest.mark.parametrize("name", ["lsns6", *(pytest.param(n, marks=pytest.mark.slow) for n in ("ucla3", "who5"))])
@pytest.mark.parametrize("wave", [None, *(pytest.param(w, marks=pytest.mark.slow) for w in ("T0", "M24"))])
def test_a_scale_turned_round_is_a_warning(propre_tables, name: str, wave: str | None) -> None:
    instrument = BY_NAME[name]
    turned = recoded(propre_tables, instrument, lambda x: instrument.minimum + instrument.maximum - x, wave)
    records = sent(turned)
    assert ("echelle_inversee", instrument.items[0]) in seen(records)
    assert "inversée" in sentences(records)
    others = [s for s in seen(records) if s != ("echelle_inversee", instrument.items[0])]
    assert others == []


@pytest.mark.slow
def test_answers_that_have_nothing_to_do_with_one_another_turn_nothing_round(propre_tables) -> None:
    interviews = propre_tables["entretiens"]
    rng = np.random.default_rng(11)
    for _ in range(100):
        for instrument in INSTRUMENTS:
            for item in instrument.items:
                drawn = rng.integers(instrument.minimum, instrument.maximum + 1, len(interviews))
                interviews[item] = pd.array(drawn, dtype="Int64")
        assert seen(sent({"menages": propre_tables["menages"], "entretiens": interviews})) == []


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda i: i.name)
def test_an_instrument_without_an_item_is_told_once(propre_tables, instrument: Instrument) -> None:
    propre_tables["entretiens"][list(instrument.items)] = pd.NA
    records = sent(propre_tables)
    assert seen(records) == [("items_absents", instrument.items[0])]
    assert instrument.label in sentences(records)


def test_an_instrument_of_which_the_reading_spoke_is_not_told_again(propre_tables) -> None:
    propre_tables["entretiens"][list(UCLA3.items)] = pd.NA
    assert seen(sent(propre_tables, said=[("entretiens", None, "instrument_incomplet", "UCLA-3 sans items")])) == []


def test_one_item_left_out_loses_no_instrument(propre_tables) -> None:
    propre_tables["entretiens"]["who5_1"] = pd.NA
    assert seen(sent(propre_tables)) == []


def test_one_landlord_that_codes_from_1_is_named_in_a_common_file(propre_tables) -> None:
    interviews, households = propre_tables["entretiens"], propre_tables["menages"]
    own = interviews["menage_id"].isin(households.loc[households["bailleur"] == "essonne_habitat", "menage_id"])
    for item in BY_NAME["who5"].items:
        interviews.loc[own, item] += 1
    records = sent(propre_tables)
    found = signed(records.reading, records)
    assert found["regle"].tolist() == ["echelle_autre"]
    assert "Essonne Habitat" in found["motif"].item()


def test_one_answer_out_of_bounds_is_a_shift_where_the_other_waves_use_the_floor(propre_tables) -> None:
    recoded(propre_tables, LSNS6, lambda x: (x + 1).clip(upper=5), "M24")
    last = propre_tables["entretiens"]["vague"] == "M24"
    propre_tables["entretiens"].loc[last.idxmax(), "lsns_3"] = 6
    records = sent(propre_tables)
    assert seen(records) == [("echelle_autre", "lsns_1")]
    assert "LSNS-6 (M24)" in sentences(records)
