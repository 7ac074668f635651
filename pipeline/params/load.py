"""All the sections together, read from a file or changed by the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from pipeline.errors import ParameterError, reason
from pipeline.params.plan import Plan
from pipeline.params.refusals import explained
from pipeline.params.section import EditionName, Section
from pipeline.params.sections import (
    Calibration,
    Confidentialite,
    Controles,
    Couts,
    Demonstration,
    Dispositif,
    Donnees,
    Edition,
    Parcours,
    Rapport,
    Seuils,
)


def _editions() -> dict[str, Edition]:
    return {
        "intermediaire": Edition(gel=dt.date(2016, 3, 31), horizon=12),
        "parcours": Edition(gel=dt.date(2016, 9, 30), horizon=18),
        "finale": Edition(gel=dt.date(2017, 3, 31), horizon=24),
    }


class Params(Section):
    """All the sections. `Params()` holds the defaults shipped with the package."""

    aveugle: bool = False
    donnees: Donnees = Donnees()
    editions: dict[EditionName, Edition] = Field(default_factory=_editions, min_length=1)
    controles: Controles = Controles()
    seuils: Seuils = Seuils()
    plan: Plan = Plan()
    confidentialite: Confidentialite = Confidentialite()
    couts: Couts = Couts()
    dispositif: Dispositif = Dispositif()
    parcours: Parcours = Parcours()
    rapport: Rapport = Rapport()
    demonstration: Demonstration = Demonstration()
    calibration: Calibration = Calibration()

    @property
    def last_freeze(self) -> dt.date:
        """The latest freeze of all editions."""
        return max(e.gel for e in self.editions.values())


def load_params(path: Path | None, sections: Iterable[str] | None = None) -> Params:
    """Read a parameter file; missing sections and keys take the defaults.

    `path`: None for the defaults. `sections`: when given, only these are read and checked, the others keep their
    defaults (a DVC stage names here exactly the sections that `dvc.yaml` declares for it).
    Raises `ParameterError`, with file, key and what is allowed.
    """
    if path is None:
        return Params()
    raw = _read_yaml(path)
    if sections is not None:
        raw = {k: v for k, v in raw.items() if k in set(sections)}
    return _checked(raw, path.name)


def with_changes(params: Params, section: str, changes: dict[str, Any]) -> Params:
    """Return `params` with keys of a section changed by the command line. Raises `ParameterError`."""
    raw = params.model_dump()
    return _checked({**raw, section: {**raw[section], **changes}}, "Ligne de commande")


def _checked(raw: dict[str, Any], where: str) -> Params:
    try:
        return Params.model_validate(raw)
    except ValidationError as error:
        lines = [explained(dict(e)) for e in error.errors()]
        raise ParameterError(f"{where} : paramètres refusés.\n" + "\n".join(f"  – {line}" for line in lines)) from None


def _read_yaml(path: Path) -> dict[str, Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        raw = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ParameterError(f"{path} : fichier de paramètres illisible ({reason(error)}).") from None
    except (YAMLError, ValueError) as error:  # a date that does not exist, bytes that are no text
        mark = getattr(error, "problem_mark", None)
        where = f", ligne {mark.line + 1}" if mark else ""
        raise ParameterError(f"{path}{where} : ce n’est pas du YAML lisible.") from None
    if raw is not None and not isinstance(raw, dict):
        raise ParameterError(f"{path} : des sections nommées sont attendues (« donnees: », « plan: »…).")
    return raw or {}
