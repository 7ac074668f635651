"""The elements of one edition's report: figures, tables, sentences, variables, metrics, curves; all of it as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from pipeline.report.context import ReportContext
from pipeline.report.disclosure import protect
from pipeline.report.introductions import introduction
from pipeline.report.metrics import arrears_csv, metrics_json, survival_csv
from pipeline.report.number_index import INDEX, index_list, places_json, tables_table
from pipeline.report.number_index import TABLES as INDEX_TABLES
from pipeline.report.pathway_elements import PATHWAY_TABLES, PATHWAY_TEXTS
from pipeline.report.places import table_section
from pipeline.report.printed import Account
from pipeline.report.records import named
from pipeline.report.results import EditionResults
from pipeline.report.scheme_elements import SCHEME_TABLES, SCHEME_TEXTS
from pipeline.report.sensitivity_elements import SENSITIVITY_TABLES, SENSITIVITY_TEXTS
from pipeline.report.sentences.answer import answer_text
from pipeline.report.sentences.arrears import ARREARS, arrears_text
from pipeline.report.sentences.banner import banner_text
from pipeline.report.sentences.before import before_contact_text, before_inclusion_text, while_housed_text
from pipeline.report.sentences.calibration import calibration_text, caution_text
from pipeline.report.sentences.changes import changes_text
from pipeline.report.sentences.comparability import comparability_text
from pipeline.report.sentences.effects import effects_text
from pipeline.report.sentences.evaluator import conclusions_text, recommendations_text, voices_text
from pipeline.report.sentences.flow import flow_text
from pipeline.report.sentences.headings import TITLES, headings
from pipeline.report.sentences.lock import lock_text
from pipeline.report.sentences.making import making_text
from pipeline.report.sentences.p_values import p_values_text
from pipeline.report.sentences.plain_words import plain_words_text
from pipeline.report.sentences.plan import plan_text, reading_text
from pipeline.report.sentences.quality import quality_text
from pipeline.report.sentences.robins import robins_basis_text, robins_text
from pipeline.report.sentences.sections import EVENTS, WELL_BEING, events_text, well_being_text
from pipeline.report.sentences.synthesis import (
    synthesis_answer_text,
    synthesis_changes_text,
    synthesis_costs_text,
    synthesis_question_text,
    synthesis_results_text,
    synthesis_solidity_text,
    synthesis_unknown_text,
)
from pipeline.report.sentences.tenure import TENURE, tenure_text
from pipeline.report.sentences.weighting import weighting_text
from pipeline.report.standards import read_elements
from pipeline.report.tables.calibration import (
    no_effect_table,
    power_table,
    threats_table,
    without_power,
    without_threats,
)
from pipeline.report.tables.comparability import comparability_table
from pipeline.report.tables.effects import effects_table
from pipeline.report.tables.estimands import estimands_table, secondary_estimands_table
from pipeline.report.tables.flow import flow_table
from pipeline.report.tables.lock import lock_table
from pipeline.report.tables.making import parameters_table, versions_table
from pipeline.report.tables.outcomes import outcome_table
from pipeline.report.tables.pipe import PipeTable
from pipeline.report.tables.quality import missing_table, quality_table
from pipeline.report.tables.robins import robins_table, target_trial_table
from pipeline.report.tables.standards import STANDARDS, standards_table
from pipeline.report.variables import as_yaml, variables
from pipeline.report.wording import no_break

Text = Callable[[EditionResults, ReportContext], str]
Table = Callable[[EditionResults, ReportContext], PipeTable | None]

TEXTS: Mapping[str, Text] = {
    "bandeau": lambda _, context: banner_text(context),
    "synthese_question": synthesis_question_text,
    "synthese_reponse": synthesis_answer_text,
    "synthese_resultats": synthesis_results_text,
    "synthese_solidite": synthesis_solidity_text,
    "synthese_couts": synthesis_costs_text,
    "synthese_inconnu": synthesis_unknown_text,
    "synthese_changements": synthesis_changes_text,
    "langage_simple": plain_words_text,
    "conclusions": lambda _, context: conclusions_text(context),
    "recommandations": lambda _, context: recommendations_text(context),
    "paroles": lambda _, context: voices_text(context),
    "reponse": answer_text,
    "changements": changes_text,
    "lecture": lambda _, context: reading_text(context),
    "plan": plan_text,
    "verrou": lambda _, context: lock_text(context),
    "robins": lambda _, context: robins_text(context),
    "robins_base": lambda _, context: robins_basis_text(context),
    "flux": flow_text,
    "comparabilite": comparability_text,
    "maintien": tenure_text,
    "impayes": arrears_text,
    "dette_logement": while_housed_text,
    "avant_contact": before_contact_text,
    "avant_inclusion": before_inclusion_text,
    "bien_etre": well_being_text,
    "troubles_droits": events_text,
    "effets": effects_text,
    "tests": p_values_text,
    "equilibre": weighting_text,
    "calibration": calibration_text,
    "reserves": caution_text,
    "qualite": quality_text,
    "fabrication": lambda _, context: making_text(context),
    **SCHEME_TEXTS,
    **PATHWAY_TEXTS,
    **SENSITIVITY_TEXTS,
}

# name → the table, and the sentence that stands in its place when there is none, or what makes it
TABLES: Mapping[str, tuple[Table, str | Text]] = {
    "estimands": (lambda _, context: estimands_table(context), ""),
    "estimands_secondaires": (
        lambda _, context: secondary_estimands_table(context),
        "Aucun indicateur secondaire n’est prévu par le plan.",
    ),
    "verrou": (lambda _, context: lock_table(context), ""),
    "robins": (lambda _, context: robins_table(context), "Aucun tableau : le risque de biais n’a pas été coté."),
    "essai_cible": (lambda _, context: target_trial_table(context), ""),
    "flux": (flow_table, "Aucun effectif à montrer : le flux des ménages n’a pas pu être compté."),
    "comparabilite": (comparability_table, "Aucun tableau : rien n’a pu être comparé à l’inclusion."),
    "maintien": (
        lambda r, c: outcome_table("maintien", "Maintien dans les lieux, insertion et procédure", TENURE, r, c),
        "Aucun tableau : le maintien n’a pas pu être estimé dans cette édition.",
    ),
    "impayes": (
        lambda r, c: outcome_table("impayes", "Impayés", ARREARS, r, c),
        "Aucun tableau : les impayés n’ont pas pu être estimés dans cette édition.",
    ),
    "bien_etre": (
        lambda r, c: outcome_table("bien_etre", "Isolement, solitude et bien-être", WELL_BEING, r, c),
        "Aucun tableau : l’isolement et le bien-être n’ont pas pu être estimés dans cette édition.",
    ),
    "troubles_droits": (
        lambda r, c: outcome_table("troubles_droits", "Troubles et droits ouverts, par an", EVENTS, r, c),
        "Aucun tableau : les troubles et les droits n’ont pas pu être estimés dans cette édition.",
    ),
    "effets_principal": (
        lambda r, c: effects_table(r, c, "principal"),
        "Aucun tableau : l’indicateur principal n’a aucune estimation à cette échéance.",
    ),
    "effets_secondaires": (
        lambda r, c: effects_table(r, c, "secondaire"),
        "Aucun tableau : aucun indicateur secondaire n’a d’estimation à cette échéance.",
    ),
    "effets_exploratoires": (
        lambda r, c: effects_table(r, c, "exploratoire"),
        "Aucun tableau : aucun indicateur exploratoire n’a d’estimation à cette échéance.",
    ),
    "calibration": (no_effect_table, ""),  # the text of the section says why
    "puissance": (power_table, without_power),
    "menaces": (threats_table, without_threats),
    "qualite": (lambda r, _: quality_table(r), "Aucun tableau : rien n’a été rejeté ni signalé."),
    "manquants": (missing_table, "Aucun tableau : aucun indicateur n’a été calculé."),
    "parametres": (lambda _, context: parameters_table(context), ""),
    "versions": (
        lambda _, context: versions_table(context),
        "Les versions des programmes n’ont pas été relevées.",
    ),
    **SCHEME_TABLES,
    **PATHWAY_TABLES,
    **SENSITIVITY_TABLES,
}


def write_elements(
    folder: Path,
    results: EditionResults,
    context: ReportContext,
    advance: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Write every element of the edition below `folder` (`reports/<edition>`); what stood there is replaced.

    `textes/<name>.md`, `tableaux/<name>.md` and `.csv` (no CSV where there is no table), `figures/`,
    `_variables.yml`, `metriques.json`, `courbes/`, and what the texts say: `chiffres.csv`, `affirmations.csv`. A `.md`
    always exists: the element, or the sentence that says why there is none. Health counts are masked here, once,
    before anything reads them. `advance`: told which figure is being drawn, of how many. The same input gives the same
    bytes.
    """
    from pipeline.report.figures import FIGURES, writing_figures
    from pipeline.report.figures.captions import take_accounts

    results = named(protect(results, context.params.confidentialite.seuil))
    with writing_figures(folder, results, context, advance):
        account = _write_words(folder, results, context)
    take_accounts(folder / "figures", FIGURES, account)
    _write_account(folder, account)
    _introduce_figures(folder / "figures")
    # Last: what the standards ask for is looked for in what has been written.
    _write_table(folder / "tableaux", STANDARDS, standards_table(read_elements(folder), context), "")


