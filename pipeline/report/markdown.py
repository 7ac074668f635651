"""Text of senders made harmless in Markdown: whatever a file name or a label holds, it is read as plain text."""

from __future__ import annotations

import re
import unicodedata

_PUNCTUATION = re.compile(r"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])")
_SHORTCODE = re.compile(r"(?<=\{)(?=\{)|(?<=\})(?=\})")
LONGEST = 160


def escape(text: str, longest: int | None = LONGEST) -> str:
    """Return `text` as Markdown that shows exactly these characters, on one line, at most `longest` (None: all).

    Every ASCII punctuation mark gets a backslash (pandoc's `all_symbols_escapable`), so that no link, raw block,
    citation, attribute or table cell border survives. Two braces in a row, Quarto's shortcode mark, are parted by a
    space: some Quarto versions look for them after Markdown has been read. Control and invisible format characters
    (line ends, text-direction overrides) become spaces.

    >>> escape("a|b <script>")
    'a\\\\|b \\\\<script\\\\>'
    """
    visible = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs") else c for c in text).strip()
    if longest is not None and len(visible) > longest:
        visible = visible[: longest - 1] + "…"
    return _PUNCTUATION.sub(r"\\\1", _SHORTCODE.sub(" ", visible))
