"""The parameters in force and the versions of the programmes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from pipeline.french import MISSING, enumeration, long_date, number
from pipeline.report.context import ReportContext
from pipeline.report.markdown import escape
from pipeline.report.tables.pipe import Head, PipeTable

# Sections that change no number of a report, or that name places on the machine.
_NOT_SHOWN = frozenset({"donnees", "editions", "demonstration", "rapport"})
_TITLES = {
    "controles": "Contrôles",
    "seuils": "Seuils",
    "plan": "Plan d’analyse",
    "confidentialite": "Confidentialité",
    "couts": "Coûts",
    "dispositif": "Dispositif",
    "parcours": "Parcours",
    "calibration": "Calibration",
}


def parameters_table(context: ReportContext) -> PipeTable:
    """Return the parameters that shape this edition's numbers, as `params.yaml` names them."""
    lines = [*_lines(context)]
    return PipeTable(
        "parametres",
        "Paramètres de cette édition",
        (Head("Section"), Head("Paramètre"), Head("Valeur", right=True)),
        [[section, f"`{key}`", _shown(value)] for section, key, value in lines],
        (),
        (
            ("section", "parametre", "valeur"),
            [[section, key, _raw(value)] for section, key, value in lines],
        ),
    )


def versions_table(context: ReportContext) -> PipeTable | None:
    """Return the programmes and their versions; None when they were not noted."""
    if not context.versions:
        return None
    rows = [[escape(name), escape(version)] for name, version in context.versions]
    return PipeTable(
        "versions",
        "Programmes et versions",
        (Head("Programme"), Head("Version", right=True)),
        rows,
        (),
        (("programme", "version"), [list(pair) for pair in context.versions]),
    )


def _lines(context: ReportContext) -> Iterator[tuple[str, str, object]]:
    yield "Édition", "nom", context.nom
    yield "Édition", "gel", context.gel
    yield "Édition", "horizon", context.horizon
    yield "Données", "tolerance_rejets", context.params.donnees.tolerance_rejets
    for section, values in context.params.model_dump().items():
        if section in _NOT_SHOWN or not isinstance(values, Mapping):
            continue
        for key, value in values.items():
            for name, part in _parts(key, value):
                yield _TITLES.get(section, section), name, part


def _parts(key: str, value: object) -> Iterator[tuple[str, object]]:
    """A parameter made of named parts has a line a part, but one that is empty as a whole (an amount not known)."""
    if not isinstance(value, Mapping) or _shown(value) == _shown(None):
        yield key, value
        return
    for name, part in value.items():
        yield f"{key}.{name}", part


def _shown(value: object) -> str:
    if value is None or value == "":
        return "non renseigné"
    if isinstance(value, Mapping):  # empty as a whole when nothing of it has a value
        return " ; ".join(f"`{k}` {_shown(v)}" for k, v in value.items() if v not in (None, "")) or _shown(None)
    if isinstance(value, dt.date):
        return long_date(value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int):
        return str(value) if value >= 10_000_000 else number(value)  # a seed is a name, not a quantity
    if isinstance(value, float):
        return number(value, 4).rstrip("0").rstrip(",")
    if isinstance(value, tuple | list):
        return enumeration([f"`{v}`" for v in value]) or MISSING
    return escape(str(value))


def _raw(value: object) -> str | float | int | None:
    if value is None:
        return None
    if isinstance(value, Mapping):
        return " ; ".join(f"{k}={v}" for k, v in value.items() if v not in (None, "")) or None
    if isinstance(value, float | int):
        return value
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value))
    return value.isoformat() if isinstance(value, dt.date) else str(value)
