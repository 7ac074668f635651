"""Documents made from the code are the committed ones."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.commands.messages import render_messages
from pipeline.ingest.rules import RULES as READING
from pipeline.validate.checks import RULES as CHECKS

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_of_messages_is_up_to_date() -> None:
    assert (DOCS / "messages.md").read_text(encoding="utf-8") == render_messages()


def test_no_two_rules_share_a_name_and_each_says_what_to_do() -> None:
    assert not set(READING) & set(CHECKS)
    for rule in (*READING.values(), *CHECKS.values()):
        assert rule.action.endswith("."), rule.name
        assert rule.title[0].isupper(), rule.name


def test_each_method_has_its_section_in_the_page_of_methods() -> None:
    """Six headings each, in alphabetical order; what holds no method of its own is named here."""
    text = (DOCS / "methods.md").read_text(encoding="utf-8")
    sections = text.split("\n## ")[1:]
    titles = [section.split("\n")[0] for section in sections]
    named = set(re.findall(r"`(\w+)\.py`", " ".join(titles)))
    modules = {path.stem for path in (DOCS.parent / "pipeline" / "stats").glob("*.py")}
    assert modules - named == {"__init__", "design", "effect", "student"}
    assert titles == sorted(titles, key=str.lower)
    for section in sections:
        for heading in ("**Question.**", "**At n = 25.**", "**Tested.**"):
            assert heading in section or section.startswith("Calibration"), section.split("\n")[0]
