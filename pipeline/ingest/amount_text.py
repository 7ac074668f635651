"""What stands around the digits of an amount: spaces, currency, and the ways to write a negative."""

from __future__ import annotations

from typing import Any

import numpy as np

from pipeline.ingest.reading import Flags

_SPACES = r"[\x{00a0}\x{2007}\x{2009}\x{202f}]"
_CURRENCY = r"^(?:€|(?i:eur) )\s*|\s*(?:€|(?i:eur|euros?))$"
_BARE = r"[0-9][0-9 .,]*"
# « 12,50- », « (12,50) », « 12,50 C »: nothing else may tell a sign in the same cell.
_MINUS_LAST = rf"^{_BARE}\s?-$"
_BRACKETED = rf"^\(\s*{_BARE}\)$"
_DEBIT = rf"^{_BARE}\s?(?:D|DB|DR|Db|Dr|(?i:d[ée]b(?:it|iteur|\.)?))$"
_CREDIT = rf"^{_BARE}\s?(?:C|CR|Cr|(?i:cr[ée]d(?:it|iteur|\.)?))$"
_AROUND = r"^\(\s*|\s?(?:-|\)|[A-Za-zé.]+)$"


def simplified(texts: Any, *, credit_is_plus: bool) -> tuple[Any, Flags]:
    """Return Arrow texts with spaces and minus signs alike, without currency nor other marks of sign; what turns sign.

    A minus after the number and brackets are negative. `D` is owed and positive, `C` the reverse; `credit_is_plus`
    for a column of what is paid, where a credit is what is expected.
    """
    import pyarrow.compute as pc

    texts = pc.replace_substring_regex(texts, _SPACES, " ")
    texts = pc.replace_substring_regex(texts, "[\u2212\u2012\u2013]", "-")
    texts = pc.replace_substring_regex(texts, _CURRENCY, "")
    inside = pc.replace_substring_regex(texts, r"\s*(?:(?:€|(?i:eur|euros?))(\s?[-)])|€(\s?[A-Za-zé.]+))$", r"\1\2")

    def matching(pattern: str) -> Flags:
        flags: Flags = pc.match_substring_regex(inside, pattern).to_numpy(zero_copy_only=False)
        return flags

    debit, credit = matching(_DEBIT), matching(_CREDIT)
    negative = matching(_MINUS_LAST) | matching(_BRACKETED)
    marked = negative | debit | credit
    if marked.any():
        bare = pc.utf8_trim_whitespace(pc.replace_substring_regex(inside, _AROUND, ""))
        texts = pc.if_else(_mask(marked), pc.replace_substring_regex(bare, _CURRENCY, ""), texts)
    return texts, negative | (debit if credit_is_plus else credit)


def _mask(flags: Flags) -> Any:
    import pyarrow as pa

    return pa.array(np.ascontiguousarray(flags))
