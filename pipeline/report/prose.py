"""What the evaluator wrote, as Markdown that does no more than headings, lists, quotations and emphasis."""

from __future__ import annotations

import re

from pipeline.report.markdown import escape
from pipeline.report.wording import no_break

DEEPEST = 4  # headings of the documents
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_ITEM = re.compile(r"([-*+]|\d{1,2}[.)])\s+(.*)")
_QUOTE = re.compile(r">\s?(.*)")
_RULE = re.compile(r"[-=*_]{3,}")
_STRONG = re.compile(r"\\\*\\\*(?=\S)(.+?)(?<=\S)\\\*\\\*")
_SLANTED = re.compile(r"(?<!\w)\\\*(?=\S)(.+?)(?<=\S)\\\*(?!\w)")


def prose_markdown(text: str) -> str:
    """Return `text`, which someone wrote, as Markdown; everything that is not one of four marks is shown as typed.

    Kept: headings one level down (out of the contents), lists, quotations, `**bold**` and `*italic*`. A line is
    escaped whole first: no HTML, shortcode, include, link, image, table or reference survives.
    """
    lines: list[str] = []
    for raw in text.splitlines():
        made, block = _line(raw.strip())
        if block and lines and lines[-1] and block != _block(lines[-1]):
            lines.append("")
        lines.append(made)
        if block == "heading":
            lines.append("")
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    return f"{body}\n" if body else ""


def _line(text: str) -> tuple[str, str]:
    """A line and the kind of block that it opens; empty for a line of a paragraph."""
    if found := _HEADING.fullmatch(text):
        level = min(len(found[1]) + 1, DEEPEST)
        return f"{'#' * level} {_inline(found[2])} {{.unnumbered .unlisted}}", "heading"
    if found := _ITEM.fullmatch(text):
        mark = found[1] if found[1] in "-*+" else f"{found[1][:-1]}."
        return f"{'-' if mark in '*+' else mark} {_inline(found[2])}", "item"
    if found := _QUOTE.fullmatch(text):
        return f"> {_inline(found[1])}".rstrip(), "quote"
    return ("", "") if _RULE.fullmatch(text) else (_inline(text), "")


def _block(made: str) -> str:
    """The kind of block that a line already made belongs to."""
    return "quote" if made.startswith(">") else "item" if re.match(r"(?:-|\d{1,2}\.) ", made) else ""


def _inline(text: str) -> str:
    plain = escape(no_break(text), None)
    return _SLANTED.sub(r"*\1*", _STRONG.sub(r"**\1**", plain))
