"""Our own French, linted: typography, singular and plural, length of sentences, repeated formulas, lost accents.

Each function takes the Markdown of a document and returns what is wrong in it, as short passages; none is fine.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

_SPACE = " "
_NO_BREAK = "\u00a0\u202f"
_UNITS = r"(?:%|€|mois|jours?|points?|ans|ménages?|rangs?)"
_CODE = re.compile(r"`[^`]*`|\]\(\S*\)|\{[#.=][^}]*\}|\{fig-alt|@(?:sec|tbl|fig)-[\w-]+|https?://\S+")
_LINKED = re.compile(r"\[([^\[\]]*)\]\{[.#][^}]*\}")  # a number that leads to its row
_TYPOGRAPHY = {
    "espace sécable avant un signe": re.compile(rf"[\w)\]%€»*]{_SPACE}[;:?!»](?=\s|$)"),
    "espace sécable après «": re.compile(rf"«{_SPACE}"),
    "rien entre un guillemet et son mot": re.compile(r"«\w|\w»"),
    "espace sécable avant une unité": re.compile(rf"\d{_SPACE}{_UNITS}(?!\w)"),
    "rien avant une unité": re.compile(r"\d[%€]"),
    "apostrophe ou guillemet droit": re.compile(r"['\"]"),
    "trois points": re.compile(r"\.\.\."),
    "écart-type sans son trait d’union": re.compile(r"\b[ée]carts?[ \u00a0]types?\b", re.IGNORECASE),
    "point décimal": re.compile(r"(?<![\w.])(?<!pandoc )(?<!Quarto )\d+\.\d+(?![\w./])"),
    "deux espaces": re.compile(r"(?<=[\wé,;:.])  +(?=\w)"),
    "espace avant une virgule ou un point": re.compile(rf"\w[{_SPACE}{_NO_BREAK}][,.](?!\d)"),
    "ponctuation doublée": re.compile(r"[;:,]\s*[;,.]|\.\.(?!\.)|,,"),
}
# A source that is quoted at length is written as it was.
_QUOTED = re.compile(r"«[\u00a0\u202f][^«»]{40,}[\u00a0\u202f]»")
# Words that are right with and without their accent, and one of the titles of a review.
_BOTH = frozenset({"notre", "votre", "medical"})
_INVARIABLE = (
    "mois|fois|décès|sans|dans|chez|puis|plus|moins|pas|mais|au|sous|cours|après|inclus|connus|vers|à|des|les|avant|"
    "tous|ans|autres"
)
_ONE = re.compile(rf"(?<![\d,\u202f.–-])[−+]?[01](?:,\d+)?[\u00a0 ](?!(?:{_INVARIABLE})\b)([a-zéèêà]+s)\b")
_COUNTED = "ménage|point|accompagné|témoin|jour|rang|sortie|indicateur|estimation|caractéristique|écart|bailleur|étude"
_MANY = re.compile(rf"(?<![\d,\u202f.-])(?:[2-9]|[1-9][\d\u202f]+)(?:,\d+)?[\u00a0 ](?:{_COUNTED})\b(?!s)")
_DOUBLED = re.compile(r"\b(?!(?:nous|vous|plus)\b)([a-zà-ÿ]{2,})[ \u00a0]\1\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.?!…])(?:\*{1,2})?[\s](?=\*{0,2}[«A-ZÀ-Ý−\[(0-9])")
_ABBREVIATED = re.compile(r"\b(?:coll|vol|al|art|n|p|cf|[A-Z])\.$")
_NUMBER = re.compile(r"[+−-]?\d[\d\u202f]*(?:,\d+)?")
_WORD = re.compile(r"\w[\w’'-]*")
_COUNT = re.compile(r"[\[(]?N(?:[%,.;)\]]|$)")
_NOTE = re.compile(r"\(\d+\) ")
_LONGEST, _MEAN, _TIMES, _RUN, _RUNS = 60, 25.0, 3, 7, 5
_IDENTIFIERS = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
_HASH = re.compile(r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{12,}\b")


def without_tables(markdown: str, *names: str) -> str:
    """The document without the tables of these names (`#tbl-<name>`), with their captions."""
    for name in names:
        markdown = re.sub(rf"(?:^\|.*\n)+\n: [^\n]*\{{#tbl-{name}[ }}][^\n]*", "", markdown, flags=re.MULTILINE)
    return markdown


def without_section(markdown: str, identifier: str) -> str:
    """The document without the section of this identifier, up to the next heading of the first level."""
    return re.sub(rf"^# [^\n]*\{{#{identifier}\}}\n.*?(?=^# |\Z)", "", markdown, flags=re.MULTILINE | re.DOTALL)


def typography(markdown: str) -> list[str]:
    """Spaces that break where they must not, straight quotes, a decimal point, écart-type without its hyphen."""
    text = _QUOTED.sub("«\u00a0…\u00a0»", _bare(markdown))
    return [f"{what} : {_around(text, m)}" for what, rule in _TYPOGRAPHY.items() for m in rule.finditer(text)]


def agreement(markdown: str) -> list[str]:
    """« 1 ménages », « 0,7 points », « 3 ménage », « le le »."""
    text = _bare(markdown)
    return [_around(text, m) for rule in (_ONE, _MANY, _DOUBLED) for m in rule.finditer(text)]


def sentences(markdown: str) -> list[str]:
    """The sentences of the prose: paragraphs, items of lists, notes; no heading, table, caption nor figure."""
    found: list[str] = []
    for block in _blocks(markdown):
        start = 0
        for end in [*(m.start() for m in _SENTENCE_END.finditer(block)), len(block)]:
            sentence = block[start:end].strip(" *\n")
            if end < len(block) and _ABBREVIATED.search(sentence):
                continue
            start = end
            if _WORD.search(sentence):
                found.append(sentence)
    return found


def words(sentence: str) -> int:
    """How many words a reader reads: a number is one, what is between brackets counts too."""
    return len(re.findall(r"[\w−+]+(?:[’'-]\w+)*(?:,\d+)?", re.sub(r"(?<=\d)\u202f(?=\d)", "", sentence)))


def mean_length(markdown: str) -> float:
    """Words a sentence, over the document."""
    found = [words(s) for s in sentences(markdown)]
    return sum(found) / len(found) if found else 0.0


def too_long(markdown: str) -> list[str]:
    """The sentences above 60 words."""
    return [f"{words(s)} mots : {s[:160]}…" for s in sentences(markdown) if words(s) > _LONGEST]


def too_long_on_average(markdown: str) -> list[str]:
    """The mean, where it is above 25 words."""
    mean = mean_length(markdown)
    return [f"{mean:.1f} mots par phrase"] if mean > _MEAN else []


def repeated(markdown: str, allowed: Iterable[str] = ()) -> list[str]:
    """Sentences that are the same once numbers are taken out, more than three times; `allowed`: patterns of them."""
    told = (s for s in sentences(markdown) if not _NOTE.match(s))  # a note under a table is numbered, and said once
    formulas = Counter(_NUMBER.sub("N", s) for s in told)
    known = [re.compile(pattern) for pattern in allowed]
    return [f"{n} fois : {s}" for s, n in formulas.items() if n > _TIMES and not any(k.search(s) for k in known)]


def formulas(markdown: str, allowed: Iterable[str] = ()) -> list[str]:
    """Runs of seven words without a number that stand more than five times; `allowed`: patterns of them."""
    counts: Counter[str] = Counter()
    for sentence in sentences(markdown):
        told = _NUMBER.sub("N", sentence).split()
        runs = (told[i : i + _RUN] for i in range(len(told) - _RUN + 1))
        counts.update({" ".join(run) for run in runs if not any(_COUNT.match(w) for w in run)})
    known = [re.compile(pattern) for pattern in allowed]
    return [f"{n} fois : {run}" for run, n in counts.items() if n > _RUNS and not any(k.search(run) for k in known)]


def lost_accents(markdown: str, vocabulary: Iterable[str]) -> list[str]:
    """Words that are one of `vocabulary` (words with their accents) without them: « Prevu », « Departement »."""
    bare = {stripped(w): w for w in vocabulary if stripped(w) != w and stripped(w[:-3]) != w[:-3]}
    found = dict.fromkeys(w for w in re.findall(r"[^\W\d_]{5,}", _bare(markdown)) if w.lower() in bare)
    return [f"{w} pour {bare[w.lower()]}" for w in found if w.lower() not in _BOTH]


def vocabulary(markdown: str) -> set[str]:
    """The words of five letters and more, in small letters."""
    return {w.lower() for w in re.findall(r"[^\W\d_]{5,}", _bare(markdown))}


def machine_words(markdown: str) -> list[str]:
    """What only a machine reads: a hash, a name of a parameter or of a column, code."""
    text = re.sub(r"\{[#.=][^}]*\}|@(?:sec|tbl|fig)-[\w-]+|\]\([^)]*\)|\{\{<.*?>\}\}", " ", markdown)
    text = re.sub(r"^:::.*$", "", text, flags=re.MULTILINE)
    return [_around(text, m) for rule in (_IDENTIFIERS, _HASH, re.compile(r"`[^`]+`")) for m in rule.finditer(text)]


def cited_late(markdown: str) -> list[str]:
    """Figures and tables that no sentence before them names by their number."""
    return [
        m[1]
        for m in re.finditer(r"\{#((?:fig|tbl)-[\w-]+)", markdown)
        if not re.search(rf"@{re.escape(m[1])}(?![\w-])", markdown[: m.start()])
    ]


def abbreviations(markdown: str) -> set[str]:
    """The words in capitals, of two letters and more."""
    return set(re.findall(r"(?<![\w-])[A-Z]{2,}(?:-\d+)?(?![\w-])", _bare(markdown)))


def stripped(word: str) -> str:
    """A word without its accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _blocks(markdown: str) -> Sequence[str]:
    """Paragraphs and items, each on one line, without what is no prose."""
    blocks = []
    for block in re.split(r"\n\s*\n", _LINKED.sub(r"\1", markdown)):
        lines = [line for line in block.splitlines() if not line.startswith(("|", ":::", "#", ": ", "!["))]
        definition = [line[2:] for line in block.splitlines() if line.startswith(": ") and "{#tbl-" not in line]
        for item in re.split(r"^(?:- |\d+\. )", "\n".join([*lines, *definition]), flags=re.MULTILINE):
            text = re.sub(r"\s*\n\s*", " ", item).strip()
            if text:
                blocks.append(_CODE.sub("X", text.replace("\\", "")))
    return blocks


def _bare(markdown: str) -> str:
    """The words alone: no code, address, anchor, shortcode, fence, nor backslash."""
    text = _LINKED.sub(r"\1", markdown.replace("\\", ""))
    text = re.sub(r"^:::.*$|^\|[-:| ]+\|$", "", text, flags=re.MULTILINE)
    text = re.sub(r"\{\{<.*?>\}\}", "X", text)
    text = re.sub(r'\{#fig-[\w-]+ fig-alt="([^}]*)"\}', r" \1", text)
    text = re.sub(r"^: ", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\s*[-|] |\|", "\n", text, flags=re.MULTILINE)
    return _CODE.sub("X", text)


def _around(text: str, m: re.Match[str]) -> str:
    return text[max(0, m.start() - 30) : m.end() + 20].replace("\n", "⏎")
