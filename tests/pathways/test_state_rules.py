"""Each rule of the monthly states on a tiny ledger, one household."""

from __future__ import annotations

import re

import pytest

from pipeline.contract.codes import PROCEDURE
from pipeline.contract.states import FINAL_STATES, RULES, STAGES, STATE_CODES
from pipeline.pathways.conditions import CONDITIONS

OWES = (100.0, 500.0, 0)  # balance, rent call, plan
HEAVY = (1000.0, 500.0, 0)
NOTHING = (0.0, 500.0, 0)


def test_every_rule_has_its_condition_and_every_state_a_rule():
    assert [rule.condition for rule in RULES] == list(CONDITIONS)
    assert {rule.state for rule in RULES} == set(STATE_CODES)
    assert set(FINAL_STATES) < set(STATE_CODES)


def test_the_stages_hold_the_eight_steps_in_their_order():
    assert [step for steps in STAGES.values() for step in steps] == [code.value for code in PROCEDURE]


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (NOTHING, "sans_impaye"),
        ((-50.0, 500.0, 0), "sans_impaye"),
        ((0.0, 0.0, 0), "sans_impaye"),
        (OWES, "impaye_leger"),
        ((999.99, 500.0, 0), "impaye_leger"),
        (HEAVY, "impaye_lourd"),
        ((999.99, 500.0, 1), "plan_apurement"),
        ((*HEAVY[:2], 1), "plan_apurement"),
        ((100.0, 0.0, 0), "non_observe"),
        ((None, 500.0, 0), "non_observe"),
        ((100.0, None, 0), "non_observe"),
        ((None, 500.0, 1), "plan_apurement"),
    ],
    ids=str,
)
def test_the_ledger_of_a_month(states_of, row, state):
    assert states_of({"2015-03": row})[2] == state


def test_a_month_without_a_row_is_not_observed(states_of):
    assert states_of({"2015-01": NOTHING, "2015-03": NOTHING})[:4] == [
        "sans_impaye", "non_observe", "sans_impaye", "non_observe",
    ]  # fmt: skip


@pytest.mark.parametrize("exit_", ["expulsion", "abandon", "depart_volontaire"])
def test_a_negative_exit_is_final_from_the_anniversary_on(states_of, months, exit_):
    """Out on the 16th of March, a day after the second anniversary: still there at month 2, gone at month 3."""
    states = states_of(dict.fromkeys(months(25), NOTHING), [("2015-03-16", exit_)])
    assert states[:3] == ["sans_impaye"] * 3
    assert set(states[3:]) == {"sorti"}
    assert states_of(dict.fromkeys(months(25), NOTHING), [("2015-03-15", exit_)])[2] == "sorti"


@pytest.mark.parametrize("end", ["deces", "retrait_etude"])
def test_death_and_withdrawal_before_the_anniversary(states_of, months, end):
    """On the anniversary itself the household was seen; the day before, it was lost (as for `maintien`)."""
    states = states_of(dict.fromkeys(months(25), NOTHING), [("2015-03-15", end)])
    assert states[2] == "sans_impaye"
    assert set(states[3:]) == {"perdu_de_vue"}
    assert states_of(dict.fromkeys(months(25), NOTHING), [("2015-03-14", end)])[2] == "perdu_de_vue"


def test_an_exit_before_a_death_is_an_exit_and_after_it_is_not(states_of):
    assert states_of({}, [("2015-03-01", "abandon"), ("2015-06-01", "deces")])[24] == "sorti"
    assert states_of({}, [("2015-06-01", "abandon"), ("2015-03-01", "deces")])[24] == "perdu_de_vue"
    assert states_of({}, [("2015-03-01", "abandon"), ("2015-03-01", "deces")])[24] == "sorti"


def test_a_move_within_the_stock_lasts_unless_the_household_leaves(states_of, months):
    ledger = dict.fromkeys(months(25), HEAVY)
    states = states_of(ledger, [("2015-06-15", "mutation"), ("2016-01-15", "abandon")])
    assert states[4:6] == ["impaye_lourd", "mute"]
    assert states[11:13] == ["mute", "sorti"]


@pytest.mark.parametrize(
    ("step", "state"), [(step, stage) for stage, steps in STAGES.items() for step in steps if step != "expulsion"]
)
def test_each_step_of_the_procedure_has_its_stage(states_of, months, step, state):
    states = states_of(dict.fromkeys(months(25), HEAVY), [("2015-03-10", step)])
    assert states[:2] == ["impaye_lourd"] * 2
    assert set(states[2:]) == {state}


