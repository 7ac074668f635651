"""Documents made from the code are the committed ones."""

from __future__ import annotations

from pathlib import Path

from pipeline.ingest.rules import RULES as READING
from pipeline.messages import render_messages
from pipeline.validate.checks import RULES as CHECKS

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_of_messages_is_up_to_date() -> None:
    assert (DOCS / "messages.md").read_text(encoding="utf-8") == render_messages()


def test_no_two_rules_share_a_name_and_each_says_what_to_do() -> None:
    assert not set(READING) & set(CHECKS)
    for rule in (*READING.values(), *CHECKS.values()):
        assert rule.action.endswith("."), rule.name
        assert rule.title[0].isupper(), rule.name
