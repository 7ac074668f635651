"""The evaluator's declarations (`declarations.yaml`): what no delivery can tell and the report has to say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.contract.declared import Declarations, TidierItem
from pipeline.contract.tidier import COUNTED, COUNTED_PLAN, TIDIER
from pipeline.errors import ParameterError
from pipeline.plan.yaml_file import read_mapping


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class _Item(_Part):
    prevu: str = ""
    realise: str = ""


class _File(_Part):
    conflits_interets: str = ""
    role_financeurs: str = ""
    avis_ethique: str = ""
    enregistrement: str = ""
    acces_donnees: str = ""
    participation_methode: str = ""
    participation_effet: str = ""
    tidier: dict[str, _Item] = {}


def read_declarations(path: Path) -> Declarations:
    """Read the declarations in `path` (YAML); what is empty or absent stays empty. Raises `ParameterError`."""
    raw = read_mapping(path, "déclarations de l’évaluateur", tuple(_File.model_fields))
    try:
        read = _File.model_validate(raw)
    except ValidationError as error:
        raise ParameterError(_refused(path, [_explain(dict(e)) for e in error.errors()])) from None
    wrong = [*_misplaced(read)]
    if wrong:
        raise ParameterError(_refused(path, wrong))
    items = {name: TidierItem(item.prevu, item.realise) for name, item in read.tidier.items()}
    return Declarations(**{**read.model_dump(), "tidier": items})


def _misplaced(read: _File) -> list[str]:
    """Items that TIDieR does not have, and words where the deliveries have the say."""
    unknown = [
        f"tidier.{n} : rubrique inconnue ; possibles : {', '.join(TIDIER)}" for n in read.tidier if n not in TIDIER
    ]
    told = [
        f"tidier.{name}.{part} : la chaîne le lit dans les livraisons ; l’effacer ici"
        for part, counted in (("prevu", COUNTED_PLAN), ("realise", COUNTED))
        for name, item in read.tidier.items()
        if name in counted and getattr(item, part)
    ]
    return unknown + told


def _explain(error: Mapping[str, Any]) -> str:
    where = ".".join(str(part) for part in error["loc"])
    return f"{where} : {'clé inconnue' if error['type'] == 'extra_forbidden' else 'un texte est attendu'}"


def _refused(path: Path, lines: list[str]) -> str:
    return f"{path} : déclarations refusées.\n" + "\n".join(f"  – {line}." for line in lines)