def test_a_procedure_stays_at_its_highest_stage(states_of, months):
    acts = [
        ("2015-03-10", "assignation"),
        ("2015-05-10", "commandement_de_payer"),
        ("2015-07-10", "jugement_expulsion"),
    ]
    states = states_of(dict.fromkeys(months(25), HEAVY), acts)
    assert states[2:6] == ["assignation_audience"] * 4
    assert states[6] == "jugement_suites"


def test_a_debt_that_is_cleared_closes_the_procedure(states_of, months):
    ledger = dict.fromkeys(months(5), HEAVY) | dict.fromkeys(months(20, "2015-06"), NOTHING)
    states = states_of(ledger, [("2015-03-10", "assignation")])
    assert states[2:6] == ["assignation_audience"] * 3 + ["sans_impaye"]


def test_without_a_debt_a_procedure_for_troubles_stays_open(states_of, months):
    assert states_of(dict.fromkeys(months(25), NOTHING), [("2015-03-10", "assignation")])[24] == "assignation_audience"


@pytest.mark.parametrize("agreement", ["plan_apurement_signe", "protocole_bailleur"])
def test_an_agreement_closes_the_procedure_and_a_new_act_opens_it_again(states_of, months, agreement):
    acts = [("2015-03-10", "assignation"), ("2015-05-10", agreement), ("2015-08-10", "commandement_de_payer")]
    states = states_of(dict.fromkeys(months(25), HEAVY), acts)
    assert states[2:4] == ["assignation_audience"] * 2
    assert states[4:7] == ["impaye_lourd"] * 3
    assert set(states[7:]) == {"pre_contentieux"}


def test_an_act_of_the_month_weighs_more_than_an_agreement_of_the_month(states_of, months):
    acts = [("2015-03-05", "assignation"), ("2015-03-10", "plan_apurement_signe")]
    assert states_of(dict.fromkeys(months(25), HEAVY), acts)[2] == "assignation_audience"


def test_a_plan_in_the_ledger_closes_the_procedure(states_of, months):
    ledger = dict.fromkeys(months(25), HEAVY) | {"2015-05": (1000.0, 500.0, 1)}
    states = states_of(ledger, [("2015-03-10", "assignation")])
    assert states[2:6] == ["assignation_audience"] * 2 + ["plan_apurement", "impaye_lourd"]


def test_where_the_ledger_does_not_tell_a_signed_plan_runs_until_the_debt_is_cleared(states_of, months):
    ledger = dict.fromkeys(months(8), (1000.0, 500.0, None)) | dict.fromkeys(months(17, "2015-09"), (0.0, 500.0, None))
    states = states_of(ledger, [("2015-03-10", "plan_apurement_signe")])
    assert states[1:3] == ["impaye_lourd", "plan_apurement"]
    assert states[7:9] == ["plan_apurement", "sans_impaye"]
    interrupted = states_of(ledger, [("2015-03-10", "plan_apurement_signe"), ("2015-05-10", "commandement_de_payer")])
    assert interrupted[2:5] == ["plan_apurement", "plan_apurement", "pre_contentieux"]


def test_where_the_ledger_says_no_plan_a_signature_is_not_enough(states_of, months):
    states = states_of(dict.fromkeys(months(25), HEAVY), [("2015-03-10", "plan_apurement_signe")])
    assert set(states) == {"impaye_lourd"}


def test_nothing_is_read_after_the_freeze(states_of, months):
    """Included on 15 April 2015, frozen on 31 March 2016: month 11 is read, month 12 falls after the freeze."""
    ledger = dict.fromkeys(months(25), NOTHING)
    states = states_of(ledger, inclusion="2015-04-15", edition="intermediaire")
    assert states[11:] == ["sans_impaye", "non_observe"]
    left = states_of(ledger, [("2015-06-01", "abandon")], inclusion="2015-04-15", edition="intermediaire")
    assert left[11:] == ["sorti", "non_observe"]


def test_what_precedes_the_inclusion_is_not_read(states_of, months):
    ledger = dict.fromkeys(months(25), HEAVY)
    assert set(states_of(ledger, [("2014-12-01", "assignation"), ("2015-01-15", "abandon")])) == {"impaye_lourd"}


def test_without_the_events_table_the_ledger_alone_decides(states_of):
    states = states_of({"2015-01": NOTHING, "2015-02": HEAVY}, sans=("evenements",))
    assert states[:3] == ["sans_impaye", "impaye_lourd", "non_observe"]


def test_labels_are_french():
    for rule in RULES:
        assert rule.definition.endswith(".")
        assert not re.search(r"'", rule.definition)
