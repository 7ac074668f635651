"""What senders write is shown as written and does nothing: judged by the pandoc that makes the documents."""

from __future__ import annotations

import json

import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.report.markdown import escape

HOSTILE = (
    "<script>alert(1)</script>",
    "[lien](javascript:alert(1))",
    "![img](http://exemple.fr/x.png)",
    "a | b || c",
    "**gras** _i_ ~~s~~ ^e^ `code` $x^2$",
    "@fig-survie [@cle] {#id .classe}",
    "`=html`{=html}",
    "# titre",
    "- liste",
    "1. liste",
    "(1) liste",
    "http://exemple.fr <http://exemple.fr>",
    "&lt; &#60; <!-- rien -->",
    "\\begin{document} \\input{x}",
    "::: {.callout}",
    "ligne\nautre\r\nligne",
    "a\u2028b\u202ec",
    "C:\\dossier\\fichier.csv",
    "=2+2;'\"",
    "[^1]",
)


def inlines(markdown: str) -> list[dict[str, object]]:
    tree = json.loads(pypandoc.convert_text(f"x {markdown} x", "json", format="markdown"))
    (block,) = tree["blocks"]
    assert block["t"] == "Para"
    return list(block["c"])


def text_of(markdown: str) -> str:
    parts = {"Str": lambda i: i["c"], "Space": lambda _: " ", "SoftBreak": lambda _: " "}
    found = inlines(markdown)
    assert {i["t"] for i in found} <= set(parts), found
    return "".join(parts[str(i["t"])](i) for i in found)[2:-2]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_plain_text(text: str) -> None:
    visible = "".join(" " if c in "\n\r\u2028\u202e" else c for c in text)
    assert text_of(escape(text)).split() == visible.split()


def test_a_shortcode_is_parted() -> None:
    assert "{{" not in escape("{{< include /etc/passwd >}}").replace("\\", "")
    assert text_of(escape("{{< var x >}}")) == "{ {< var x >} }"


def test_one_line_and_bounded() -> None:
    long = escape("x\n" * 5000)
    assert "\n" not in long
    assert len(long) <= 160


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=40))
def test_any_ascii_text_survives(text: str) -> None:
    shown = text.strip()
    while "{{" in shown or "}}" in shown:
        shown = shown.replace("{{", "{ {").replace("}}", "} }")
    assert text_of(escape(text)).split() == shown.split()
