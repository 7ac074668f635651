"""A YAML file that the evaluator writes, read as a mapping; what is wrong with it is said in French."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import ParameterError, reason


def read_mapping(path: Path, what: str, keys: Sequence[str]) -> dict[str, Any]:
    """Return the mapping in `path`. `what` names the file and `keys` what it holds, in the messages.

    Raises `ParameterError` when the file cannot be read, is not YAML, or is no mapping.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        raw = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ParameterError(f"{path} : {what} illisible ({reason(error)}).") from None
    except (YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise ParameterError(
            f"{path}{f', ligne {mark.line + 1}' if mark else ''} : ce n’est pas du YAML lisible."
        ) from None
    if not isinstance(raw, dict):
        named = [f"« {key} »" for key in keys]
        raise ParameterError(f"{path} : {', '.join(named[:-1])} et {named[-1]} sont attendus.")
    return raw
