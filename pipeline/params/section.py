"""What every section of the parameters is made of: frozen, unknown keys refused; the types that sections share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

EditionName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Share = Annotated[float, Field(ge=0, le=1)]


class Section(BaseModel):
    """One section of `params.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=False)


def refuse_unknown(words: str, names: Iterable[str], possible: Sequence[str]) -> None:
    """Raise `ValueError` (French) for the first of `names` that is not `possible`."""
    for name in names:
        if name not in possible:
            raise ValueError(f"{words} : « {name} » ; possibles : {', '.join(possible)}")
