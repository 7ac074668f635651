"""What the evaluator writes in words, in `plan/`: conclusions, recommendations, what teams and households say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

from pipeline.contract.declared import Prose
from pipeline.contract.tables import MENAGE_ID_PATTERN
from pipeline.errors import ParameterError, reason

NAMES = tuple(f.name for f in fields(Prose))
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_OPEN = "<!--"
_LETTERS, _DIGITS = re.findall(r"\{[0-9,]+\}", MENAGE_ID_PATTERN)
# A pseudonym as people write it in a sentence: in any case, its letters and digits sometimes parted.
_PSEUDONYM = re.compile(
    rf"(?<![A-Za-z0-9])(?:[A-Za-z]{_LETTERS}[0-9]{_DIGITS}|[A-Z]{{2,4}}[-_][0-9]{_DIGITS})(?![A-Za-z0-9])"
)


def read_prose(folder: Path, editions: Iterable[str]) -> dict[str, Prose]:
    """Return what the evaluator wrote for each edition: `<name>-<edition>.md` of `folder`, else `<name>.md`.

    What stands between `<!--` and `-->` is no text; an absent file is an empty one. Raises `ParameterError` when a file
    cannot be read, when a comment is not closed, or when what may be a household's pseudonym stands in it.
    """
    common = {name: _read(folder / f"{name}.md") for name in NAMES}
    return {
        edition: Prose(
            **{
                name: _read(own) if (own := folder / f"{name}-{edition}.md").is_file() else common[name]
                for name in NAMES
            }
        )
        for edition in editions
    }


def _read(path: Path) -> str:
    if not path.exists():
        return ""
    try:
        text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise ParameterError(f"{path} : texte de l’évaluateur illisible ({reason(error)}).") from None
    except UnicodeDecodeError:
        raise ParameterError(f"{path} : ce texte n’est pas en UTF-8. L’enregistrer en UTF-8.") from None
    _refuse_pseudonyms(path, text)
    left = _COMMENT.sub("", text)
    if _OPEN in left:
        line = 1 + text[: text.rindex(_OPEN)].count("\n")
        raise ParameterError(
            f"{path}, ligne {line} : un commentaire ouvert par « <!-- » n’est pas fermé par « --> » ; le fermer."
        )
    return left.strip()


def _refuse_pseudonyms(path: Path, text: str) -> None:
    found = [str(n) for n, line in enumerate(text.splitlines(), start=1) if _PSEUDONYM.search(line)]
    if found:
        raise ParameterError(
            f"{path}, ligne{'s' if len(found) > 1 else ''} {', '.join(found)} : ce qui s’y trouve a la forme d’un "
            "pseudonyme de ménage (une à quatre lettres, puis deux à six chiffres), et le rapport n’en montre aucun. "
            "L’effacer ; si ce n’en est pas un, l’écrire autrement (« à 12 mois », « article L. 442-6 »)."
        )
