"""What is said in French of a parameter that is refused: its key, and what is allowed there."""

from __future__ import annotations

from typing import Any

_MESSAGES = {
    "extra_forbidden": "clé inconnue",
    "missing": "clé manquante",
    **dict.fromkeys(("int_parsing", "int_type"), "un nombre entier est attendu"),
    **dict.fromkeys(("float_parsing", "float_type"), "un nombre est attendu"),
    "string_type": "un texte est attendu",
    **dict.fromkeys(("date_parsing", "date_from_datetime_parsing", "date_type"), "une date AAAA-MM-JJ est attendue"),
    **dict.fromkeys(("dict_type", "model_type"), "des clés et leurs valeurs sont attendues"),
    "tuple_type": "une liste est attendue",
    "string_pattern_mismatch": "un nom en minuscules sans accent ni espace est attendu",
    "too_short": "au moins un élément est attendu",
    "too_long": "trop d’éléments",
}
_BOUNDS = {
    "greater_than": ("plus que", "gt"), "greater_than_equal": ("au moins", "ge"),
    "less_than": ("moins que", "lt"), "less_than_equal": ("au plus", "le"),
}  # fmt: skip


def explained(error: dict[str, Any]) -> str:
    """Return the line on one error of pydantic: where it is, and what is expected there."""
    where = ".".join(str(part) for part in error["loc"])
    kind, context = str(error["type"]), error.get("ctx", {})
    if kind in _BOUNDS:
        words, key = _BOUNDS[kind]
        reason = f"{words} {context[key]}"
    elif kind == "literal_error":
        reason = f"valeurs possibles : {context['expected'].replace(' or ', ' ou ')}"
    elif kind == "value_error":
        reason = str(context["error"])
    else:
        reason = _MESSAGES.get(kind, "valeur refusée")
    return f"{where} : {reason}."
