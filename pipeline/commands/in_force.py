"""Which parameters a command runs with: those of `--params`, else the program's own; the first line printed says so."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import ParameterError, UsageError
from pipeline.params import Params, load_params

HERE = Path("params.yaml")  # of the current folder: never read unless it is named


def params_in_force(params_file: Path | None, *, stop_at_another: bool = False) -> Params:
    """Return the parameters of `params_file`, or the program's own when it is None, and print which these are.

    A `params.yaml` of the current folder that is not named and says otherwise is told. It stops the command when it
    asks for the blind mode; and, with `stop_at_another`, in any case: what is done to the plan of a file must not be
    done to another's. Raises `ParameterError`, `UsageError`.
    """
    params = load_params(params_file)
    if params_file is not None:
        print(f"Paramètres : {params_file}.", flush=True)
        return params
    other = _what_differs(HERE)
    if other and (stop_at_another or _asks_for_blindness(HERE)):
        raise UsageError(
            f"{HERE}, dans le dossier courant, {other}, et rien ne dit de le lire : passer « --params {HERE} ». "
            "(Pour les paramètres du programme, lancer la commande d’un autre dossier.)"
        )
    beside = f" {HERE}, dans le dossier courant, {other} : « --params {HERE} » le prend." if other else ""
    print(f"Paramètres : ceux du programme.{beside}", flush=True)
    return params


def _what_differs(path: Path) -> str:
    """Say in French in what the file differs from the program's parameters; empty when it does not, or is not there."""
    if not path.is_file():
        return ""
    if _asks_for_blindness(path):
        return "demande le mode aveugle"
    try:
        found, own = load_params(path), load_params(None)
    except ParameterError:
        return "dit autre chose"
    sections = [name for name in Params.model_fields if getattr(found, name) != getattr(own, name)]
    return f"dit autre chose ({', '.join(sections)})" if sections else ""


def _asks_for_blindness(path: Path) -> bool:
    try:
        return load_params(path, {"aveugle"}).aveugle
    except ParameterError:
        return False
