"""`index.html`: findings first, then the files to take away; one page that needs nothing else, and no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.french import long_date
from pipeline.publication.allowed import ALLOWED
from pipeline.publication.publication import Publication
from pipeline.publication.sentences import (
    answer_sentences,
    cost_paragraphs,
    mark_sentence,
    project_sentence,
    question_text,
    unknown_sentences,
)
from pipeline.publication.tables import public_cost_table, public_outcome_table
from pipeline.publication.words import PROJECT, RELEASED, SUBTITLE
from pipeline.report.context import ReportContext
from pipeline.report.looks import concludes
from pipeline.report.rendering.presentation import SEPARATOR, printed_banner
from pipeline.report.sentences.banner import SYNTHETIC
from pipeline.report.tables.pipe import PipeTable
from pipeline.report.variables import cover
from pipeline.report.wording import NOT_DECLARED, no_break

_FILES = {
    "synthese.html": "l’essentiel, et une page en langage simple, à lire à l’écran",
    "synthese.pdf": "l’essentiel, et une page en langage simple, à imprimer",
    "synthese.docx": "l’essentiel, et une page en langage simple, pour un traitement de texte",
    "rapport.html": "le rapport public, à lire à l’écran",
    "rapport.pdf": "le rapport public, à imprimer",
    "rapport.docx": "le rapport public, pour un traitement de texte",
    "classeur.xlsx": "les tables publiées, une par feuille, avec la raison de chaque case tue",
    "publication.csv": "chaque nombre publié et ses bornes (texte, séparateur « ; », virgule décimale)",
    "publication.yaml": "l’acte de publication : qui, quand, après quel contrôle, empreinte de chaque fichier",
}
_DICTIONARY = (
    ("edition", "L’édition qui a publié le nombre ; un nombre d’une édition antérieure est repris tel quel."),
    ("element", "Ce dont il s’agit, dans la liste ci-dessous : rien d’autre n’est publié."),
    ("cle", "La ligne : « colonne=valeur », séparées par des points-virgules."),
    ("colonne", "La colonne de la table."),
    ("bas", "La valeur exacte n’est pas au-dessous ; parts et écarts de parts de zéro à un."),
    ("haut", "La valeur exacte n’est pas au-dessus."),
)
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class PageFigure:
    """A vector figure inside the page: its bytes in base 64, its words."""

    data: str
    alt: str
    caption: str


def public_page(
    publication: Publication,
    context: ReportContext,
    files: Sequence[str],
    method: Sequence[str],
    figure: PageFigure | None,
    *,
    released: bool,
) -> str:
    """Return the page. `files`: those that lie beside it; `method`: its paragraphs, the same as the report's."""
    state = RELEASED if released else PROJECT
    words = cover(context)
    author = f"{words['auteur']}. " if words["auteur"] != NOT_DECLARED else ""
    dated = f"{context.label}, données arrêtées au {long_date(context.gel)}"
    citation = f"{author}{words['titre']}. {SUBTITLE}. {dated}. {state}."
    shown = {"resultats": public_outcome_table(publication, context), "couts": public_cost_table(publication)}
    banners = [*([] if released else [PROJECT]), *([no_break(SYNTHETIC)] if context.synthetique else [])]
    environment = _environment()
    page = environment.get_template("index.html").render(
        style=_safe((_TEMPLATES / "index.css").read_text(encoding="utf-8")),
        title=words["titre"],
        subtitle=SUBTITLE,
        edition=context.label,
        gel=long_date(context.gel),
        banners=banners,
        printed=_safe(printed_banner(SEPARATOR.join(banners)) if banners else ""),
        concludes=concludes(context),
        question=no_break(question_text(context)),
        answer=no_break(" ".join(answer_sentences(publication, context))),
        look=no_break(project_sentence(publication, context)),
        mark=no_break(mark_sentence(publication, context)),
        figure=figure,
        tables=shown,
        table=lambda t: _table(environment, t),
        costs=[no_break(line) for line in cost_paragraphs(publication, context)],
        unknown=no_break(" ".join(unknown_sentences(publication, context))),
        downloads=[{"name": name, "words": no_break(words)} for name, words in _FILES.items() if name in files],
        dictionary=[(name, no_break(words)) for name, words in _DICTIONARY],
        elements=[{"name": e.name, "title": e.title, "rule": no_break(e.rule)} for e in ALLOWED],
        method=[no_break(line) for line in method],
        citation=no_break(citation),
    )
    return str(page)


def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _table(environment: Any, table: PipeTable) -> Any:
    values: Mapping[str, Any] = {
        "caption": no_break(table.caption),
        "heads": [{"title": no_break(h.title), "right": h.right} for h in table.heads],
        "rows": [[no_break(cell) for cell in row] for row in table.rows],
        "notes": [no_break(note) for note in table.notes],
    }
    return _safe(environment.get_template("table.html").render(**values))


def _safe(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)