def _write_words(folder: Path, results: EditionResults, context: ReportContext) -> Account:
    """Write all but the figures and what depends on them; return what was printed and stated."""
    account = Account()
    for name, text in TEXTS.items():
        _write(folder / "textes" / f"{name}.md", account.section(name, partial(text, results, context)))
    titles = account_titles(account, results, context)
    for name, (build, otherwise) in TABLES.items():
        table = _accounted(account, name, partial(build, results, context))
        _write_table(folder / "tableaux", name, table, in_its_place(otherwise, results, context))
    _write(folder / "_variables.yml", as_yaml(variables(results, context, titles)))
    _write(folder / "metriques.json", metrics_json(results, context))
    _write(folder / "courbes" / "survie.csv", survival_csv(results.survie))
    _write(folder / "courbes" / "impayes.csv", arrears_csv(results.trajectoires, context.params.confidentialite.seuil))
    return account


def _accounted(account: Account, name: str, build: Callable[[], PipeTable | None]) -> PipeTable | None:
    """Return the table, the numbers of its caption kept in `account`; those of its cells lie beside it."""
    made: list[PipeTable | None] = []

    def caption() -> str:
        made.append(build())
        return no_break(made[0].caption) if made[0] else ""

    account.section(table_section(name), caption)
    return made[0] and made[0].unmarked()


