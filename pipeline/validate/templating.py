"""How pages are made: Jinja templates beside this file, every value escaped, French spaces inside guillemets."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.french import NBSP


def render(template: str, **values: Any) -> str:
    """Return the page that `templates/<template>` makes of `values`; an unknown name in it is an error."""
    return str(_environment().get_template(template).render(**values))


@cache  # a template is compiled once for all the pages
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["breakable"] = _breakable
    return environment


def french_spaces(text: str) -> str:
    """Return `text` with no-break spaces inside « » and before the double marks.

    >>> french_spaces("colonne « mois » : vide ;") == "colonne «\u00a0mois\u00a0»\u00a0: vide\u00a0;"
    True
    """
    for mark in (" :", " ;", " !", " ?", " »"):
        text = text.replace(mark, NBSP + mark[1:])
    return text.replace("« ", "«" + NBSP)


def _breakable(text: str) -> Any:
    """Return `text` escaped, with a place to break after each `/` and `_` of a long file name."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"(?<=[/_])", "<wbr>", str(escape(text))))
