"""The elements of the public documents — texts, tables, figure, variables — made from the publication alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from pipeline.french import long_date
from pipeline.publication.fact import key_parts
from pipeline.publication.glossary import glossary
from pipeline.publication.method import method_sentences
from pipeline.publication.plain_words import public_plain_words
from pipeline.publication.prose import public_conclusions, public_recommendations
from pipeline.publication.publication import Publication
from pipeline.publication.sentences import (
    answer_sentences,
    cost_paragraphs,
    done_sentences,
    mark_sentence,
    project_sentence,
    question_text,
    tenure_sentences,
    unknown_sentences,
)
from pipeline.publication.tables import (
    done_table,
    protection_table,
    public_cost_table,
    public_flow_table,
    public_outcome_table,
)
from pipeline.publication.words import RELEASED
from pipeline.report.context import ReportContext
from pipeline.report.looks import concludes
from pipeline.report.sentences.banner import banner_text
from pipeline.report.tables.pipe import PipeTable
from pipeline.report.variables import BANNER_LINE, as_yaml, cover
from pipeline.report.wording import paragraphs

_SENTENCES = 3
Text = Callable[[Publication, ReportContext], str]

TEXTS: Mapping[str, Text] = {
    "bandeau": lambda _, context: banner_text(context),
    "question": lambda _, context: paragraphs([question_text(context)]),
    "reponse": lambda p, context: paragraphs([" ".join(answer_sentences(p, context)), project_sentence(p, context)]),
    "solidite": lambda p, context: paragraphs([mark_sentence(p, context)]),
    "maintien": lambda p, context: paragraphs(tenure_sentences(p, context)),
    "couts": lambda p, context: paragraphs(cost_paragraphs(p, context)),
    "mise_en_oeuvre": lambda p, _: paragraphs([" ".join(done_sentences(p))]),
    "methode": lambda p, _: paragraphs(method_sentences(p)),
    "conclusions": public_conclusions,
    "recommandations": public_recommendations,
    "langage_simple": public_plain_words,
    "inconnu": lambda p, context: paragraphs([" ".join(unknown_sentences(p, context))]),
}
TABLES: Mapping[str, Callable[[Publication, ReportContext], PipeTable]] = {
    "resultats": public_outcome_table,
    "flux": lambda p, _: public_flow_table(p),
    "couts": lambda p, _: public_cost_table(p),
    "mise_en_oeuvre": lambda p, _: done_table(p),
    "protection": lambda _, __: protection_table(),
}


def write_public_elements(folder: Path, publication: Publication, context: ReportContext, *, released: bool) -> None:
    """Write `textes/`, `tableaux/`, `figures/` and `_variables.yml` below `folder`, for the documents' main files."""
    texts = {name: text(publication, context) for name, text in TEXTS.items()}
    tables = {name: table(publication, context).markdown() for name, table in TABLES.items()}
    texts["glossaire"] = glossary(publication, (*texts.values(), *tables.values()))
    for below, made in (("textes", texts), ("tableaux", tables)):
        for name, words in made.items():
            _write(folder / below / f"{name}.md", words)
    _write(folder / "_variables.yml", as_yaml(public_variables(publication, context, released=released)))


def public_variables(
    publication: Publication, context: ReportContext, *, released: bool
) -> dict[str, str | dict[str, str]]:
    """Return name → text: the edition, its state, and the constants of the frame (`{{< var cadre.menages_min >}}`)."""
    frame = {key_parts(c.cle)["nom"]: c.texte for c in publication.of("cadre")}
    return {
        **cover(context),
        "edition": context.label,
        "gel": long_date(context.gel),
        "gel_iso": context.gel.isoformat(),
        "bandeau": BANNER_LINE if context.synthetique else "",
        "horizon": str(context.horizon),
        "publication": RELEASED if released else "",  # without it, each page says that it is a project
        "titre_reponse": _answer_title(publication, context) if concludes(context) else "Ce que cette édition décrit",
        "cadre": frame,
    }


def _answer_title(publication: Publication, context: ReportContext) -> str:
    told = answer_sentences(publication, context)
    return "La réponse en trois phrases" if len(told) == _SENTENCES else "La réponse"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
