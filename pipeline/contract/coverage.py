"""« Nothing happened up to this date »: what an evaluator may attest of a landlord's households, or of all of them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BeforeValidator

from pipeline.contract.codes import BAILLEURS


def read_attested(value: Any) -> dt.date | dict[str, dt.date] | None:
    """Return what is attested: one date for the whole delivery, a date a landlord, or None.

    A landlord is named by its code. Raises `ValueError`, in French.
    """
    if value is None:
        return None
    if not isinstance(value, dict):
        return _date(value)
    known = [code.value for code in BAILLEURS]
    for name in value:
        if name not in known:
            raise ValueError(f"bailleur inconnu : « {name} » ; possibles : {', '.join(known)}")
    return {str(name): _date(date) for name, date in value.items()}


def _date(value: Any) -> dt.date:
    try:
        return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("une date AAAA-MM-JJ est attendue, ou un bailleur et sa date par ligne") from None


Attested = Annotated[dt.date | dict[str, dt.date] | None, BeforeValidator(read_attested)]
