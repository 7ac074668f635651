"""Typer in French: help and usage errors in the evaluator's language."""

from __future__ import annotations

from typing import Any

import typer.core
from typer.exceptions import TyperException

# Typer marks these words for translation but ships no catalogue: they are looked up here.
_WORDS = {
    "Commands": "Commandes",
    "required": "obligatoire",
    "default: {default}": "défaut : {default}",
}


def _translate(message: str) -> str:
    return _WORDS.get(message, message)


typer.core._ = _translate  # type: ignore[attr-defined]


class _French:
    """Mixed into Typer's command classes: « Utilisation », and the help of --help."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Utilisation : ")

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "Affiche cette aide et s’arrête."
        return option


class FrenchCommand(_French, typer.core.TyperCommand):
    """One command, whose help is in French."""


class FrenchGroup(_French, typer.core.TyperGroup):
    """The group of commands, whose help is in French."""


def usage_message(error: TyperException) -> str:
    """Return what is wrong with a command line, in French: the option or argument, and where to look."""
    parameter = getattr(error, "param", None)
    name = parameter.get_error_hint() if parameter is not None else getattr(error, "option_name", "")
    messages = {
        "NoSuchOption": f"Option inconnue : {name}.",
        "BadOptionUsage": f"L’option {name} est mal employée : une valeur manque ou est de trop.",
        "MissingParameter": f"Il manque {name}.",
        "BadParameter": f"Valeur refusée pour {name}.",
    }
    what = messages.get(type(error).__name__, "Commande inconnue, ou argument de trop.")
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "evaluation"
    return f"{what}\nVoir « {path} --help »."