def _write_account(folder: Path, account: Account) -> None:
    """Write what is printed and stated, and the index of the numbers."""
    _write(folder / "chiffres.csv", account.numbers_csv())
    _write(folder / "affirmations.csv", account.statements_csv())
    _write(folder / "textes" / "_places.json", places_json(account.numbers, account.places))
    _write(folder / "tableaux" / f"{INDEX}.md", index_list(account.numbers))
    _write_table(folder / "tableaux", INDEX_TABLES, tables_table(account.numbers), "Aucune phrase n’a de nombre.")


def account_titles(account: Account, results: EditionResults, context: ReportContext) -> dict[str, str]:
    """Return the headings by name, their numbers and statements kept in `account` under « titres »."""
    made: dict[str, str] = {}

    def write() -> str:
        made.update(headings(results, context))
        return no_break("\n".join(made.values()))

    lines = account.section(TITLES, write).split("\n")
    return dict(zip(made, lines, strict=True))


def in_its_place(otherwise: str | Text, results: EditionResults, context: ReportContext) -> str:
    """Return the sentence that stands in the place of a table of `TABLES`; empty where another has said it."""
    return otherwise if isinstance(otherwise, str) else otherwise(results, context)


def introduced(kind: str, name: str, element: str) -> str:
    """Return a figure (`fig`) or a table (`tbl`) as it is written, after the sentence that says what to see in it."""
    words = introduction(kind, name)
    return f"{no_break(words)}\n\n{element}" if words else element


def _introduce_figures(folder: Path) -> None:
    for drawn in sorted(folder.glob("*.svg")):
        snippet = drawn.with_suffix(".md")
        _write(snippet, introduced("fig", drawn.stem, snippet.read_text(encoding="utf-8")))


def _write_table(folder: Path, name: str, table: PipeTable | None, otherwise: str) -> None:
    spreadsheet = folder / f"{name}.csv"
    if table is None:
        spreadsheet.unlink(missing_ok=True)
        _write(folder / f"{name}.md", no_break(otherwise) + "\n")
        return
    _write(folder / f"{name}.md", introduced("tbl", name, table.markdown()))
    _write(spreadsheet, "\ufeff" + table.csv())


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
