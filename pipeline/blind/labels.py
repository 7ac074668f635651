"""What leaves the process in blind mode: A and B for the groups, in codes, columns and sentences."""

from __future__ import annotations

import re

import pandas as pd

from pipeline.contract.codes import ACCOMPAGNE, TEMOIN

LABELS = {ACCOMPAGNE: "A", TEMOIN: "B"}

# Longest first: « ménages accompagnés » before « accompagnés » alone.
_WORDS = (
    (re.compile(r"\bacc\.([\s\u00a0]+/[\s\u00a0]+)tém\."), r"A\1B"),
    (re.compile(r"\b([Mm]énages?|[Pp]anels?|[Gg]roupes?)([\s\u00a0]+)accompagnée?s?\b"), r"\1\2A"),
    (re.compile(r"\b([Mm]énages?|[Pp]anels?|[Gg]roupes?)([\s\u00a0]+)témoins?\b"), r"\1\2B"),
    (re.compile(r"\b([Ll]es|[Dd]es|[Aa]ux)([\s\u00a0]+)accompagnée?s\b"), r"\1\2ménages A"),
    (re.compile(r"\b([Ll]es|[Dd]es|[Aa]ux)([\s\u00a0]+)témoins\b"), r"\1\2ménages B"),
    (re.compile(r"\b[Aa]ccompagnée?s?\b"), "A"),
    (re.compile(r"\b[Tt]émoins?\b"), "B"),
)
_CODES = (
    (re.compile(r"(?<![A-Za-zÀ-ÿ])accompagnes?(?![A-Za-zÀ-ÿ])"), "A"),
    (re.compile(r"(?<![A-Za-zÀ-ÿ])temoins?(?![A-Za-zÀ-ÿ])"), "B"),
)


def blind_words(text: str) -> str:
    """Return a French text with the groups named A and B.

    >>> blind_words("20 ménages accompagnés ; les témoins ; Accompagnés moins témoins")
    '20 ménages A ; les ménages B ; A moins B'
    """
    for pattern, label in _WORDS:
        text = pattern.sub(label, text)
    return text


def blind_codes(text: str) -> str:
    """Return a name or a text made of names with the contract's codes replaced: `n_temoins` becomes `n_B`.

    >>> blind_codes("n_accompagnes,valeur_temoins,accompagne")
    'n_A,valeur_B,A'
    """
    for pattern, label in _CODES:
        text = pattern.sub(label, text)
    return text


def blind_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a result table as it is written in blind mode: columns, codes of `groupe`, notes.

    The columns keep their order and their meaning; `n_accompagnes` becomes `n_A`, `valeur_temoins` becomes `valeur_B`.
    """
    changed = {}
    for column in frame.columns:
        if column == "groupe":
            changed[column] = frame[column].replace(LABELS)
        elif pd.api.types.is_string_dtype(frame[column]) or frame[column].dtype == object:
            changed[column] = frame[column].map(_text, na_action="ignore")
    relabelled = frame.assign(**changed)
    return relabelled.rename(columns=blind_codes)


def _text(value: object) -> object:
    return blind_words(value) if isinstance(value, str) else value
